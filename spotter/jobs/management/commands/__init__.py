"""Commands of the Job row."""
