"""What was uploaded and never sent goes after a day; what somebody uses right now, or has sent, stays."""

import os
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.test import Client
from django.utils import timezone

from reports.intake.actions import keep_table
from reports.intake.tasks import UNSENT_FOR
from reports.models import Screenshot
from spotter.audit.models import Event
from spotter.jobs.models import Job
from spotter.jobs.tasks import tidy
from spotter.lib import store
from tests import builders
from tests.reports.intake.form import ADDRESS, PNG, errors, file, kept, send

pytestmark = pytest.mark.django_db
LONG_AGO = UNSENT_FOR + 60


@pytest.fixture(autouse=True)
def empty() -> None:
    """Nothing of another test lies there."""
    for sha256 in store.names("quarantine"):
        store.delete("quarantine", sha256)


def path_of(sha256: str) -> Path:
    found: str = storages["quarantine"].path(f"{sha256[:2]}/{sha256}")
    return Path(found)


def grow_old(sha256: str) -> None:
    os.utime(path_of(sha256), (time.time() - LONG_AGO,) * 2)


def uploaded(data: bytes = PNG) -> str:
    """Something that lies in the quarantine for more than a day."""
    sha256 = store.put("quarantine", data)
    grow_old(sha256)
    return sha256


def sweep() -> None:
    tidy()
    builders.work_off("sweep-uploads")


# -- what goes, what stays --------------------------------------------------------------------------------------------
def test_what_was_never_sent_goes_after_a_day_and_is_counted() -> None:
    old = [uploaded(f"{n}".encode()) for n in range(3)]
    fresh = store.put("quarantine", b"just now")

    sweep()

    assert list(store.names("quarantine")) == [fresh]
    assert not any(store.exists("quarantine", sha256) for sha256 in old)
    assert sum(event.facts["files"] for event in Event.objects.filter(what="sweep")) == 3


def test_what_was_sent_stays_for_ever(tab: Client) -> None:
    send(tab, ADDRESS, file())
    sent = Screenshot.objects.get().received_sha256
    grow_old(sent)

    sweep()

    assert store.read("quarantine", sent) == PNG
    assert not Event.objects.filter(what="sweep").exists()


def test_a_table_that_the_audit_line_names_stays() -> None:
    sha256 = uploaded(b"address\nhttps://gerai.example/1\n")
    keep_table(sha256, 30, by=builders.spotter(), now=timezone.now())

    sweep()

    assert store.exists("quarantine", sha256)


def test_sweeping_twice_a_day_is_once() -> None:
    sweep()
    sweep()

    assert Job.objects.filter(kind="sweep-uploads").count() == 16


# -- races ------------------------------------------------------------------------------------------------------------
def test_a_picture_that_its_form_carries_on_stays(tab: Client) -> None:
    carried = kept(send(tab, "no address", file()))
    (sha256,) = store.names("quarantine")
    grow_old(sha256)
    again = kept(send(tab, "still no address", kept=carried))

    sweep()

    assert send(tab, ADDRESS, kept=again).status_code == 302
    assert store.read("quarantine", Screenshot.objects.get().received_sha256) == PNG


def test_the_same_picture_uploaded_anew_is_fresh() -> None:
    sha256 = uploaded()
    store.put("quarantine", PNG)

    sweep()

    assert store.exists("quarantine", sha256)


def test_a_picture_that_went_is_asked_for_again_and_nothing_else_is_lost(tab: Client) -> None:
    carried = kept(send(tab, "no address", file()))
    store.delete("quarantine", next(store.names("quarantine")))

    refused = send(tab, ADDRESS, kept=carried, note="Carved")

    assert errors(refused) == ["screen.png was put away after a day. Choose it again."]
    assert "Carved" in refused.text
    assert send(tab, ADDRESS, note="Carved").status_code == 302


def test_what_is_touched_between_the_look_and_the_sweep_is_left() -> None:
    sha256 = uploaded()
    before = time.time() - UNSENT_FOR
    assert list(store.aged("quarantine", before=before)) == [sha256]

    assert store.touch("quarantine", sha256)

    assert store.sweep("quarantine", sha256, before=before) is False
    assert store.read("quarantine", sha256) == PNG


def test_a_hundred_touches_against_a_hundred_sweeps_lose_no_file_that_was_found() -> None:
    before = time.time() - UNSENT_FOR

    def both(number: int) -> bool:
        sha256 = uploaded(f"picture {number}".encode())
        with ThreadPoolExecutor(2) as two:
            touched = two.submit(store.touch, "quarantine", sha256)
            two.submit(store.sweep, "quarantine", sha256, before=before).result()
        return not touched.result() or store.exists("quarantine", sha256)

    assert all(both(number) for number in range(100))


def test_an_upload_during_the_sweep_is_whole_afterwards() -> None:
    before = time.time() - UNSENT_FOR
    for number in range(50):
        data = f"upload {number}".encode()
        sha256 = uploaded(data)
        with ThreadPoolExecutor(2) as two:
            swept = two.submit(store.sweep, "quarantine", sha256, before=before)
            put = two.submit(store.put, "quarantine", data)
            swept.result()
            assert put.exception() is None
        assert store.read("quarantine", sha256) == data
