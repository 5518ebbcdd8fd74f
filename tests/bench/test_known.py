"""Is it known already? With a hundred times as many listings behind it (ten times without FULL=1)."""

import itertools
import time
from collections.abc import Callable, Iterator

import pytest
from django.db import connection

from coalition.models import User
from reports.intake.queries import look_up
from reports.intake.rules.addresses import Canonical, canonical
from reports.models import key_of
from tests import builders
from tests.bench.harness import FULL, compare, table

FEW, MANY = 30_000, 3_000_000 if FULL else 300_000
TABLES = ("reports_listing", "reports_report", "reports_forward")
ADDRESS = "https://kedai-market.com/p/{}"


def address(number: int) -> Canonical:
    return canonical(ADDRESS.format(number), ())


def fill(schema: str, number: int) -> None:
    """So many listings in tables of their own, as the migrations made them."""
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout TO 0")
        cursor.execute(f"CREATE SCHEMA {schema}")
        for name in TABLES:
            cursor.execute(f"CREATE TABLE {schema}.{name} (LIKE public.{name} INCLUDING ALL)")
        columns = "code, key, canonical, address, host, item, status, status_at, created_at, is_example"
        rest = "title, price, seller, language, page_state, band, taxon_key"
        with cursor.copy(f"COPY {schema}.reports_listing ({columns}, {rest}) FROM STDIN") as rows:
            now = "2026-11-01 12:00+00"
            for one in range(number):
                key = ADDRESS.format(one)
                facts = (f"{one:010}", key_of(key), key, key, "kedai-market.com", "", "ready", now, now, False)
                rows.write_row((*facts, f"Pipa gading {one}", "", "", "id", "live", "low", ""))
        cursor.execute(f"ANALYZE {schema}.reports_listing")
        cursor.execute("RESET statement_timeout")


@pytest.fixture
def worlds(transactional_db: None) -> Iterator[None]:
    """A small and a large world beside each other."""
    fill("few", FEW)
    fill("many", MANY)
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET search_path TO public")
        cursor.execute("DROP SCHEMA few CASCADE")
        cursor.execute("DROP SCHEMA many CASCADE")


class World:
    """The tables that are asked now; changing them costs a question of its own, so it is done only when need be."""

    asked = ""

    def ask(self, schema: str, addresses: list[Canonical], user: User) -> object:
        if self.asked != schema:
            self.asked = schema
            with connection.cursor() as cursor:
                cursor.execute(f"SET search_path TO {schema}, public")
        return look_up(addresses, to=user)


def within(world: World, schema: str, size: int, of: int, user: User) -> Callable[[], object]:
    """Asks for other addresses each time, all over the table."""
    asked = itertools.cycle([[address((turn * 104_729 + n * 7_919) % of) for n in range(size)] for turn in range(200)])
    return lambda: world.ask(schema, next(asked), user)


@pytest.mark.bench
@pytest.mark.usefixtures("worlds")
def test_known_already() -> None:
    user, world = builders.spotter(), World()
    rows = [
        (
            f"{size} address{'es' if size > 1 else ''}",
            compare(
                within(world, "many", size, MANY, user),
                within(world, "few", size, FEW, user),
                calls=50,
                clock=time.perf_counter_ns,
            ),
        )
        for size in (1, 50)
    ]
    table(f"Known already? {MANY:,} listings beside {FEW:,}, wall clock", rows, goal="ratio at most 1.5")
