"""The life of one report, as its spotter reads it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coalition.models import Case, Outcome
from reports.lifecycle import Status
from reports.models import Decision, Listing, Report, words


@dataclass(frozen=True)
class Entry:
    """One step on a timeline."""

    title: str
    state: str
    who: str = ""
    at: datetime | None = None
    note: str = ""
    about: str = ""


NEXT: Final[dict[str, tuple[Any, Any]]] = {
    Status.RECEIVED: (gettext_lazy("We look at the page"), gettext_lazy("usually within minutes")),
    Status.CAPTURED: (gettext_lazy("It is weighed for the queue"), gettext_lazy("usually within minutes")),
    Status.READY: (gettext_lazy("Staff look and decide"), gettext_lazy("usually within 3 days")),
    Status.ASKED: (gettext_lazy("Staff go on when somebody answers"), gettext_lazy("when you answer")),
    Status.CONFIRMED: (gettext_lazy("It is forwarded to the company"), gettext_lazy("usually within a day")),
    Status.FORWARDED: (gettext_lazy("The company answers"), gettext_lazy("usually within a week")),
    Status.ANSWERED: (
        gettext_lazy("We look again and see for ourselves"),
        gettext_lazy("after 1 hour, 1, 3, 7, 30 days"),
    ),
    Status.STILL_LIVE: (gettext_lazy("We keep looking"), gettext_lazy("after 1, 3, 7 and 30 days")),
    Status.REAPPEARED: (gettext_lazy("We keep looking"), gettext_lazy("after 1, 3, 7 and 30 days")),
}


def timeline(report: Report) -> list[Entry]:
    """What became of a report: what happened, who (a role, never a name), when, and what comes next."""
    entries = sorted(_happened(report), key=lambda entry: entry.at or report.created_at)
    if report.withdrawn_at is not None:
        return [*entries, Entry(_("Withdrawn"), "done", _("You"), report.withdrawn_at)]
    return [*entries, *_next(report.listing.status)]


def question(listing: Listing) -> str:
    """What staff ask at this moment, in their words; "" when they ask nothing."""
    if listing.status != Status.ASKED:
        return ""
    asked = listing.decisions.filter(verdict="asked").order_by("-at", "-id")
    return asked.values_list("note", flat=True).first() or ""


def _happened(report: Report) -> Iterator[Entry]:
    """Every step so far, in any order."""
    listing, you = report.listing, _("You")
    yield Entry(_("Received. Thank you"), "done", you, report.created_at)
    for at in report.versions.order_by("until").values_list("until", flat=True):
        yield Entry(_("Corrected"), "done", you, at)
    for text, at in report.replies.order_by("at", "id").values_list("text", "at"):
        yield Entry(_("You answered"), "done", you, at, text)
    first = listing.captures.order_by("at", "id").first()
    if first is not None:
        yield Entry(_("Page looked at"), "done", _("Our robot"), first.at, str(words.PAGE_STATE[first.state]))
    yield from _decided(listing)
    yield from _sent(listing)
    for check in listing.checks.order_by("at", "id"):
        yield Entry(_("Looked again"), "done", _("Our robot"), check.at, str(words.CHECK[check.result]))


def _decided(listing: Listing) -> Iterator[Entry]:
    """Every question that staff asked, and the decision that stands."""
    decisions = list(listing.decisions.order_by("at", "id"))
    questions = [decision for decision in decisions if decision.verdict == "asked"]
    for decision in questions:
        waits = listing.status == Status.ASKED and decision == questions[-1]
        title = _("Staff need to know more")
        yield Entry(title, "now" if waits else "done", _("Staff"), decision.at, decision.note)
    standing = [one for one in decisions if one.verdict != "asked" and one.undone_at is None]
    if standing:
        yield _verdict(standing[-1])


def _verdict(decision: Decision) -> Entry:
    title = _("Confirmed") if decision.verdict == "confirmed" else _("Dismissed")
    return Entry(title, "done", _("Staff"), decision.at, str(words.REASON.get(decision.reason, "")))


def _sent(listing: Listing) -> Iterator[Entry]:
    """That it went to a company, and what the company answered."""
    forward = listing.forwards.select_related("case__member").order_by("-at").first()
    if forward is None:
        return
    company = forward.case.member.name
    yield Entry(_("Forwarded to %(company)s") % {"company": company}, "done", _("Staff"), forward.at)
    if forward.answered_at is not None:
        yield Entry(_("The company answered"), "done", company, forward.answered_at, _outcome(forward.case))


def _outcome(case: Case) -> str:
    return str(Outcome(case.outcome).label) if case.outcome else ""


def _next(status: str) -> list[Entry]:
    title, about = NEXT.get(status, (None, None))
    return [Entry(str(title), "next", about=str(about))] if title is not None else []
