"""The pages of capture: where looking fails, and the evidence that it kept."""
