"""How often somebody was right: counted kindly, with its interval, for them alone."""

import pytest
from django.test import Client
from django.utils import timezone

from coalition.models import Taxon, User
from reports.followup.rules import precisions
from reports.lifecycle import Status, Verb
from reports.models import Decision
from reports.share import wilson
from reports.triage import actions as triage
from tests import builders

PAGE = "/reports/precision/"


@pytest.mark.parametrize(
    ("right", "of", "low", "high"),
    [
        # After Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 3 …
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
        # … and the ends that it does not name.
        (20, 20, 0.8389, 1.0),
        (0, 0, 0.0, 1.0),
    ],
)
def test_the_interval_is_wilsons(right: int, of: int, low: float, high: float) -> None:
    assert tuple(round(end, 4) for end in wilson(right, of)) == (low, high)


@pytest.mark.parametrize(
    ("reasons", "expected"),
    [
        (["protected-species"], [(1, 1)]),
        (["needs-papers", "code-word-offer"], [(2, 2)]),
        (["look-alike", "protected-species"], [(1, 2)]),
        (["not-a-sale", "substitute", "outside-scope", "legal-with-proof", "bad-faith"], [(0, 5)]),
        (["already-gone", "duplicate", "unreadable"], []),
        (["protected-species", "already-gone"], [(1, 1)]),
        ([], []),
    ],
)
def test_right_for_another_reason_is_right_and_what_nobody_can_know_is_left_out(
    reasons: list[str], expected: list[tuple[int, int]]
) -> None:
    assert [(line.right, line.of) for line in precisions([("live", reason) for reason in reasons])] == expected


def test_the_group_with_most_decisions_comes_first() -> None:
    decided = [("sea", "look-alike"), ("live", "look-alike"), ("live", "needs-papers")]

    assert [(line.group, line.says_something) for line in precisions(decided)] == [("live", False), ("sea", False)]


@pytest.fixture
def decided(db: None) -> User:
    """A spotter with six parrots confirmed and one ivory that was resin; another's report is beside them."""
    me, other, staff = builders.spotter(), builders.spotter("other@mail.example"), builders.analyst()
    Taxon.objects.create(key="parrots", group="live_bird", name="Parrot")
    Taxon.objects.create(key="elephant", group="mammal_part", name="Elephant")
    for number in range(8):
        of = "parrots" if number < 6 else "elephant"
        found = builders.listing(Status.READY, taxon_key=of)
        builders.report(found, by=me if number < 7 else other)
        verb, reason = (Verb.CONFIRM, "protected-species") if number < 6 else (Verb.DISMISS, "substitute")
        triage.decide(found, verb, by=staff, now=timezone.now(), reason=reason, basis="law" if number < 6 else "")
    return me


def test_the_page_counts_ones_own_reports_by_group(client: Client, decided: User) -> None:
    client.force_login(decided)

    page = client.get(PAGE)

    lines = [(line.title, line.found.right, line.found.of) for line in page.context["lines"]]
    assert lines == [("Live animals", 6, 6), ("Parts of mammals", 0, 1)]
    assert (page.context["total"].found.right, page.context["total"].found.of) == (6, 7)
    assert ("Likely between 61 and 100 of 100." in page.text, page.text.count("Too few to say more.")) == (True, 1)


def test_a_decision_that_was_undone_counts_no_more(client: Client, decided: User) -> None:
    Decision.objects.update(undone_at=timezone.now())
    client.force_login(decided)

    assert client.get(PAGE).context["total"] is None


def test_staff_have_no_such_page(client: Client, decided: User) -> None:
    client.force_login(User.objects.get(role="analyst"))

    assert client.get(PAGE).status_code == 403
