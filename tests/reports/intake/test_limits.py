"""So many reports a day: a calm sentence, nothing lost, and intake stays up when Redis does not."""

import re
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from pytest_django.asserts import assertNumQueries
from redis import Redis

from coalition.models import Role, User
from reports.intake.queries.limits import bucket_of
from reports.lifecycle import Verb
from reports.models import Report, Screenshot
from reports.triage import actions as triage
from tests import builders
from tests.reports.intake.form import ADDRESS, errors, file, kept, send
from tests.reports.intake.table import addresses, dry_run, totals
from tests.reports.intake.table import send as table
from tests.spotter.picture_files import drawing, saved
from tests.valkey import Valkey


@pytest.fixture(autouse=True)
def few(settings: Settings, valkey: Valkey) -> None:
    """Three reports a day, so that a test need not send twenty."""
    settings.REPORTS_NEWCOMER, settings.REPORTS_TRUSTED, settings.REPORTS_NETWORK = 3, 6, 100
    settings.UNSENT_PICTURES = 2


def sends(tab: Client, number: int, **fields: object) -> int:
    return send(tab, f"{ADDRESS}{number}", **fields).status_code


def fill(tab: Client, number: int = 3) -> None:
    assert [sends(tab, n) for n in range(number)] == [302] * number


def another(email: str, **fields: object) -> Client:
    client = Client()
    client.force_login(builders.spotter(email, **fields))
    return client


# -- the limit --------------------------------------------------------------------------------------------------------
def test_one_more_than_a_day_allows_is_told_when_to_come_back(tab: Client) -> None:
    fill(tab)

    answer = send(tab, f"{ADDRESS}9")

    assert (answer.status_code, Report.objects.count()) == (429, 3)
    assert 28_000 < int(answer["Retry-After"]) <= 28_800
    assert errors(answer) == [
        "You have sent as many reports as fit into a day. Nothing is lost: your words and pictures are still here. "
        "Send this form again in 8 hours."
    ]


def test_everything_typed_and_uploaded_is_still_in_the_form(tab: Client) -> None:
    fill(tab)

    refused = send(tab, f"{ADDRESS}9", file(), note="Carved, the seller says.", search_word="gading")

    assert "Carved, the seller says." in refused.text
    assert f"{ADDRESS}9</textarea>" in refused.text
    assert len(kept(refused)) == 1


def test_the_same_form_goes_through_later_with_its_pictures(tab: Client, valkey: Valkey) -> None:
    fill(tab)
    token = str(uuid.uuid4())
    carried = kept(send(tab, f"{ADDRESS}9", file(), token=token))
    with Redis.from_url(valkey.url) as client:
        client.flushall()  # the day after

    assert sends(tab, 9, token=token, kept=carried) == 302
    assert Screenshot.objects.count() == 1


def test_several_addresses_cost_as_much_as_they_are(tab: Client) -> None:
    fill(tab, 1)

    refused = send(tab, "\n".join(f"{ADDRESS}{n}" for n in (5, 6, 7)))

    assert refused.status_code == 429
    assert errors(refused)[0].endswith("2 addresses can go now.")
    assert send(tab, "\n".join(f"{ADDRESS}{n}" for n in (5, 6))).status_code == 302


def test_a_form_that_never_fits_is_to_be_mended_not_waited_for(tab: Client) -> None:
    refused = send(tab, "\n".join(f"{ADDRESS}{n}" for n in range(4)))

    assert (refused.status_code, "Retry-After" in refused.headers) == (422, False)
    assert errors(refused)[0].startswith("You can report 3 listings a day")


def test_a_me_too_costs_as_much_as_a_report(tab: Client) -> None:
    fill(another("first@mail.example"))

    fill(tab)

    assert sends(tab, 0) == 429


def test_our_own_script_hears_the_same_and_keeps_the_draft(tab: Client) -> None:
    fill(tab)
    data = {"addresses": f"{ADDRESS}9", "token": str(uuid.uuid4())}

    answer = tab.post("/report/", data, headers={"X-Draft": data["token"]})

    assert (answer.status_code, int(answer["Retry-After"]) > 0) == (429, True)


def test_a_form_with_a_mistake_costs_nothing(tab: Client) -> None:
    for _n in range(5):
        assert send(tab, "no address").status_code == 422

    fill(tab)


# -- once -------------------------------------------------------------------------------------------------------------
def test_the_same_form_sent_again_never_costs_twice(tab: Client) -> None:
    token = str(uuid.uuid4())
    assert [sends(tab, 1, token=token) for _n in range(5)] == [302] * 5

    assert [sends(tab, n) for n in (2, 3, 4)] == [302, 302, 429]
    assert sends(tab, 1, token=token) == 302


def test_nor_when_redis_forgot_that_it_was_paid(tab: Client, valkey: Valkey) -> None:
    token = str(uuid.uuid4())
    sends(tab, 1, token=token)
    with Redis.from_url(valkey.url) as client:
        client.flushall()
    fill(tab)

    assert sends(tab, 1, token=token) == 302


@pytest.mark.django_db(transaction=True)
def test_twenty_equal_forms_at_once_cost_as_one() -> None:
    person, token = builders.spotter(), str(uuid.uuid4())

    def press(_n: int) -> int:
        client = Client()
        try:
            client.force_login(person)
            return sends(client, 1, token=token)
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as taps:
        assert list(taps.map(press, range(20))) == [302] * 20
    tab = Client()
    tab.force_login(person)
    assert [sends(tab, n) for n in (2, 3, 4)] == [302, 302, 429]


# -- who --------------------------------------------------------------------------------------------------------------
def confirmed_reports(person: User, count: int) -> None:
    analyst = User.objects.filter(role=Role.ANALYST).first() or builders.analyst()
    for _n in range(count):
        found = builders.ready()
        found.reports.update(spotter=person, created_at=timezone.now() - timedelta(days=3))
        triage.decide(found, Verb.CONFIRM, by=analyst, now=timezone.now(), reason="protected-species", basis="law")


def test_who_was_often_right_for_some_weeks_may_send_more(tab: Client, spotter: User) -> None:
    confirmed_reports(spotter, 10)
    now = timezone.now()

    assert bucket_of(spotter, now).size == 3
    assert bucket_of(spotter, now + timedelta(days=14)).size == 6


def test_a_lead_spotter_may_send_more_from_the_first_day(db: None) -> None:
    lead = builders.person(Role.LEAD_SPOTTER, "lead@mail.example")

    assert bucket_of(lead, timezone.now()).size == 6


def test_a_confirmation_that_was_undone_counts_for_nothing(tab: Client, spotter: User) -> None:
    confirmed_reports(spotter, 10)
    Report.objects.filter(spotter=spotter).first().listing.decisions.update(undone_at=timezone.now())  # type: ignore[union-attr]

    assert bucket_of(spotter, timezone.now() + timedelta(days=14)).size == 3


def test_trust_is_one_question_to_the_database_however_much_somebody_sent(spotter: User) -> None:
    for count in (1, 3):
        confirmed_reports(spotter, count)
        with assertNumQueries(1):
            bucket_of(spotter, timezone.now() + timedelta(days=14))


def test_nothing_is_asked_about_who_came_lately(spotter: User) -> None:
    with assertNumQueries(0):
        bucket_of(spotter, timezone.now())


# -- from where -------------------------------------------------------------------------------------------------------
def test_a_network_that_floods_us_is_stopped_and_others_are_not(settings: Settings, db: None) -> None:
    settings.REPORTS_NETWORK = 4
    fill(another("a@mail.example"))
    neighbour, far = another("b@mail.example"), another("c@mail.example")
    far.defaults["REMOTE_ADDR"] = "203.0.113.9"
    sends(neighbour, 1)

    refused = send(neighbour, f"{ADDRESS}2")

    assert (refused.status_code, sends(far, 2)) == (429, 302)
    assert re.match("Very many reports came from your network today", errors(refused)[0])


def test_a_forged_header_is_no_other_network(settings: Settings, db: None) -> None:
    settings.REPORTS_NETWORK = 3
    fill(another("a@mail.example"))
    neighbour = another("b@mail.example")
    neighbour.defaults["HTTP_X_FORWARDED_FOR"] = "203.0.113.9"

    assert sends(neighbour, 1) == 429


# -- without Redis ----------------------------------------------------------------------------------------------------
def test_while_redis_is_away_reports_are_taken_in_and_counted_all_the_same(tab: Client, valkey: Valkey) -> None:
    valkey.kill()
    fill(tab)

    refused: HttpResponse = send(tab, f"{ADDRESS}9", file())

    assert (refused.status_code, len(kept(refused)), Report.objects.count()) == (429, 1, 3)
    assert 28_000 < int(refused["Retry-After"]) <= 28_800


def test_what_was_sent_before_redis_died_counts_after_it(tab: Client, valkey: Valkey) -> None:
    fill(tab, 2)
    valkey.kill()

    assert [sends(tab, n) for n in (5, 6)] == [302, 429]


def test_the_same_form_never_costs_twice_without_redis_either(tab: Client, valkey: Valkey) -> None:
    valkey.kill()
    token = str(uuid.uuid4())

    assert [sends(tab, 1, token=token) for _n in range(5)] == [302] * 5
    assert [sends(tab, n) for n in (2, 3, 4)] == [302, 302, 429]


def test_what_was_sent_yesterday_counts_no_more(tab: Client, valkey: Valkey) -> None:
    fill(tab)
    Report.objects.update(created_at=timezone.now() - timedelta(hours=25))
    valkey.kill()

    assert [sends(tab, n) for n in (5, 6, 7, 8)] == [302, 302, 302, 429]


# -- a table ----------------------------------------------------------------------------------------------------------
def test_of_a_table_as_many_rows_go_as_fit_into_the_day_and_the_others_later(tab: Client, valkey: Valkey) -> None:
    where = dry_run(tab, addresses(5))
    assert "3 of 5 reports fit into your day." in tab.get(where).text

    tab.post(f"{where}send/")
    assert totals(tab, where) == {"All rows": 5, "New listing": 2, "Sent": 3}
    tab.post(f"{where}send/")
    assert "come back in 8 hours" in tab.get(where).text
    with Redis.from_url(valkey.url) as client:
        client.flushall()  # the day after
    tab.post(f"{where}send/")

    assert Report.objects.count() == 5


def test_a_table_and_the_form_share_one_day(tab: Client) -> None:
    fill(tab, 2)

    table(tab, addresses(3, start=100))

    assert Report.objects.count() == 3
    assert sends(tab, 9) == 429


@pytest.mark.parametrize("away", [False, True], ids=["Redis is there", "Redis is away"])
def test_what_monitoring_finds_is_not_counted(db: None, settings: Settings, away: bool) -> None:
    if away:
        settings.REDIS_URL = "redis://127.0.0.1:1/0"
    desk = Client()
    desk.force_login(builders.analyst())

    table(desk, addresses(7))

    assert Report.objects.count() == 7


def test_without_redis_a_table_is_held_to_the_same(tab: Client, settings: Settings) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"

    where = table(tab, addresses(5))
    tab.post(f"{where}send/")

    assert Report.objects.count() == 3


# -- pictures whose report never comes --------------------------------------------------------------------------------
def picture(number: int) -> SimpleUploadedFile:
    return file(saved(drawing((64, 40 + number)), "PNG"), f"{number}.png")


def test_who_uploads_and_never_sends_is_stopped_and_keeps_what_is_there(tab: Client) -> None:
    refused = send(tab, "no address", *(picture(n) for n in range(3)))

    assert len(kept(refused)) == 2
    assert errors(refused)[1] == "2.png: you uploaded many pictures without their reports. Add it in 12 hours."
    assert send(tab, ADDRESS, kept=kept(refused)).status_code == 302
    assert Screenshot.objects.count() == 2


def test_pictures_that_are_sent_are_not_counted(tab: Client) -> None:
    for number in range(3):
        answer = send(tab, f"{ADDRESS}{number}", picture(number), picture(number + 10))
        assert answer.status_code == 302

    assert Screenshot.objects.count() == 6


def test_pictures_of_a_form_that_the_day_refuses_are_counted_too(tab: Client) -> None:
    fill(tab)

    refused = send(tab, f"{ADDRESS}9", *(picture(n) for n in range(3)))

    assert refused.status_code == 429
    assert len(kept(refused)) == 2
    assert errors(refused)[1].startswith("2.png: you uploaded many pictures without their reports.")


def test_a_form_sent_again_counts_no_picture_as_unsent(tab: Client) -> None:
    token = str(uuid.uuid4())
    for _n in range(3):
        send(tab, ADDRESS, picture(1), token=token)

    assert len(kept(send(tab, "no address", picture(2), picture(3)))) == 2
    assert len(kept(send(tab, "no address", picture(4)))) == 0


def test_while_redis_is_away_pictures_are_taken_in(tab: Client, valkey: Valkey) -> None:
    valkey.kill()

    assert len(kept(send(tab, "no address", *(picture(n) for n in range(4))))) == 4
