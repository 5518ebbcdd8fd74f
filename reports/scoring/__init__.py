"""A pre-score with its receipt: why, in which language, which rule."""
