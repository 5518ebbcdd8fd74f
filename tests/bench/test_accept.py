"""Accepting a report with three screenshots, beside a bare view that parses, hashes, writes and inserts one row.

Both by HTTP, from the first byte sent to the last byte of the answer, of gunicorn with the settings of production.
"""

import io
import itertools
import os
import signal
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.client import HTTPConnection
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.client import encode_multipart
from django.utils import timezone
from PIL import Image

from coalition.members.actions import load_shipped_platforms
from coalition.members.edges import shipped_platforms
from reports.models import Report
from spotter.lib import tied
from tests import builders
from tests.bench.harness import compare, table
from tests.faults.stage import ROOT, free_port, running_database_url, wait_until

BOUNDARY = "a-line-between"
PICTURES = 3
CSRF = "c" * 32
# Each thread of the server opens its own connections at its first request.
WARM_UP = 8


def screenshots() -> Iterator[bytes]:
    """A phone's screenshots, each another: the same bytes twice would be written once."""
    noise = Image.effect_noise((135, 292), 60).resize((1080, 2340))
    written = io.BytesIO()
    Image.merge("RGB", (noise, noise, noise)).save(written, "JPEG", quality=85)
    for number in itertools.count():
        # Behind the end of the picture, where no reader looks.
        yield written.getvalue() + number.to_bytes(8)


def form(pictures: Iterator[bytes]) -> bytes:
    """What a browser sends, about a listing that nobody reported before."""
    files = [SimpleUploadedFile(f"{n}.jpg", next(pictures), "image/jpeg") for n in range(PICTURES)]
    address = f"https://www.ebay.co.uk/itm/{uuid.uuid4().int}"
    words = {"addresses": address, "token": str(uuid.uuid4()), "csrfmiddlewaretoken": CSRF}
    return encode_multipart(BOUNDARY, words | {"pictures": files})


@contextmanager
def served(folder: Path) -> Iterator[int]:
    """The site as in production, with one process, on the database of this test; gives its port."""
    port = free_port()
    told = {
        "DJANGO_SETTINGS_MODULE": "tests.bench.bare_settings",
        "DEBUG": "false",
        **{name: getattr(settings, name) for name in ("SECRET_KEY", "AUDIT_KEY", "WEBHOOK_KEY", "REDIS_URL")},
        "DATABASE_URL": running_database_url(),
        "VAR_DIR": str(folder),
        "SITE_URL": f"http://127.0.0.1:{port}",
        "ALLOWED_HOSTS": "127.0.0.1",
        "CONTACT_EMAIL": "help@example.org",
        "SSL_REDIRECT": "false",
        **dict.fromkeys(("REPORTS_NEWCOMER", "REPORTS_NETWORK", "UNSENT_PICTURES"), "1000000"),
    }
    command = [sys.executable, "-m", "gunicorn", "spotter.wsgi:application", f"--bind=127.0.0.1:{port}"]
    command += ["--worker-class=gthread", "--workers=1", "--threads=4", "--no-control-socket"]
    log = folder / "web.log"
    web = tied.launch(command, log=log, ends_with=signal.SIGTERM, env=os.environ | told, cwd=ROOT)
    try:
        assert wait_until(lambda: "Booting worker" in log.read_text(), 60)
        yield port
    finally:
        tied.end(web, signal.SIGTERM)


@pytest.mark.bench
@pytest.mark.django_db(transaction=True)
def test_accept_a_report(tmp_path: Path) -> None:
    tab, pictures = Client(), screenshots()
    tab.force_login(builders.spotter())
    load_shipped_platforms(shipped_platforms(), by=None, now=timezone.now())
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bare_report (id bigserial PRIMARY KEY, token uuid UNIQUE, address text)")
    headers = {
        "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
        "Cookie": f"__Host-session={tab.cookies['sessionid'].value}; __Host-csrf={CSRF}",
    }
    spent = 0

    def post(port: int, where: str) -> None:
        nonlocal spent
        # What the browser does before it sends is no part of either.
        sent, browser = form(pictures), HTTPConnection("127.0.0.1", port)
        started = time.perf_counter_ns()
        browser.request("POST", where, sent, headers)
        answer = browser.getresponse()
        answer.read()
        spent += time.perf_counter_ns() - started
        browser.close()
        assert answer.status == 302

    for number in range(256):
        # As on every site that has kept some hundred pictures.
        (tmp_path / "files" / "quarantine" / f"{number:02x}").mkdir(parents=True)
    with served(tmp_path) as port:
        ours, limit = partial(post, port, "/report/"), partial(post, port, "/bare/")
        for _ in range(WARM_UP):
            ours(), limit()
        row = compare(ours, limit, calls=4, clock=lambda: spent)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM bare_report")
        assert cursor.fetchone() == (Report.objects.count(),)
        cursor.execute("DROP TABLE bare_report")
    size = len(next(pictures)) // 1000
    title = f"Accept a report, {PICTURES} screenshots of {size} kB, wall clock"
    table(title, [("form", row)], goal="ratio at most 1.5")
