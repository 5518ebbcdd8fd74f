"""Small worlds for tests: each function makes one thing with the least it needs and takes what matters by name."""

import datetime as dt
import hashlib
import io
import itertools
import time
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.test import Client
from django.utils import timezone
from PIL import Image

from coalition.cases.actions import open_case
from coalition.cases.rules import ExhibitPart, Parcel
from coalition.learning.rules import FIRST_LESSON, FIRST_VERSION
from coalition.members.actions import create_key
from coalition.models import ApiKey, Case, Endpoint, LessonRead, Member, Ngo, Platform, PlatformHost, Role, Scope, User
from reports.lifecycle import WAITING_FOR_STAFF, PageState, Status, Verb
from reports.models import (
    Capture,
    DriftAlarm,
    Listing,
    Picture,
    PictureHash,
    QueueEntry,
    Report,
    Score,
    Screenshot,
    ShadowChange,
    ShadowRun,
    key_of,
)
from reports.triage import actions as triage
from spotter.audit.acts import act
from spotter.celery import app
from spotter.jobs.hands import task_name
from spotter.jobs.models import Job
from spotter.jobs.queue import Published, lease_due, unlease
from spotter.lib import seat, store


def ngo(name: str = "Forest Watch") -> Ngo:
    """The organisation in whose name staff act."""
    return Ngo.objects.get_or_create(name=name, defaults={"contact_email": "notices@forest.example"})[0]


def person(role: Role, email: str, **fields: Any) -> User:
    """Somebody with this role, with the second factor that every role above spotter needs."""
    user = User.objects.create_user(email, "a long enough password", role=role.value, **fields)
    if role is not Role.SPOTTER:
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
    return user


def show_second_factor(browser: Client, user: User) -> None:
    """This browser's session was opened with the second factor, whose proof is too old to stand for another one."""
    session = browser.session
    session[seat.OPENED] = session[seat.SEEN] = time.time()
    session["account_authentication_methods"] = [{"method": "mfa", "at": 0.0, "type": "totp"}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()


def spotter(email: str = "spotter@mail.example", **fields: Any) -> User:
    """A volunteer who has taken the pledge and read the first lesson."""
    made = person(Role.SPOTTER, email, **{"pledge_version": "1", "pledged_at": timezone.now()} | fields)
    LessonRead.objects.create(user=made, lesson=FIRST_LESSON, version=FIRST_VERSION, read_at=timezone.now())
    return made


def analyst(email: str = "analyst@forest.example", **fields: Any) -> User:
    """Triage staff of the NGO."""
    return person(Role.ANALYST, email, **{"ngo": ngo()} | fields)


def member(name: str = "Pasar", **fields: Any) -> Member:
    """A company of the Coalition."""
    defaults = {"is_member": True, "policy": "No protected wildlife or parts of it."} | fields
    return Member.objects.get_or_create(name=name, defaults=defaults)[0]


def platform(of: Member | None = None, *, key: str = "", host: str = "") -> Platform:
    """A marketplace of a company, with one host."""
    owner = of or member()
    made, is_new = Platform.objects.get_or_create(
        member=owner, key=key or owner.slug, defaults={"name": f"{owner.name} Market"}
    )
    if is_new:
        PlatformHost.objects.create(platform=made, host=host or f"{made.key}.test")
    return made


def agent(of: Member, email: str = "", role: Role = Role.COMPANY_AGENT) -> User:
    """Somebody of a company."""
    return person(role, email or f"agent@{of.slug}.example", member=of)


def api_key(of: Member, *scopes: Scope) -> tuple[ApiKey, str]:
    """A key of a company's software, and its text; with both scopes unless told otherwise."""
    by = User.objects.filter(member=of).first() or agent(of, f"keys@{of.slug}.example")
    return create_key(of, "their tool", scopes or tuple(Scope), by=by)


def endpoint(of: Member, address: str = "https://gudang.test/hook/") -> Endpoint:
    """An address for a company's cases."""
    return Endpoint.objects.create(member=of, address=address, created_at=timezone.now())


def picture(colour: str = "teal") -> str:
    """The SHA-256 of a small JPEG in the area of copies."""
    file = io.BytesIO()
    Image.new("RGB", (32, 24), colour).save(file, "JPEG")
    return store.put("copies", file.getvalue())


def parcel(of: Platform | None = None, **fields: Any) -> Parcel:
    """A complete notice about one listing, without exhibits unless told otherwise."""
    where = of or platform()
    item = str(fields.pop("item", "4711"))
    address = f"https://{where.key}.test/item/{item}"
    facts: dict[str, Any] = {
        "platform_id": where.pk,
        "ngo_id": ngo().pk,
        "listing_address": address,
        "listing_key": hashlib.sha256(address.encode()).hexdigest(),
        "reason": "protected-species",
        "basis": "law",
        "explanation": "This listing offers a suspected elephant ivory pipe (CITES Appendix I).",
        "first_seen_at": timezone.now() - dt.timedelta(days=2),
        "last_seen_at": timezone.now(),
        "item": item,
        "title": "Pipa gading gajah asli",
        "taxon_key": "elephant",
        "taxon_name": "Elephant",
    }
    return Parcel(**facts | fields)


def exhibit_part(colour: str = "teal") -> ExhibitPart:
    """One picture as part of a parcel."""
    return ExhibitPart("picture", picture(colour), picture("grey"), "image/jpeg", 700)


def case(of: Platform | None = None, **fields: Any) -> Case:
    """A case that was opened by an analyst."""
    by = User.objects.filter(role=Role.ANALYST).first() or analyst()
    with act(by=by, at=timezone.now()) as done:
        return open_case(done, parcel(of, **fields), by=by)


# -- the reports wing -------------------------------------------------------------------------------------------------
numbers = itertools.count(1)


def listing(status: Status = Status.READY, *, of: Platform | None = None, **fields: Any) -> Listing:
    """A listing at an address of its own, waiting for staff where its status says so."""
    where, number, now = of or platform(), next(numbers), timezone.now()
    address = f"https://{where.key}.test/item/{number}"
    facts = {
        "key": key_of(f"{where.key}:{number}"),
        "canonical": f"{where.key}:{number}",
        "address": address,
        "host": f"{where.key}.test",
        "item": str(number),
        "platform": where,
        "status": status.value,
        "status_at": now,
        "created_at": now,
        "title": f"Pipa gading gajah {number}",
    }
    made = Listing.objects.create(**facts | fields)
    if status in WAITING_FOR_STAFF:
        with transaction.atomic():
            QueueEntry.put(made, now)
    return made


def report(on: Listing | None = None, by: User | None = None, **fields: Any) -> Report:
    """What a volunteer sent about a listing."""
    where, who = on or listing(), by or User.objects.filter(role=Role.SPOTTER).first() or spotter()
    facts = {"address_as_given": where.address, "created_at": timezone.now() - dt.timedelta(minutes=5)}
    return Report.objects.create(listing=where, spotter=who, **facts | fields)


def screenshot(of: Report, colour: str = "orange", phash: str = "") -> Screenshot:
    """A volunteer's picture that was made safe already; with a phash it is found on other listings."""
    copy, tile = picture(colour), picture("silver")
    made = Screenshot.objects.create(
        report=of,
        number=of.screenshots.count() + 1,
        received_sha256=hashlib.sha256(colour.encode()).hexdigest(),
        size=700,
        received_at=timezone.now(),
        state="safe",
        copy_sha256=copy,
        thumb_sha256=copy,
        tile_sha256=tile,
        phash=phash,
    )
    if phash:
        PictureHash.objects.remember(of.listing_id, phash=phash, detail=255, screenshot=made)
    return made


def capture(of: Listing, state: PageState = PageState.LIVE, purpose: str = "first", **fields: Any) -> Capture:
    """One look at the listing's page."""
    facts = {"at": timezone.now(), "reason": "a price and a button to buy", "title": of.title, "language": "id"}
    return Capture.objects.create(listing=of, state=state.value, purpose=purpose, **facts | fields)


def page_picture(of: Capture, colour: str = "olive", phash: str = "") -> Picture:
    """A picture found on the page; with a phash it is found on other listings."""
    copy = picture(colour)
    made = Picture.objects.create(
        capture=of, number=of.pictures.count() + 1, received_sha256=copy, copy_sha256=copy, thumb_sha256=copy,
        tile_sha256=picture("black"), phash=phash or "0" * 64, width=32, height=24,
    )  # fmt: skip
    if phash:
        PictureHash.objects.remember(of.listing_id, phash=phash, detail=255, picture=made)
    return made


def score(of: Listing, value: float = 0.9, band: str = "top", **fields: Any) -> Score:
    """A pre-score whose receipt marks the word gading."""
    line = {
        "reason": "product-term", "points": 2.5, "term": "gading", "gloss": "ivory", "language": "id", "field": "title",
        "start": 5, "end": 11, "group": "elephant",
    }  # fmt: skip
    facts = {"receipt": [line], "intercept": -2.0, "lexicon": "1", "model": "test", "at": timezone.now()}
    return Score.objects.create(listing=of, value=value, band=band, **facts | fields)


def alarm(of: Listing, term: str = "gading", **fields: Any) -> DriftAlarm:
    """A word that suddenly fires more, this listing among its examples."""
    now = timezone.now()
    facts = {
        "since": now - dt.timedelta(days=7), "at": now, "raised_at": now, "fired": 14, "of": 120, "fired_before": 3,
        "of_before": 960, "platform": "Pasar Market", "on_platform": 12, "listings": [of.code], "language": "id",
    }  # fmt: skip
    return DriftAlarm.objects.create(reason="product-term", term=term, **facts | fields)


def shadow_run(*moved: Listing, **fields: Any) -> ShadowRun:
    """A word that is tried, and these listings that it would move up."""
    row = {"text": "gading tua", "language": "id", "kind": "product", "taxon": "elephant", "product": "ivory"}
    word = dict.fromkeys(("gloss", "group", "strength"), "") | {"status": "listed"} | row
    now = timezone.now()
    run = ShadowRun.objects.create(**{"word": word, "asked_at": now, "asked_by": "lead", "weighed": 300} | fields)
    facts = {"before": 0.3, "before_band": "possible", "after": 0.8, "after_band": "likely", "is_new": False, "at": now}
    ShadowChange.objects.bulk_create(ShadowChange(run=run, listing=one, **facts) for one in moved)
    return run


def ready(**fields: Any) -> Listing:
    """A listing that was reported, looked at and weighed, and waits for staff."""
    made = listing(Status.CAPTURED, **fields)
    report(made)
    score(made)
    capture(made)
    with act(by=None, at=timezone.now(), part="score") as done:
        made.step(done, Verb.SCORE)
    return made


def confirmed(by: User, on: Listing | None = None) -> Listing:
    """A listing that this analyst confirmed."""
    made = on or ready()
    triage.decide(made, Verb.CONFIRM, by=by, now=timezone.now(), reason="protected-species", basis="law")
    return made


def forwarded(by: User, on: Listing | None = None, *, exhibits: tuple[str, ...] = ()) -> Case:
    """The case of a listing that this analyst confirmed and forwarded."""
    made = confirmed(by, on)
    return triage.forward(
        made, explanation="It offers elephant ivory.", exhibits=list(exhibits), by=by, now=timezone.now()
    )


def work_off(*kinds: str, until: dt.datetime | None = None) -> list[str]:
    """Do every Job that is due, in this process, until none is left: what relay and worker do. Returns the kinds done.

    A Job that fails is an AssertionError; with `kinds`, other Jobs are left where they are.
    """
    app.loader.import_default_modules()
    done: list[str] = []
    # On a slow machine a Job may leave its successor later than this began: the moment is asked for anew.
    while jobs := _leased(until or timezone.now() + dt.timedelta(seconds=1), kinds):
        for job in jobs:
            app.tasks[task_name(job.kind)](job.id, job.publication)
            assert Job.objects.get(pk=job.id).last_error == "", job.kind
            done.append(job.kind)
    return done


def _leased(now: dt.datetime, kinds: tuple[str, ...]) -> list[Published]:
    mine = []
    for job in lease_due(now):
        if not kinds or job.kind in kinds:
            mine.append(job)
        else:
            unlease(job)
    return mine
