"""A table of 1,000 rows, chosen, looked at and sent, held against the bare rows that it leaves."""

import itertools
import time
import uuid

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from coalition.models import User
from reports.models import Listing, Report, key_of, new_code
from spotter.jobs.models import Job
from tests import builders
from tests.bench.harness import ROUNDS, Compared, Measured, Work, compare, table
from tests.reports.intake.table import address, addresses, choose, dry_run, xlsx

pytestmark = [pytest.mark.bench, pytest.mark.django_db(transaction=True)]

ROWS = 1_000
# Each round is measured twice, and one stands before.
SENDS = 2 * ROUNDS + 1
starts = itertools.count(0, ROWS)


def bare(person: User) -> None:
    """The same rows and Jobs in three statements: nothing is read, cleaned, compared or sealed."""
    now, first = timezone.now(), next(starts)
    fresh = [
        Listing(
            key=key_of(f"bare {n}"), canonical=f"bare {n}", address=f"https://bare.test/{n}", host="bare.test",
            status_at=now, created_at=now,
        )
        for n in range(first, first + ROWS)
    ]  # fmt: skip
    with transaction.atomic():
        Listing.objects.bulk_create(fresh)
        Report.objects.bulk_create(
            Report(listing=one, spotter=person, token=uuid.uuid4(), address_as_given=one.address, created_at=now)
            for one in fresh
        )
        Job.objects.bulk_create(Job(kind="bare", ref=new_code(), due=now, created_at=now) for _one in fresh)


def test_a_thousand_rows(capsys: pytest.CaptureFixture[str]) -> None:
    person, browser = builders.spotter(), Client()
    browser.force_login(person)
    waiting = iter([dry_run(browser, addresses(ROWS, next(starts))) for _n in range(SENDS)])
    book = xlsx(
        *([address(n), "Carved pipe, the seller says it is old"] for n in range(ROWS)), head=("address", "note")
    )
    shown = dry_run(browser, book, "finds.xlsx")

    sent = compare(
        lambda: browser.post(f"{next(waiting)}send/"),
        lambda: bare(person),
        calls=1,
        clock=time.perf_counter_ns,
    )
    chosen = wall(lambda: choose(browser, book, "finds.xlsx"))
    looked = wall(lambda: browser.get(shown))

    assert Report.objects.filter(address_as_given__startswith="https://www.").count() == SENDS * ROWS
    rows: list[tuple[str, Compared | Measured]] = [("send", sent), ("choose an XLSX", chosen), ("dry run", looked)]
    with capsys.disabled():
        table(f"A table of {ROWS:,} rows, wall clock", rows, goal="sent in at most 5 x the bare rows")


def wall(work: Work) -> Measured:
    """Milliseconds that somebody waits; the first time is not measured."""
    times = []
    for _round in range(ROUNDS + 1):
        started = time.perf_counter()
        work()
        times.append((time.perf_counter() - started) * 1_000)
    return Measured(tuple(times[1:]))
