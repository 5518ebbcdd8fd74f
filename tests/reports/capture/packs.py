"""A listing with everything that an evidence pack can hold, and the pack made of it."""

import io
import subprocess
import sys
import zipfile
from pathlib import Path

from django.utils import timezone
from pytest_httpserver import HTTPServer

from coalition.models import Case, PlatformHost, User
from reports import line
from reports.capture.actions.custody import ask_pack
from reports.models import Listing, Pack
from spotter.audit.roots import cut
from spotter.jobs import queue
from spotter.lib import store
from tests import builders
from tests.reports.market import IVORY, offers, sold_at


def preserved(market: HTTPServer, *, looks: int = 1) -> Listing:
    """A listing of that market, reported with a screenshot and looked at."""
    offers(market, IVORY)
    found = sold_at()
    builders.screenshot(builders.report(found))
    for _look in range(looks):
        queue.add_again(line.CAPTURE if found.captures.count() == 0 else line.LOOK_AGAIN, found.code)
        builders.work_off(line.CAPTURE, line.LOOK_AGAIN)
    found.refresh_from_db()
    return found


def given_to_company(listing: Listing, by: User) -> Case:
    """Confirmed and forwarded with every picture."""
    builders.work_off(line.SCORE)
    listing.refresh_from_db()
    PlatformHost.objects.update(host=listing.host)
    shot = listing.reports.get().screenshots.get()
    capture = listing.captures.latest("id")
    names = (f"screenshot-{shot.pk}", *(f"picture-{one.pk}" for one in capture.pictures.all()))
    return builders.forwarded(by, listing, exhibits=names)


def packed(listing: Listing, by: User) -> Pack:
    """The enforcement edition with every screenshot, its custody under a root."""
    cut(timezone.now())
    shots = [shot.pk for report in listing.reports.all() for shot in report.screenshots.all()]
    now = timezone.now()
    pack = ask_pack(listing, edition="enforcement", screenshots=shots, language="en", by=by, now=now)
    builders.work_off(line.PACK)
    pack.refresh_from_db()
    return pack


def entries(data: bytes) -> dict[str, bytes]:
    """The files of a ZIP."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def bytes_of(pack: Pack) -> bytes:
    """The pack as it lies in the store."""
    return store.read("packs", pack.sha256)


def unpacked(files: dict[str, bytes], folder: Path) -> Path:
    """The files in a folder, as somebody unpacks them."""
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def check(verifier: Path, *arguments: str) -> tuple[int, str]:
    """What the shipped `verify.py` says, alone: no site-packages, no environment of ours, nothing of this folder."""
    done = subprocess.run(
        [sys.executable, "-I", str(verifier), *arguments], capture_output=True, text=True, cwd="/", timeout=60
    )
    return done.returncode, done.stdout + done.stderr
