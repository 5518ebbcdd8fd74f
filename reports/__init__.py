"""What volunteers saw and what we think of it."""
