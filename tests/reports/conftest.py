"""What the rooms of reports share in tests."""

from tests.reports.market import market

__all__ = ["market"]
