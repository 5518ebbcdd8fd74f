"""Twenty equal forms at once: a double tap on a bad network is one report."""

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from coalition.models import User
from reports.models import Listing, Report, Screenshot
from spotter.audit.acts import verify
from spotter.audit.models import Event
from spotter.jobs.models import Job
from tests import builders
from tests.reports.intake.form import ADDRESS, file, send
from tests.reports.intake.table import address, addresses, csv, dry_run


def press(user: User, token: str, picture: SimpleUploadedFile) -> str:
    """One tap, with a connection of its own."""
    client = Client()
    try:
        client.force_login(user)
        return send(client, ADDRESS, picture, token=token).headers["Location"]
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_twenty_equal_forms_at_once_are_one_report() -> None:
    volunteer, token = builders.spotter(), str(uuid.uuid4())

    with ThreadPoolExecutor(20) as taps:
        answers = list(taps.map(press, [volunteer] * 20, [token] * 20, [file() for _n in range(20)]))

    assert len(set(answers)) == 1
    assert (Report.objects.count(), Listing.objects.count(), Screenshot.objects.count()) == (1, 1, 1)
    assert Event.objects.filter(what="receive").count() == 1
    assert sorted(Job.objects.values_list("kind", flat=True)) == ["capture", "pictures"]


@pytest.mark.django_db(transaction=True)
def test_twenty_people_at_once_are_twenty_reports_on_one_listing() -> None:
    people = [builders.spotter(f"s{n}@mail.example") for n in range(20)]

    with ThreadPoolExecutor(20) as taps:
        list(taps.map(press, people, [str(uuid.uuid4()) for _n in range(20)], [file() for _n in range(20)]))

    assert (Report.objects.count(), Listing.objects.count()) == (20, 1)
    assert Job.objects.filter(kind="capture").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_table_that_is_sent_eight_times_at_once_is_sent_once() -> None:
    person = builders.spotter()
    where = dry_run(_tab(person), addresses(40))

    def tap(_number: int) -> int:
        try:
            return _tab(person).post(f"{where}send/").status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(tap, range(8))) == [302] * 8
    assert (Report.objects.count(), Listing.objects.count(), Job.objects.filter(kind="capture").count()) == (40, 40, 40)
    assert Event.objects.filter(what="receive").count() == 40


@pytest.mark.django_db(transaction=True)
def test_tables_of_the_same_listings_in_other_orders_do_not_wait_for_each_other_in_a_ring() -> None:
    people = [builders.spotter(f"s{n}@mail.example") for n in range(4)]
    rows = [[address(n)] for n in range(60)]
    tables = [dry_run(_tab(who), csv(*rows[n * 7 :], *rows[: n * 7])) for n, who in enumerate(people)]

    def tap(number: int) -> int:
        try:
            return _tab(people[number]).post(f"{tables[number]}send/").status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(tap, range(4))) == [302] * 4
    assert (Report.objects.count(), Listing.objects.count(), verify()[1]) == (240, 60, None)


def _tab(person: User) -> Client:
    browser = Client()
    browser.force_login(person)
    return browser
