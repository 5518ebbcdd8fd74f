"""How the tests ask what is known of an address, and join a report."""

import datetime as dt
import uuid
from html import unescape
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from coalition.models import User
from reports.intake.queries import Answer, platform_rows
from reports.intake.rules.addresses import canonical
from reports.lifecycle import Status
from reports.models import Listing, key_of
from tests import builders
from tests.reports.intake.form import ADDRESS

HTMX = {"HX-Request": "true"}
DAY = dt.datetime(2026, 3, 9, 12, tzinfo=dt.UTC)


def other() -> User:
    """Somebody else who reports."""
    return User.objects.filter(email="other@mail.example").first() or builders.spotter("other@mail.example")


def listed(address: str = ADDRESS, status: Status = Status.READY, **fields: Any) -> Listing:
    """A listing at this address that somebody else reported."""
    found = canonical(address, platform_rows())
    facts = {"key": key_of(found.key), "canonical": found.key, "address": found.href, "host": found.host}
    made = builders.listing(
        status, **facts | {"item": "", "platform": None, "created_at": DAY, "status_at": DAY} | fields
    )
    builders.report(made, other())
    return made


def look_up(tab: Client, addresses: str = ADDRESS, *files: SimpleUploadedFile, **fields: Any) -> HttpResponse:
    """Press "Look them up"."""
    return press(tab, "intake:known", {"addresses": addresses, "pictures": list(files)} | fields)


def tap(tab: Client, address: str = ADDRESS, **fields: Any) -> HttpResponse:
    """Press "Me too" beside an address."""
    return press(tab, "intake:me-too", {"addresses": address, "me_too": address} | fields)


def press(tab: Client, name: str, data: dict[str, Any]) -> HttpResponse:
    headers = data.pop("headers", {})
    return tab.post(reverse(name), {"token": str(uuid.uuid4())} | data, headers=headers)  # type: ignore[return-value]


def answers(page: HttpResponse) -> list[Answer]:
    found: list[Answer] = page.context["known"].answers  # type: ignore[attr-defined]
    return found


def words(page: HttpResponse) -> list[str]:
    return [answer.word for answer in answers(page)]


def box(page: HttpResponse) -> str:
    """The text that stands in the box."""
    return unescape(
        page.text.partition('<textarea name="addresses"')[2].partition(">\n")[2].partition("</textarea>")[0]
    )
