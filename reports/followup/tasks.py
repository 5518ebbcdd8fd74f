"""Answers arrive, second looks are judged, spotters are told, and forgotten when they wish."""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.utils import timezone

from coalition.models import Case, Rhythm, User
from reports import line
from reports.followup import actions
from reports.followup.edges import letter_about, letter_with, note_erased
from reports.followup.queries import held_by_others, news_for_letter, tables_of
from reports.followup.rules import is_told
from reports.lifecycle import Status
from reports.models import Capture, Listing, Notice, Screenshot
from spotter.audit.acts import act
from spotter.jobs import queue
from spotter.jobs.hands import takes
from spotter.jobs.queue import Leased
from spotter.lib import store
from spotter.lib.mail import send

NOT_YET = timedelta(minutes=5)


@takes(line.ANSWERED)
def answered(job: Leased) -> None:
    """A company answered a case: `ref` is its reference."""
    case = Case.objects.get(reference=job.ref)
    now = timezone.now()
    with act(by=None, at=now, part=job.kind) as done:
        job.finish(now)
        actions.take_answer(done, case, pauses=settings.LOOK_AGAIN_AFTER)


@takes(line.JUDGE)
def judge(job: Leased) -> None:
    """A second look is there: `ref` is the capture's number."""
    capture = Capture.objects.get(pk=int(job.ref))
    now = timezone.now()
    with act(by=None, at=now, part=job.kind) as done:
        job.finish(now)
        actions.keep_check(done, capture)


@takes(line.TELL)
def tell(job: Leased) -> None:
    """A listing took a step: `ref` is code:status:moment. Everybody who reported it hears in the site, then by mail."""
    code, status, moment = job.ref.split(":")
    listing = Listing.objects.get(code=code)
    now = timezone.now()
    with act(by=None, at=now, part=job.kind) as done:
        job.finish(now)
        if is_told(Status(status)):
            for notice in actions.note_step(done, listing, Status(status), datetime.fromtimestamp(float(moment), UTC)):
                actions.plan_letter(notice, now=now)


@takes(line.MAIL)
def mail(job: Leased) -> None:
    """One letter about one notice: `ref` is the notice's number. Its reader may have changed their wishes meanwhile."""
    notice = Notice.objects.select_related("report__spotter").get(pk=int(job.ref))
    person, open_ = notice.report.spotter, notice.mailed_at is None
    wanted = open_ and person.is_active and person.told_when == Rhythm.AT_ONCE
    if wanted:
        send(letter_about(notice))
    now = timezone.now()
    with act(by=None, at=now, part=job.kind) as done:
        job.finish(now)
        if wanted:
            actions.mark_mailed(done, person, [notice])
        elif open_:
            actions.plan_letter(notice, now=now)


@takes(line.DIGEST)
def digest(job: Leased) -> None:
    """One letter with all that is new for one person: `ref` is person:day."""
    person = User.objects.get(pk=int(job.ref.split(":")[0]))
    news = news_for_letter(person)
    wanted = bool(news) and person.is_active and person.told_when != Rhythm.NEVER
    if wanted:
        send(letter_with(news, person))
    now = timezone.now()
    with act(by=None, at=now, part=job.kind) as done:
        job.finish(now)
        if wanted:
            actions.mark_mailed(done, person, news)


@takes(line.FORGET)
def forget(job: Leased) -> None:
    """The bytes of a person's pictures and tables as received may name them: they go. `ref` is the handle."""
    note_erased(job.ref)
    mine = Screenshot.objects.filter(report__spotter__handle=job.ref, purged_at__isnull=True)
    ready = list(mine.exclude(state="waiting").values_list("pk", "received_sha256"))
    for sha256 in {sha256 for _pk, sha256 in ready} - held_by_others([sha256 for _pk, sha256 in ready]):
        store.delete("quarantine", sha256)
    for sha256 in tables_of(job.ref):
        store.delete("quarantine", sha256)
    now = timezone.now()
    with act(by=None, at=now, part=job.kind) as done:
        job.finish(now)
        actions.mark_purged(done, job.ref, [pk for pk, _sha256 in ready])
        if mine.filter(state="waiting").exists():
            # The safe copy is still being made from them.
            queue.add_again(line.FORGET, job.ref, due=now + NOT_YET)
