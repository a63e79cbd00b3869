"""What money, periods and categories mean: plain Python, no database and no web."""
