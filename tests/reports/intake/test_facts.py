"""What a spotter says beside the address: kept as said, understood where that is sure, corrected with its trail."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from coalition.models import Term, User
from reports.followup.queries import own_data
from reports.intake.actions import Words
from reports.intake.forms.facts import FactsForm
from reports.models import SAID, Report, ReportVersion
from spotter.audit.models import Event
from tests import builders
from tests.coalition.knowledge.names import load_some_names
from tests.reports.intake.form import ADDRESS, errors, send

NAMES = reverse("intake:names")
ALL: dict[str, Any] = {
    "why": ["material"],
    "offered": "Pipa gading",
    "taxon_key": "elephant",
    "offered_as": "product",
    "quantity": "1,5",
    "unit": "kg",
    "price": "Rp 1,5 juta",
    "sale_signals": ["delivery", "stock"],
    "seller": "@toko_antik",
    "place": "Surabaya",
    "language": "id",
    "search_word": "#gading",
    "code_word": "es krim",
    "sureness": "rather",
    "note": "Carved.",
}


@pytest.fixture
def known(db: None) -> None:
    load_some_names()


def kept(**said: Any) -> Report:
    """What is kept of a form that says this."""
    return Report.objects.get(**said)


def test_the_form_the_row_and_the_words_name_the_same_facts() -> None:
    assert set(SAID) == set(Words.__dataclass_fields__) == {*FactsForm.base_fields, "product"}


def test_everything_that_is_said_is_kept(tab: Client, known: None) -> None:
    assert send(tab, **ALL).status_code == 302

    report = kept()
    assert {name: getattr(report, name) for name in SAID} == ALL | {
        "product": "ivory",
        "quantity": Decimal("1.50"),
        "price": Decimal(1_500_000),
        "currency": "IDR",
    }


def test_nothing_but_an_address_is_asked_for(tab: Client) -> None:
    send(tab)

    report = kept()
    assert [name for name in SAID if getattr(report, name)] == []


# -- names ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("offered", "taxon", "product"),
    [
        ("gading", "elephant", "ivory"),
        ("VAY TE TE", "pangolin", "scales"),
        ("象牙", "elephant", "ivory"),
        ("Slow loris", "slow_loris", ""),
        ("some old thing", "", ""),
        ("yellow materials", "", ""),
    ],
    ids=["Indonesian", "Vietnamese without accents", "Chinese", "English", "no name", "a restricted code word"],
)
def test_a_name_in_any_language_is_its_taxon_and_the_words_stay(
    tab: Client, known: None, offered: str, taxon: str, product: str
) -> None:
    send(tab, offered=offered)

    assert (kept().offered, kept().taxon_key, kept().product) == (offered, taxon, product)


def test_what_is_chosen_from_the_list_counts_more_than_the_words(tab: Client, known: None) -> None:
    send(tab, offered="gading", taxon_key="hippo")

    assert (kept().offered, kept().taxon_key, kept().product) == ("gading", "hippo", "")


def test_names_are_offered_while_typing(tab: Client, known: None) -> None:
    assert tab.get(NAMES, {"q": "gading"}).json()["names"][0] == {
        "taxon": "elephant",
        "word": "Elephant",
        "product": "Ivory",
        "name": "gading",
        "language": "Indonesian",
    }


@pytest.mark.parametrize("asked", ["", "\0", "%", "a" * 10_000, "'; DROP TABLE coalition_term; --", "\u202egnidag"])
def test_a_hostile_question_for_names_has_no_answer(tab: Client, known: None, asked: str) -> None:
    assert tab.get(NAMES, {"q": asked}).json() == {"names": []}


def test_a_restricted_word_is_not_offered(tab: Client, known: None) -> None:
    hidden = Term.objects.filter(is_restricted=True).values_list("text", flat=True)

    assert tab.get(NAMES, {"q": "white plastic"}).json() == {"names": []}
    assert "white plastic" in hidden


def test_names_cost_the_same_however_many_fit(
    tab: Client, known: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    tab.get(NAMES, {"q": "x"})
    for asked in ("zzzz", "a"):
        # The session, the person, the taxa, the terms.
        with django_assert_num_queries(4):
            tab.get(NAMES, {"q": asked})


# -- language ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("said", "language"),
    [
        ({"offered": "gading"}, "id"),
        ({"search_word": "#gading"}, "id"),
        ({"offered": "งาช้าง"}, "th"),
        ({"search_word": "象牙手鐲，價錢可談"}, "zh-Hant"),
        ({"search_word": "abc"}, ""),
        ({"note": "Ich glaube das ist nicht gut und auch sehr alt"}, ""),
        ({"offered": "gading", "language": "fr"}, "fr"),
    ],
    ids=["by a name", "by the search word", "by script", "by letters", "no guess", "the note is mine", "as chosen"],
)
def test_the_language_of_the_listing_is_guessed_until_somebody_says_it(
    tab: Client, known: None, said: dict[str, str], language: str
) -> None:
    send(tab, **said)

    assert kept().language == language


# -- figures ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("typed", "amount"),
    [("2", 2), ("1.5", "1.5"), ("1,5", "1.5"), ("1.500", 1500), ("1,500", 1500), ("٣", 3), ("２", 2), ("0.25", "0.25")],
)
def test_an_amount_is_read_as_people_write_it(tab: Client, typed: str, amount: int | str) -> None:
    send(tab, quantity=typed)

    assert kept().quantity == Decimal(amount)


@pytest.mark.parametrize(
    ("typed", "chosen", "price", "currency"),
    [
        ("1500000", "", 1_500_000, ""),
        ("1500000", "IDR", 1_500_000, "IDR"),
        ("Rp1,25 juta", "", 1_250_000, "IDR"),
        ("$20", "", 20, "USD"),
        ("$20", "SGD", 20, "SGD"),
        ("1.2万", "CNY", 12_000, "CNY"),
        ("₫1.500.000", "", 1_500_000, "VND"),
    ],
)
def test_a_price_is_read_as_it_stands_there(tab: Client, typed: str, chosen: str, price: int, currency: str) -> None:
    send(tab, price=typed, currency=chosen)

    assert (kept().price, kept().currency) == (Decimal(price), currency)


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("quantity", "a few"),
        ("quantity", "0"),
        ("quantity", "-1"),
        ("quantity", "NaN"),
        ("quantity", "1e999"),
        ("quantity", "9" * 5_000),
        ("price", "ask me"),
        ("price", "0"),
        ("price", "9" * 5_000),
        ("currency", "XXX"),
        ("offered_as", "stuffed"),
        ("sale_signals", "free"),
        ("language", "tlh"),
        ("offered", "x" * 121),
        ("seller", "x" * 10_000),
        ("place", "x" * 10_000),
        ("unit", "x" * 41),
        ("code_word", "x" * 81),
    ],
    ids=lambda value: value[:12],
)
def test_what_cannot_be_meant_is_said_beside_its_field_and_nothing_is_lost(tab: Client, field: str, typed: str) -> None:
    response = send(tab, **{"note": "Carved.", "seller": "@toko", field: typed})

    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])  # type: ignore[attr-defined]
    assert len(errors(response)) == 1
    assert (ADDRESS in response.text, "Carved." in response.text) == (True, True)
    assert Report.objects.count() == 0


@pytest.mark.parametrize(("field", "part"), [("quantity", "thing"), ("price", "offer"), ("code_word", "finding")])
def test_the_folded_part_with_an_error_stands_open(tab: Client, field: str, part: str) -> None:
    form = send(tab, **{field: "x" * 90}).context["form"]  # type: ignore[attr-defined]

    assert [name for name, is_open in form.opened().items() if is_open] == [part]


# -- hostile words ----------------------------------------------------------------------------------------------------
TEXTS = ("offered", "unit", "seller", "place", "search_word", "code_word")


@pytest.mark.parametrize("field", TEXTS)
@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("a\0b\x1b\nc", "ab c"),
        ("\udce9x", "\ufffdx"),
        ("\u202egnidag\u202c", "\u202egnidag\u202c"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("=HYPERLINK(1)", "=HYPERLINK(1)"),
        ("{{ 7*7 }}%s", "{{ 7*7 }}%s"),
    ],
    ids=["controls", "a lone surrogate", "turned around", "markup", "a formula", "a template"],
)
def test_hostile_words_are_kept_as_harmless_ones_and_shown_as_words(
    tab: Client, field: str, typed: str, stored: str
) -> None:
    # As bytes: no client of ours sends a lone surrogate.
    body = f"addresses={ADDRESS}&{field}=".encode() + _quoted(typed)
    where = tab.post(reverse("intake:report"), body, content_type="application/x-www-form-urlencoded")

    said = getattr(kept(), field)
    page = tab.get(where.headers["Location"]).text
    assert said.replace("\ufffd\ufffd\ufffd", "\ufffd") == stored
    assert ("<script>alert" in page, "\u202e" in page) == (False, False)


def _quoted(text: str) -> bytes:
    return "".join(f"%{byte:02X}" for byte in text.encode("utf-8", "surrogatepass")).encode()


# -- correcting, and taking along -------------------------------------------------------------------------------------
def test_every_fact_is_corrected_with_its_trail(tab: Client, spotter: User, known: None) -> None:
    mine = builders.report(by=spotter, offered="Tusk", price=Decimal(20), currency="USD", sale_signals=["stock"])

    for _press in range(2):
        tab.post(reverse("intake:correct", args=[mine.code]), ALL)

    mine.refresh_from_db()
    assert [getattr(mine, name) for name in ("offered", "price", "currency")] == ["Pipa gading", 1_500_000, "IDR"]
    before = ReportVersion.objects.get()
    assert [getattr(before, name) for name in ("offered", "price", "currency")] == ["Tusk", 20, "USD"]
    assert (before.sale_signals, mine.sale_signals) == (["stock"], ["delivery", "stock"])
    (changed,) = Event.objects.filter(what="correct").values_list("facts", flat=True)
    assert set(changed["fields"]) == set(SAID)


def test_a_form_that_is_saved_as_it_opens_changes_nothing(tab: Client, known: None) -> None:
    send(tab, **ALL)
    page = tab.get(reverse("intake:correct", args=[kept().code]))
    form = page.context["form"]

    tab.post(reverse("intake:correct", args=[kept().code]), dict(_filled(form)))

    assert (ReportVersion.objects.count(), form["price"].value(), form["quantity"].value()) == (0, "1500000", "1.5")


def _filled(form: Any) -> Iterator[tuple[str, Any]]:
    for field in form:
        value = field.value()
        yield field.name, value if value is not None else ""


@pytest.mark.parametrize(
    ("better", "now"),
    [
        ({"offered": "vảy tê tê"}, ("pangolin", "scales", "vi", "IDR")),
        ({"offered": "some old thing"}, ("elephant", "", "id", "IDR")),
        ({"offered": "vảy tê tê", "taxon_key": "hippo", "language": "th"}, ("hippo", "", "th", "IDR")),
        ({"price": "$20"}, ("elephant", "ivory", "id", "USD")),
        ({"price": "20"}, ("elephant", "ivory", "id", "IDR")),
    ],
    ids=["a better name", "a name of nothing", "all chosen anew", "another price", "a bare number"],
)
def test_what_follows_from_a_word_follows_its_correction(
    tab: Client, known: None, better: dict[str, str], now: tuple[str, ...]
) -> None:
    send(tab, **ALL | {"offered": "gading", "taxon_key": ""})
    form = tab.get(reverse("intake:correct", args=[kept().code])).context["form"]

    tab.post(reverse("intake:correct", args=[kept().code]), dict(_filled(form)) | better)

    said = kept()
    assert (said.taxon_key, said.product, said.language, said.currency) == now


def test_one_takes_all_of_it_along_as_it_is_and_as_it_was(tab: Client, spotter: User, known: None) -> None:
    mine = builders.report(by=spotter, seller="@before")
    tab.post(reverse("intake:correct", args=[mine.code]), ALL)

    (taken,) = own_data(spotter)["reports"]
    assert (taken["said"]["seller"], taken["said"]["price"]) == ("@toko_antik", Decimal(1_500_000))
    assert (set(taken["said"]), taken["said_before"][0]["seller"]) == (set(SAID), "@before")


def test_the_spotter_reads_what_was_understood(tab: Client, known: None) -> None:
    page = tab.get(send(tab, **ALL | {"offered": "gading"}).headers["Location"])

    assert [(fact.name, fact.value) for fact in page.context["facts"]] == [
        ("Offered", "gading"),
        ("Taxon", "Elephant · Ivory"),
        ("Form", "A finished product"),
        ("Quantity", "1.5 kg"),
        ("Price", "1,500,000 IDR"),
        ("How it is sold", "It is sent by mail or courier · There is more in stock"),
        ("Seller", "@toko_antik"),
        ("Place", "Surabaya"),
        ("Language", "Indonesian"),
        ("Found by the search word", "#gading"),
        ("Perhaps a new code word", "es krim"),
        ("How sure", "Rather sure"),
    ]
