"""The travel of one report: ten steps through the site's own pages, each read back by the person whom it concerns."""

import json
import re
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from typing import Any, Final, NoReturn
from urllib.parse import urlsplit

from spotter.management.demo.browser import Browser, Page, PageError, Upload
from spotter.management.demo.people import AGENT, ANALYST, FRESH, PASSWORD, SPOTTER
from spotter.management.demo.stack import Stack
from spotter.management.example.catalogue import LISTINGS
from spotter.management.example.pictures import screenshot_of

PATIENCE: Final = 30.0
SHA256: Final = re.compile(r"[0-9a-f]{64}")
REFERENCE: Final = re.compile(r"CS(?:-[a-z0-9]{4}){3}")
NAMES: Final = (
    *("submitted", "captured", "scored", "triaged", "forwarded"),
    *("delivered", "answered", "verified", "told", "counted"),
)
COUNTED: Final = ("received", "confirmed", "forwarded", "answered", "gone")


@dataclass(frozen=True)
class Step:
    """One step as it went."""

    n: int
    name: str
    ok: bool
    ms: int
    said: str

    def plain(self) -> dict[str, Any]:
        """As the last line of the command carries it."""
        words = {} if self.ok else {"why": self.said}
        return {"n": self.n, "name": self.name, "ok": self.ok, "ms": self.ms} | words


@dataclass
class Travel:
    """One report on its way: who looks at it, and where it is."""

    stack: Stack
    patience: float = PATIENCE
    spotter: Browser = field(init=False)
    analyst: Browser = field(init=False)
    agent: Browser = field(init=False)
    report: str = ""
    listing: str = ""
    reference: str = ""
    before: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.spotter, self.analyst, self.agent = (Browser(self.stack.site) for _person in range(3))
        self.offered = next(one for one in LISTINGS if one.address == FRESH)

    def take(self, name: str) -> str:
        """Take one of the ten steps; what was read, or an exception that says what is wrong."""
        step: Callable[[], str] = getattr(self, name)
        return step()

    # -- the volunteer ------------------------------------------------------------------------------------------------
    def submitted(self) -> str:
        """The volunteer sends an address with a screenshot, and reads that it is kept."""
        self.before = self._figures()
        self.spotter.sign_in(SPOTTER.email, PASSWORD)
        form = self.spotter.open("/report/")
        picture = Upload("pictures", "screenshot.png", "image/png", screenshot_of(self.offered))
        said = {"addresses": FRESH, "why": ["species", "material"], "note": "The cracks look like those of real ivory."}
        page = self.spotter.submit(form, "/report/", said, uploads=[picture])
        page.must_say("Thank you", "Received", FRESH)
        self.report = page.path.rstrip("/").rpartition("/")[2]
        return f"{SPOTTER.email} reads on /reports/{self.report}/ that the report is kept"

    # -- the machine, as staff see it ---------------------------------------------------------------------------------
    def captured(self) -> str:
        """The analyst finds it in the queue and sees the look at the page, with the hash of what was kept."""
        self.analyst.sign_in(ANALYST.email, PASSWORD)
        row = self._until("the listing stands in the queue", self._queue_row)
        self.listing = urlsplit(row).path
        page = self.analyst.open(self.listing)
        page.must_say(self.offered.title, "Live", self.offered.seller)
        hashes = [node.text() for node in page.all("code.hash") if SHA256.fullmatch(node.text())]
        if not hashes:
            raise PageError(f"{self.listing} shows no SHA-256 of the evidence")
        return f"staff see the page as live, evidence SHA-256 {hashes[0][:16]}…"

    def _queue_row(self) -> str:
        rows = [link for link in self.analyst.open("/queue/").all("main a[href]") if self.offered.title in link.text()]
        return (rows[0].attributes.get("href") or "") if rows else ""

    def scored(self) -> str:
        """The analyst reads the receipt: the band, and the words that speak for it."""
        page = self.analyst.open(self.listing)
        page.must_say("What speaks for it", "gading", "Adds up to", selector="section.receipt")
        return f"the receipt says: {page.text('.receipt-head')}"

    # -- staff --------------------------------------------------------------------------------------------------------
    def triaged(self) -> str:
        """The analyst claims it, confirms it with a reason, and sees it confirmed."""
        page = self.analyst.submit(self.analyst.open(self.listing), f"{self.listing}claim/")
        page.must_say("Yours until")
        reason = {"confirm-reason": "protected-species", "confirm-basis": "both", "confirm-note": "Schreger lines."}
        page = self.analyst.submit(page, f"{self.listing}confirm/", reason)
        self._status(page, "confirmed")
        return f"staff see it as {page.text('.chip')}"

    def forwarded(self) -> str:
        """The analyst forwards it as the page proposes, and sees the case's reference."""
        page = self.analyst.submit(self.analyst.open(self.listing), f"{self.listing}forward/")
        found = REFERENCE.search(page.text("section[aria-labelledby=case]"))
        if found is None:
            raise PageError(f"{page.path} shows no case: {page.text()[:400]}")
        self.reference = found[0]
        self._status(page, "forwarded", "answered", "gone")
        return f"staff see the case {self.reference}"

    # -- the company --------------------------------------------------------------------------------------------------
    def delivered(self) -> str:
        """The company's agent finds the case in the portal; the company's own log has it, and its signature holds."""
        self.agent.sign_in(AGENT.email, PASSWORD)
        self._until("the company's log shows the case, verified", self._company_has_it)
        self.agent.open("/company/").must_say(self.reference)
        self.agent.open(self._case).must_say(self.offered.title, FRESH)
        return f"{AGENT.email} sees {self.reference}; the company verified the webhook's signature"

    @property
    def _case(self) -> str:
        return f"/company/cases/{self.reference}/"

    def _company_has_it(self) -> bool:
        log = _json(f"{self.stack.company}/_control/cases")
        return any(case["reference"] == self.reference for case in log["cases"]) and all(
            one["verified"] for one in log["received"]
        )

    def answered(self) -> str:
        """The company's software answers over REST; its agent and our analyst read the answer."""
        self._until("the portal shows the answer", lambda: "Removed" in self._answers())
        self._until("staff see the answer", lambda: "removed" in self._case_box())
        return "the agent and staff read the company's answer: Removed"

    def _answers(self) -> str:
        return self.agent.open(self._case).text("section[aria-labelledby=given]")

    def _case_box(self) -> str:
        return self.analyst.open(self.listing).text("section[aria-labelledby=case]").lower()

    # -- afterwards ---------------------------------------------------------------------------------------------------
    def verified(self) -> str:
        """We looked again: staff see that it is gone."""
        page = self._until("staff see it gone", self._gone_page)
        page.must_say("Looked again: Gone")
        return f"staff see: {page.text('.chip')}"

    def _gone_page(self) -> Page | None:
        page = self.analyst.open(self.listing)
        return page if _stands_as(page, "gone") else None

    def told(self) -> str:
        """The volunteer reads the whole way on the report's own page, and finds a letter for its end."""
        page = self.spotter.open(f"/reports/{self.report}/")
        staff = ("Page looked at", "Confirmed", "Forwarded to")
        page.must_say("Received", *staff, "The company answered", "Looked again", "Gone", selector=".timeline")
        letters = self._until("a letter tells of the end", self._letters)
        return f"{SPOTTER.email} reads it on /reports/{self.report}/ and in {len(letters)} letters"

    def _letters(self) -> list[str]:
        folder = self.stack.letters
        found = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in folder.glob("*.log")]
        ours = [str(one["subject"]) for one in found if one["to"] == SPOTTER.email and self.report in one["subject"]]
        return ours if any("Verified gone" in subject for subject in ours) else []

    def counted(self) -> str:
        """Anybody reads on the public page that each figure has grown by one."""
        wanted = {name: self.before[name] + 1 for name in COUNTED}
        self._until(f"the figures are {wanted}, not {self.before}", lambda: self._figures() == wanted)
        return f"everybody reads: {', '.join(f'{count} {name}' for name, count in wanted.items())}"

    def _figures(self) -> dict[str, int]:
        page = Browser(self.stack.site).open("/figures/")
        cells = {node.attributes["data-figure"]: node.text().replace(",", "") for node in page.all("td[data-figure]")}
        if not all(cells.get(name, "").strip().isdecimal() for name in COUNTED):
            raise PageError(f"/figures/ ({page.status}) does not show all figures: {cells or page.text()[:400]}")
        return {name: int(cells[name]) for name in COUNTED}

    # -- reading ------------------------------------------------------------------------------------------------------
    def _status(self, page: Page, *keys: str) -> None:
        if not any(_stands_as(page, key) for key in keys):
            raise PageError(f"{page.path} ({page.status}) is not {' or '.join(keys)}: {page.text()[:400]}")

    def _until[T](self, what: str, read: Callable[[], T | None]) -> T:
        """Look again and again, as somebody who reloads the page; a process that has ended ends the waiting."""
        deadline = time.monotonic() + self.patience
        while not (found := read()):
            self.stack.processes.check()
            if time.monotonic() > deadline:
                self._give_up(what)
            time.sleep(0.1)
        return found

    def _give_up(self, what: str) -> NoReturn:
        raise PageError(f"not within {self.patience:g} s: {what}")


def _stands_as(page: Page, status: str) -> bool:
    """Whether this status stands under the title; further down stand other listings with theirs."""
    return bool(page.all(f'h1 + .cluster .chip[data-status="{status}"]'))


def _json(address: str) -> Any:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(address, timeout=10) as answer:
        return json.loads(answer.read())


def travel(stack: Stack, tell: Callable[[Step], None]) -> list[Step]:
    """Take the steps in their order until one fails; those after it are not ok either."""
    taken: list[Step] = []
    way = Travel(stack)
    failed = ""
    for number, name in enumerate(NAMES, 1):
        began = time.monotonic()
        said, ok = f"not reached: {failed} failed", False
        if not failed:
            try:
                said, ok = way.take(name), True
            except (PageError, OSError, RuntimeError, ValueError, KeyError) as error:
                said, failed = f"{type(error).__name__}: {error}", name
        taken.append(Step(number, name, ok, round((time.monotonic() - began) * 1000), said))
        tell(taken[-1])
    return taken


def none_taken(why: str) -> list[Step]:
    """The ten steps of a travel that did not begin."""
    return [Step(number, name, ok=False, ms=0, said=why) for number, name in enumerate(NAMES, 1)]
