"""Two people, or two presses, at the same moment: exactly one wins and nobody sees a fault."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from coalition.models import Case, User
from reports.models import Decision, Forward, Listing, QueueEntry
from spotter.audit.acts import verify
from spotter.audit.models import Event
from tests import builders

PEOPLE = 8


def all_at_once(people: list[User], verb: str, listing: Listing, data: dict[str, Any]) -> list[int]:
    """Everybody presses the same button at the same moment; the statuses of the answers."""
    ready = Barrier(len(people))
    address = reverse(f"triage:{verb}", args=[listing.code])

    def press(person: User) -> int:
        client = Client()
        try:
            client.force_login(person)
            ready.wait(timeout=10)
            return int(client.post(address, data).status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(people)) as presses:
        return list(presses.map(press, people))


def analysts() -> list[User]:
    return [builders.analyst(f"a{n}@forest.example") for n in range(PEOPLE)]


@pytest.mark.django_db(transaction=True)
def test_of_people_who_claim_at_once_exactly_one_has_it() -> None:
    people, found = analysts(), builders.ready()

    answers = all_at_once(people, "claim", found, {})

    assert answers == [302] * PEOPLE
    assert QueueEntry.objects.get().claimed_by in people
    assert Event.objects.filter(what="claim").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_people_who_decide_at_once_exactly_one_decides() -> None:
    people, found = analysts(), builders.ready()

    answers = all_at_once(people, "dismiss", found, {"dismiss-reason": "look-alike"})

    assert answers == [302] * PEOPLE
    assert (Decision.objects.count(), Event.objects.filter(what="dismiss").count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_of_presses_that_forward_at_once_exactly_one_makes_a_case() -> None:
    person = builders.analyst()
    found = builders.confirmed(person)

    answers = all_at_once([person] * PEOPLE, "forward", found, {"forward-explanation": "Ivory."})

    assert answers == [302] * PEOPLE
    assert (Case.objects.count(), Forward.objects.count()) == (1, 1)
    assert verify()[1] is None
