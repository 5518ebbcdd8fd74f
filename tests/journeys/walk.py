"""The site lived in, as everybody sees it: who opens which page, and what a real browser finds there."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.conf import settings
from playwright.sync_api import Browser, Page

from coalition.models import User
from reports.lifecycle import Status
from reports.models import Report
from tests import builders, crowd
from tests.architecture.doors import NOBODY, World, browser_of, build
from tests.architecture.test_doors import TABLE

AXE: Final = (Path(__file__).parent.parent / "vendor" / "axe-4.14.1.min.js").read_text()
# Whoever comes first in here and may, opens the door.
VIEWERS: Final = (NOBODY, "spotter", "analyst", "agent of A", "coordinator")
# Doors that show no page of their own when somebody walks in.
NO_PAGE: Final = {
    "files": (
        "impact:csv impact:json intake:manifest intake:worker intake:screenshot triage:screenshot triage:picture "
        "cases:exhibit cases:exhibit-tile cases:api-schema jobs:healthz jobs:readyz jobs:health-deep "
        "intake:bulk-template scoring:terms-csv intake:bulk-mend intake:bulk-results intake:names cases:pack"
    ),
    "lead elsewhere": (
        "set_language intake:share intake:known intake:me-too people:start people:unsent "
        "account_logout account_email_verification_sent account_set_password "
        "mfa_reauthenticate mfa_reauthenticate_webauthn mfa_login_webauthn accounts/social/login/cancelled/ "
        "accounts/social/login/error/ accounts/social/signup/ accounts/social/connections/"
    ),
    "need a step before": "account_confirm_login_code mfa_authenticate mfa_remove_webauthn mfa_edit_webauthn",
}


@dataclass(frozen=True)
class Place:
    """One page: its name, who opens it, its address with gaps, what it answers, and the steps that lead to it."""

    name: str
    who: str
    path: str
    status: int = 200
    steps: Callable[[Page], None] | None = None


def every_place() -> list[Place]:
    """Every page of the table of doors, each opened by one person who may, and those that need a step before."""
    without = {name for names in NO_PAGE.values() for name in names.split()}
    doors = [(name, door) for name, door in TABLE.items() if door.get and name not in without]
    first = [next(who for who in (*VIEWERS, *door.get) if who in door.get) for _name, door in doors]
    return [Place(name, who, door.path) for who, (name, door) in zip(first, doors, strict=True)] + list(MORE)


def asks_for_a_code(page: Page) -> None:
    page.get_by_label("Email").first.fill("spotter@mail.example")
    page.locator("main form").first.locator("button[type=submit]").first.click()
    page.wait_for_url("**/accounts/login/code/confirm/")


def gives_the_password(page: Page) -> None:
    page.get_by_label("Email").first.fill("lead@forest.example")
    page.get_by_label("Password").first.fill("a long enough password")
    page.locator("main form").first.locator("button[type=submit]").first.click()
    page.wait_for_url("**/accounts/2fa/authenticate/")


def sends_nothing(page: Page) -> None:
    page.locator("main form:has(textarea)").first.evaluate("form => { form.noValidate = true; form.submit(); }")
    page.wait_for_selector(".error-summary")


MORE: Final = (
    Place("a letter's way out", NOBODY, "/letters/{letters}/"),
    Place("the code by e-mail", NOBODY, "/accounts/login/code/", steps=asks_for_a_code),
    Place("the second factor", NOBODY, "/accounts/login/", steps=gives_the_password),
    Place("a passkey renamed", "auditor", "/accounts/2fa/webauthn/keys/{passkey}/edit/"),
    Place("a passkey removed", "auditor", "/accounts/2fa/webauthn/keys/{passkey}/remove/"),
    Place("recovery codes", "auditor", "/accounts/2fa/recovery-codes/"),
    Place("no report yet", "lead spotter", "/reports/"),
    Place("no precision yet", "lead spotter", "/reports/precision/"),
    Place("no case yet", "agent of B", "/company/"),
    Place("nothing found", "spotter", "/reports/?q=nothing-of-the-kind"),
    Place("a report that staff ask about", "spotter", "/reports/{asked}/"),
    Place("a report that is answered", "spotter", "/reports/{answered}/"),
    Place("an empty report", "spotter", "/report/", steps=sends_nothing),
    Place("an empty answer", "spotter", "/reports/{asked}/", steps=sends_nothing),
    Place("words for a lead", "lead analyst", "/staff/scoring/"),
    Place("a word to try", "lead analyst", "/staff/scoring/shadow/"),
    Place("a run to publish", "lead analyst", "/staff/scoring/shadow/{run}/"),
    Place("a weight to publish", "lead analyst", "/staff/scoring/models/"),
    Place("an absent page", NOBODY, "/nothing/here/", status=404),
    Place("a shut door", "spotter", "/queue/", status=403),
)

# A report of the spotter's at each of these has its page looked at.
SHOWN: Final = (Status.ASKED, Status.ANSWERED)


def lived_in() -> World:
    """The doors' world with three of everything in it."""
    world = build()
    spotter, analyst, agent, auditor = (world.people[who] for who in ("spotter", "analyst", "agent of A", "auditor"))
    assert spotter
    assert analyst
    assert agent
    assert auditor
    for number in range(3):
        crowd.one_more_of_everything(spotter, analyst, agent, number)
    RecoveryCodes.activate(auditor)
    passkey = Authenticator.objects.create(user=auditor, type=Authenticator.Type.WEBAUTHN, data={"name": "Phone"})
    mine = Report.objects.filter(spotter=spotter)
    codes = {status.value: mine.filter(listing__status=status)[:1].get().code for status in SHOWN}
    return World(world.people, world.words | codes | {"passkey": passkey.pk})


@dataclass
class Walk:
    """One browser that walks through the site as everybody, each in a window of their own."""

    browser: Browser
    site: str
    world: World
    complaints: list[str] = field(default_factory=list)
    # Without the policy of the site, nothing but escaping keeps a stranger's script from running.
    without_policy: bool = False

    def __post_init__(self) -> None:
        """Signs everybody in at once: inside a test's own transaction the site would not see it."""
        self.sessions = {who: session_of(person) for who, person in self.world.people.items() if person is not None}
        self.windows: dict[tuple[str, bool], Page] = {}

    def open(self, place: Place, *, script: bool = True) -> Page:
        """This place in the window of whoever opens it."""
        # What began with a step goes on until it is ended: such a place has a window of its own.
        window = (place.name if place.steps else place.who, script)
        if place.steps and window in self.windows:
            self.windows.pop(window).context.close()
        page = self.windows.get(window) or self.windows.setdefault(window, self._window(place.who, script=script))
        path = place.path.format(**self.world.words)
        answer = page.goto(path)
        assert answer
        assert (answer.status, page.url.removeprefix(self.site)) == (place.status, path)
        if place.steps:
            place.steps(page)
        return page

    def _window(self, who: str, *, script: bool) -> Page:
        # Two dots to the pixel: 320 pixels are a window of 640 at 200 % zoom.
        context = self.browser.new_context(
            base_url=self.site,
            locale="en",
            reduced_motion="reduce",
            java_script_enabled=script,
            device_scale_factor=2,
            bypass_csp=self.without_policy,
        )
        if who in self.sessions:
            name = settings.SESSION_COOKIE_NAME
            context.add_cookies([{"name": name, "value": self.sessions[who], "url": self.site}])
        page = context.new_page()
        page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        return page

    def close(self) -> None:
        """Every window shut, so that the site has nobody left to serve."""
        for page in self.windows.values():
            page.context.close()


def session_of(person: User) -> str:
    """The cookie of somebody who proved who they are, so late that the proof outlasts the walk."""
    browser = browser_of(person)
    builders.show_second_factor(browser, person)
    session = browser.session
    proof = {"method": "password", "at": time.time() + 3600, "email": person.email, "reauthenticated": True}
    session["account_authentication_methods"] = [*session["account_authentication_methods"], proof]
    session.save()
    return browser.cookies[settings.SESSION_COOKIE_NAME].value
