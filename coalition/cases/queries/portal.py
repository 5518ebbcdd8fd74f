"""The company's inbox and the page of one case, ready to be shown."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coalition.cases.queries.payload import in_order
from coalition.cases.rules import COMPANY_STATUSES, FOR_COMPANY, GOOD_FAITH, may, stored_statuses
from coalition.models import Case, Outcome, User, taxon_word
from spotter.lib.languages import language_name
from spotter.lib.paging import Page, page_of
from spotter.lib.text import show_bidi

INBOX_ORDER = ("-created_at", "-id")
INBOX_SIZE = 25
STATUS_WORDS = {
    "open": gettext_lazy("Open"),
    "acknowledged": gettext_lazy("Acknowledged"),
    "answered": gettext_lazy("Answered"),
    "closed": gettext_lazy("Closed"),
}
# The chip's drawing and colour for each of the company's statuses.
CHIPS = {"open": "open", "acknowledged": "read", "answered": "answered", "closed": "closed"}
REASON_WORDS = {
    "protected-species": gettext_lazy("Protected species"),
    "prohibited-by-policy": gettext_lazy("Prohibited by your policy"),
    "needs-papers": gettext_lazy("May be sold only with papers, and shows none"),
    "code-word-offer": gettext_lazy("Offered under a code word"),
}
BASIS_WORDS = {
    "law": gettext_lazy("Law"),
    "policy": gettext_lazy("Your policy"),
    "both": gettext_lazy("Law and your policy"),
}
EXHIBIT_WORDS = {"screenshot": gettext_lazy("Screenshot"), "picture": gettext_lazy("Picture of the listing")}


@dataclass(frozen=True)
class Filter:
    """One choice above the inbox."""

    word: str
    url: str
    current: bool


@dataclass(frozen=True)
class InboxRow:
    """One line of the inbox."""

    reference: str
    url: str
    title: str
    platform: str
    taxon: str
    reason: str
    chip: str
    word: str
    outcome: str
    at: dt.datetime


@dataclass(frozen=True)
class Tile:
    """One exhibit, blurred until it is opened."""

    number: int
    word: str
    src: str
    thumb: str
    note: str


@dataclass(frozen=True)
class Given:
    """One answer as it was given."""

    word: str
    note: str
    at: dt.datetime
    applied: bool


@dataclass(frozen=True)
class CasePage:
    """All that the page of a case shows."""

    reference: str
    title: str
    address: str
    chip: str
    word: str
    at: dt.datetime
    explanation: str
    policy: str
    marked_words: list[str]
    facts: list[tuple[str, str]]
    times: list[tuple[str, dt.datetime]]
    notifier: str
    notifier_email: str
    good_faith: str
    tiles: list[Tile]
    pack_sha256: str
    pack_size: int
    answers: list[Given]
    may_acknowledge: bool
    may_answer: bool


def inbox(user: User, *, status: str, after: str | None, before: str | None) -> Page[InboxRow]:
    """One page of a company's inbox, newest first."""
    cases = Case.objects.visible_to(user).select_related("platform")
    if status:
        cases = cases.filter(status__in=stored_statuses(status))
    page = page_of(cases, keys=INBOX_ORDER, after=after, before=before, size=INBOX_SIZE)
    rows = tuple(_row(case) for case in page.rows)
    return Page(rows=rows, next_cursor=page.next_cursor, previous_cursor=page.previous_cursor)


def filters(status: str) -> list[Filter]:
    """The choices above the inbox, the present one marked."""
    here = reverse("cases:inbox")
    every = [Filter(_("All"), here, not status)]
    return every + [
        Filter(str(STATUS_WORDS[word]), f"{here}?status={word}", word == status) for word in COMPANY_STATUSES
    ]


def case_page(case: Case) -> CasePage:
    """The page of one case."""
    status = FOR_COMPANY[case.status]
    return CasePage(
        reference=case.reference,
        title=show_bidi(case.title) or case.listing_address,
        address=case.listing_address,
        chip=CHIPS[status],
        word=str(STATUS_WORDS[status]),
        at=case.answered_at or case.acknowledged_at or case.created_at,
        explanation=case.explanation,
        policy=case.policy,
        marked_words=[show_bidi(word) for word in case.marked_words],
        facts=_facts(case),
        times=[(_("First seen"), case.first_seen_at), (_("Last seen"), case.last_seen_at)],
        notifier=case.ngo.name,
        notifier_email=case.ngo.contact_email,
        good_faith=GOOD_FAITH,
        tiles=_tiles(case),
        pack_sha256=case.pack_sha256,
        pack_size=case.pack_size,
        answers=_answers(case),
        may_acknowledge=may(case.status, "acknowledge"),
        may_answer=may(case.status, "answer"),
    )


def _row(case: Case) -> InboxRow:
    status = FOR_COMPANY[case.status]
    return InboxRow(
        reference=case.reference,
        url=reverse("cases:case", args=[case.reference]),
        title=show_bidi(case.title) or case.listing_address,
        platform=case.platform.name,
        taxon=taxon_word(case.taxon_name),
        reason=str(REASON_WORDS.get(case.reason, case.reason)),
        chip=CHIPS[status],
        word=str(STATUS_WORDS[status]),
        outcome=_outcome(case.outcome),
        at=case.created_at,
    )


def _facts(case: Case) -> list[tuple[str, str]]:
    """What we know, in pairs; what we don't know is left out."""
    pairs: list[tuple[str, Any]] = [
        (_("Platform"), case.platform.name),
        (_("Item"), case.item),
        (_("Species"), taxon_word(case.taxon_name)),
        (_("Reason"), REASON_WORDS.get(case.reason, case.reason)),
        (_("Rests on"), BASIS_WORDS.get(case.basis, case.basis)),
        (_("Price"), show_bidi(case.price)),
        (_("Seller"), show_bidi(case.seller)),
        (_("Language"), language_name(case.language)),
        (_("Independent reports"), case.independent_reports),
        (
            _("Seen again after removal"),
            _("time %(count)d") % {"count": case.occurrence} if case.occurrence > 1 else "",
        ),
        (_("Evidence (SHA-256)"), case.evidence_sha256),
    ]
    return [(label, str(value)) for label, value in pairs if value]


def _tiles(case: Case) -> list[Tile]:
    return [
        Tile(
            number=exhibit.number,
            word=str(EXHIBIT_WORDS.get(exhibit.kind, exhibit.kind)),
            src=reverse("cases:exhibit", args=[case.reference, exhibit.number]),
            thumb=reverse("cases:exhibit-tile", args=[case.reference, exhibit.number]),
            note=f"SHA-256 {exhibit.sha256}",
        )
        for exhibit in in_order(case)
    ]


def _answers(case: Case) -> list[Given]:
    return [
        Given(word=_outcome(answer.outcome), note=show_bidi(answer.note), at=answer.at, applied=answer.applied)
        for answer in case.answers.order_by("id")
    ]


def _outcome(code: str) -> str:
    return str(Outcome(code).label) if code in Outcome.values else code
