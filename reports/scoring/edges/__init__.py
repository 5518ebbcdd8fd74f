"""The outside of scoring: the library that fits weights. Serving a score needs none of it."""
