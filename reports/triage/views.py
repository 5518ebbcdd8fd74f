"""The staff's pages: the queue, one listing, and a POST for each verb."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from coalition.people.queries import person_of
from reports.lifecycle import Verb
from reports.models import Listing, Picture, Screenshot, words
from reports.triage import actions
from reports.triage.forms import FORMS, ForwardForm, QueueFilter
from reports.triage.queries import reads, shown, waiting
from spotter.lib import served
from spotter.lib.doors import AUDITOR, STAFF, audience


def listing_for(request: HttpRequest, code: str) -> Listing:
    """Rows first: a listing that this person may not see does not exist."""
    visible = Listing.objects.visible_to(person_of(request)).select_related("platform__member__lead_ngo")
    return get_object_or_404(visible, code=code)


@audience(*STAFF, AUDITOR)
@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for staff, the most urgent first."""
    user, now, known = person_of(request), timezone.now(), waiting.names()
    form = QueueFilter(request.GET, known=known)
    form.is_valid()
    wanted = {name: value for name, value in form.cleaned_data.items() if value}
    page = waiting.queue_page(user, wanted, now=now, after=request.GET.get("after"), before=request.GET.get("before"))
    context = {
        "form": form,
        "rows": shown.rows(page.rows, known, user=user, now=now),
        "count": waiting.capped_count(user, wanted, now=now),
        "filtered": bool(wanted.keys() - {"order"}),
        "acts": user.is_triage,
        "next_url": "?" + urlencode(wanted | {"after": page.next_cursor}) if page.next_cursor else "",
        "previous_url": "?" + urlencode(wanted | {"before": page.previous_cursor}) if page.previous_cursor else "",
    }
    return render(request, "triage/queue.html", context)


@audience(*STAFF, AUDITOR)
@require_GET
def listing(request: HttpRequest, code: str) -> HttpResponse:
    """One listing on one screen."""
    return listing_page(request, listing_for(request, code), {})


def listing_page(request: HttpRequest, found: Listing, bound: dict[Verb, Any], *, status: int = 200) -> HttpResponse:
    """The listing's page, with a form that was sent and needs mending, if any."""
    page = reads.listing_page(found, person_of(request), now=timezone.now())
    context = shown.listing(page, user=person_of(request), now=timezone.now())
    context["forms"] = {verb.value: bound.get(verb) or FORMS[verb](prefix=verb.value) for verb in FORMS}
    context["forms"]["forward"] = bound.get(Verb.FORWARD) or forward_form(page)
    return render(request, "triage/listing.html", context, status=status)


@audience(*STAFF)
@require_POST
def claim(request: HttpRequest, code: str) -> HttpResponse:
    """Take the listing for ten minutes."""
    found = listing_for(request, code)
    try:
        actions.claim(found, by=person_of(request), now=timezone.now())
    except actions.Refused as refused:
        messages.error(request, shown.refusal(refused.no))
    return redirect("triage:listing", code)


@audience(*STAFF)
@require_POST
def give_back(request: HttpRequest, code: str) -> HttpResponse:
    """Give the listing back to the queue."""
    if actions.give_back(listing_for(request, code), by=person_of(request), now=timezone.now()):
        messages.success(request, _("Given back to the queue."))
    return redirect("triage:queue")


def forward_form(page: reads.ListingPage, data: Any = None) -> ForwardForm:
    """What would go to the company; the page's own pictures are ticked, a volunteer's are not."""
    pictures = shown.exhibit_choices(page)
    ticked = [name for name, _word in pictures if name.startswith("picture")]
    initial = {"explanation": shown.explanation(page), "exhibits": ticked}
    return ForwardForm(data, prefix="forward", pictures=pictures, initial=initial)


def decide(request: HttpRequest, code: str, verb: Verb) -> HttpResponse:
    """One verdict: a wrong form comes back as it was typed, a refusal says why."""
    found = listing_for(request, code)
    form = FORMS[verb](request.POST, prefix=verb.value)
    if not form.is_valid():
        return listing_page(request, found, {verb: form}, status=422)
    try:
        actions.decide(found, verb, by=person_of(request), now=timezone.now(), **form.cleaned_data)
    except actions.Refused as refused:
        messages.error(request, shown.refusal(refused.no))
    else:
        messages.success(request, f"{words.STATUS[found.status]}: {found.title or found.host}")
    return redirect("triage:listing", code)


@audience(*STAFF)
@require_POST
def confirm(request: HttpRequest, code: str) -> HttpResponse:
    """It is what it seems: confirm with a reason."""
    return decide(request, code, Verb.CONFIRM)


@audience(*STAFF)
@require_POST
def dismiss(request: HttpRequest, code: str) -> HttpResponse:
    """It is not: dismiss with a reason."""
    return decide(request, code, Verb.DISMISS)


@audience(*STAFF)
@require_POST
def ask(request: HttpRequest, code: str) -> HttpResponse:
    """Ask the spotters for what is missing."""
    return decide(request, code, Verb.ASK)


@audience(*STAFF)
@require_POST
def undo(request: HttpRequest, code: str) -> HttpResponse:
    """Take the last decision back."""
    try:
        actions.undo(listing_for(request, code), by=person_of(request), now=timezone.now())
    except actions.Refused as refused:
        messages.error(request, shown.refusal(refused.no))
    return redirect("triage:listing", code)


@audience(*STAFF)
@require_POST
def forward(request: HttpRequest, code: str) -> HttpResponse:
    """Send it to the platform's company as a case."""
    found = listing_for(request, code)
    page = reads.listing_page(found, person_of(request), now=timezone.now())
    form = forward_form(page, request.POST)
    if not form.is_valid():
        return listing_page(request, found, {Verb.FORWARD: form}, status=422)
    try:
        case = actions.forward(found, by=person_of(request), now=timezone.now(), **form.cleaned_data)
    except actions.Refused as refused:
        messages.error(request, shown.refusal(refused.no))
    else:
        told = _("Forwarded to %(company)s as %(reference)s.")
        messages.success(request, told % {"company": case.member.name, "reference": case.reference})
    return redirect("triage:listing", code)


@audience(*STAFF, AUDITOR)
@require_GET
def screenshot(request: HttpRequest, code: str, pk: int, size: str) -> HttpResponse:
    """A volunteer's screenshot, as a safe copy."""
    found = listing_for(request, code)
    answer = served.copy_of(get_object_or_404(Screenshot, pk=pk, report__listing=found), size)
    return noted(request, found, f"screenshot-{pk}", size, answer)


@audience(*STAFF, AUDITOR)
@require_GET
def picture(request: HttpRequest, code: str, pk: int, size: str) -> HttpResponse:
    """A picture found on the page, as a safe copy."""
    found = listing_for(request, code)
    answer = served.copy_of(get_object_or_404(Picture, pk=pk, capture__listing=found), size)
    return noted(request, found, f"picture-{pk}", size, answer)


def noted(request: HttpRequest, found: Listing, seen: str, size: str, answer: HttpResponse) -> HttpResponse:
    """Whoever opens a picture in full leaves a custody line; its blurred tile shows nothing."""
    if size == "copy":
        actions.note_view(found, seen, by=person_of(request), now=timezone.now())
    return answer
