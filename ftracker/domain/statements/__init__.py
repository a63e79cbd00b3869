"""Files that banks and people give, read into dated amounts: plain Python, no database."""
