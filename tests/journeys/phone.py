"""A spotter's phone in the tests: Chromium 390 pixels wide on the live site, its console watched."""

import base64
import io
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.test import Client
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, FilePayload, Page, expect
from pytest_django.live_server_helper import LiveServer

from coalition.models import User
from reports.models import Report, Screenshot
from spotter.lib import store
from tests import builders
from tests.spotter.picture_files import drawing, saved

ADDRESS = "https://www.gerai-market.com/item/1"
PNG = saved(drawing(), "PNG")
READY = "html[data-drafts=ready]"
COPY_PICTURE = """async (base64) => {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  await navigator.clipboard.write([new ClipboardItem({"image/png": new Blob([bytes], {type: "image/png"})})]);
}"""

IN_CHARGE = """async () =>
  Boolean(await caches.match("/report/offline/en/")) && Boolean(navigator.serviceWorker.controller)"""
DRAFTS_KEPT = """() => new Promise((done) => {
  indexedDB.open("reports").onsuccess = ({target: {result: base}}) => {
    base.transaction("drafts").objectStore("drafts").count().onsuccess = ({target: {result: number}}) => {
      base.close();
      done(number);
    };
  };
})"""


@dataclass
class Phone:
    """One person's phone; `complaints` is what the browser's console said against the pages."""

    page: Page
    context: BrowserContext
    site: str
    owner: User
    complaints: list[str]

    def open_form(self, query: str = "") -> None:
        """The report form, its script ready."""
        self.page.goto(f"{self.site}/report/{query}")
        self.page.wait_for_selector(READY)

    def write(self, address: str = ADDRESS) -> None:
        self.page.get_by_label("Address of the listing").fill(address)

    def choose(self, *files: tuple[str, str, bytes]) -> None:
        """Pictures into the file input, until all have their tile."""
        payload: list[FilePayload] = [{"name": name, "mimeType": kind, "buffer": data} for name, kind, data in files]
        self.page.get_by_label("Screenshots").set_input_files(payload)
        expect(self.page.locator(".shot[data-ready]")).to_have_count(len(files))

    def copy_picture(self, data: bytes = PNG) -> None:
        """Puts a picture on the clipboard, as the phone's screenshot key does."""
        self.page.evaluate(COPY_PICTURE, base64.b64encode(data).decode())

    def send(self) -> None:
        self.page.get_by_role("button", name="Send report").click()

    def news(self) -> str:
        """What the page says became of a draft."""
        said = self.page.locator("[data-news] [data-sentence]")
        expect(said).to_be_visible()
        return said.inner_text()

    def shows_drafts(self, *titles: str) -> None:
        """Exactly these drafts are on the phone, as soon as their list is drawn."""
        expect(self.page.locator(".draft-title")).to_have_text(list(titles), timeout=20_000)

    def wait_for_worker(self) -> None:
        """Until the service worker is in charge and has kept what the form needs."""
        self.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        self._until(IN_CHARGE)

    def wait_until_kept(self) -> None:
        """Until what was typed lies on the phone."""
        self._until(f"async () => await ({DRAFTS_KEPT})() > 0")

    def _until(self, question: str) -> None:
        """Asks in the page; Playwright's own wait_for_function takes a promise for a yes."""
        ask = f"async () => {{ while (!(await ({question})())) await new Promise((go) => setTimeout(go, 50)); }}"
        self.page.evaluate(ask)

    def kept(self) -> int:
        """How many drafts lie on the phone, shown or not."""
        return int(self.page.evaluate(DRAFTS_KEPT))

    def go_offline(self) -> None:
        self.context.set_offline(True)

    def go_online(self) -> None:
        self.context.set_offline(False)


def stored() -> list[Image.Image]:
    """The pictures as received, in order."""
    rows = Screenshot.objects.order_by("report__created_at", "number").values_list("received_sha256", flat=True)
    return [Image.open(io.BytesIO(store.read("quarantine", sha256))) for sha256 in rows]


def reported() -> list[str]:
    """The addresses of all reports, as given."""
    return list(Report.objects.order_by("created_at").values_list("address_as_given", flat=True))


def phone_of(browser: Browser, live_server: LiveServer, *, script: bool = True) -> Iterator[Phone]:
    """A phone whose owner is signed in, with or without script."""
    owner = builders.spotter()
    tab = Client()
    tab.force_login(owner)
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, java_script_enabled=script, locale="en-GB"
    )
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=live_server.url)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": tab.cookies[name].value, "url": live_server.url}])
    page, complaints = context.new_page(), []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield Phone(page, context, live_server.url, owner, complaints)
    context.close()
