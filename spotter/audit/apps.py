"""The app of the audit line."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Append-only events of both wings."""

    name = "spotter.audit"
    label = "audit"
