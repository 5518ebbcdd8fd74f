"""Evidence of a listing: looked at, held, packed, taken along, and in the end purged by two people."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coalition.people.queries import person_of
from reports.capture.actions import custody as actions
from reports.capture.forms import HoldForm, PackForm
from reports.capture.queries.panel import panel
from reports.capture.queries.retention import due_page, holds
from reports.capture.rules.packs import ENFORCEMENT
from reports.models import Capture, Listing, Pack, Purge
from spotter.lib import served
from spotter.lib.doors import AUDITOR, COORDINATOR, STAFF, audience

LEADS = ("lead-analyst", COORDINATOR)


def listing_for(request: HttpRequest, code: str) -> Listing:
    """Rows first: a listing that this person may not see does not exist."""
    return get_object_or_404(Listing.objects.visible_to(person_of(request)).select_related("platform"), code=code)


@audience(*STAFF, AUDITOR)
@require_safe
def evidence(request: HttpRequest, code: str) -> HttpResponse:
    """The evidence of one listing on one page."""
    return evidence_page(request, listing_for(request, code))


def evidence_page(
    request: HttpRequest,
    listing: Listing,
    *,
    hold_form: HoldForm | None = None,
    pack_form: PackForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page, with a form that was sent and needs mending, if any."""
    shown, person = panel(listing), person_of(request)
    context = {
        "listing": listing,
        "title": listing.title or listing.address,
        "panel": shown,
        "hold_form": hold_form or HoldForm(prefix="hold"),
        "pack_form": pack_form or PackForm(prefix="pack", shots=shown.shots, initial={"language": person.language}),
        "acts": person.is_triage,
        "may_release": person.role == "lead-analyst",
    }
    return render(request, "capture/evidence.html", context, status=status)


@audience(*STAFF)
@require_POST
def hold(request: HttpRequest, code: str) -> HttpResponse:
    """Keep this evidence whatever its age."""
    listing, form = listing_for(request, code), HoldForm(request.POST, prefix="hold")
    if not form.is_valid():
        return evidence_page(request, listing, hold_form=form, status=422)
    if actions.hold(listing, form.cleaned_data["why"], by=person_of(request), now=timezone.now()):
        messages.success(request, _("Held: nothing of it can be purged."))
    else:
        messages.info(request, _("It was held already."))
    return redirect("capture:evidence", code)


@audience("lead-analyst")
@require_POST
def release(request: HttpRequest, code: str) -> HttpResponse:
    """End a hold."""
    if actions.release(listing_for(request, code), by=person_of(request), now=timezone.now()):
        messages.success(request, _("The hold ended."))
    return redirect("capture:evidence", code)


@audience(*STAFF)
@require_POST
def ask_pack(request: HttpRequest, code: str) -> HttpResponse:
    """Have a pack for enforcement made."""
    listing, person = listing_for(request, code), person_of(request)
    form = PackForm(request.POST, prefix="pack", shots=panel(listing).shots)
    if not form.is_valid():
        return evidence_page(request, listing, pack_form=form, status=422)
    said = form.cleaned_data
    chosen = said.get("screenshots", [])
    actions.ask_pack(
        listing, edition=ENFORCEMENT, screenshots=chosen, language=said["language"], by=person, now=timezone.now()
    )
    messages.success(request, _("The pack is being made. It stands below in a moment."))
    return redirect("capture:evidence", code)


@audience(*STAFF)
@require_POST
def download_pack(request: HttpRequest, code: str, pk: int) -> HttpResponseBase:
    """Take a pack along: a POST, since it leaves a custody line."""
    listing = listing_for(request, code)
    pack = get_object_or_404(Pack, pk=pk, listing=listing, made_at__isnull=False, purged_at__isnull=True)
    answer = _file("packs", pack.sha256, media_type="application/zip", name=f"evidence-{code}-{pack.edition}.zip")
    actions.note_download(listing, "pack", sha256=pack.sha256, by=person_of(request), now=timezone.now())
    return answer


@audience(*STAFF)
@require_POST
def download_warc(request: HttpRequest, code: str, pk: int) -> HttpResponseBase:
    """Take the bytes of one look along, as they came."""
    listing = listing_for(request, code)
    kept = Capture.objects.filter(listing=listing, purged_at__isnull=True).exclude(warc_sha256="")
    capture = get_object_or_404(kept, pk=pk)
    answer = _file("evidence", capture.warc_sha256, media_type="application/warc", name=f"{code}-{pk}.warc.gz")
    actions.note_download(listing, "warc", sha256=capture.warc_sha256, by=person_of(request), now=timezone.now())
    return answer


def _file(area: Any, sha256: str, *, media_type: str, name: str) -> FileResponse:
    try:
        return served.file(area, sha256, media_type=media_type, name=name)
    except FileNotFoundError as error:
        raise Http404 from error


# -- what need not be kept --------------------------------------------------------------------------------------------
@audience(*LEADS, AUDITOR)
@require_safe
def due(request: HttpRequest) -> HttpResponse:
    """What two people may purge, and what is held."""
    person = person_of(request)
    page = due_page(person, after=request.GET.get("after"), before=request.GET.get("before"))
    context = {
        "rows": page.rows,
        "holds": holds(),
        "acts": person.role in LEADS,
        "next_url": "?" + urlencode({"after": page.next_cursor}) if page.next_cursor else "",
        "previous_url": "?" + urlencode({"before": page.previous_cursor}) if page.previous_cursor else "",
    }
    return render(request, "capture/due.html", context)


@audience(*LEADS)
@require_POST
def propose_purge(request: HttpRequest, pk: int) -> HttpResponse:
    """The first person."""
    found = get_object_or_404(Purge.objects.select_related("listing"), pk=pk)
    if actions.propose(found, by=person_of(request), now=timezone.now()):
        messages.success(request, _("Proposed. A second person must agree."))
    else:
        messages.info(request, _("Somebody was faster: look at its line again."))
    return redirect("capture:due")


@audience(*LEADS)
@require_POST
def agree_purge(request: HttpRequest, pk: int) -> HttpResponse:
    """The second person."""
    found = get_object_or_404(Purge.objects.select_related("listing"), pk=pk)
    if actions.agree(found, by=person_of(request), now=timezone.now()):
        messages.success(request, _("Agreed. The evidence goes now; its hashes and this line stay."))
    else:
        messages.error(request, _("Only a second person can agree: whoever proposed it cannot."))
    return redirect("capture:due")
