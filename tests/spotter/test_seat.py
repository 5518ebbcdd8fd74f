"""A session of staff or of a company: two factors, half an hour of quiet, twelve hours in all, and no word lost."""

import time
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    SECRET_SESSION_KEY,
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.test import Client
from pytest_django import Settings

from coalition.models import Role, User
from reports.lifecycle import Status
from reports.models import Decision
from spotter.lib.seat import SEEN, UNSENT, is_over
from tests import builders

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
PASSWORD = "a long enough password"
SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture
def analyst() -> User:
    """Staff with a known code generator and a verified address."""
    person = builders.analyst()
    person.authenticator_set.all().delete()  # type: ignore[attr-defined]
    TOTP.activate(person, SECRET)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def code_now(secret: str = SECRET) -> str:
    return str(format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time()))))


def signs_in(client: Client, person: User, onward: str = "") -> str:
    """Password, then the code, as a person does; where it leads."""
    query = f"?next={onward}" if onward else ""
    client.post(f"/accounts/login/{query}", {"login": person.email, "password": PASSWORD, "next": onward})
    answer = client.post("/accounts/2fa/authenticate/", {"code": code_now()}, follow=True)
    return str(answer.redirect_chain[-1][0])


def at(**later: float) -> time_machine.travel:
    return time_machine.travel(NOON + timedelta(**later), tick=False)


# -- the second factor of the session ---------------------------------------------------------------------------------
def test_signing_in_with_both_factors_opens_every_page(client: Client, analyst: User) -> None:
    assert signs_in(client, analyst) == "/queue/"
    assert client.get("/queue/").status_code == 200


def test_a_session_that_never_saw_the_second_factor_is_asked_for_it(client: Client, analyst: User) -> None:
    client.force_login(analyst)
    client.session.flush()
    thief = Client()
    thief._login(analyst, "django.contrib.auth.backends.ModelBackend")  # type: ignore[attr-defined]  # the first alone

    assert thief.get("/queue/?view=1")["Location"] == "/accounts/2fa/reauthenticate/?next=%2Fqueue%2F%3Fview%3D1"
    assert thief.post("/queue/x/claim/")["Location"] == "/accounts/2fa/reauthenticate/?next=%2Fstart%2F"


def test_nor_may_it_take_the_factor_away_or_add_one(client: Client, analyst: User) -> None:
    thief = Client()
    thief._login(analyst, "django.contrib.auth.backends.ModelBackend")  # type: ignore[attr-defined]

    for path in ("/accounts/2fa/", "/accounts/2fa/totp/deactivate/", "/accounts/2fa/webauthn/add/", "/accounts/email/"):
        assert thief.post(path)["Location"].startswith("/accounts/2fa/reauthenticate/"), path
    assert Authenticator.objects.filter(user=analyst).count() == 1


def test_the_code_opens_what_was_asked_for(client: Client, analyst: User) -> None:
    client._login(analyst, "django.contrib.auth.backends.ModelBackend")  # type: ignore[attr-defined]
    asked = client.get("/queue/")["Location"]

    assert client.get(asked).status_code == 200
    assert client.post(asked, {"code": code_now(), "next": "/queue/"})["Location"] == "/queue/"
    assert client.get("/queue/").status_code == 200


def test_a_wrong_code_opens_nothing(client: Client, analyst: User) -> None:
    client._login(analyst, "django.contrib.auth.backends.ModelBackend")  # type: ignore[attr-defined]
    client.post("/accounts/2fa/reauthenticate/", {"code": "000000"})

    assert client.get("/queue/").status_code == 302


def test_the_proof_of_another_person_counts_for_nothing(client: Client, analyst: User) -> None:
    client._login(analyst, "django.contrib.auth.backends.ModelBackend")  # type: ignore[attr-defined]
    builders.show_second_factor(client, builders.analyst("other@forest.example"))

    assert client.get("/queue/").status_code == 302


def test_who_sets_up_a_first_factor_need_not_show_it_again(client: Client, analyst: User) -> None:
    analyst.authenticator_set.all().delete()  # type: ignore[attr-defined]
    client.post("/accounts/login/", {"login": analyst.email, "password": PASSWORD})
    assert client.get("/queue/")["Location"] == "/accounts/2fa/"
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    client.get("/accounts/2fa/totp/activate/")

    client.post("/accounts/2fa/totp/activate/", {"code": code_now(client.session[SECRET_SESSION_KEY])})

    assert Authenticator.objects.filter(user=analyst, type="totp").exists()
    assert client.get("/queue/").status_code == 200


# -- how long ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("opened", "seen", "over"), [(0, 0, False), (1_800, 1_800, False), (1_801, 1_801, True), (43_201, 5, True)]
)
def test_a_session_ends_after_half_an_hour_of_quiet_or_twelve_hours(opened: int, seen: int, over: bool) -> None:
    assert is_over(-opened, -seen, now=0) is over


def test_after_half_an_hour_of_quiet_staff_sign_in_again_and_go_on_there(client: Client, analyst: User) -> None:
    with at():
        client.force_login(analyst)
        client.get("/queue/")
    with at(minutes=31):
        assert client.get("/queue/?view=1")["Location"] == "/accounts/login/?next=/queue/%3Fview%3D1"
        assert "_auth_user_id" not in client.session
        assert "You were signed out" in client.get("/accounts/login/").text
        assert signs_in(client, analyst, "/queue/?view=1") == "/queue/?view=1"


def test_who_goes_on_working_is_not_signed_out(client: Client, analyst: User) -> None:
    for minutes in range(0, 180, 20):
        with at(minutes=minutes):
            if not minutes:
                client.force_login(analyst)
            assert client.get("/queue/").status_code == 200


def test_after_twelve_hours_also_who_never_paused_signs_in_again(client: Client, analyst: User) -> None:
    answers = []
    for minutes in range(0, 760, 20):
        with at(minutes=minutes):
            if not minutes:
                client.force_login(analyst)
            answers.append(client.get("/queue/").status_code)

    assert answers == [200] * 37 + [302]


@pytest.mark.parametrize("role", [Role.COMPANY_AGENT, Role.COORDINATOR, Role.AUDITOR])
def test_companies_and_the_office_sit_as_shortly(client: Client, role: Role) -> None:
    of = {"member": builders.member()} if role is Role.COMPANY_AGENT else {}
    with at():
        client.force_login(builders.person(role, "somebody@mail.example", **of))
        client.get("/me/")
    with at(minutes=31):
        assert client.get("/me/")["Location"].startswith("/accounts/login/")


def test_a_volunteer_stays_signed_in_on_their_phone(client: Client) -> None:
    with at():
        client.force_login(builders.spotter())
        client.get("/reports/")
    with at(days=13):
        assert client.get("/reports/").status_code == 200


def test_a_volunteer_with_the_keys_of_the_admin_site_does_not(client: Client) -> None:
    person = builders.spotter(is_staff=True)
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={})
    with at():
        client.force_login(person)
        client.get("/reports/")
    with at(hours=1):
        assert client.get("/reports/").status_code == 302


def test_public_pages_stay_open_when_the_session_ends(client: Client, analyst: User) -> None:
    with at():
        client.force_login(analyst)
        client.get("/queue/")
    with at(minutes=31):
        assert client.get("/guide/").status_code == 200
        assert "_auth_user_id" not in client.session


def test_a_look_is_written_down_once_a_minute_at_most(client: Client, analyst: User) -> None:
    with at():
        client.force_login(analyst)
        client.get("/queue/")
    with at(seconds=59):
        client.get("/queue/")
        assert client.session[SEEN] == NOON.timestamp()


def test_the_numbers_are_settings(client: Client, analyst: User, settings: Settings) -> None:
    settings.STAFF_IDLE = 5
    with at():
        client.force_login(analyst)
        client.get("/queue/")
    with at(seconds=6):
        assert client.get("/queue/").status_code == 302


# -- what was being typed ---------------------------------------------------------------------------------------------
def types_into_the_void(client: Client, analyst: User) -> str:
    """A decision that arrives when its session has ended; where it leads."""
    found = builders.ready()
    with at():
        client.force_login(analyst)
        client.post(f"/queue/{found.code}/claim/")
    with at(minutes=45):
        said = {"dismiss-reason": "look-alike", "dismiss-note": "Tagua: <b>vegetable</b> ivory"}
        page = f"http://testserver/queue/{found.code}/"
        return str(client.post(f"/queue/{found.code}/dismiss/", said, headers={"Referer": page})["Location"])


def test_a_form_whose_session_had_ended_waits_behind_the_log_in(client: Client, analyst: User) -> None:
    where = types_into_the_void(client, analyst)

    assert (where, Decision.objects.count()) == ("/accounts/login/?next=/me/unsent/", 0)
    with at(minutes=46):
        assert signs_in(client, analyst, "/me/unsent/") == "/me/unsent/"
        page = client.get("/me/unsent/")
    assert "Tagua: &lt;b&gt;vegetable&lt;/b&gt; ivory" in page.text
    assert 'name="dismiss-reason" value="look-alike"' in page.text


def test_one_button_sends_it_and_then_it_is_gone(client: Client, analyst: User) -> None:
    types_into_the_void(client, analyst)
    with at(minutes=46):
        signs_in(client, analyst, "/me/unsent/")
        kept = client.session[UNSENT]

        client.post(kept["path"], {name: values[0] for name, values in kept["fields"]})

        assert Decision.objects.get().listing.status == Status.DISMISSED
        assert client.get("/me/unsent/")["Location"] == "/start/"


def test_it_can_be_let_go(client: Client, analyst: User) -> None:
    types_into_the_void(client, analyst)
    with at(minutes=46):
        signs_in(client, analyst)

        client.post("/me/unsent/")

        assert (client.get("/me/unsent/")["Location"], Decision.objects.count()) == ("/start/", 0)


def test_another_person_at_the_same_browser_finds_nothing_of_it(client: Client, analyst: User) -> None:
    types_into_the_void(client, analyst)
    client._login(builders.analyst("other@forest.example"), "django.contrib.auth.backends.ModelBackend")  # type: ignore[attr-defined]

    builders.show_second_factor(client, User.objects.get(email="other@forest.example"))

    assert client.get("/me/unsent/")["Location"] == "/start/"
    assert UNSENT not in client.session


def test_a_password_is_never_kept(client: Client, analyst: User) -> None:
    with at():
        client.force_login(analyst)
        client.get("/queue/")
    with at(minutes=31):
        client.post("/me/", {"new-password": "a secret that is long"})
    with at(minutes=31):
        client.post("/accounts/password/change/", {"oldpassword": "a secret that is long"})

    assert "a secret" not in str(dict(client.session))


def test_a_flood_is_not_kept(client: Client, analyst: User) -> None:
    with at():
        client.force_login(analyst)
        client.get("/queue/")
    with at(minutes=31):
        assert client.post("/me/", {"language": "x" * 70_000})["Location"] == "/accounts/login/?next=/start/"

    assert UNSENT not in client.session


@pytest.mark.parametrize("page", ["https://evil.example/queue/", "http://testserver//evil.example/queue/", "http://["])
def test_a_page_elsewhere_is_no_page_to_go_back_to(client: Client, analyst: User, page: str) -> None:
    with at():
        client.force_login(analyst)
        client.get("/queue/")
    with at(minutes=31):
        client.post("/me/", {"language": "en"}, headers={"Referer": page})

    assert client.session[UNSENT]["page"] == ""
    assert client.session[UNSENT]["at"] <= time.time() + 86_400
