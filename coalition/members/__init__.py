"""Companies, their platforms, contacts and keys."""
