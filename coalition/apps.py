"""The wing of people, members, knowledge and cases."""

from django.apps import AppConfig


class CoalitionConfig(AppConfig):
    """It never imports the other wing."""

    name = "coalition"
