"""One report's whole life with a canary in every field of its volunteer, and a tap on all that a company gets."""

import io
import json
import uuid
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import CharField, JSONField, Model, TextField
from django.test import Client
from django.utils import timezone
from PIL import Image, PngImagePlugin
from pytest_httpserver import HTTPServer

from coalition.models import Case, Member, Role, User
from reports.models import Listing, Notice, Reply, Report, Screenshot
from tests import builders
from tests.architecture.test_doors import EVERYBODY, TABLE
from tests.reports.market import IVORY, offers

HOOK = "/hook/"
# What stands in a volunteer's rows and is no secret of theirs: codes, and hashes of the copies that a person chose.
PUBLIC_FIELDS = {
    "role", "why", "taxon_key", "product", "offered_as", "currency", "sale_signals", "sureness", "source", "state",
    "status", "language", "facts",
}  # fmt: skip
COPIES = {"copy_sha256", "thumb_sha256", "tile_sha256"}


@dataclass
class Tap:
    """Every byte that left, with where it was seen."""

    heard: list[tuple[str, bytes]] = field(default_factory=list)

    def listen(self, where: str, response: Any) -> None:
        """An answer of the site: its headers, cookies' names aside, and its body."""
        head = "".join(f"{name}: {value}\n" for name, value in response.headers.items())
        body = b"".join(response.streaming_content) if response.streaming else response.content
        self.heard.append((where, head.encode() + body))

    def listen_to(self, server: HTTPServer) -> None:
        """Every request that reached the outside: the marketplace and the company's receiver."""
        for request, _answer in server.log:
            head = f"{request.method} {request.full_path}\n{request.headers}"
            self.heard.append((f"request to {request.host}{request.path}", head.encode() + request.get_data()))

    def listen_to_rows(self, *rows: Model) -> None:
        """Rows that a company is shown from, now or later."""
        self.heard += [(type(row).__name__, repr(vars(row)).encode()) for row in rows]

    def hits(self, secrets: dict[str, str]) -> list[tuple[str, str]]:
        """(secret, where) for each secret that was heard anywhere, in large or small letters."""
        heard = [(where, data.lower()) for where, data in self.heard]
        sought = {name: secret.lower().encode() for name, secret in secrets.items()}
        return [(name, where) for name, secret in sought.items() for where, data in heard if secret in data]


@dataclass(frozen=True)
class Planted:
    """The words that must stay with us."""

    email: str = "canary-email-7f3@volunteer.example"
    agent: str = "CanaryBrowser/7.3"
    ip: str = "203.0.113.77"
    note: str = "canary-note-7f3"
    search_word: str = "canary-search-7f3"
    offered: str = "canary-offered-7f3"
    unit: str = "canary-unit-7f3"
    seller: str = "canary-seller-7f3"
    place: str = "canary-place-7f3"
    code_word: str = "canary-code-7f3"
    price: str = "7373737.37"
    reply: str = "canary-reply-7f3"
    share_id: str = "canary-share-7f3"
    file_name: str = "canary-file-7f3"
    in_picture: str = "canary-exif-7f3"


PLANTED = Planted()


def picture() -> SimpleUploadedFile:
    """A screenshot that names its owner wherever a file can."""
    written, text, exif = io.BytesIO(), PngImagePlugin.PngInfo(), Image.Exif()
    text.add_text("Author", PLANTED.in_picture)
    text.add_itxt("XML:com.adobe.xmp", f"<x>{PLANTED.in_picture}</x>")
    exif[0x013B], exif[0x9286] = PLANTED.in_picture, PLANTED.in_picture
    exif.get_ifd(0x8825)[1] = "S"
    Image.new("RGB", (64, 40), "teal").save(written, "PNG", pnginfo=text, exif=exif)
    assert written.getvalue().count(PLANTED.in_picture.encode()) == 4
    return SimpleUploadedFile(f"{PLANTED.file_name}.png", written.getvalue(), "image/png")


def submitted(volunteer: User) -> Listing:
    """The volunteer's part: a report from their own browser."""
    browser = Client(REMOTE_ADDR=PLANTED.ip, HTTP_USER_AGENT=PLANTED.agent)
    browser.force_login(volunteer)
    sent = {
        "addresses": f"http://pasar.test/item/1?fbclid={PLANTED.share_id}&igsh={PLANTED.share_id}&utm_id={PLANTED.share_id}",
        "token": str(uuid.uuid4()),
        "pictures": [picture()],
        "why": ["material", "no-papers"],
        "note": PLANTED.note,
        "sureness": "sure",
        **{name: getattr(PLANTED, name) for name in ("search_word", "offered", "unit", "seller", "place", "code_word")},
        **{"price": f"IDR {PLANTED.price}", "quantity": "2", "offered_as": "part", "sale_signals": ["delivery"]},
    }
    assert browser.post("/report/", sent).status_code == 302
    return Listing.objects.get()


def worked_on(listing: Listing, volunteer: User, *, explanation: str) -> Case:
    """The staff's part: a question, its answer, confirmed and forwarded with every picture there is."""
    staff, browser = Client(), Client(REMOTE_ADDR=PLANTED.ip, HTTP_USER_AGENT=PLANTED.agent)
    staff.force_login(builders.analyst())
    browser.force_login(volunteer)
    desk, report = f"/queue/{listing.code}", Report.objects.get()
    staff.post(f"{desk}/ask/", {"ask-note": "What does it weigh?"})
    browser.post(f"/reports/{report.code}/reply/", {"text": PLANTED.reply})
    staff.post(f"{desk}/confirm/", {"confirm-reason": "protected-species", "confirm-basis": "law"})
    choices = staff.get(f"{desk}/").context["forms"]["forward"].fields["exhibits"].choices
    chosen = [name for name, _word in choices]
    assert sorted(name.split("-")[0] for name in chosen) == ["picture", "screenshot"]
    sent = staff.post(f"{desk}/forward/", {"forward-explanation": explanation, "forward-exhibits": chosen}, follow=True)
    assert [str(said).split(" as ")[0] for said in sent.context["messages"]][-1:] == ["Forwarded to Pasar"]
    return Case.objects.get()


def seen_by_company(tap: Tap, case: Case, of: Member) -> None:
    """The company's part: everything its people and its software can get."""
    browser, here = Client(), f"/company/cases/{case.reference}/"
    browser.force_login(builders.agent(of))
    for path in ("/company/", here, *(f"{here}exhibits/{n}/{size}" for n in (1, 2) for size in ("", "tile/")), "/me/"):
        tap.listen(path, browser.get(path))
    tap.listen("acknowledge", browser.post(f"{here}acknowledge/", follow=True))
    boss = Client()
    boss.force_login(builders.agent(of, "boss@pasar.example", Role.COMPANY_ADMIN))
    tap.listen("/progress/", boss.get("/progress/"))
    _software(tap, case, of)
    tap.listen("after the answer", browser.get(here))


def _software(tap: Tap, case: Case, of: Member) -> None:
    _row, key = builders.api_key(of)
    api, headers = Client(), {"Authorization": f"Bearer {key}"}
    here = f"/api/v1/cases/{case.reference}/"
    for path in ("/api/v1/cases/", here, f"{here}exhibits/1/", f"{here}exhibits/2/"):
        tap.listen(path, api.get(path, headers=headers))
    for verb, asked in (("acknowledge", {}), ("answer", {"outcome": "removed"}), ("answer", {"outcome": "?"})):
        body = json.dumps(asked)
        tap.listen(f"{here}{verb}/", api.post(f"{here}{verb}/", body, content_type="application/json", headers=headers))


def seen_by_everybody(tap: Tap) -> None:
    """All pages that nobody needs to sign in for."""
    for door in TABLE.values():
        if door.get == EVERYBODY:
            tap.listen(door.path, Client().get(door.path))


def whole_life(server: HTTPServer, *, explanation: str = "It offers elephant ivory.") -> tuple[Tap, dict[str, str]]:
    """All ten steps; what was heard outside, and every secret of the volunteer with its name."""
    offers(server, IVORY)
    server.expect_request(HOOK).respond_with_data("", status=204)
    company = builders.member()
    builders.platform(company, host="pasar.test")
    builders.endpoint(company, f"https://gudang.test{HOOK}")
    volunteer = builders.spotter(PLANTED.email)
    listing = submitted(volunteer)
    builders.work_off()
    case = worked_on(listing, volunteer, explanation=explanation)
    builders.work_off()
    tap = Tap()
    seen_by_company(tap, case, company)
    builders.work_off(until=timezone.now() + timedelta(days=31))
    seen_by_everybody(tap)
    tap.listen_to(server)
    case.refresh_from_db()
    tap.heard += [
        ("letter", str(letter.message()).encode()) for letter in mail.outbox if letter.to != [volunteer.email]
    ]
    tap.listen_to_rows(case, *case.exhibits.all(), *case.answers.all(), *case.deliveries.all())
    return tap, secrets(volunteer)


def secrets(volunteer: User) -> dict[str, str]:
    """What was planted, and every word in every row that is the volunteer's own, new columns included."""
    mine: list[Model] = [volunteer, *Report.objects.all(), *Reply.objects.all(), *Screenshot.objects.all()]
    mine += Notice.objects.all()
    found = {f"planted {name}": word for name, word in vars(PLANTED).items()}
    for row in mine:
        found |= {f"{type(row).__name__}.{column}": text for column, text in _words(row) if len(text) > 5}
    return found


def _words(row: Model) -> list[tuple[str, str]]:
    texts = [one for one in row._meta.concrete_fields if isinstance(one, CharField | TextField | JSONField)]
    kept: list[tuple[str, Any]] = [(one.attname, getattr(row, one.attname)) for one in texts]
    kept += [("token", row.token)] if isinstance(row, Report) else []
    return [(name, str(value)) for name, value in kept if name not in PUBLIC_FIELDS | COPIES]
