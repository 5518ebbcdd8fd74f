"""What a page tells us, decided from plain values: its state, its price, its facts, its language."""
