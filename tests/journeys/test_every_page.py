"""Every page that anybody can open, read off the table of doors: axe, small phones, zoom, no script, no mouse."""

from collections.abc import Iterator
from typing import Any, Final

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser, Page
from pytest_django import DjangoDbBlocker
from pytest_django.live_server_helper import LiveServer

from tests.architecture.doors import NOBODY
from tests.journeys.walk import AXE, Place, Walk, every_place, lived_in

# The world stands before the tests; this mark lets the module run alone too.
pytestmark = [pytest.mark.browser, pytest.mark.django_db]

LAW: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# The dark theme changes colours and nothing else.
COLOURS: Final = ["color-contrast", "link-in-text-block"]
WAYS: Final = [(width, theme, law) for width in (1280, 320) for theme, law in (("light", LAW), ("dark", COLOURS))]
# Inside its frame the page of the REST API is Swagger's own work; the guide docs/api.md says the same in plain words.
RUN_AXE: Final = """async (law) => {
  const foreign = document.querySelector("#swagger-ui");
  const rules = {"target-size": {enabled: true}, "landmark-no-duplicate-main": {enabled: !foreign}};
  const found = await axe.run({exclude: ["#swagger-ui"]}, {runOnly: law, rules, resultTypes: ["violations"]});
  return found.violations.flatMap(({id, nodes}) => nodes.map(({target, html}) => `${id}: ${target} ${html}`));
}"""
SIDEWAYS: Final = """() => {
  const {scrollWidth, clientWidth} = document.documentElement;
  return scrollWidth > clientWidth ? [`${scrollWidth} pixels wide in a window of ${clientWidth}`] : [];
}"""
TALL: Final = "() => document.documentElement.scrollHeight"
# What does nothing without script: a button of no form, a link to nowhere, a form that nobody can send.
# A passkey is asked for by script, in every browser.
DEAD: Final = """() => {
  const dead = {
    button: (one) => one.type !== "submit" || !one.form,
    a: (one) => !one.href,
    form: ({elements}) => {
      const kinds = [...elements].map(({type}) => type).filter((type) => type !== "hidden");
      return kinds.length > 0 && !kinds.includes("submit");
    },
  };
  const byScript = "[id*=webauthn], :has([id*=webauthn])";
  const shown = (kind) => [...document.querySelectorAll(kind)].filter((one) => one.checkVisibility());
  const found = Object.entries(dead).flatMap(([kind, isDead]) => shown(kind).filter(isDead));
  return found.filter((one) => !one.matches(byScript)).map((one) => one.outerHTML.slice(0, 200));
}"""
# Where the Tab key stands: what it is, and whether one sees that it stands there. A group of radios is one stop.
STOP: Final = """() => {
  const one = document.activeElement;
  if (one === document.body) return null;
  const near = [one, one.closest("label"), one.parentElement, one.nextElementSibling].filter(Boolean);
  const drawn = [getComputedStyle(one, "::after"), ...near.map((around) => getComputedStyle(around))];
  const seen = drawn.some(({outlineStyle, outlineWidth}) => outlineStyle !== "none" && parseFloat(outlineWidth) >= 2);
  return [one.type === "radio" ? one.name : String([...document.querySelectorAll("*")].indexOf(one)), seen];
}"""
STOPS: Final = """() => {
  const all = [...document.querySelectorAll("*")];
  const found = all.filter((one) => one.checkVisibility() && one.tabIndex >= 0 && !one.disabled
    && one.matches("a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]"));
  return [...new Set(found.map((one) => one.type === "radio" ? one.name : String(all.indexOf(one))))];
}"""
EVERY_PLACE: Final = every_place()
# Every page of volunteers and of everybody, and those where the others spend their day.
WORKED_ON: Final = ("triage:queue", "triage:listing", "cases:case")
VOLUNTEERS: Final = (NOBODY, "spotter", "lead spotter")
SWAGGERS: Final = "cases:api-docs"
BY_KEYBOARD: Final = [
    one for one in EVERY_PLACE if (one.who in VOLUNTEERS and one.name != SWAGGERS) or one.name in WORKED_ON
]


@pytest.fixture(scope="module")
def walk(browser: Browser, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Walk]:
    """One site and one world for the module: every page is looked at, none changes anything."""
    with django_db_blocker.unblock():
        server = LiveServer("localhost")
        walk = Walk(browser, server.url, lived_in())
        yield walk
        walk.close()
        server.stop()
        call_command("flush", verbosity=0, interactive=False)


def name_of(place: object) -> str:
    return place.name if isinstance(place, Place) else str(place)


def looked_at(page: Page) -> dict[Any, list[str]]:
    """What axe and a ruler find in each width and theme."""
    page.evaluate(AXE)
    found = {}
    for width, theme, law in WAYS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        # As tall as the page: the bars of a phone stand over what one scrolls past, and axe would call that too small.
        page.set_viewport_size({"width": width, "height": max(900, page.evaluate(TALL))})
        found[width, theme] = page.evaluate(RUN_AXE, law) + page.evaluate(SIDEWAYS)
    return {way: problems for way, problems in found.items() if problems}


@pytest.mark.parametrize("place", EVERY_PLACE, ids=name_of)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(walk: Walk, place: Place) -> None:
    walk.complaints.clear()

    found = looked_at(walk.open(place))

    # The browser calls an answer such as 404 an error; everything else that it says is against the content policy.
    said = [words for words in walk.complaints if "the server responded with a status of" not in words]
    assert (found, said) == ({}, [])


@pytest.mark.parametrize("place", EVERY_PLACE, ids=name_of)
def test_without_script_nothing_is_dead_and_all_fits_a_small_phone(walk: Walk, place: Place) -> None:
    page = walk.open(place, script=False)
    page.set_viewport_size({"width": 320, "height": 640})

    assert (page.evaluate(SIDEWAYS), page.evaluate(DEAD)) == ([], [])


@pytest.mark.parametrize("place", BY_KEYBOARD, ids=name_of)
def test_the_tab_key_reaches_every_control_and_one_sees_where_it_stands(walk: Walk, place: Place) -> None:
    page = walk.open(place)
    page.set_viewport_size({"width": 390, "height": 844})
    wanted = page.evaluate(STOPS)
    stood: dict[str, bool] = {}
    for _press in range(len(wanted) + 5):
        page.keyboard.press("Tab")
        at = page.evaluate(STOP)
        if at is not None:
            # A date is one control with several stops, the last of them drawn by the browser alone.
            stood[at[0]] = stood.get(at[0], False) or at[1]

    assert (sorted(set(wanted) - stood.keys()), [at for at, seen in stood.items() if not seen]) == ([], [])
