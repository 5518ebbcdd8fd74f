"""What an answer means, what a notice lacks, and where a case may go: without a database."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from coalition.cases.rules import (
    COMPANY_STATUSES,
    FOR_COMPANY,
    OUTCOMES,
    TABLE,
    Notifier,
    Parcel,
    missing_parts,
    statement_of,
    stored_statuses,
)

NOW = datetime(2026, 11, 20, tzinfo=UTC)
NGO = Notifier("Forest Watch", "notices@forest.example")
WHOLE = Parcel(1, 1, "https://pasar.test/item/1", "0" * 64, "protected-species", "law", "Ivory pipe.", NOW, NOW)


def test_a_whole_notice_lacks_nothing() -> None:
    assert missing_parts(WHOLE, NGO) == ()


@pytest.mark.parametrize("part", ["explanation", "reason", "basis", "listing_address"])
def test_each_part_of_article_16_is_asked_for(part: str) -> None:
    without: dict[str, Any] = {part: " "}
    assert missing_parts(replace(WHOLE, policy="No wildlife.", **without), NGO) == (part,)


def test_a_notice_names_its_sender() -> None:
    assert missing_parts(WHOLE, Notifier("", "")) == ("notifier_name", "notifier_email")


def test_a_case_that_rests_on_a_policy_quotes_it() -> None:
    assert missing_parts(replace(WHOLE, basis="policy"), NGO) == ("policy",)


def test_removed_becomes_a_statement_of_reasons() -> None:
    statement = statement_of("removed", "law")
    assert statement is not None
    assert (statement.decision_visibility, statement.decision_account, statement.decision_ground) == (
        ("DECISION_VISIBILITY_CONTENT_REMOVED",),
        "",
        "DECISION_GROUND_ILLEGAL_CONTENT",
    )


def test_answers_that_restrict_nothing_need_no_statement() -> None:
    without = {outcome for outcome in OUTCOMES if statement_of(outcome, "both") is None}
    assert without == {
        "already-gone",
        "no-violation",
        "legal-permit-seen",
        "not-ours",
        "need-information",
        "duplicate",
        "referred-to-enforcement",
    }


def test_no_step_leads_back() -> None:
    order = ["queued", "sent", "delivered", "acknowledged", "answered"]
    assert [(a, b) for (a, _verb), b in TABLE.items() if order.index(b) < order.index(a)] == []


def test_a_company_sees_every_status_but_void_under_one_word() -> None:
    assert {status: FOR_COMPANY[status] for word in COMPANY_STATUSES for status in stored_statuses(word)} == FOR_COMPANY
