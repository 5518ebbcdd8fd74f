"""The page of the report form, with what is known of the addresses in its box."""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext

from coalition.learning.queries import must_read_first
from coalition.learning.rules import FIRST_VERSION
from coalition.models import User
from coalition.people.queries import person_of
from reports.intake import queries
from reports.intake.edges.limits import Sending, may_send, why_not_now
from reports.intake.edges.look_ups import may_look_up
from reports.intake.forms import AddressesForm, Bad, ReportForm
from reports.intake.queries import Answer, limits
from spotter.lib.allowance import network_of

# In the session: which version of the first lesson its person is known to have read.
HAS_READ: Final = "intake.has-read"


@dataclass(frozen=True)
class LookUp:
    """The list under the box; `thanked`: the code of the report that a tap made; `not_now`: why it made none."""

    answers: list[Answer]
    bad: tuple[Bad, ...]
    thanked: str = ""
    not_now: str = ""

    @property
    def said(self) -> str:
        """The list in one line, for who cannot see it change."""
        new = sum(answer.is_new for answer in self.answers)
        counted = (
            (new, ngettext("%(n)d new", "%(n)d new", new)),
            (len(self.answers) - new, ngettext("%(n)d known already", "%(n)d known already", len(self.answers) - new)),
            (len(self.bad), ngettext("%(n)d to mend", "%(n)d to mend", len(self.bad))),
        )
        return " · ".join(words % {"n": number} for number, words in counted if number)


def turned_away(request: HttpRequest) -> HttpResponse | None:
    """Where somebody goes first who has not taken the pledge or read the first lesson; None for everybody else."""
    person = person_of(request)
    if person.pledged_at is None:
        return redirect("people:pledge")
    if request.session.get(HAS_READ) == FIRST_VERSION:
        return None
    if must_read_first(person):
        return redirect("learning:lesson")
    if request.method == "POST":
        # What was read stays read: this session need not ask again for each report and each look while typing.
        request.session[HAS_READ] = FIRST_VERSION
    return None


def report_form(request: HttpRequest, data: Any = None, files: Any = None) -> ReportForm:
    """The form with the platforms and taxa of this moment."""
    return ReportForm(
        data,
        files,
        owner=person_of(request).handle,
        platforms=queries.platform_rows(),
        test_hosts=queries.test_hosts(),
        taxa=queries.taxa,
        initial={"addresses": request.GET.get("address", "")[:2000]},
    )


@dataclass(frozen=True)
class Refused:
    """Why these reports are not taken now, and after how many seconds they may be; None: never as they are."""

    why: str
    wait: int | None

    @property
    def status(self) -> int:
        """What can never be sent at once has to be mended, not waited for."""
        return 422 if self.wait is None else 429

    def date(self, page: HttpResponse) -> None:
        """Says in the answer when to come back."""
        if self.wait is not None:
            page.headers["Retry-After"] = str(self.wait)


def refusal(request: HttpRequest, *, token: UUID, count: int) -> Refused | None:
    """Why this person may not send so many reports now; None while they fit into a day, and then they are paid for."""
    person, now = person_of(request), timezone.now()
    bucket = limits.bucket_of(person, now)
    sending = Sending(
        person=person.pk,
        network=network_of(request, now=now),
        token=token,
        bucket=bucket,
        count=count,
    )
    verdict = may_send(
        sending,
        kept=lambda: limits.kept_under(person, token),
        sent=lambda: limits.sent_lately(person, now),
        now=now,
    )
    return None if verdict.allowed else Refused(why_not_now(verdict, bucket), verdict.wait)


def looked_up(form: AddressesForm, person: User, *, thanked: str = "", not_now: str = "") -> LookUp:
    """What is known of each address in the box, as this person may know it."""
    unique = form.box.unique
    too_fast = may_look_up(person.pk, count=len(unique), now=timezone.now()) if unique else ""
    answers = [] if too_fast else queries.look_up((given.found for given in unique), to=person)
    return LookUp(answers, form.box.bad, thanked, not_now or too_fast)


def form_page(request: HttpRequest, form: ReportForm, *, status: int = 200, **said: str) -> HttpResponse:
    """The whole page; what was typed and uploaded stands in it again. `said` goes on to the look-up."""
    form.keep_unsent()
    known = looked_up(form, person_of(request), **said)
    return render(
        request, "intake/report.html", {"form": form, "carried": form.carried(), "known": known}, status=status
    )
