"""Figures and the public dashboard."""
