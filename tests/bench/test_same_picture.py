"""Finding the same picture among many, beside the bare look-up of its bands; and whether anything was missed."""

import random
import time
from collections.abc import Iterator
from functools import partial
from itertools import cycle
from typing import Any

import pytest
from django.db import connection

from reports.models import Listing, PictureHash, same_picture
from spotter.lib.bands import BANDS, RADIUS, bits_of, neighbours
from tests import builders
from tests.bench.harness import FULL, compare, table

ROWS = 1_000_000 if FULL else 100_000
A_LISTING = 10  # pictures
SOUGHT = 40

LISTINGS = """
INSERT INTO reports_listing (code, key, canonical, address, host, item, status, status_at, created_at, title, price,
    seller, language, page_state, band, taxon_key, is_example)
SELECT 'b' || n, md5(n::text) || md5('b' || n), 'b:' || n, 'https://b.test/' || n, 'b.test', n::text, 'ready', now(),
    now(), 'Pipa ' || n, '', '', 'id', 'live', 'top', 'elephant', false FROM generate_series(1, %s) n"""
BITS = " || ".join(["(random() * 4294967295)::bigint::bit(32)"] * 8)
LOOKS = f"""
INSERT INTO reports_picturehash (listing_id, picture_id, phash)
SELECT (SELECT min(id) FROM reports_listing) + n / {A_LISTING}, -1 - n, ({BITS})::bit(256)
FROM generate_series(0, %s) n"""  # noqa: S608
BARE = "SELECT listing_id, bit_count(phash # %s) FROM reports_picturehash WHERE bit_count(phash # %s) <= %s AND ({})"
SCAN = "SELECT DISTINCT listing_id FROM reports_picturehash WHERE bit_count(phash # %s) <= %s AND listing_id <> %s"


@pytest.fixture
def sought(db: None) -> list[Listing]:
    """Listings whose pictures also stand, more or less changed, on one of very many others."""
    with connection.cursor() as cursor:
        # The rows hang together; the pictures behind them, which nobody reads here, are left out.
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("SELECT setseed(0.5)")
        cursor.execute(LISTINGS, [ROWS // A_LISTING])
        # Sixteen indexes are made faster over all rows than row by row.
        cursor.execute("SELECT indexname, indexdef FROM pg_indexes WHERE indexname LIKE 'look\\_band%%'", [])
        indexes = cursor.fetchall()
        for name, _made in indexes:
            cursor.execute(f"DROP INDEX {name}")
        cursor.execute(LOOKS, [ROWS - 1])
        for _name, made in indexes:
            cursor.execute(made)
        cursor.execute("SET LOCAL session_replication_role = origin")
        listings = [_changed(number) for number in range(SOUGHT)]
        cursor.execute("ANALYZE reports_picturehash, reports_listing")
    return listings


def _changed(number: int) -> Listing:
    """A listing with the picture of some other one, with so many bits turned: from none to one beyond the radius."""
    draw = random.Random(number)
    there = PictureHash.objects.get(picture=-1 - draw.randrange(ROWS)).phash
    turned = sum(1 << bit for bit in draw.sample(range(256), number % (RADIUS + 2)))
    made = builders.listing()
    builders.page_picture(builders.capture(made), phash=f"{int(there, 16) ^ turned:064x}")
    return made


@pytest.mark.bench
def test_the_same_picture_beside_its_bare_bands(sought: list[Listing]) -> None:
    ours, bare = cycle(sought), _bare(sought)
    row = compare(lambda: same_picture(next(ours)), lambda: next(bare), calls=SOUGHT, clock=time.perf_counter_ns)
    table(f"The same picture among {ROWS:,}, time", [("look-up", row)], goal="ratio at most 1.5")
    found, there = _recall(sought)
    scan = compare(partial(_scan, sought[0]), partial(_scan, sought[0]), calls=1, rounds=3, clock=time.perf_counter_ns)
    print(f"  recall {found} of {there} = {found / there:.3f} (goal: 1.000); reading them all {scan.ours}")  # noqa: T201
    assert found == there


def _bare(sought: list[Listing]) -> Iterator[object]:
    sql = BARE.format(" OR ".join(f"band_{number} = ANY(%s)" for number in range(BANDS)))
    asked: list[list[Any]] = []
    for phash in PictureHash.objects.filter(listing__in=sought).values_list("phash", flat=True):
        bits = bits_of(phash)
        asked.append([bits, bits, RADIUS, *neighbours(bits)])
    with connection.cursor() as cursor:
        for values in cycle(asked):
            cursor.execute(sql, values)
            yield cursor.fetchall()


def _scan(listing: Listing) -> set[int]:
    (phash,) = PictureHash.objects.filter(listing=listing).values_list("phash", flat=True)
    with connection.cursor() as cursor:
        cursor.execute(SCAN, [bits_of(phash), RADIUS, listing.pk])
        return {row[0] for row in cursor.fetchall()}


def _recall(sought: list[Listing]) -> tuple[int, int]:
    """How many of those that a reading of all rows finds were found."""
    pairs = [({row.listing_id for row in same_picture(one).rows}, _scan(one)) for one in sought]
    return sum(len(found & there) for found, there in pairs), sum(len(there) for _found, there in pairs)
