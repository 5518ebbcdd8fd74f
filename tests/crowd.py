"""A site that is lived in: one more of everything that a list of anybody shows, as often as asked."""

import datetime as dt

from django.utils import timezone

from coalition.cases.actions import answer, mark_travel
from coalition.models import Case, Delivery, DeliveryStatus, User
from reports import line
from reports.lifecycle import Verb
from reports.models import Listing, Report
from reports.scoring.tasks import count_reasons
from reports.triage import actions as triage
from spotter.jobs.models import Job
from tests import builders

# What strangers write: long words, other scripts, right to left, nothing at all.
TITLES = (
    "Pipa gading gajah asli ukiran tangan dari koleksi keluarga, bukan pajangan murah, kirim ke seluruh Indonesia",
    "象牙手镯 老料 收藏级 支持鉴定 包邮 私聊价格面议",
    "กำไลงาช้างแท้ งานเก่าเก็บ สนใจทักแชทเท่านั้น",
    "عاج فيل أصلي قديم للبيع لهواة جمع التحف",
    "Elfenbeinschnitzereisammlungsauflösungsangebotsverzeichnis",
    "",
)
NOTE = "Sold by weight, and the same picture stands under three names.\nhttps://www.gerai.test/" + "a-long-slug-" * 12


def one_more_of_everything(spotter: User, analyst: User, agent: User, number: int) -> None:
    """A listing at each station that a person sees; a dead Job, a delivery given up, a member."""
    title = TITLES[number % len(TITLES)]
    with_words(reported(spotter, title))
    asked = reported(spotter, title)
    triage.decide(asked, Verb.ASK, by=analyst, now=timezone.now(), note="What does it weigh? " + NOTE)
    dismissed = reported(spotter, title)
    triage.decide(dismissed, Verb.DISMISS, by=analyst, now=timezone.now(), reason="look-alike", note=NOTE)
    builders.confirmed(analyst, reported(spotter, title))
    sent = builders.forwarded(analyst, reported(spotter, title))
    given_up(sent)
    done = builders.forwarded(analyst, reported(spotter, title))
    mark_travel(done, delivered=True, at=timezone.now())
    answer(done, "removed", NOTE, through="portal", by=agent, at=timezone.now())
    now = timezone.now()
    Job.objects.create(
        kind="capture", ref=f"gone-{number}", state="dead", due=now, created_at=now, last_error="timeout: " + NOTE
    )
    builders.platform(builders.member(f"Member {number}"))
    builders.alarm(dismissed, f"word {number}")
    builders.shadow_run(dismissed)
    count_reasons()
    builders.work_off(line.ANSWERED, line.TELL)


def reported(spotter: User, title: str) -> Listing:
    """A listing of company A that waits for staff, reported by this volunteer with a screenshot."""
    found = builders.ready(of=builders.platform(builders.member("Pasar")), title=title, price="Rp 2.500.000")
    report = found.reports.get()
    Report.objects.filter(pk=report.pk).update(spotter=spotter, note=NOTE, why=["species", "seller"])
    builders.screenshot(report)
    return found


def with_words(found: Listing) -> None:
    """More of what stands on a listing's own page: witnesses, their pictures, looks at the page."""
    witness = builders.spotter(f"witness-{found.code}@mail.example")
    builders.screenshot(builders.report(found, by=witness, note=NOTE, search_word="gading"), "blue")
    builders.page_picture(builders.capture(found))


def given_up(case: Case) -> None:
    """Its delivery failed until nobody tried any more."""
    case.deliveries.update(
        status=DeliveryStatus.DEAD, attempts_made=5, last_error="timeout: " + NOTE, due=timezone.now() - dt.timedelta(1)
    )
    assert Delivery.objects.filter(case=case, status=DeliveryStatus.DEAD).exists()
