"""The portal of a company: its inbox, one case with its evidence, acknowledge and answer."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from coalition.cases import actions, queries
from coalition.cases.forms import AnswerForm
from coalition.cases.rules import COMPANY_STATUSES
from coalition.models import User
from coalition.people.queries import closed_word
from spotter.lib import served
from spotter.lib.doors import COMPANY, audience


@audience(*COMPANY)
@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """The company's cases, newest first."""
    asked = request.GET.get("status", "")
    status = asked if asked in COMPANY_STATUSES else ""
    page = queries.inbox(
        _user(request), status=status, after=request.GET.get("after"), before=request.GET.get("before")
    )
    context = {
        "rows": page.rows,
        "filters": queries.filters(status),
        "status": status,
        "next_url": _page_url(status, "after", page.next_cursor),
        "previous_url": _page_url(status, "before", page.previous_cursor),
    }
    return render(request, "cases/inbox.html", context)


@audience(*COMPANY)
@require_GET
def case(request: HttpRequest, reference: str) -> HttpResponse:
    """One case: the facts, the blurred evidence, the answer form."""
    return _case_page(request, reference, AnswerForm())


@audience(*COMPANY)
@require_POST
def acknowledge(request: HttpRequest, reference: str) -> HttpResponse:
    """The company has seen it."""
    found = queries.case_for(_user(request), reference)
    if actions.acknowledge(found, by=_user(request), at=timezone.now()):
        messages.success(request, _("Acknowledged. Answer when you have decided."))
    return redirect("cases:case", reference)


@audience(*COMPANY)
@require_POST
def answer(request: HttpRequest, reference: str) -> HttpResponse:
    """The company's answer."""
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _case_page(request, reference, form, status=422)
    found = queries.case_for(_user(request), reference)
    given = actions.answer(found, **form.cleaned_data, through="portal", by=_user(request), at=timezone.now())
    if given.applied:
        messages.success(request, _("Thank you. Your answer is recorded, and we will look at the listing again."))
    else:
        messages.warning(request, _("Your note is kept. The answer itself changed nothing: it was given before."))
    return redirect("cases:case", reference)


@audience(*COMPANY)
@require_GET
def exhibit(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The safe copy of one exhibit."""
    return _picture(queries.exhibit_of(queries.case_for(_user(request), reference), number).sha256)


@audience(*COMPANY)
@require_GET
def exhibit_tile(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The blurred tile of one exhibit."""
    return _picture(queries.exhibit_of(queries.case_for(_user(request), reference), number).tile_sha256)


@audience(*COMPANY)
@require_GET
def pack(request: HttpRequest, reference: str) -> HttpResponseBase:
    """The evidence pack of a case; that it was fetched stands in the custody log."""
    found = queries.case_for(_user(request), reference)
    answer = queries.pack_of(found)
    actions.note_pack_fetched(found, by=_user(request), at=timezone.now())
    return answer


def _user(request: HttpRequest) -> User:
    """The doors let nobody else in."""
    return cast(User, request.user)


def _picture(sha256: str) -> HttpResponse:
    try:
        return served.picture(sha256)
    except FileNotFoundError as error:
        raise Http404 from error


def _case_page(request: HttpRequest, reference: str, form: AnswerForm, *, status: int = 200) -> HttpResponse:
    found = queries.case_for(_user(request), reference)
    closed = closed_word(_user(request), found.taxon_key)
    context = {"case": queries.case_page(found), "form": form, "closed": closed}
    return render(request, "cases/case.html", context, status=status)


def _page_url(status: str, direction: str, cursor: str | None) -> str:
    if cursor is None:
        return ""
    words = {"status": status, direction: cursor} if status else {direction: cursor}
    return f"?{urlencode(words)}"
