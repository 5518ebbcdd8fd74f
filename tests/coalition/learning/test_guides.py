"""The public guides: they teach what everybody may know, and nothing of what only staff may."""

import pytest
from django.test import Client

from coalition.learning.rules import Word, group_of, look_alikes, products
from coalition.models import Taxon, Term

ELEPHANT = "elephant"


def word(text: str, *, kind: str = "product", language: str = "en", why: str = "") -> Word:
    return Word(ELEPHANT, language, kind, text, why)


def taxon(key: str = ELEPHANT, group: str = "mammal_part") -> Taxon:
    return Taxon.objects.create(key=key, group=group, name=key, cites_appendix="I")


def term(text: str, kind: str = "product", **fields: object) -> Term:
    of = Taxon.objects.first() if kind != "look-alike" else None
    facts: dict[str, object] = {"taxon": of, "language": "en", "kind": kind, "text": text, "source": "test"}
    return Term.objects.create(**facts | fields)


def test_the_reader_gets_words_of_their_language() -> None:
    words = [word("ivory"), word("gading", language="id")]

    assert (products(words, "id"), products(words, "en")) == (("gading",), ("ivory",))


def test_without_words_of_their_language_the_reader_gets_english() -> None:
    assert products([word("ivory")], "id") == ("ivory",)


def test_look_alikes_are_each_of_another_kind() -> None:
    words = [
        word("ivory satin", kind="look-alike", why="colour"),
        word("ivory lace", kind="look-alike", why="colour"),
        word("Ivory Coast", kind="look-alike", why="country"),
    ]

    assert [alike.text for alike in look_alikes(words, "en")] == ["ivory satin", "Ivory Coast"]


@pytest.mark.parametrize(("group", "chapter"), [("live_bird", "live"), ("fish", "sea"), ("", "lookalikes")])
def test_every_group_has_a_chapter(group: str, chapter: str) -> None:
    assert group_of(group) == chapter


@pytest.mark.django_db
def test_code_words_and_restricted_terms_stay_inside(client: Client) -> None:
    taxon()
    term("elephant ivory")
    term("white plastic", kind="code-word")
    term("secret jelly", is_restricted=True)
    term("hidden satin", kind="look-alike", group=ELEPHANT, is_restricted=True)
    term("doubtful thing", status="doubtful")
    term("ivory satin", kind="look-alike", group=ELEPHANT, note="colour")

    page = client.get("/guide/").content.decode()

    shown = [text for text in Term.objects.order_by("id").values_list("text", flat=True) if text in page]
    assert shown == ["elephant ivory", "ivory satin"]


@pytest.mark.django_db
def test_a_note_about_traders_is_not_for_the_public(client: Client) -> None:
    taxon()
    Taxon.objects.update(note="sold on a platform")

    assert b"sold on a platform" not in client.get("/guide/").content


@pytest.mark.django_db
def test_what_nobody_has_checked_says_so(client: Client) -> None:
    taxon()

    assert client.get("/guide/").content.count(b"CITES: I \xc2\xb7 not verified") == 1


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_the_guide_costs_two_queries_however_long(
    client: Client, django_assert_num_queries: object, count: int
) -> None:
    for number in range(count):
        taxon(f"taxon-{number}")
        term(f"product {number}")

    with django_assert_num_queries(2):  # type: ignore[operator]
        client.get("/guide/")


@pytest.mark.django_db
def test_without_species_the_guide_still_says_how_to_report(client: Client) -> None:
    page = client.get("/guide/").content.decode()

    assert ("How to report" in page, "not loaded yet" in page) == (True, True)


@pytest.mark.parametrize(
    ("path", "says"), [("/guide/safety/", b"You come first"), ("/guide/privacy/", b"made-up name")]
)
def test_safety_and_privacy_are_open_to_everybody(client: Client, path: str, says: bytes) -> None:
    answer = client.get(path)

    assert (answer.status_code, says in answer.content) == (200, True)
