"""Hostile text in every free field of every row, on every page in a real Chromium: no script runs, no call goes out."""

import json
import os
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from typing import Final

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import DataError, IntegrityError, models, transaction
from playwright.sync_api import Browser, Dialog, Page, Request
from pytest_django import DjangoDbBlocker
from pytest_django.live_server_helper import LiveServer

from spotter.lib.text import clean_text
from tests.journeys.walk import Place, Walk, every_place, lived_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

# Each leaves every context that a page has: text, attribute, title, textarea, script, style, comment.
OURS: Final = (
    "\"'><img src=x onerror=window.planted=1>",
    "</title></textarea></script></style>--><svg onload=window.planted=1>",
    "<script>window.planted=1</script>",
    "<script src=http://evil.example/x.js></script>",
    "javascript:window.planted=1//",
    '" autofocus onfocus=window.planted=1 x="',
    "{{ 7*7 }}{% load x %}${window.planted=1}",
    '</script><script>window.planted=1</script><img src="http://evil.example/x.png">',
    "<a href=javascript:window.planted=1>x</a><iframe src=http://evil.example></iframe>",
    "<base href=http://evil.example/><link rel=stylesheet href=http://evil.example/x.css>",
    "<meta http-equiv=refresh content=0;url=http://evil.example/>",
)
# What a field is called when it is no free text: it names a row, a file, a word of ours or a way.
NO_TEXT: Final = (
    "sha256", "hash", "address", "host", "code", "slug", "key", "email", "language", "password", "state", "status",
    "kind", "reference", "handle", "token", "purpose", "outcome", "currency", "country", "role", "appendix", "verdict",
    "basis", "edition", "result", "phash", "session", "ip", "domain", "url", "link", "last_login", "username", "source",
    "channel", "secret", "number", "sureness", "offered", "product", "pledge", "consent", "signals", "why", "reason",
    "band", "page", "version", "type",
)  # fmt: skip
# Who somebody is and what they agreed to: other words there would only shut the doors.
OF_THE_DOOR: Final = ("User", "LessonRead")
# Markup that none of our templates writes, and what a planted script would have left.
FOUND: Final = """() => {
  const own = (one) => one.closest("#swagger-ui");
  const handlers = [...document.querySelectorAll("*")].filter((one) => !own(one)
    && [...one.attributes].some(({name}) => /^on/i.test(name)));
  const ways = [...document.querySelectorAll("[href], [src], [action], [formaction]")].filter((one) =>
    [...one.attributes].some(({name, value}) => /^(href|src|action|formaction)$/.test(name)
      && /^\\s*(javascript|vbscript):/i.test(value)));
  const strange = [...document.querySelectorAll("iframe, embed, object, base, marquee, meta[http-equiv=refresh]")];
  const found = [...handlers, ...ways, ...strange].map((one) => one.outerHTML.slice(0, 200));
  return window.planted ? [...found, "a script ran"] : found;
}"""


def vectors() -> list[str]:
    """Ours, and with CORPORA the naughty strings and the scripts of DOMPurify, cleaned as at every boundary."""
    found = list(OURS)
    if folder := os.environ.get("CORPORA"):
        found += json.loads((Path(folder) / "strings/blns/blns.json").read_text(encoding="utf-8"))
        found += [one["payload"] for one in json.loads((Path(folder) / "html/dompurify/expect.json").read_text())]
    cleaned = (clean_text(str(one), limit=5_000, lines=True) for one in found)
    return [one for one in dict.fromkeys(cleaned) if one.strip()]


def free_fields() -> Iterator[tuple[type[models.Model], "models.CharField[str, str]"]]:
    """Every column for words of people or of strangers."""
    for model in (*apps.get_app_config("reports").get_models(), *apps.get_app_config("coalition").get_models()):
        for column in model._meta.concrete_fields:
            is_text = isinstance(column, models.CharField | models.TextField) and not column.choices
            if (
                is_text
                and model.__name__ not in OF_THE_DOOR
                and not column.unique
                and not set(NO_TEXT) & set(column.name.split("_"))
            ):
                yield model, column  # type: ignore[misc]


def plant(strings: list[str]) -> dict[str, set[str]]:
    """Fill every free field of every row with as many strings as it holds; which strings each field got."""
    planted: dict[str, set[str]] = {}
    for model, column in free_fields():
        room = min(column.max_length or 20_000, 20_000)
        fitting = [one for one in strings if len(one) <= room]
        turn = cycle(fitting)
        for pk in model._base_manager.values_list("pk", flat=True):
            value = ""
            got: set[str] = set()
            while len(got) < len(fitting) and len(value) + 1 + len(one := next(turn)) <= room:
                value = f"{value} {one}".strip()
                got.add(one)
            try:
                with transaction.atomic():
                    model._base_manager.filter(pk=pk).update(**{column.name: value})
            except (DataError, IntegrityError):
                break
            planted.setdefault(f"{model.__name__}.{column.name}", set()).update(got)
    return planted


@pytest.fixture(scope="module")
def hostile(
    browser: Browser, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[tuple[Walk, dict[str, set[str]], list[str]]]:
    """The site lived in by people who write such things, without its policy, and what was asked of other machines."""
    with django_db_blocker.unblock():
        server = LiveServer("localhost")
        walk = Walk(browser, server.url, lived_in(), without_policy=True)
        planted = plant(vectors())
        outside: list[str] = []
        yield walk, planted, outside
        walk.close()
        server.stop()
        call_command("flush", verbosity=0, interactive=False)


def test_every_free_field_is_planted(hostile: tuple[Walk, dict[str, set[str]], list[str]]) -> None:
    _walk, planted, _outside = hostile
    assert planted.keys() >= {
        "Listing.title", "Listing.seller", "Capture.title", "Capture.seller", "Capture.text", "Report.note",
        "Case.explanation",
    }  # fmt: skip
    assert all(planted.values())


PLACES: Final = every_place()


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
def test_no_word_becomes_a_script_or_a_call(place: Place, hostile: tuple[Walk, dict[str, set[str]], list[str]]) -> None:
    walk, _planted, outside = hostile
    outside.clear()
    page = walk.open(place)
    watch(page, walk.site, outside)
    if not place.steps:
        page.reload()
    assert (page.evaluate(FOUND), outside) == ([], [])


WATCHED: set[int] = set()


def watch(page: Page, site: str, outside: list[str]) -> None:
    """Write down every dialogue, and every request to another machine than the site itself."""
    if id(page) in WATCHED:
        return
    WATCHED.add(id(page))

    def dialogue(one: Dialog) -> None:
        outside.append(f"dialogue {one.message}")
        one.dismiss()

    def request(one: Request) -> None:
        if not one.url.startswith((site, "data:", "blob:")):
            outside.append(one.url)

    page.on("dialog", dialogue)
    page.on("request", request)
