"""What somebody takes along, and that after they go nothing here leads to them."""

import json
import time
from io import StringIO
from pathlib import Path

import pytest
from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from coalition.models import Rhythm, User
from reports import line
from reports.followup.actions import forget
from reports.followup.edges import erased_handles
from reports.followup.queries import own_data
from reports.intake.actions import keep_table
from reports.models import Notice, Reply, Report, Screenshot
from spotter.audit.acts import verify
from spotter.audit.models import Event
from spotter.jobs.models import Job
from spotter.lib import store
from tests import builders

pytestmark = pytest.mark.django_db

CANARIES = {
    "address": "canary-address@mail.example",
    "second address": "canary-second@mail.example",
    "share id": "canary-fbclid",
    "browser": "CanaryBrowser/9",
    "whereabouts": "203.0.113.0",
    "passkey": "Canary's telephone",
    "refused letter": "canary-address@mail.example",
}


@pytest.fixture
def person() -> User:
    """Somebody whose name stands wherever a name can stand."""
    made = builders.spotter(CANARIES["address"])
    for email in (CANARIES["address"], CANARIES["second address"]):
        EmailAddress.objects.create(user=made, email=email, verified=True, primary=email == CANARIES["address"])
    Authenticator.objects.create(user=made, type="webauthn", data={"name": CANARIES["passkey"]})
    mine = builders.report(by=made, address_as_given=f"https://pasar.test/item/1?fbclid={CANARIES['share id']}")
    picture(mine, b"EXIF Artist=Canary")
    now = timezone.now()
    Job.objects.create(
        kind=line.MAIL, ref="1", due=now, created_at=now, state="dead", last_error=f"refused: {CANARIES['address']}"
    )
    Notice.objects.create(report=mine, status="confirmed", at=now)
    return made


def picture(of: Report, data: bytes, state: str = "safe") -> Screenshot:
    """A screenshot whose bytes as received are in the quarantine."""
    shot = builders.screenshot(of)
    Screenshot.objects.filter(pk=shot.pk).update(received_sha256=store.put("quarantine", data), state=state)
    shot.refresh_from_db()
    return shot


@pytest.fixture
def tab(client: Client, person: User) -> Client:
    """Their browser, where they proved a moment ago that it is them."""
    client.force_login(person)
    proof = {"method": "password", "at": time.time(), "reauthenticated": True, "email": CANARIES["address"]}
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [proof]
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(person.pk)
    session.save()
    UserSession.objects.all().delete()
    UserSession.objects.create(
        user=person, session_key=session.session_key, ip=CANARIES["whereabouts"], user_agent=CANARIES["browser"]
    )
    return client


def tables_with(words: str) -> list[str]:
    """Every table in which these words stand, in any column of any row."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT count(*) FROM "{table}" AS r WHERE r::text ILIKE %s', [f"%{words}%"])  # noqa: S608
            if cursor.fetchone() != (0,):
                found.append(table)
    return found


def sessions_with(words: str) -> int:
    return sum(words in json.dumps(session.get_decoded()) for session in Session.objects.all())


# -- taking along -----------------------------------------------------------------------------------------------------
def test_all_that_we_keep_comes_as_one_file(tab: Client, person: User) -> None:
    mine = Report.objects.get()
    Reply.objects.create(report=mine, text="200 g", at=timezone.now())

    answer = tab.post("/me/data/export/")

    data = json.loads(answer.content)
    assert answer["Content-Disposition"] == 'attachment; filename="cyber-spotter-my-data.json"'
    assert (data["profile"]["email"], len(data["profile"]["addresses"])) == (CANARIES["address"], 2)
    (report,) = data["reports"]
    assert (report["code"], report["answers"][0]["text"], report["told"][0]["status"], len(report["screenshots"])) == (
        mine.code, "200 g", "confirmed", 1,
    )  # fmt: skip
    assert list(Event.objects.order_by("number").values_list("what", "by")) == [("export", person.handle)]


def test_nobody_elses_report_is_in_it(person: User) -> None:
    builders.report(by=builders.spotter("other@mail.example"))

    assert len(own_data(person)["reports"]) == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_it_asks_the_database_as_often_for_three_reports_as_for_one(
    rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    me = builders.spotter()
    for _n in range(rows):
        builders.report(builders.listing(), by=me)

    with django_assert_num_queries(9):  # reports with four kinds of parts, and four kinds of rows about the person
        assert len(own_data(me)["reports"]) == rows


@pytest.mark.parametrize("path", ["export", "forget"])
def test_without_proof_nothing_is_given_and_nobody_forgotten(client: Client, person: User, path: str) -> None:
    client.force_login(person)

    answer = client.post(f"/me/data/{path}/", {"sure": "on"})

    assert answer["Location"].startswith("/accounts/reauthenticate/")
    assert User.objects.get(pk=person.pk).erased_at is None


# -- going ------------------------------------------------------------------------------------------------------------
def test_every_canary_is_found_before(tab: Client) -> None:
    assert [name for name, words in CANARIES.items() if not tables_with(words)] == []
    assert sessions_with(CANARIES["address"]) == 1


def test_after_it_no_table_holds_a_word_of_the_person_and_the_chain_holds(tab: Client, person: User) -> None:
    stranger = SessionStore()
    stranger["account_login_code"] = {"email": CANARIES["address"]}
    stranger.save()
    (received,) = Screenshot.objects.values_list("received_sha256", flat=True)

    assert tab.post("/me/data/forget/", {"sure": "on"}).status_code == 200
    builders.work_off(line.FORGET)

    assert {name: tables_with(words) for name, words in CANARIES.items() if tables_with(words)} == {}
    assert sessions_with(CANARIES["address"]) == 0
    assert (store.exists("quarantine", received), verify()[1]) == (False, None)
    assert list(Event.objects.order_by("number").values_list("what", "of", "ref")) == [
        ("erase", "user", person.handle),
        ("purge", "user", person.handle),
    ]


def test_the_report_and_its_evidence_stay_under_a_handle_that_is_nobodys(tab: Client, person: User) -> None:
    tab.post("/me/data/forget/", {"sure": "on"})

    gone = User.objects.get(handle=person.handle)
    assert (Report.objects.get().spotter, Screenshot.objects.get().copy_sha256 != "") == (gone, True)
    assert (gone.email, gone.is_active, gone.has_usable_password(), gone.told_when) == (
        f"{person.handle}@erased.invalid", False, False, Rhythm.NEVER,
    )  # fmt: skip


def test_they_are_signed_out_everywhere_and_come_in_no_more(tab: Client, person: User) -> None:
    elsewhere = Client()
    elsewhere.force_login(person)

    tab.post("/me/data/forget/", {"sure": "on"})

    for browser in (tab, elsewhere):
        assert browser.get("/reports/")["Location"] == "/accounts/login/?next=/reports/"
    said = {"login": CANARIES["address"], "password": "a long enough password"}
    Client().post("/accounts/login/", said)
    assert Client().login(username=CANARIES["address"], password="a long enough password") is False
    assert Client().login(username=f"{person.handle}@erased.invalid", password="a long enough password") is False


def test_without_the_tick_nobody_is_forgotten(tab: Client, person: User) -> None:
    assert tab.post("/me/data/forget/").status_code == 422
    assert User.objects.get(pk=person.pk).erased_at is None


def test_the_same_address_may_sign_up_anew(tab: Client) -> None:
    tab.post("/me/data/forget/", {"sure": "on"})

    assert builders.spotter(CANARIES["address"]).reports.count() == 0


def test_a_picture_that_somebody_else_sent_too_stays_theirs(person: User) -> None:
    shot = picture(Report.objects.get(), b"shared")
    picture(builders.report(by=builders.spotter("other@mail.example")), b"shared")

    forget(person, now=timezone.now())
    builders.work_off(line.FORGET)

    assert store.exists("quarantine", shot.received_sha256)
    assert Screenshot.objects.filter(purged_at__isnull=False).count() == 2


def test_a_picture_that_is_still_being_made_safe_is_waited_for(person: User) -> None:
    shot = picture(Report.objects.get(), b"still waiting", state="waiting")

    forget(person, now=timezone.now())
    builders.work_off(line.FORGET)

    assert store.exists("quarantine", shot.received_sha256)
    assert Job.objects.filter(kind=line.FORGET, state="queued").count() == 1


def test_tables_as_they_came_go_too_but_not_what_somebody_else_sent_as_well(person: User) -> None:
    own, shared = store.put("quarantine", b"address,own"), store.put("quarantine", b"address,shared")
    other = builders.spotter("other@mail.example")
    for who, sha256 in ((person, own), (person, shared), (other, shared)):
        keep_table(sha256, 11, by=who, now=timezone.now())

    forget(person, now=timezone.now())
    builders.work_off(line.FORGET)
    assert [store.exists("quarantine", sha256) for sha256 in (own, shared)] == [False, True]

    forget(other, now=timezone.now())
    builders.work_off(line.FORGET)
    assert not store.exists("quarantine", shared)


def test_no_letter_goes_to_somebody_who_is_gone(person: User, mailoutbox: list[object]) -> None:
    forget(person, now=timezone.now())
    builders.confirmed(builders.analyst(), Report.objects.get().listing)

    builders.work_off(line.TELL, line.MAIL, line.DIGEST)

    assert mailoutbox == []


def test_after_a_restore_they_are_forgotten_again(person: User, settings: object, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path  # type: ignore[attr-defined]
    forget(person, now=timezone.now())
    builders.work_off(line.FORGET)
    # The backup still knew them, and so did its files.
    shot = picture(Report.objects.get(), b"EXIF Artist=Canary")
    User.objects.filter(pk=person.pk).update(erased_at=None, is_active=True, email=CANARIES["address"])

    said = StringIO()
    call_command("forget_again", stdout=said)

    assert (erased_handles(), said.getvalue()) == ([person.handle], f"{person.handle}: forgotten again.\n")
    builders.work_off(line.FORGET)
    assert (tables_with(CANARIES["address"]), store.exists("quarantine", shot.received_sha256)) == ([], False)
