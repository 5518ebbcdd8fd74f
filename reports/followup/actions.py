"""After the forward: the company's answer, what we see for ourselves, and what the spotters are told."""

from collections.abc import Iterable
from datetime import datetime

from coalition.models import Case
from reports import line
from reports.followup.rules import judge, look_again_times
from reports.lifecycle import PageState, Status, Verb
from reports.models import Capture, Check, Forward, Listing, Notice, NotLegal, Report
from spotter.audit.acts import Act
from spotter.jobs import queue


def take_answer(act: Act, case: Case, *, pauses: Iterable[int]) -> None:
    """A company answered: the listing goes on, and looks at it are due after 1 h, 24 h, 3 d, 7 d, 30 d."""
    forward = Forward.objects.select_related("listing").filter(case=case).first()
    if forward is None:
        return
    Forward.objects.filter(pk=forward.pk).update(answered_at=act.at)
    try:
        forward.listing.step(act, Verb.ANSWER, facts={"case": case.reference, "outcome": case.outcome})
    except NotLegal:
        # The listing went elsewhere meanwhile; the answer stands on the case, and we look again all the same.
        act.record("answer-noted", of="listing", ref=forward.listing.code, case=case.reference)
    for due in look_again_times(act.at, list(pauses)):
        queue.add_again(line.LOOK_AGAIN, forward.listing.code, due=due)


def keep_check(act: Act, capture: Capture) -> None:
    """Claimed beside verified: what we saw, kept as a Check, and the step it makes."""
    listing = Listing.objects.select_for_update().get(pk=capture.listing_id)
    forward = Forward.objects.select_related("case").filter(listing=listing).order_by("-at").first()
    result, verb = judge(PageState(capture.state), Status(listing.status))
    Check.objects.create(
        listing=listing, capture=capture, claimed=forward.case.outcome if forward else "", result=result, at=act.at
    )
    Listing.objects.filter(pk=listing.pk).update(verified_at=act.at, page_state=capture.state)
    if verb is None:
        act.record("check", of="listing", ref=listing.code, result=result)
        return
    try:
        listing.step(act, verb, facts={"result": result})
    except NotLegal:
        act.record("check", of="listing", ref=listing.code, result=result)


def note_step(act: Act, listing: Listing, status: Status, at: datetime) -> list[Notice]:
    """Everybody who reported it hears of the step, once each; returns the notices that are new."""
    told = set(
        Notice.objects.filter(report__listing=listing, status=status.value, at=at).values_list("report", flat=True)
    )
    reports = Report.objects.standing().filter(listing=listing, created_at__lte=at).exclude(pk__in=told)
    notices = Notice.objects.bulk_create([Notice(report=report, status=status.value, at=at) for report in reports])
    Report.objects.filter(pk__in=[notice.report_id for notice in notices]).update(told_at=act.at)
    if notices:
        act.record("tell", of="listing", ref=listing.code, status=status.value, reports=len(notices))
    return notices


def mark_mailed(act: Act, notice: Notice) -> None:
    """A letter about this notice went out."""
    Notice.objects.filter(pk=notice.pk, mailed_at__isnull=True).update(mailed_at=act.at)
    act.record("mail", of="report", ref=notice.report.code, status=notice.status)
