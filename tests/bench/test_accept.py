"""Accepting a report with three screenshots, beside a bare view that parses, hashes, writes and inserts one row."""

import hashlib
import io
import itertools
import os
import time
import uuid
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.client import encode_multipart
from django.urls import path
from PIL import Image
from pytest_django import Settings

from spotter import urls
from spotter.lib.doors import PUBLIC, audience
from tests import builders
from tests.bench.harness import compare, table

BOUNDARY = "a-line-between"
PICTURES = 3
MULTIPART = f"multipart/form-data; boundary={BOUNDARY}"


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
    address = f"https://kedai-market.com/p/{uuid.uuid4().hex}"
    return encode_multipart(BOUNDARY, {"addresses": address, "token": str(uuid.uuid4()), "pictures": files})


@audience(PUBLIC)
def bare(request: HttpRequest) -> HttpResponse:
    """The limit, behind the same middleware: parse, hash, write what was sent to the disk, one INSERT."""
    for file in request.FILES.getlist("pictures"):
        data = file.read()
        with (settings.VAR_DIR / hashlib.sha256(data).hexdigest()).open("wb") as kept:
            kept.write(data)
            kept.flush()
            os.fsync(kept.fileno())
    row = [request.POST["token"], request.POST["addresses"]]
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO bare_report (token, address) VALUES (%s, %s)", row)
    return HttpResponse(status=302)


urlpatterns = [path("bare/", bare), *urls.urlpatterns]


@pytest.mark.bench
@pytest.mark.urls(__name__)
@pytest.mark.django_db(transaction=True)
def test_accept_a_report(settings: Settings, tmp_path: Path) -> None:
    settings.REPORTS_NEWCOMER = settings.REPORTS_NETWORK = settings.UNSENT_PICTURES = 100_000
    settings.VAR_DIR = tmp_path
    tab, pictures = Client(), screenshots()
    tab.force_login(builders.spotter())
    builders.platform(key="kedai", host="kedai-market.com")
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bare_report (id bigserial PRIMARY KEY, token uuid UNIQUE, address text)")

    spent = 0

    def post(where: str) -> None:
        nonlocal spent
        sent = form(pictures)
        started = time.perf_counter_ns()
        assert tab.post(where, sent, content_type=MULTIPART).status_code == 302
        spent += time.perf_counter_ns() - started

    # What the browser does before it sends is no part of either.
    row = compare(partial(post, "/report/"), partial(post, "/bare/"), calls=4, clock=lambda: spent)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE bare_report")
    size = len(next(pictures)) // 1000
    title = f"Accept a report, {PICTURES} screenshots of {size} kB, wall clock"
    table(title, [("form", row)], goal="ratio at most 1.5")
