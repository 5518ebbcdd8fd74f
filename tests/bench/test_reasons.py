"""How long it takes to count how often reasons were right, to listen for sudden terms, and to tell it on a receipt."""

import time
from collections.abc import Callable

import pytest
from django.db import connection
from django.utils import timezone

from reports.models import ReasonCount
from reports.reasons import ReasonKey
from reports.scoring.queries.alarms import sudden_terms
from reports.scoring.queries.records import decided_in
from reports.scoring.queries.terms import lines
from tests import builders
from tests.bench.harness import FULL, Measured, compare, table

LISTINGS = 100_000 if FULL else 20_000
COUNTS = 400_000 if FULL else 80_000
TERMS = 3_000

GROUND = """
INSERT INTO reports_listing (code, key, canonical, address, host, item, status, status_at, created_at, title, price,
    seller, language, page_state, band, taxon_key, is_example)
SELECT 'b' || n, md5(n::text) || md5('b' || n), 'b:' || n, 'https://b.test/' || n, 'b.test', n::text, 'confirmed',
    now(), now(), 'Pipa ' || n, '', '', 'id', 'live', 'top', 'elephant', false FROM generate_series(1, %(rows)s) n"""
SCORES = """
INSERT INTO reports_score (listing_id, value, band, taxon_key, product, receipt, intercept, lexicon, model, at)
SELECT l.id, 0.9, 'top', 'elephant', 'ivory', (
    SELECT jsonb_agg(jsonb_build_object('reason', 'product-term', 'points', 0.5, 'term',
        'word ' || (l.id * k * k) %% %(terms)s, 'language', 'id', 'group', '')) FROM generate_series(1, 7) k),
    -3.2, 'shipped', 'rules-1', now() - interval '60 days' * random() - interval '1 hour' FROM reports_listing l"""
DECISIONS = """
INSERT INTO reports_decision (listing_id, verdict, reason, basis, note, by_id, at)
SELECT l.id, 'confirmed', 'protected-species', 'law', '', %(by)s, now()
FROM reports_listing l"""
COUNTED = """
INSERT INTO reports_reasoncount (reason, term, language, "group", month, platform, lexicon, model, "right", "of",
    struck, counted_at)
SELECT 'product-term', 'word ' || n %% %(terms)s, 'id', '', '2020-01-01'::date + (n / %(terms)s) * interval '1 month',
    'Pasar', '1', 'rules-1', 1, 2, 0, now() FROM generate_series(0, %(counts)s - 1) n"""
BARE = "SELECT s.receipt FROM reports_decision d JOIN reports_score s ON s.listing_id = d.listing_id"

pytestmark = [pytest.mark.bench, pytest.mark.django_db]


@pytest.fixture
def crowded() -> None:
    """Many decided listings, all of this month, with seven reasons each; and many counts of months before."""
    by = builders.analyst()
    numbers = {"rows": LISTINGS, "terms": TERMS, "by": by.pk, "counts": COUNTS}
    with connection.cursor() as cursor:
        for statement in (GROUND, SCORES, DECISIONS, COUNTED):
            cursor.execute(statement, {name: value for name, value in numbers.items() if f"%({name})" in statement})
        cursor.execute("ANALYZE reports_listing, reports_score, reports_decision, reports_reasoncount")


def measured(work: Callable[[], object]) -> Measured:
    """Three times by the clock on the wall, in milliseconds: the database does the work."""
    times = []
    for _round in range(3):
        started = time.perf_counter()
        work()
        times.append((time.perf_counter() - started) * 1e3)
    return Measured(tuple(times))


@pytest.mark.usefixtures("crowded")
def test_what_runs_by_the_timetable() -> None:
    month = timezone.now().date().replace(day=1)
    rows = [
        ("count a month again", measured(lambda: decided_in(month))),
        ("read its receipts alone", measured(_bare)),
        ("listen for sudden terms", measured(lambda: sudden_terms(now=timezone.now()))),
        ("the leads' page", measured(lambda: lines({"platform": "each"}))),
    ]
    table(f"Reasons of {LISTINGS:,} decided listings, {COUNTS:,} counts, wall clock", rows, goal="below 50 s each")


def _bare() -> None:
    with connection.cursor() as cursor:
        cursor.execute(BARE)
        cursor.fetchall()


@pytest.mark.usefixtures("crowded")
def test_the_records_of_a_receipt() -> None:
    keys = [ReasonKey("product-term", f"word {number * 17}", "id") for number in range(12)]

    def bare() -> None:
        with connection.cursor() as cursor:
            words = [key.term for key in keys]
            cursor.execute(
                'SELECT term, sum("right"), sum("of") FROM reports_reasoncount '
                "WHERE reason = 'product-term' AND term = ANY(%s) GROUP BY term",
                [words],
            )
            cursor.fetchall()

    row = compare(lambda: ReasonCount.objects.records(keys), bare, calls=20, clock=time.perf_counter_ns)
    table(f"Records of a receipt with 12 reasons among {COUNTS:,} counts", [("records", row)], goal="a few ms")
