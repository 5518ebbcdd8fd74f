"""A taxon is found by any of its names, in any language and script; a restricted word stays with staff."""

from typing import Any

import pytest
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from coalition.knowledge.queries.names import Meaning, Named, meaning_of, names_like
from coalition.models import Taxon, Term
from tests.coalition.knowledge.names import load_some_names

pytestmark = pytest.mark.django_db


@pytest.fixture
def shipped() -> None:
    load_some_names()


@pytest.fixture
def elephant() -> Taxon:
    return Taxon.objects.create(key="elephant", group="mammal_part", name="Elephant", scientific="Loxodonta africana")


def term(taxon: Taxon, text: str, **fields: Any) -> Term:
    facts = {"language": "id", "kind": "product", "product": "ivory", "source": "test"}
    return Term.objects.create(taxon=taxon, text=text, **facts | fields)


def first(text: str) -> tuple[str, str]:
    return next(((named.taxon, named.name) for named in names_like(text)), ("", ""))


@pytest.mark.parametrize(
    ("typed", "taxon", "name"),
    [
        ("gading", "elephant", "gading"),
        ("GAD", "elephant", "gading"),
        ("象牙", "elephant", "象牙"),
        ("งาช้าง", "elephant", "งาช้าง"),
        ("عاج", "elephant", "عاج"),
        ("vay te te", "pangolin", "vảy tê tê"),
        ("Manis", "pangolin", "Manis spp."),
        ("slow lorris", "slow_loris", "slow loris"),
        ("pangolni", "pangolin", "pangolim"),
        ("zzzz", "", ""),
        ("%", "", ""),
        ("_", "", ""),
        ("", "", ""),
        ("\0", "", ""),
        ("\ud800", "", ""),
        ("a" * 10_000, "", ""),
    ],
    ids=lambda value: str(value)[:12].encode("ascii", "backslashreplace").decode() or "nothing",
)
def test_a_name_is_found_as_people_type_it(shipped: None, typed: str, taxon: str, name: str) -> None:
    assert first(typed) == (taxon, name)


def test_one_answer_for_each_taxon_and_what_is_made_of_it(elephant: Taxon) -> None:
    for text in ("gading", "gading gajah", "pipa gading"):
        term(elephant, text)
    term(elephant, "gading kulit", product="skin")

    assert [(named.product, named.name) for named in names_like("gading")] == [
        ("ivory", "gading"),
        ("skin", "gading kulit"),
    ]


def test_at_most_ten_answers() -> None:
    for n in range(12):
        Taxon.objects.create(key=f"t{n}", group="fish", name=f"Ray {n}")

    assert len(names_like("ray")) == 10


def test_the_taxon_stands_in_the_readers_language(elephant: Taxon) -> None:
    term(elephant, "tusk", language="en")

    with translation.override("id"):
        assert names_like("tusk") == [Named("elephant", "Gajah", "ivory", "tusk", "en")]
        assert first("gajah") == ("elephant", "Gajah")


def test_an_animals_own_name_says_nothing_of_what_is_made_of_it(elephant: Taxon) -> None:
    term(elephant, "gajah", kind="name")

    assert meaning_of("Gajah") == Meaning("elephant", "", ("id",))


@pytest.mark.parametrize(
    "hidden",
    [
        {"is_restricted": True, "kind": "code-word", "status": "verified"},
        {"is_restricted": True},
        {"kind": "code-word", "status": "unverified"},
        {"kind": "code-word", "status": "reported"},
        {"status": "retired"},
        {"status": "doubtful"},
        {"kind": "sale"},
        {"kind": "look-alike"},
    ],
    ids=str,
)
def test_what_is_not_for_everybody_is_neither_offered_nor_understood(elephant: Taxon, hidden: dict[str, Any]) -> None:
    term(elephant, "jelly", **hidden)

    assert (names_like("jelly"), names_like("jell"), names_like("jely"), meaning_of("jelly")) == ([], [], [], Meaning())


def test_no_restricted_word_of_the_shipped_list_is_ever_offered(shipped: None) -> None:
    restricted = set(Term.objects.filter(is_restricted=True).values_list("text", flat=True))
    open_ones = set(Term.objects.filter(is_restricted=False).values_list("text", flat=True))

    offered = {named.name for word in restricted for named in names_like(word)}

    assert len(restricted) > 60
    assert offered & (restricted - open_ones) == set()


def test_a_name_of_two_taxa_means_neither_until_one_is_chosen(elephant: Taxon) -> None:
    hippo = Taxon.objects.create(key="hippo", group="mammal_part", name="Hippopotamus")
    term(elephant, "gading")
    term(hippo, "gading")

    assert meaning_of("gading") == Meaning("", "ivory", ("id",))
    assert meaning_of("gading", taxon="hippo") == Meaning("hippo", "ivory", ("id",))


@pytest.mark.parametrize("typed", ["gading gajah murah", "gadin", "", "\0"])
def test_only_a_whole_name_is_taken_for_one(elephant: Taxon, typed: str) -> None:
    term(elephant, "gading")

    assert meaning_of(typed) == Meaning()


def test_the_number_of_queries_does_not_grow(shipped: None, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for typed in ("gading", "a"):
        with django_assert_num_queries(2):
            names_like(typed)
