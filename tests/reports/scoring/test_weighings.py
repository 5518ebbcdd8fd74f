"""After a new lexicon all that wait are weighed again, in batches that stop, go on, and survive a killed worker."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from coalition.models import Lexicon, Role, User
from reports import line
from reports.lifecycle import Status
from reports.models import Listing, QueueEntry, Score, Weighing
from reports.scoring.actions import weighings
from reports.scoring.queries import weighings as queries
from spotter.audit.models import Event
from tests import builders

pytestmark = pytest.mark.django_db

WORD = {"text": "gombluk tuo", "language": "id", "kind": "product", "taxon": "elephant", "product": "ivory"}


@pytest.fixture
def lead() -> User:
    return builders.person(Role.LEAD_ANALYST, "lead@forest.example", ngo=builders.ngo())


def wait(count: int) -> list[Listing]:
    """So many listings that wait with a low score, and hold a word that only the lexicon of now knows."""
    made = []
    for _ in range(count):
        found = builders.listing(Status.READY, band="low", title="")
        builders.capture(found, text="Dijual gombluk tuo asli", title="")
        builders.score(found, 0.1, "low", receipt=[])
        made.append(found)
    Lexicon.objects.get_or_create(
        number=7, defaults={"published_at": timezone.now(), "published_by": "lead", "rows": [WORD]}
    )
    return made


def begin(lead: User) -> Weighing:
    """A weighing of all that wait."""
    weighing = weighings.weigh_again(by=lead, now=timezone.now())
    assert weighing is not None
    return weighing


def now_of(weighing: Weighing) -> tuple[str, int, int]:
    weighing.refresh_from_db()
    return (weighing.state, weighing.weighed, weighing.moved)


def lexica() -> list[str]:
    """The lexicon that each score names."""
    return list(Score.objects.order_by("pk").values_list("lexicon", flat=True))


def test_all_that_wait_get_a_score_that_names_the_new_lexicon(lead: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "BATCH", 2)
    made = wait(5)
    weighing = begin(lead)

    builders.work_off(line.WEIGH_AGAIN)

    assert now_of(weighing) == ("done", 5, 5)
    assert lexica() == ["1"] * 5 + ["7"] * 5
    bands = {(one.band, one.taxon_key) for one in Listing.objects.all()}
    newest = made[0].scores.order_by("-at", "-id")[0]
    entry = QueueEntry.objects.get(listing=made[0])
    before = entry.priority
    QueueEntry.place([made[0].pk])
    entry.refresh_from_db()
    assert (bands, entry.band, entry.priority) == ({(newest.band, "elephant")}, newest.band, before)
    assert Event.objects.filter(what="weigh", of="weighing").count() == 3


def test_it_stops_and_goes_on_where_it_stopped(lead: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "BATCH", 2)
    wait(5)
    weighing = begin(lead)
    weighings.keep_batch(weighing, queries.next_batch(weighing), now=timezone.now())

    weighings.stop(weighing, by=lead, now=timezone.now())
    builders.work_off(line.WEIGH_AGAIN)
    stopped = now_of(weighing)
    weighings.go_on(weighing, by=lead, now=timezone.now())
    builders.work_off(line.WEIGH_AGAIN)

    assert (stopped, now_of(weighing)) == (("stopped", 2, 2), ("done", 5, 5))
    assert sorted(lexica()) == ["1"] * 5 + ["7"] * 5


def test_of_two_who_weigh_the_same_batch_one_keeps_it(lead: User) -> None:
    wait(3)
    weighing = begin(lead)
    batch = queries.next_batch(weighing)

    kept = [weighings.keep_batch(weighing, batch, now=timezone.now()) for _ in range(2)]

    assert (kept, Score.objects.filter(lexicon="7").count()) == ([True, False], 3)


def test_what_was_decided_or_weighed_meanwhile_is_left_as_it_is(lead: User) -> None:
    decided, weighed, waits = wait(3)
    weighing = begin(lead)
    batch = queries.next_batch(weighing)
    Listing.objects.filter(pk=decided.pk).update(status=Status.DISMISSED)
    builders.score(weighed, 0.4, "possible")

    weighings.keep_batch(weighing, batch, now=timezone.now())

    assert list(Score.objects.filter(lexicon="7").values_list("listing", flat=True)) == [waits.pk]


def test_a_new_lexicon_in_the_middle_begins_anew(lead: User) -> None:
    wait(2)
    first = begin(lead)
    second = begin(lead)
    assert (first.pk, Weighing.objects.count(), now_of(second)) == (second.pk, 1, ("going", 0, 0))


def test_without_a_waiting_listing_nothing_begins(lead: User) -> None:
    assert weighings.weigh_again(by=lead, now=timezone.now()) is None


def test_a_batch_costs_the_same_queries_for_one_and_for_ten(lead: User) -> None:
    def cost(count: int) -> int:
        Weighing.objects.all().delete()
        wait(count)
        weighing = begin(lead)
        with CaptureQueriesContext(connection) as asked:
            weighings.keep_batch(weighing, queries.next_batch(weighing), now=timezone.now())
        return len(asked)

    cost(1)
    assert cost(1) == cost(9)


KILLED = """
import os, signal, django
django.setup()
from reports.scoring.actions import weighings
from reports.scoring.queries import weighings as queries
from reports.models import Weighing
from django.utils import timezone
queries.BATCH = 4
weighing = Weighing.objects.get()
batch = queries.next_batch(weighing)
assert weighings.keep_batch(weighing, batch, now=timezone.now())
weighing = Weighing.objects.get()
keep = weighings._keep
def killed(*args, **kwargs):
    keep(*args, **kwargs)
    os.kill(os.getpid(), signal.SIGKILL)
weighings._keep = killed
weighings.keep_batch(weighing, queries.next_batch(weighing), now=timezone.now())
"""


@pytest.mark.django_db(transaction=True)
def test_killed_in_the_middle_of_a_batch_it_goes_on_without_losing_or_doubling_one(lead: User) -> None:
    with transaction.atomic():
        wait(10)
    weighing = begin(lead)
    settings: dict[str, Any] = connection.settings_dict

    env = {**os.environ, "DATABASE_URL": os.environ["DATABASE_URL"], "DJANGO_SETTINGS_MODULE": "spotter.settings"}
    env["DATABASE_URL"] = named(os.environ["DATABASE_URL"], str(settings["NAME"]))
    root = Path(__file__).resolve().parents[3]

    ended = subprocess.run([sys.executable, "-c", KILLED], cwd=root, env=env, capture_output=True, timeout=120)
    assert (ended.returncode, now_of(weighing)) == (-signal.SIGKILL, ("going", 4, 4)), ended.stderr.decode()
    builders.work_off(line.WEIGH_AGAIN)

    assert now_of(weighing) == ("done", 10, 10)
    assert sorted(lexica()) == ["1"] * 10 + ["7"] * 10


def named(address: str, name: str) -> str:
    """The address of the same server with another database."""
    before, mark, query = address.partition("?")
    return f"{before.rpartition('/')[0]}/{name}{mark}{query}"
