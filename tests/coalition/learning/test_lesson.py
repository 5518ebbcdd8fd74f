"""The lesson before the first report: it teaches, it is read once, and it stands before the form."""

import pytest
from django.test import Client

from coalition.learning.rules import FIRST_LESSON, FIRST_VERSION, RIGHT, must_read, right_ones
from coalition.models import LessonRead, Role, User
from spotter.audit.models import Event
from tests import builders

READ = [(FIRST_LESSON, FIRST_VERSION)]


@pytest.mark.parametrize(
    ("role", "is_staff", "read", "expected"),
    [
        ("spotter", False, [], True),
        ("lead-spotter", False, [], True),
        ("spotter", False, READ, False),
        ("spotter", False, [(FIRST_LESSON, "0")], True),
        ("spotter", True, [], False),
        ("analyst", False, [], False),
        ("coordinator", True, [], False),
    ],
)
def test_every_volunteer_reads_it_once_in_its_newest_version_and_staff_may_skip(
    role: str, is_staff: bool, read: list[tuple[str, str]], expected: bool
) -> None:
    assert must_read(role, is_staff=is_staff, read=read) is expected


def test_only_what_we_would_do_ourselves_counts() -> None:
    assert right_ones({"offer": "report", "word": "claim"}) == {"offer"}


@pytest.fixture
def newcomer(db: None) -> User:
    """Somebody who took the pledge and read nothing yet."""
    person = builders.spotter()
    LessonRead.objects.all().delete()
    return person


def test_the_report_form_waits_for_the_lesson(client: Client, newcomer: User) -> None:
    client.force_login(newcomer)

    assert client.get("/report/")["Location"] == "/guide/lesson/"


def test_the_pledge_comes_first(client: Client, newcomer: User) -> None:
    User.objects.update(pledge_version="", pledged_at=None)
    client.force_login(newcomer)

    assert client.get("/report/")["Location"] == "/pledge/"


def test_whoever_would_do_as_we_do_goes_on_to_the_form(client: Client, newcomer: User) -> None:
    client.force_login(newcomer)

    answer = client.post("/guide/lesson/", RIGHT)

    assert answer["Location"] == "/report/"
    assert client.get("/report/").status_code == 200
    assert list(LessonRead.objects.values_list("user", "lesson", "version")) == [(newcomer.pk, *READ[0])]


def test_reading_it_again_leaves_no_second_event(client: Client, newcomer: User) -> None:
    client.force_login(newcomer)

    for _time in range(2):
        client.post("/guide/lesson/", RIGHT)

    assert list(Event.objects.order_by("number").values_list("what", "by")) == [("read", newcomer.handle)]


def test_another_choice_is_explained_and_may_be_changed(client: Client, newcomer: User) -> None:
    client.force_login(newcomer)

    page = client.post("/guide/lesson/", RIGHT | {"offer": "ask"})

    assert (page.status_code, LessonRead.objects.count()) == (200, 0)
    assert [is_right for _field, _why, is_right in page.context["questions"]] == [False, True, True]
    assert "A message tells the seller that somebody is watching" in page.text


def test_a_question_left_out_is_asked_again(client: Client, newcomer: User) -> None:
    client.force_login(newcomer)

    page = client.post("/guide/lesson/", {"offer": "report"})

    assert (page.status_code, page.text.count("There is no score."), LessonRead.objects.count()) == (422, 4, 0)


def test_looking_at_it_reads_nothing(client: Client, newcomer: User) -> None:
    client.force_login(newcomer)

    client.get("/guide/lesson/")

    assert LessonRead.objects.count() == 0


def test_staff_may_look_what_spotters_learn_and_companies_may_not(client: Client, db: None) -> None:
    found = {}
    for person in (builders.analyst(), builders.agent(builders.member()), builders.person(Role.AUDITOR, "a@b.example")):
        client.force_login(person)
        found[person.role] = client.get("/guide/lesson/").status_code

    assert found == {"analyst": 200, "company-agent": 403, "auditor": 403}
