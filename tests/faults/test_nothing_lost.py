"""Two hundred reports while processes are killed without a word: none is lost, none is forwarded twice."""

import io
import os
import random
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest
from allauth.account.models import EmailAddress
from django.db.models import Count, Q
from django.utils import timezone
from PIL import Image
from pytest_django import Settings

from coalition.models import Case, Delivery, DeliveryStatus, User
from reports.lifecycle import Status, Verb
from reports.models import Forward, Listing, Report, Screenshot
from reports.triage import actions as triage
from spotter.audit.acts import verify
from spotter.jobs.models import Job
from spotter.jobs.reconcile import run_all
from spotter.management.example.catalogue import LISTINGS
from tests import builders
from tests.faults.browser import Browser
from tests.faults.stage import Stage, stage, wait_until

REPORTS = 200
KINDS = ("worker", "worker's child", "relay", "valkey", "web") * 2
QUIET_WITHIN = 120
EMAILS = tuple(f"volunteer-{number}@mail.example" for number in range(4))
PASSWORD = "a long enough password"
UNFINISHED = (Status.RECEIVED, Status.CAPTURED)


@dataclass(frozen=True)
class Sending:
    """One form, ready to be sent as often as it takes."""

    token: UUID
    address: str
    picture: bytes


def sendings(chance: random.Random) -> list[Sending]:
    """Several reports for each listing, on pages that are there and pages that are not; some with a picture."""
    there = [one.address for one in LISTINGS if one.host in ("pasar.test", "gerai.test")]
    missing = [f"https://{host}/item/{10**8 + number}" for host in ("pasar.test", "gerai.test") for number in range(30)]
    addresses = [*there, *missing]
    chosen = [*addresses, *chance.choices(addresses, k=max(0, REPORTS - len(addresses)))][:REPORTS]
    chance.shuffle(chosen)
    return [
        Sending(UUID(int=chance.getrandbits(128), version=4), address, drawing(number) if number % 16 == 0 else b"")
        for number, address in enumerate(chosen)
    ]


def drawing(number: int) -> bytes:
    """A small PNG, each another."""
    file = io.BytesIO()
    Image.new("RGB", (64, 48), (number % 256, 80, 120)).save(file, "PNG")
    return file.getvalue()


class Volunteers:
    """People who send their forms at the same time, and again when the site was away."""

    def __init__(self, port: int, forms: list[Sending]) -> None:
        self.accepted: list[Sending] = []
        self.faults: list[BaseException] = []
        self.threads = [
            threading.Thread(target=self._send, args=(port, email, forms[number :: len(EMAILS)]), daemon=True)
            for number, email in enumerate(EMAILS)
        ]

    def _send(self, port: int, email: str, share: list[Sending]) -> None:
        try:
            browser = Browser(port)
            browser.until_accepted("/accounts/login/", {"login": email, "password": PASSWORD})
            for one in share:
                fields = {"addresses": one.address, "token": str(one.token), "note": "seen today"}
                files = {"pictures": ("seen.png", one.picture)} if one.picture else None
                browser.until_accepted("/report/", fields, files)
                self.accepted.append(one)
                time.sleep(0.1)
        except BaseException as fault:
            self.faults.append(fault)

    @property
    def busy(self) -> bool:
        """Somebody still has something to send."""
        return any(thread.is_alive() for thread in self.threads)


def staff_go_on(analyst: User) -> None:
    """Confirm and forward what waits for staff and may go to a company."""
    mine = Listing.objects.filter(platform__member__is_member=True).select_related("platform__member")
    for listing in mine.filter(status=Status.READY)[:5]:
        triage.decide(listing, Verb.CONFIRM, by=analyst, now=timezone.now(), reason="protected-species", basis="law")
    for listing in mine.filter(status=Status.CONFIRMED)[:5]:
        triage.forward(listing, explanation="It offers ivory.", exhibits=[], by=analyst, now=timezone.now())
        with pytest.raises(triage.Refused):
            triage.forward(listing, explanation="Pressed twice.", exhibits=[], by=analyst, now=timezone.now())


def is_quiet() -> bool:
    """Every report's listing waits for people, every case has arrived, and nothing is to be done now."""
    return not (
        Listing.objects.filter(
            Q(status__in=UNFINISHED) | Q(status__in=(Status.READY, Status.CONFIRMED), platform__member__is_member=True)
        ).exists()
        or Delivery.objects.exclude(status=DeliveryStatus.DELIVERED).exists()
        or Job.objects.open().exists()
    )


def tell(line: str) -> None:
    """A figure, on the terminal with `-s` and in the report of a failure."""
    sys.stdout.write(f"{line}\n")


def under_fire(on: Stage, volunteers: Volunteers, analyst: User, chance: random.Random) -> float:
    """Kill ten times while everything goes on; when the last one was."""
    kinds = chance.sample(KINDS, len(KINDS))
    began = last = time.monotonic()
    for kind in kinds:
        pause = chance.uniform(2.0, 4.5)
        wait_until(lambda: False, pause, meanwhile=lambda: staff_go_on(analyst))
        tell(f"  {time.monotonic() - began:5.1f} s  kill -9 {kind}; accepted {len(volunteers.accepted)}")
        last = time.monotonic()
        on.kill(kind)
    return last


@pytest.fixture
def analyst(settings: Settings) -> User:
    """The world before the first report: a member and a company that is none, four volunteers, one analyst."""
    # What the site's own settings can check, since another process logs them in.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    member = builders.member("Pasar")
    builders.platform(member, key="pasar")
    builders.endpoint(member, "http://gudang.test/hook/")
    builders.platform(builders.member("Gerai", is_member=False), key="gerai")
    for email in EMAILS:
        EmailAddress.objects.create(user=builders.spotter(email), email=email, verified=True, primary=True)
    return builders.analyst()


@dataclass(frozen=True)
class Outcome:
    """How it went."""

    volunteers: Volunteers
    arrivals: dict[str, dict[str, int]]
    quiet: bool
    seconds: float

    @property
    def lost(self) -> list[Sending]:
        """What was accepted and is not there."""
        kept = set(Report.objects.values_list("token", flat=True))
        return [one for one in self.volunteers.accepted if one.token not in kept]

    @property
    def doubled(self) -> int:
        """Listings that went to a company more than once."""
        return Forward.objects.values("listing").annotate(times=Count("id")).filter(times__gt=1).count()

    def tell(self) -> None:
        """The figures; and what still waits, if anything does."""
        tell(
            f"accepted {len(self.volunteers.accepted)}, listings {Listing.objects.count()}, "
            f"cases {Case.objects.count()}, arrivals {sum(sum(ids.values()) for ids in self.arrivals.values())}, "
            f"kills {len(KINDS)}, lost {len(self.lost)}, doubled {self.doubled}, "
            f"quiet {self.seconds:.1f} s after the last kill"
        )
        if not self.quiet:
            tell(f"open: {list(Job.objects.open().values('kind', 'ref', 'state', 'attempts', 'last_error')[:20])}")


def play(folder: Path, forms: list[Sending], analyst: User, chance: random.Random) -> Outcome:
    """Everything at once, until it is quiet."""
    with stage(folder) as on:
        volunteers = Volunteers(on.web_port, forms)
        for thread in volunteers.threads:
            thread.start()
        assert wait_until(lambda: bool(volunteers.accepted or volunteers.faults), 60)
        last_kill = under_fire(on, volunteers, analyst, chance)
        quiet = wait_until(
            lambda: not volunteers.busy and is_quiet(), QUIET_WITHIN, meanwhile=lambda: staff_go_on(analyst)
        )
        seconds = time.monotonic() - last_kill
        arrivals = {reference: dict(ids) for reference, ids in on.receiver.arrivals.items()}
    return Outcome(volunteers, arrivals, quiet, seconds)


@pytest.mark.faults
@pytest.mark.django_db(transaction=True)
def test_nothing_is_lost_and_nothing_is_doubled(analyst: User, tmp_path: Path) -> None:
    seed = int(os.environ.get("FAULTS_SEED") or random.SystemRandom().randrange(10**6))
    tell(f"\nFAULTS_SEED={seed}")
    chance = random.Random(seed)
    forms = sendings(chance)

    outcome = play(tmp_path, forms, analyst, chance)
    outcome.tell()

    assert (outcome.volunteers.faults, len(outcome.volunteers.accepted)) == ([], REPORTS)
    assert (outcome.lost, outcome.doubled, outcome.quiet) == ([], 0, True)
    assert Report.objects.count() == REPORTS
    assert Listing.objects.count() == len({one.address for one in forms}) >= 40
    assert Case.objects.count() == Listing.objects.filter(status=Status.FORWARDED).count() >= 20
    assert set(outcome.arrivals) == set(Case.objects.values_list("reference", flat=True))
    assert [ids for ids in outcome.arrivals.values() if len(ids) != 1] == []
    assert list(Screenshot.objects.exclude(state="safe")) == []
    assert list(Job.objects.dead().values_list("kind", "ref", "last_error")) == []
    assert verify()[1] is None
    assert [finding for finding in run_all() if not finding.holds] == []
