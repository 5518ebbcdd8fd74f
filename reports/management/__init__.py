"""Commands of the reports wing for operators and for measuring: lines in, JSON lines out."""
