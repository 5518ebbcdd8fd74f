"""The portal as somebody of a company meets it."""

from typing import Any

import pytest
from django.test import Client

from coalition.models import Answer, Case, Role, User
from spotter.audit.models import Event
from spotter.jobs.models import Job
from tests import builders as make

pytestmark = pytest.mark.django_db

INBOX = "/company/"


@pytest.fixture
def agent() -> User:
    return make.agent(make.member())


@pytest.fixture
def desk(client: Client, agent: User) -> Client:
    """The browser of Pasar's agent."""
    client.force_login(agent)
    return client


def path(case: Case, rest: str = "") -> str:
    return f"/company/cases/{case.reference}/{rest}"


def references(response: Any) -> list[str]:
    return [row.reference for row in response.context["rows"]]


def test_an_empty_inbox_says_what_comes_next(desk: Client) -> None:
    assert "No cases yet" in desk.get(INBOX).content.decode()


def test_the_inbox_holds_the_companys_own_cases_newest_first(desk: Client) -> None:
    mine = [make.case(item=str(number)).reference for number in range(3)]
    make.case(make.platform(make.member("Gerai")))
    assert references(desk.get(INBOX)) == mine[::-1]


def test_the_inbox_is_narrowed_by_status_and_ignores_other_words(desk: Client) -> None:
    first, second = make.case(item="1"), make.case(item="2")
    desk.post(path(first, "answer/"), {"outcome": "removed"})
    found = [references(desk.get(INBOX, {"status": word})) for word in ("open", "answered", "void", "\0")]
    assert found == [[second.reference], [first.reference], *[[second.reference, first.reference]] * 2]


def test_the_inbox_is_paged_and_a_forged_cursor_leads_to_its_first_page(desk: Client) -> None:
    made = [make.case(item=str(number)).reference for number in range(26)][::-1]
    first = desk.get(INBOX)
    second = desk.get(INBOX + first.context["next_url"])
    back = desk.get(INBOX + second.context["previous_url"])
    assert [references(each) for each in (first, second, back)] == [made[:25], made[25:], made[:25]]
    assert references(desk.get(INBOX, {"after": "forged"})) == made[:25]


def test_the_inbox_costs_as_many_queries_for_three_cases_as_for_one(
    desk: Client, django_assert_num_queries: Any, no_hidden_queries: None
) -> None:
    for number in range(3):
        make.case(item=str(number))
        if number in (0, 2):
            with django_assert_num_queries(4):  # session, person, second factor, cases
                assert len(references(desk.get(INBOX))) == number + 1


def test_the_page_of_a_case_shows_facts_blurred_evidence_and_the_form(desk: Client) -> None:
    case = make.case(exhibits=(make.exhibit_part(),), price="Rp 2.500.000", marked_words=("gading",))
    page = desk.get(path(case)).content.decode()
    for words in (
        case.reference,
        "Rp 2.500.000",
        "<mark><bdi>gading</bdi></mark>",
        "Forest Watch",
        path(case, "answer/"),
    ):
        assert words in page
    assert f'src="{path(case, "exhibits/1/tile/")}"' in page


def test_words_from_a_listing_are_never_markup(desk: Client) -> None:
    case = make.case(title="<script>alert(1)</script>", seller="<img src=x>", marked_words=("<b>",))
    pages = desk.get(path(case)).content.decode() + desk.get(INBOX).content.decode()
    assert [evil for evil in ("<script>alert", "<img src=x>", "<bdi><b>") if evil in pages] == []


@pytest.mark.parametrize("rest", ["exhibits/1/", "exhibits/1/tile/"])
def test_a_picture_is_served_in_a_sandbox_and_never_kept(desk: Client, rest: str) -> None:
    response = desk.get(path(make.case(exhibits=(make.exhibit_part(),)), rest))
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response.headers["Cache-Control"]
    assert response.content[:2] == b"\xff\xd8"


def test_an_answer_is_recorded_under_the_seats_handle(desk: Client, agent: User) -> None:
    case = make.case()
    assert desk.post(path(case, "answer/"), {"outcome": "removed", "note": "Gone."}).status_code == 302
    given = Answer.objects.values_list("outcome", "note", "through", "by").get()
    assert given == ("removed", "Gone.", "portal", agent.handle)
    assert "Gone." in desk.get(path(case)).content.decode()


def test_acknowledging_takes_its_button_away(desk: Client) -> None:
    case = make.case()
    button = path(case, "acknowledge/")
    before = button in desk.get(path(case)).content.decode()
    desk.post(button)
    assert (before, button in desk.get(path(case)).content.decode()) == (True, False)


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"outcome": ""},
        {"outcome": "vanished"},
        {"outcome": "removed", "note": "x" * 2001},
        {"outcome": "removed", "note": "a\0b"},
    ],
)
def test_a_bad_answer_is_explained_and_keeps_what_was_typed(desk: Client, said: dict[str, str]) -> None:
    case = make.case()
    response = desk.post(path(case, "answer/"), said)
    assert (response.status_code, Answer.objects.count()) == (422, 0)
    assert response.context["form"].errors
    assert said.get("note", "").replace("\0", "")[:10] in response.content.decode()


@pytest.mark.parametrize("rest", ["", "exhibits/1/", "exhibits/1/tile/"])
def test_a_foreign_case_cannot_be_read(desk: Client, rest: str) -> None:
    foreign = make.case(make.platform(make.member("Gerai")), exhibits=(make.exhibit_part(),))
    theirs, nobodys = desk.get(path(foreign, rest)), desk.get(f"/company/cases/CS-bbbb-cccc-dddd/{rest}")
    assert (theirs.status_code, theirs.content) == (404, nobodys.content)


@pytest.mark.parametrize("said", [{"outcome": "removed"}, {}])
@pytest.mark.parametrize("rest", ["answer/", "acknowledge/"])
def test_a_foreign_case_cannot_be_written_to(desk: Client, rest: str, said: dict[str, str]) -> None:
    foreign = make.case(make.platform(make.member("Gerai")))
    assert desk.post(path(foreign, rest), said).status_code == 404
    foreign.refresh_from_db()
    assert foreign.status == "queued"


def test_a_void_case_does_not_exist_for_the_company(desk: Client) -> None:
    case = make.case()
    Case.objects.update(status="void")
    assert desk.get(path(case)).status_code == 404


def test_reading_changes_nothing(desk: Client) -> None:
    case = make.case(exhibits=(make.exhibit_part(),))
    before = (Case.objects.values().get(), Event.objects.count(), Job.objects.count())
    for rest in ("", "answer/", "acknowledge/", "exhibits/1/", "exhibits/1/tile/"):
        desk.get(path(case, rest))
    assert (Case.objects.values().get(), Event.objects.count(), Job.objects.count()) == before


@pytest.mark.parametrize("rest", ["answer/", "acknowledge/"])
def test_writing_needs_the_forms_own_token(agent: User, rest: str) -> None:
    stranger = Client(enforce_csrf_checks=True)
    stranger.force_login(agent)
    assert stranger.post(path(make.case(), rest), {"outcome": "removed"}).status_code == 403


@pytest.mark.parametrize("role", [Role.SPOTTER, Role.LEAD_SPOTTER, Role.ANALYST, Role.COORDINATOR, Role.AUDITOR])
def test_the_portal_is_for_companies_only(client: Client, role: Role) -> None:
    client.force_login(make.person(role, "somebody@mail.example"))
    assert client.get(INBOX).status_code == 403


def test_nothing_of_a_volunteer_is_on_the_page(desk: Client) -> None:
    volunteer = make.spotter("canary@mail.example")
    page = desk.get(path(make.case(independent_reports=3))).content.decode()
    assert [word for word in (volunteer.handle, volunteer.email) if word in page] == []
