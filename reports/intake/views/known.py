"""The look-up of what stands in the address box, and the one tap that says: I found it too."""

from uuid import uuid5

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from coalition.models import User
from coalition.people.queries import person_of
from reports.intake import actions, queries
from reports.intake.edges.look_ups import may_look_up
from reports.intake.forms import AddressesForm, TokenField, as_mended, opened, without_listing
from reports.intake.views.page import form_page, looked_up, refusal, report_form, turned_away
from spotter.lib.doors import SPOTTERS, audience


@audience(*SPOTTERS)
@require_http_methods(["GET", "POST"])
def known(request: HttpRequest) -> HttpResponse:
    """The form as it stands, with what is known of each address; whoever comes by a link begins at the form."""
    if request.method != "POST":
        return redirect("intake:report")
    return turned_away(request) or _answer(request, as_mended(request.POST))


@audience(*SPOTTERS)
@require_http_methods(["GET", "POST"])
def me_too(request: HttpRequest) -> HttpResponse:
    """One tap: a report on a listing that is known already. Its address leaves the box, all else in the form stays."""
    if request.method != "POST":
        return redirect("intake:report")
    return turned_away(request) or _me_too(request, person_of(request), as_mended(request.POST))


def _me_too(request: HttpRequest, person: User, data: QueryDict) -> HttpResponse:
    platforms, hosts = queries.platform_rows(), queries.test_hosts()
    tapped = opened(data.get("me_too", ""), platforms, test_hosts=hosts).given[:1]
    # A tap looks up too: whoever may send nothing more today would learn of any address whether it is known.
    too_fast = may_look_up(person.pk, count=len(tapped), now=timezone.now()) if tapped else ""
    answers = [] if too_fast else queries.look_up((given.found for given in tapped), to=person)
    if not answers or answers[0].is_new:
        # Nobody is there to join: the form reports it.
        return _answer(request, data, not_now=too_fast)
    [answer] = answers
    rest, typed = without_listing(data, answer.found, platforms, test_hosts=hosts)
    if answer.own:
        return _answer(request, rest, thanked=answer.own.code)
    # Made from the form's own token, so that the form itself, sent with the same address after a tap whose answer got
    # lost, is not taken for the tap and loses no words.
    token = uuid5(TokenField().clean(data.get("token")), answer.found.key_hash)
    refused = refusal(request, token=token, count=1)
    if refused is not None:
        page = _answer(request, data, status=refused.status, not_now=refused.why)
        refused.date(page)
        return page
    address = actions.Address(typed or tapped[0].typed, answer.found)
    received = actions.me_too(address, by=person, token=token, now=timezone.now())
    return _answer(request, rest, thanked=received.report.code)


def _answer(request: HttpRequest, data: QueryDict, *, status: int = 200, **said: str) -> HttpResponse:
    """Without script the whole page, so that nothing is lost; for htmx the box and its list."""
    if not request.htmx:  # type: ignore[attr-defined]  # set by django_htmx
        form = report_form(request, data, request.FILES)
        form.look_up(may_be_empty="thanked" in said)
        return form_page(request, form, status=status, **said)
    box = AddressesForm(data, platforms=queries.platform_rows(), test_hosts=queries.test_hosts())
    box.look_up(may_be_empty="thanked" in said)
    context = {"form": box, "known": looked_up(box, person_of(request), **said)}
    return render(request, "intake/paste.html", context, status=status)
