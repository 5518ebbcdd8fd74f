"""Template tags that both wings draw with."""
