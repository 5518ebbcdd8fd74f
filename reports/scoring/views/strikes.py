"""A button on each reason of a listing's receipt: strike it, or let it stand again."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from coalition.people.queries import person_of
from reports.models import Listing, Score
from reports.reasons import ReasonKey, key_of
from reports.scoring.actions import strikes
from spotter.lib.doors import STAFF, audience


def reason_for(request: HttpRequest, pk: int, line: int) -> tuple[Score, ReasonKey]:
    """Rows first: the line of a receipt on a listing that this person may see."""
    visible = Listing.objects.visible_to(person_of(request))
    score = get_object_or_404(Score.objects.select_related("listing"), pk=pk, listing__in=visible)
    if line >= len(score.receipt):
        raise Http404
    return score, key_of(score.receipt[line])


@audience(*STAFF)
@require_POST
def strike(request: HttpRequest, pk: int, line: int) -> HttpResponse:
    """This reason is wrong here; it counts against this reason alone."""
    score, key = reason_for(request, pk, line)
    if strikes.strike(score, key, by=person_of(request), now=timezone.now()):
        messages.success(request, _("Struck. It counts against this reason alone; the decision stays yours."))
    return redirect("triage:listing", score.listing.code)


@audience(*STAFF)
@require_POST
def take_back(request: HttpRequest, pk: int, line: int) -> HttpResponse:
    """The reason stands again."""
    score, key = reason_for(request, pk, line)
    if strikes.take_back(score, key, by=person_of(request), now=timezone.now()):
        messages.success(request, _("The reason stands again."))
    return redirect("triage:listing", score.listing.code)
