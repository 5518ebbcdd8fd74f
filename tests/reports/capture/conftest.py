"""What the tests of the capture room share."""

import pytest
from django.test import Client

from coalition.models import User
from tests import builders


@pytest.fixture
def analyst() -> User:
    return builders.analyst()


@pytest.fixture
def tab(client: Client, analyst: User) -> Client:
    client.force_login(analyst)
    return client
