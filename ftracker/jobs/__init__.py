"""What is done in the background: each job opens its own session and calls services."""
