"""Who may do what to a listing now, and why not: the whole table, in plain values."""

from datetime import UTC, datetime, timedelta

import pytest

from reports.lifecycle import CONFIRMING, DISMISSING, TABLE, Reason, Standing, Status, Verb
from reports.triage.rules import CLAIM_LASTS, UNDO_LASTS, No, fits, why_not

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
A_SECOND = timedelta(seconds=1)


def standing(status: Status, **changes: object) -> Standing:
    """A listing of a member's platform that nobody claims, decided a moment ago."""
    facts = {
        "claimed_by_other": False,
        "claim_ends": None,
        "platform_known": True,
        "company_is_member": True,
        "decided_at": NOW - A_SECOND,
    } | changes
    return Standing(status, **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize("verb", Verb)
@pytest.mark.parametrize("status", Status)
def test_exactly_the_steps_of_the_table_are_open(status: Status, verb: Verb) -> None:
    expected = None if (status, verb) in TABLE else No("not-from-here")

    assert why_not(verb, standing(status), now=NOW) == expected


@pytest.mark.parametrize("verb", [Verb.ASK, Verb.CONFIRM, Verb.DISMISS])
def test_what_somebody_else_looks_at_is_theirs_until_the_claim_ends(verb: Verb) -> None:
    held = standing(Status.READY, claimed_by_other=True, claim_ends=NOW + CLAIM_LASTS)

    assert why_not(verb, held, now=NOW + CLAIM_LASTS - A_SECOND) == No("claimed-by-other")
    assert why_not(verb, held, now=NOW + CLAIM_LASTS) is None


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, None),
        ({"platform_known": False, "company_is_member": False}, No("platform-unknown")),
        ({"company_is_member": False}, No("not-a-member")),
        ({"claimed_by_other": True, "claim_ends": NOW + A_SECOND}, No("claimed-by-other")),
    ],
)
def test_only_a_members_listing_is_forwarded(changes: dict[str, object], expected: No | None) -> None:
    assert why_not(Verb.FORWARD, standing(Status.CONFIRMED, **changes), now=NOW) == expected


@pytest.mark.parametrize(
    ("decided_at", "expected"),
    [
        (NOW - UNDO_LASTS, None),
        (NOW - UNDO_LASTS - A_SECOND, No("too-late-to-undo")),
        (None, No("too-late-to-undo")),
    ],
)
def test_undo_works_for_ten_minutes(decided_at: datetime | None, expected: No | None) -> None:
    assert why_not(Verb.REOPEN, standing(Status.DISMISSED, decided_at=decided_at), now=NOW) == expected


def test_every_reason_belongs_to_one_verdict() -> None:
    assert {reason for reason in Reason if fits(Verb.CONFIRM, reason)} == set(CONFIRMING)
    assert {reason for reason in Reason if fits(Verb.DISMISS, reason)} == set(DISMISSING)
    assert set(CONFIRMING) | set(DISMISSING) == set(Reason)
