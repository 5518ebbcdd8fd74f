"""The wing of reports and listings."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """It may import the coalition wing."""

    name = "reports"
