"""One's own reports: the list, the timeline of each, and what a volunteer may still do about it."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from coalition.people.queries import closed_word, person_of
from reports.intake import actions, queries
from reports.intake.forms import CorrectForm, MineForm, ReplyForm
from reports.lifecycle import UNDECIDED, Status
from reports.models import SAID, Report, Screenshot, facts_of, words
from spotter.lib import served
from spotter.lib.doors import SPOTTERS, STAFF, audience


def report_for(request: HttpRequest, code: str) -> Report:
    """Rows first: a report that is not this person's does not exist."""
    # Staff see the reports of others in the queue; here stands what they sent themselves by a table.
    mine = Report.objects.filter(spotter=person_of(request)).select_related("listing__platform")
    return get_object_or_404(mine, code=code)


@audience(*SPOTTERS, *STAFF)
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """My reports: those that wait for an answer first, then the newest; filters stand in the address."""
    person = person_of(request)
    form = MineForm(request.GET, platforms=queries.platforms_of(person), taxa=queries.taxa_of(person))
    wanted = form.wanted()
    page = queries.my_reports(person, wanted, after=request.GET.get("after"), before=request.GET.get("before"))
    asked, waiting = queries.asked_of(person) if wanted.is_everything() else ([], 0)
    context = {
        "rows": _worded(page.rows),
        "asked": _worded(asked),
        "waiting": waiting,
        "form": form,
        "filtered": not wanted.is_everything(),
        "monitors": person.is_triage,
        "own_pages": not person.is_triage and (page.rows or not wanted.is_everything()),
        "next_url": _onward(request, after=page.next_cursor),
        "previous_url": _onward(request, before=page.previous_cursor),
    }
    return render(request, "intake/mine.html", context)


def _worded(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row | {"status_word": words.STATUS[row["listing__status"]]} for row in rows]


def _onward(request: HttpRequest, **cursor: str | None) -> str:
    """The same filters at another page; nothing where there is no further page."""
    kept = {name: value for name, value in request.GET.items() if name not in ("after", "before") and value}
    return f"?{urlencode(kept | cursor)}" if any(cursor.values()) else ""


@audience(*SPOTTERS, *STAFF)
@require_GET
def one(request: HttpRequest, code: str) -> HttpResponse:
    """One report: its timeline, and the question that staff ask, if any."""
    return _one(request, report_for(request, code), ReplyForm())


def _one(request: HttpRequest, found: Report, form: ReplyForm, *, status: int = 200) -> HttpResponse:
    listing = found.listing
    context = {
        "report": found,
        "listing": listing,
        "title": listing.title or listing.address,
        "status": {"key": listing.status, "word": words.STATUS[listing.status], "at": listing.status_at},
        "timeline": queries.timeline(found),
        "shots": queries.shots(found),
        "closed": closed_word(person_of(request), listing.taxon_key or found.taxon_key),
        "asked": listing.status == Status.ASKED and found.withdrawn_at is None,
        "question": queries.question(listing),
        "whys": [words.WHY.get(why, why) for why in found.why],
        "facts": facts_of(found, dict(queries.taxa())),
        "correctable": listing.status in UNDECIDED and found.withdrawn_at is None,
        "is_new": found.notices.filter(seen_at__isnull=True).exists(),
        "form": form,
    }
    return render(request, "intake/one.html", context, status=status)


@audience(*SPOTTERS, *STAFF)
@require_POST
def withdraw(request: HttpRequest, code: str) -> HttpResponse:
    """Take a report back."""
    if actions.withdraw(report_for(request, code), by=person_of(request), now=timezone.now()):
        messages.success(request, _("Withdrawn. Your report counts no more and you hear nothing further of it."))
    return redirect("intake:one", code)


@audience(*SPOTTERS, *STAFF)
@require_POST
def restore(request: HttpRequest, code: str) -> HttpResponse:
    """Let a report that was taken back stand again."""
    if actions.restore(report_for(request, code), by=person_of(request), now=timezone.now()):
        messages.success(request, _("Your report stands again."))
    return redirect("intake:one", code)


@audience(*SPOTTERS, *STAFF)
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, code: str) -> HttpResponse:
    """Say it better, while staff have not decided."""
    found = report_for(request, code)
    said = {name: getattr(found, name) for name in SAID}
    form = CorrectForm(request.POST if request.method == "POST" else None, initial=said, taxa=queries.taxa)
    if not form.is_valid():
        context = {"form": form, "report": found, "title": found.listing.title or found.listing.address}
        return render(request, "intake/correct.html", context, status=422 if form.errors else 200)
    try:
        if actions.correct(found, form.said(), by=person_of(request), now=timezone.now()):
            messages.success(request, _("Corrected. Staff see what you say now; what you said before is kept."))
    except actions.TooLate:
        messages.warning(request, _("Staff were faster, or you took it back: this report can't be corrected any more."))
    return redirect("intake:one", code)


@audience(*SPOTTERS, *STAFF)
@require_POST
def reply(request: HttpRequest, code: str) -> HttpResponse:
    """Answer a question of staff."""
    found = report_for(request, code)
    form = ReplyForm(request.POST)
    if not form.is_valid():
        return _one(request, found, form, status=422)
    actions.reply(found, form.cleaned_data["text"], by=person_of(request), now=timezone.now())
    messages.success(request, _("Thank you. Staff go on with it."))
    return redirect("intake:one", code)


@audience(*SPOTTERS, *STAFF)
@require_GET
def screenshot(request: HttpRequest, code: str, number: int, size: str) -> HttpResponse:
    """One's own screenshot, as a safe copy."""
    shot = get_object_or_404(Screenshot, report=report_for(request, code), number=number)
    return served.copy_of(shot, size)
