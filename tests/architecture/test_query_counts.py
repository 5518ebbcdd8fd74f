"""No page and no list asks the database more often because it shows more."""

from typing import Final

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coalition.models import User
from tests import builders, crowd
from tests.architecture.doors import World, browser_of, knock
from tests.architecture.test_doors import TABLE

pytestmark = pytest.mark.django_db

FEW, MANY = 1, 30
READERS: Final = ("spotter", "analyst", "agent of A", "coordinator")
# It waits for the workers, of whom there are none here, and shows no rows.
SLOW: Final = "jobs:health-deep"


@pytest.fixture
def crowded(world: World) -> World:
    """One of everything; the tests add the rest."""
    grow(world, range(FEW))
    return world


def grow(world: World, numbers: range) -> None:
    """So many more of everything, in the lists of everybody."""
    spotter, analyst, agent = (world.people[who] for who in ("spotter", "analyst", "agent of A"))
    assert isinstance(spotter, User)
    assert isinstance(analyst, User)
    assert isinstance(agent, User)
    for number in numbers:
        crowd.one_more_of_everything(spotter, analyst, agent, number)


def costs(world: World) -> dict[str, int]:
    """How many queries each page takes, its caches warm, for one of those who may open it."""
    browsers = {who: browser_of(world.people[who]) for who in READERS}
    found = {}
    for name, door in TABLE.items():
        who = next((reader for reader in READERS if reader in door.get), None)
        if who and name != SLOW:
            path = door.path.format(**world.words)
            knock(browsers[who], "GET", path)
            found[name] = queries(browsers[who], path)
    return found


def queries(browser: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        knock(browser, "GET", path)
    return len(asked)


def api_queries(software: Client) -> int:
    """What a company's software makes the database do, its key used a moment ago."""
    software.get("/api/v1/cases/")
    with CaptureQueriesContext(connection) as asked:
        assert software.get("/api/v1/cases/").status_code == 200
    return len(asked)


def test_thirty_rows_cost_as_many_queries_as_one(crowded: World) -> None:
    _row, key = builders.api_key(builders.member("Pasar"))
    software = Client(headers={"Authorization": f"Bearer {key}"})
    few = costs(crowded), api_queries(software)

    grow(crowded, range(FEW, MANY))

    assert (costs(crowded), api_queries(software)) == few
