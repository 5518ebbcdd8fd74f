"""The pledge and the settings of a person."""

import pytest
from django.test import Client

from coalition.models import User
from coalition.people.actions import Wishes, wishes_of
from coalition.people.rules import STEPS, coarse
from spotter.audit.models import Event
from tests import builders

pytestmark = pytest.mark.django_db
TICKS = {"observe_only": "on", "adult": "on", "consent": "on"}


def newcomer() -> User:
    """A spotter who has not taken the pledge."""
    return builders.spotter(pledge_version="", pledged_at=None)


def test_taking_the_pledge_leads_to_the_first_report(client: Client) -> None:
    person = newcomer()
    client.force_login(person)

    answer = client.post("/pledge/", TICKS)

    person.refresh_from_db()
    assert (answer["Location"], person.pledge_version, person.pledged_at is not None) == ("/report/", "1", True)


def test_the_pledge_leaves_one_event_however_often_it_is_sent(client: Client) -> None:
    client.force_login(newcomer())

    client.post("/pledge/", TICKS)
    client.post("/pledge/", TICKS)

    assert Event.objects.filter(what="pledged").count() == 1


@pytest.mark.parametrize("missing", sorted(TICKS))
def test_without_every_tick_there_is_no_pledge(client: Client, missing: str) -> None:
    person = newcomer()
    client.force_login(person)

    answer = client.post("/pledge/", {name: "on" for name in TICKS if name != missing})

    person.refresh_from_db()
    assert (answer.status_code, person.pledged_at) == (422, None)
    assert answer.context["form"].errors == {missing: ["Tick this to go on."]}


def test_looking_at_the_pledge_takes_nothing(client: Client) -> None:
    person = newcomer()
    client.force_login(person)

    client.get("/pledge/")

    person.refresh_from_db()
    assert person.pledged_at is None


def test_who_took_the_pledge_is_told_when_and_not_asked_again(client: Client) -> None:
    client.force_login(builders.spotter())

    page = client.get("/pledge/")

    assert (b"You took this pledge on" in page.content, b"I promise" in page.content) == (True, False)


def test_only_spotters_are_asked_for_the_pledge(client: Client) -> None:
    client.force_login(builders.analyst())

    assert client.get("/pledge/").status_code == 403


SAID = {"language": "id", "told_when": "daily", "told_of": ["asked", "gone"], "hides_gore": "on"}


def test_settings_are_kept_and_the_pages_follow_the_language(client: Client) -> None:
    person = builders.spotter()
    client.force_login(person)

    answer = client.post("/me/", SAID)

    person.refresh_from_db()
    assert wishes_of(person) == Wishes(
        "id", "daily", ("confirmed", "dismissed", "forwarded", "answered", "still-live"), False, True
    )
    assert (answer["Location"], answer.cookies["django_language"].value) == ("/me/", "id")


def test_the_form_shows_what_was_kept(client: Client) -> None:
    client.force_login(builders.spotter(told_when="weekly", silent_on=["asked"]))

    form = client.get("/me/").context["form"]

    assert (form["told_when"].value(), "asked" in form["told_of"].value()) == ("weekly", False)
    assert len(form["told_of"].value()) == len(STEPS) - 1


def test_settings_that_stay_the_same_leave_no_event(client: Client) -> None:
    client.force_login(builders.spotter())

    for _time in range(2):
        client.post("/me/", SAID)

    assert Event.objects.filter(what="set").count() == 1


def test_who_sends_no_reports_is_not_asked_about_letters_on_them(client: Client) -> None:
    person = builders.analyst(told_when="weekly")
    client.force_login(person)

    client.post("/me/", {"language": "en", "told_when": "never", "hides_live": "on"})

    person.refresh_from_db()
    assert (person.told_when, person.hides_live) == ("weekly", True)


@pytest.mark.parametrize("field", [{"told_when": "hourly"}, {"told_of": ["received"]}])
def test_a_wish_that_is_not_offered_is_refused(client: Client, field: dict[str, str]) -> None:
    client.force_login(builders.spotter())

    assert client.post("/me/", SAID | field).status_code == 422


def test_a_language_that_nobody_speaks_here_is_refused(client: Client) -> None:
    client.force_login(builders.spotter())

    assert client.post("/me/", {"language": "tlh"}).status_code == 422


def test_people_see_the_name_that_others_see(client: Client) -> None:
    person = builders.spotter()
    client.force_login(person)

    assert f">{person.handle}</strong>" in client.get("/me/").content.decode()


@pytest.mark.parametrize(
    ("address", "kept"),
    [("203.0.113.77", "203.0.113.0"), ("2001:db8:1234:5678::9", "2001:db8:1234::"), ("127.0.0.1", "127.0.0.0")],
)
def test_an_address_of_a_person_is_kept_without_its_last_part(address: str, kept: str) -> None:
    assert coarse(address) == kept
