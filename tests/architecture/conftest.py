"""One world for the tests of every door."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from tests.architecture.doors import World, browser_of, build


@pytest.fixture(scope="module")
def built_world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """One world for all the tests of a module: building it takes longer than most of them."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


@pytest.fixture
def world(built_world: World) -> Iterator[World]:
    """What a test does to the rows is taken back; the objects in here must stay as they are."""
    with transaction.atomic():
        yield built_world
        transaction.set_rollback(True)


@pytest.fixture
def browsers(world: World) -> dict[str, Client]:
    """A browser of everybody."""
    return {who: browser_of(person) for who, person in world.people.items()}
