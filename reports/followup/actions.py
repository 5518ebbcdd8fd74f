"""After the forward: the answer, what we see for ourselves, what spotters are told, and that they may be forgotten."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from coalition.models import Case, Rhythm, User
from coalition.people.actions import erase_identity
from reports import line
from reports.followup.rules import digest_due, is_wanted, judge, look_again_times
from reports.lifecycle import PageState, Status, Verb
from reports.models import Capture, Check, Forward, Listing, Notice, NotLegal, PictureHash, Report, Screenshot
from spotter.audit.acts import Act, act
from spotter.audit.models import Event
from spotter.jobs import queue
from spotter.jobs.models import Job


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
    code = forward.listing.code
    planned = Job.objects.open().filter(kind=line.LOOK_AGAIN, ref=code).values_list("due", flat=True)
    for due in look_again_times(act.at, list(pauses), planned=list(planned)):
        queue.add_again(line.LOOK_AGAIN, code, due=due)


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
    """Everybody who reported it is told of the step, once each, but nobody of their own; returns the new notices.

    Staff who monitor are not: they see the queue, and a thousand rows would be a thousand letters.
    For whoever switched this step off it is written down as seen: no mark, no letter.
    """
    own = Event.objects.filter(of="listing", ref=listing.code, at=at).values("by")
    told = Notice.objects.filter(report__listing=listing, status=status.value, at=at).values("report")
    reports = Report.objects.standing().filter(listing=listing, created_at__lte=at).exclude(pk__in=told)
    reports = reports.exclude(source="monitoring")
    notices = Notice.objects.bulk_create(
        Notice(
            report=report,
            status=status.value,
            at=at,
            seen_at=None if is_wanted(status, report.spotter.silent_on) else act.at,
        )
        for report in reports.exclude(spotter__handle__in=own).select_related("spotter")
    )
    Report.objects.filter(pk__in=[notice.report_id for notice in notices]).update(told_at=act.at)
    if notices:
        act.record("tell", of="listing", ref=listing.code, status=status.value, reports=len(notices))
    return notices


def plan_letter(notice: Notice, *, now: datetime) -> None:
    """Leave the Job of this notice's letter: its own, or the next one with all that is new, as its reader wishes."""
    person = notice.report.spotter
    if notice.seen_at is not None or person.told_when == Rhythm.NEVER:
        return
    due = digest_due(now, person.told_when)
    if due is None:
        queue.add(line.MAIL, notice.pk)
    else:
        queue.add(line.DIGEST, f"{person.pk}:{due:%Y%m%d}", due=due)


def mark_mailed(act: Act, person: User, notices: Sequence[Notice]) -> None:
    """A letter about these notices went out."""
    fresh = Notice.objects.filter(pk__in=[notice.pk for notice in notices], mailed_at__isnull=True)
    fresh.update(mailed_at=act.at)
    codes = sorted({notice.report.code for notice in notices})
    act.record("mail", of="user", ref=person.handle, reports=codes[:50], notices=len(notices))


def mark_read(person: User, *, code: str = "", now: datetime) -> int:
    """This person has read what is new, of one report or of all; returns how many notices that were."""
    with act(by=person, at=now) as done:
        new = Notice.objects.filter(report__spotter=person, seen_at__isnull=True)
        count = (new.filter(report__code=code) if code else new).update(seen_at=now)
        if count:
            done.record("read", of="notice", ref=code or person.handle, notices=count)
    return count


def note_export(person: User, *, now: datetime) -> None:
    """Somebody took along all that we keep about them."""
    with act(by=person, at=now) as done:
        done.record("export", of="user", ref=person.handle)


def forget(person: User, *, now: datetime) -> None:
    """The person goes, the reports stay: under a handle that resolves to nobody, without what could name them."""
    with act(by=person, at=now) as done:
        found = User.objects.select_for_update().get(pk=person.pk)
        if found.erased_at is not None:
            return
        # A refused letter leaves its address in the Job's last error.
        Job.objects.filter(last_error__icontains=found.email).update(last_error="")
        erase_identity(done, found)
        # Share ids in an address as it was typed can name whoever shared it.
        reports = Report.objects.filter(spotter=found).update(address_as_given="")
        # Again, should a restore have brought them back.
        queue.add_again(line.FORGET, found.handle)
        done.record("erase", of="user", ref=found.handle, reports=reports)


def mark_purged(act: Act, handle: str, shots: Sequence[int]) -> None:
    """The bytes of these screenshots as received are gone; their safe copies stay, and are no longer looked up."""
    count = Screenshot.objects.filter(pk__in=shots, purged_at__isnull=True).update(purged_at=act.at)
    PictureHash.objects.filter(screenshot__in=shots).delete()
    if count:
        act.record("purge", of="user", ref=handle, screenshots=count)
