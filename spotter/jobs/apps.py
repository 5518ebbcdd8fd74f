"""The app of the Job row."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """What is still to be done, kept in PostgreSQL."""

    name = "spotter.jobs"
    label = "jobs"
