"""Ten actors of two companies, an administrator, and everything that an address of the site can name."""

from collections.abc import Iterator
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from coalition.models import Case, Role, User
from coalition.people.queries import stop_address
from reports.intake.forms.sheet import Sheet
from reports.models import Pack, Purge, TrainedModel, Weighing
from spotter.jobs.models import Job
from spotter.lib import store
from tests import builders

NOBODY, ADMINISTRATOR = "nobody", "administrator"


@dataclass(frozen=True)
class Url:
    """One pattern of the URLconf; without a name it is called by its pattern."""

    name: str
    view: object


def every_url(resolver: URLResolver | None = None, space: str = "", before: str = "") -> Iterator[Url]:
    """The whole URLconf, flat."""
    for part in (resolver or get_resolver()).url_patterns:
        where = before + str(part.pattern)
        if isinstance(part, URLResolver):
            yield from every_url(part, f"{space}{part.namespace}:" if part.namespace else space, where)
        elif isinstance(part, URLPattern):
            yield Url(space + part.name if part.name else where, part.callback)


@dataclass(frozen=True)
class World:
    """Who there is, and the words that fill the gaps of an address."""

    people: dict[str, User | None]
    words: dict[str, object]


def build() -> World:
    """A report of the spotter that became a case of company A; company B has only itself."""
    a, b = builders.member("Pasar"), builders.member("Gerai")
    pledged = {"pledge_version": "1", "pledged_at": timezone.now()}
    people: dict[str, User | None] = {
        NOBODY: None,
        "spotter": builders.spotter(),
        "lead spotter": builders.person(Role.LEAD_SPOTTER, "lead@mail.example", **pledged),
        "analyst": builders.analyst(),
        "lead analyst": builders.person(Role.LEAD_ANALYST, "lead@forest.example", ngo=builders.ngo()),
        "agent of A": builders.agent(a),
        "admin of A": builders.agent(a, "admin@pasar.example", Role.COMPANY_ADMIN),
        "agent of B": builders.agent(b),
        "coordinator": builders.person(Role.COORDINATOR, "coordinator@coalition.example"),
        "auditor": builders.person(Role.AUDITOR, "auditor@audit.example"),
        ADMINISTRATOR: builders.person(Role.COORDINATOR, "it@coalition.example", is_staff=True, is_superuser=True),
    }
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in people.values() if user
    )
    return World(people, _words(people["analyst"], people["spotter"]))


def _words(analyst: User | None, spotter: User | None) -> dict[str, object]:
    assert analyst is not None
    assert spotter is not None
    found = builders.ready(of=builders.platform(builders.member("Pasar")))
    report = found.reports.get()
    shot = builders.screenshot(report)
    picture = builders.page_picture(builders.capture(found))
    case = builders.forwarded(analyst, found, exhibits=(f"screenshot-{shot.pk}",))
    kept, pack = store.put("evidence", b"warc"), store.put("packs", b"pack")
    Case.objects.filter(pk=case.pk).update(pack_sha256=pack, pack_size=4)
    Pack.objects.update(sha256=pack, size=4, made_at=timezone.now())
    look = builders.capture(found, warc_sha256=kept)
    dead = Job.objects.create(kind="capture", ref="x", state="dead", due=timezone.now(), created_at=timezone.now())
    return {
        "letters": stop_address(spotter).split("/")[-2],
        "report": report.code,
        "table": Sheet(store.put("quarantine", b"address\nhttps://gerai-market.com/item/1\n"), 40, "t.csv").signed(
            spotter.handle
        ),
        "listing": found.code,
        "shot": shot.pk,
        "picture": picture.pk,
        "case": case.reference,
        "job": dead.pk,
        "purge": Purge.objects.create(listing=found, why="confirmed", found_at=timezone.now()).pk,
        "pack": Pack.objects.get().pk,
        "look": look.pk,
        "score": found.scores.get().pk,
        "alarm": builders.alarm(found).pk,
        "run": builders.shadow_run(found).pk,
        "weighing": Weighing.objects.create(
            lexicon="1",
            state="done",
            total=1,
            weighed=1,
            began_at=timezone.now(),
            began_by="x",
            ended_at=timezone.now(),
        ).pk,
        "delivery": case.deliveries.get().event_id,
        "model": TrainedModel.objects.create(version="learned-1", weights="{}", figures={}, trained_at=timezone.now()),
    }


def outcome(response: HttpResponse) -> str:
    """What became of a knock at a door, in one word."""
    where = response.headers.get("Location", "")
    if where.startswith("/accounts/login/"):
        return "log in"
    if where == "/accounts/2fa/":
        return "second factor"
    shut = {401: "key", 403: "forbidden", 404: "absent", 405: "no such method"}
    return shut.get(response.status_code, "fault" if response.status_code == 500 else "in")


def browser_of(person: User | None) -> Client:
    """A fresh browser of this person."""
    client = Client(raise_request_exception=False)
    if person is not None:
        client.force_login(person)
    return client


def knock(browser: Client, method: str, path: str, body: bytes = b"", kind: str = "text/plain") -> HttpResponse:
    """One request whose effects are taken back, by a browser that forgets it."""
    here = Client(raise_request_exception=False)
    here.cookies.load({name: morsel.value for name, morsel in browser.cookies.items()})
    with transaction.atomic():
        response: HttpResponse = here.generic(method, path, body, content_type=kind)  # type: ignore[assignment]
        transaction.set_rollback(True)
    return response
