"""A volunteer at the browser."""

import pytest
from django.test import Client

from coalition.models import User
from tests import builders


@pytest.fixture
def spotter(db: None) -> User:
    return builders.spotter()


@pytest.fixture
def tab(client: Client, spotter: User) -> Client:
    client.force_login(spotter)
    return client
