"""Commands of the audit line."""
