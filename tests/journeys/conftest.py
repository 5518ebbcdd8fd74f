"""What the journeys share."""

from tests.journeys.phone import phone

__all__ = ["phone"]
