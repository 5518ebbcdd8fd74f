"""What the tests of the cases share."""

import pytest
from django.test import Client

from tests import builders as make
from tests.coalition.cases.rest import caller


@pytest.fixture
def api() -> Client:
    """The software of Pasar."""
    return caller(make.api_key(make.member())[1])
