"""What tests with real transactions need."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db.backends.postgresql.operations import DatabaseOperations

SWITCH = "ALTER TABLE audit_event {} TRIGGER never_emptied;"


@pytest.fixture(scope="session", autouse=True)
def audit_line_may_be_emptied_between_tests() -> Iterator[None]:
    """A test with real transactions ends with TRUNCATE, which the append-only trigger rightly refuses."""
    flush = DatabaseOperations.sql_flush

    def past_the_trigger(self: DatabaseOperations, *args: Any, **options: Any) -> list[str]:
        return [SWITCH.format("DISABLE"), *flush(self, *args, **options), SWITCH.format("ENABLE")]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "sql_flush", past_the_trigger)
        yield
