"""The report form: on the site, without a network, and from a phone's share menu."""

from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from coalition.people.queries import person_of
from reports.intake import actions, queries
from reports.intake.forms import ReportForm, Submission, as_mended
from reports.intake.views.page import Refused, form_page, refusal, report_form, turned_away
from spotter.lib.doors import PUBLIC, SPOTTERS, audience


@audience(*SPOTTERS)
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """The report form; whatever must be mended, nothing typed or uploaded is lost."""
    return turned_away(request) or _report(request)


def _report(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return form_page(request, report_form(request))
    form = report_form(request, as_mended(request.POST), request.FILES)
    if not form.is_valid():
        return form_page(request, form, status=422)
    refused = refusal(request, token=form.cleaned_data["token"], count=len(form.box.unique))
    if refused is not None:
        return _not_now(request, form, refused)
    received = _receive(request, form.submission())
    _say_thanks(request, received)
    for name in form.left_out:
        messages.warning(
            request, _("%(name)s could not be kept just now. The report went on without it.") % {"name": name}
        )
    single = len(received) == 1
    where = reverse("intake:one", args=[received[0].report.code]) if single else reverse("intake:mine")
    if "X-Draft" in request.headers:
        # Our own script: following a redirect would eat the thanks, which wait for the next page that is looked at.
        return HttpResponse(status=201, headers={"Location": where})
    return redirect(where)


def _not_now(request: HttpRequest, form: ReportForm, refused: Refused) -> HttpResponse:
    """The form with all that it holds, and when to come back."""
    form.add_error(None, refused.why)
    page = form_page(request, form, status=refused.status)
    refused.date(page)
    return page


@audience(PUBLIC)
@require_GET
def offline(request: HttpRequest, language: str) -> HttpResponse:
    """The form that a device keeps for when there is no network: asked for as nobody, it holds nothing of anybody."""
    form = ReportForm(
        owner="",
        platforms=(),
        test_hosts=frozenset(),
        taxa=queries.taxa,
        initial={"token": ""},
        use_required_attribute=False,
    )
    spoken = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    with override(spoken):
        page = render(request, "intake/offline.html", {"form": form})
    page.headers["Content-Language"] = spoken
    return page


@audience(PUBLIC)
@csrf_exempt
@require_http_methods(["GET", "POST"])
def share(request: HttpRequest) -> HttpResponse:
    """What a phone shares while no service worker is there to take it: the words go on to the form; changes nothing."""
    words_shared = [request.POST.get(name, "").strip() for name in ("url", "text", "title")]
    if request.FILES:
        messages.warning(request, _("The shared picture could not be taken over. Choose it here."))
    address = "\n".join(dict.fromkeys(word for word in words_shared if word))[:2000]
    return redirect(f"{reverse('intake:report')}?{urlencode({'address': address})}")


def _say_thanks(request: HttpRequest, received: list[actions.Received]) -> None:
    known = sum(not one.is_new_listing for one in received)
    thanks = ngettext("Thank you. Your report is kept.", "Thank you. Your %(n)d reports are kept.", len(received))
    messages.success(request, thanks % {"n": len(received)})
    if known:
        told = ngettext(
            "One of the listings was known already: your report counts as a further witness.",
            "%(n)d of the listings were known already: your reports count as further witnesses.",
            known,
        )
        messages.info(request, told % {"n": known})


def _receive(request: HttpRequest, sent: Submission) -> list[actions.Received]:
    return actions.receive(
        by=person_of(request),
        token=sent.token,
        addresses=tuple(actions.Address(given.typed, given.found) for given in sent.addresses),
        pictures=tuple(actions.Picture(kept.sha256, kept.size) for kept in sent.pictures),
        said=sent.said,
        now=timezone.now(),
    )
