"""Claim, decide, ask, undo: each once, each with its event, each refusal in words that say what to do."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from coalition.models import Role, User
from reports.lifecycle import Status
from reports.models import Decision, Listing, QueueEntry
from spotter.audit.models import Event
from spotter.jobs.models import Job
from tests import builders

CONFIRM = {"confirm-reason": "protected-species", "confirm-basis": "law"}
DISMISS = {"dismiss-reason": "look-alike"}


def press(tab: Client, verb: str, listing: Listing, **data: Any) -> Any:
    """Press a button of the listing's page and look at the page that follows."""
    return tab.post(reverse(f"triage:{verb}", args=[listing.code]), data, follow=True)


def said(page: Any) -> list[str]:
    return [str(message) for message in page.context["messages"]]


def status_of(listing: Listing) -> str:
    return Listing.objects.values_list("status", flat=True).get(pk=listing.pk)


def test_a_claim_is_one_persons_for_ten_minutes(tab: Client, analyst: User) -> None:
    found = builders.ready()

    press(tab, "claim", found)

    entry = QueueEntry.objects.get()
    assert entry.claimed_by == analyst
    assert entry.claimed_until is not None
    assert timedelta(minutes=9) < entry.claimed_until - timezone.now() <= timedelta(minutes=10)


def test_what_somebody_else_claimed_is_refused_in_words(tab: Client) -> None:
    found, other = builders.ready(), Client()
    other.force_login(builders.analyst("other@forest.example"))
    press(other, "claim", found)
    sentence = "Somebody else is looking at this listing. Take the next one, or come back in ten minutes."

    answers = [said(press(tab, verb, found, **data)) for verb, data in (("claim", {}), ("confirm", CONFIRM))]

    assert answers == [[sentence], [sentence]]
    assert (status_of(found), Decision.objects.count()) == (Status.READY, 0)


def test_a_claim_is_given_back_by_its_owner_only(tab: Client, analyst: User) -> None:
    found, other = builders.ready(), Client()
    other.force_login(builders.analyst("other@forest.example"))
    press(tab, "claim", found)

    press(other, "give-back", found)
    assert QueueEntry.objects.get().claimed_by == analyst
    press(tab, "give-back", found)
    assert QueueEntry.objects.get().claimed_by is None


@pytest.mark.parametrize(
    ("verb", "data", "status", "kept"),
    [
        ("confirm", CONFIRM | {"confirm-note": "Carved."}, "confirmed", ("protected-species", "law", "Carved.")),
        ("dismiss", DISMISS, "dismissed", ("look-alike", "", "")),
        ("ask", {"ask-note": "What does it weigh?"}, "asked", ("", "", "What does it weigh?")),
    ],
)
def test_a_decision_is_kept_with_its_reason_event_and_the_news_of_it(
    tab: Client, analyst: User, verb: str, data: dict[str, str], status: str, kept: tuple[str, ...]
) -> None:
    found = builders.ready()

    press(tab, verb, found, **data)

    decision = Decision.objects.get()
    assert (decision.verdict, decision.by, status_of(found)) == (status, analyst, status)
    assert (decision.reason, decision.basis, decision.note) == kept
    assert list(Event.objects.order_by("number").values_list("what", "ref", "by")) == [
        ("score", found.code, "score"),
        (verb, found.code, analyst.handle),
    ]
    assert list(Job.objects.values_list("kind", flat=True)) == ["tell"]


@pytest.mark.parametrize(
    ("verb", "data"),
    [
        ("confirm", {}),
        ("confirm", {"confirm-reason": "look-alike", "confirm-basis": "law"}),
        ("confirm", {"confirm-reason": "protected-species"}),
        ("dismiss", {"dismiss-reason": "protected-species"}),
        ("ask", {"ask-note": "\0 "}),
    ],
)
def test_a_verdict_without_its_reason_comes_back_as_typed(tab: Client, verb: str, data: dict[str, str]) -> None:
    found = builders.ready()

    page = press(tab, verb, found, **data | {f"{verb}-note": data.get("ask-note", "My note stays.")})

    assert (page.status_code, status_of(found), Decision.objects.count()) == (422, Status.READY, 0)
    assert ("My note stays." in page.text) == ("ask-note" not in data)


def test_a_verdict_on_a_verdict_is_refused_in_words(tab: Client) -> None:
    found = builders.ready()
    press(tab, "dismiss", found, **DISMISS)

    page = press(tab, "confirm", found, **CONFIRM)

    assert said(page) == [
        "This listing is not where that can be done. Somebody may have been faster: look at its status."
    ]
    assert (status_of(found), Decision.objects.count()) == (Status.DISMISSED, 1)


@pytest.mark.parametrize(("verb", "data"), [("confirm", CONFIRM), ("dismiss", DISMISS)])
def test_undo_puts_the_listing_back_to_its_place_and_keeps_the_trail(
    tab: Client, analyst: User, verb: str, data: dict[str, str]
) -> None:
    found = builders.ready()
    place = QueueEntry.objects.get().priority
    press(tab, verb, found, **data)

    press(tab, "undo", found)

    entry = QueueEntry.objects.get()
    assert (status_of(found), entry.priority, entry.claimed_by) == (Status.READY, place, analyst)
    assert Decision.objects.get().undone_at is not None
    assert list(Event.objects.order_by("number").values_list("what", flat=True)) == ["score", verb, "reopen"]


def test_after_ten_minutes_undo_is_refused_in_words(tab: Client, analyst: User) -> None:
    with time_machine.travel(timezone.now() - timedelta(minutes=11)):
        found = builders.confirmed(analyst)

    assert said(press(tab, "undo", found)) == ["Undo works for ten minutes. Ask a lead analyst to reopen it."]
    assert status_of(found) == Status.CONFIRMED


def test_an_expired_claim_holds_nobody_up(tab: Client) -> None:
    found, now = builders.ready(), timezone.now()
    other = builders.analyst("other@forest.example")
    QueueEntry.claim(found, by=other, now=now, until=now - timedelta(seconds=1))

    press(tab, "confirm", found, **CONFIRM)

    assert status_of(found) == Status.CONFIRMED


@pytest.mark.django_db
def test_an_auditor_reads_the_listing_and_finds_no_button(client: Client) -> None:
    found = builders.ready()
    client.force_login(builders.person(Role.AUDITOR, "auditor@forest.example"))

    page = client.get(reverse("triage:listing", args=[found.code])).content.decode()

    assert (found.address in page, f"/queue/{found.code}/confirm/" in page) == (True, False)
