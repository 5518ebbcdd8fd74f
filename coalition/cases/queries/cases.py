"""Which cases exist for whom, with all that is shown of them."""

import datetime as dt

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404

from coalition.cases.rules import stored_statuses
from coalition.models import Case, Exhibit, Member, User
from coalition.models.cases import CaseQuerySet
from spotter.lib import served
from spotter.lib.paging import Page, page_of

API_ORDER = ("created_at", "id")


def _whole(cases: CaseQuerySet) -> CaseQuerySet:
    return cases.select_related("platform", "ngo").prefetch_related("exhibits")


def whole_case(case_id: int) -> Case:
    """A case with all that its payload needs."""
    return _whole(Case.objects.filter(pk=case_id)).get()


def case_of_member(member: Member, reference: str) -> Case:
    """This company's case; a foreign one is as absent as one that never was."""
    return get_object_or_404(_whole(Case.objects.of_member(member)), reference=reference)


def case_for(user: User, reference: str) -> Case:
    """The case for somebody of the portal; 404 when it does not exist for them."""
    return get_object_or_404(_whole(Case.objects.visible_to(user)), reference=reference)


def exhibit_of(case: Case, number: int) -> Exhibit:
    """One exhibit of a case."""
    return get_object_or_404(case.exhibits, number=number)


def pack_of(case: Case) -> FileResponse:
    """The evidence pack, piece by piece; 404 while it is being made, and after its evidence was purged."""
    if not case.pack_sha256:
        raise Http404
    try:
        return served.file(
            "packs", case.pack_sha256, media_type="application/zip", name=f"evidence-{case.reference}.zip"
        )
    except FileNotFoundError as error:
        raise Http404 from error


def api_page(member: Member, *, since: dt.datetime | None, status: str, cursor: str, limit: int) -> Page[Case]:
    """One page of a company's cases, oldest first."""
    cases = Case.objects.of_member(member)
    if since:
        cases = cases.filter(created_at__gte=since)
    if status:
        cases = cases.filter(status__in=stored_statuses(status))
    return page_of(_whole(cases), keys=API_ORDER, after=cursor or None, size=limit)
