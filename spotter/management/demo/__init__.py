"""The demo: a whole stack on this machine, a small world in it, and the travel of one report through it."""
