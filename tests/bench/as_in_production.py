"""Settings of a measured worker: its hosts lead to loopback, as DEBUG allows, and nothing of DEBUG is remembered."""

from spotter.settings import *  # noqa: F403

# Django keeps the last 9,000 statements of each connection while it is on.
DEBUG = False
