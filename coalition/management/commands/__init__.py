"""Commands of the coalition wing."""
