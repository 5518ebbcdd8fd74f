"""What scoring reads: what weighs now, what was decided, and its pages."""
