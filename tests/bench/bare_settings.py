"""The settings of production, for the site with the bare view; what production must be told, the bench tells it."""

from spotter.settings import *  # noqa: F403

ROOT_URLCONF = "tests.bench.bare"
