"""Figures that companies report and the Coalition's progress."""
