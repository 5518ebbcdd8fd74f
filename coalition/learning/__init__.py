"""Public guides and lessons."""
