"""Staff read what the spotters say, beside what the page says; nothing of it goes into a case."""

from decimal import Decimal

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from coalition.models import Case, Taxon, User
from reports.models import Listing
from tests import builders

SAID = {
    "offered": "Pipa\u202egnidag",
    "taxon_key": "elephant",
    "product": "ivory",
    "offered_as": "part",
    "quantity": Decimal("2.50"),
    "unit": "kg",
    "price": Decimal(1_500_000),
    "currency": "IDR",
    "sale_signals": ["private-message"],
    "seller": "@toko<b>",
    "place": "Surabaya",
    "language": "id",
    "search_word": "#gading",
    "code_word": "es krim",
    "sureness": "rather",
}


@pytest.fixture
def reported(db: None) -> Listing:
    Taxon.objects.create(key="elephant", group="mammal_part", name="Elephant")
    found = builders.ready()
    builders.report(found, by=builders.spotter("b@mail.example"), **SAID)
    return found


def test_all_of_it_stands_on_the_listings_page(client: Client, reported: Listing) -> None:
    client.force_login(builders.analyst())

    page = client.get(f"/queue/{reported.code}/")

    said, nothing = page.context["reports"]
    assert [fact.value for fact in said["facts"]] == [
        "Pipa⟦RLO⟧gnidag",
        "Elephant · Ivory",
        "A part, raw",
        "2.5 kg",
        "1,500,000 IDR",
        "Price or contact by private message",
        "@toko<b>",
        "Surabaya",
        "Indonesian",
        "#gading",
        "es krim",
        "Rather sure",
    ]
    assert nothing["facts"] == []
    assert ("<mark>es krim</mark>" in page.text, "@toko&lt;b&gt;" in page.text, "@toko<b>" in page.text) == (
        True,
        True,
        False,
    )


def test_the_page_costs_the_same_with_one_report_and_with_five(
    client: Client, reported: Listing, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(builders.analyst())
    client.get(f"/queue/{reported.code}/")
    with django_assert_max_num_queries(60) as before:
        client.get(f"/queue/{reported.code}/")
    for n in range(3):
        builders.report(reported, by=builders.spotter(f"s{n}@mail.example"), **SAID)

    with django_assert_max_num_queries(60) as after:
        client.get(f"/queue/{reported.code}/")

    assert len(after) == len(before)


def test_a_case_carries_none_of_it(reported: Listing) -> None:
    staff: User = builders.analyst()
    builders.forwarded(staff, reported)

    case = Case.objects.get()
    assert (case.price, case.seller) == ("", "")
    assert [word for word in ("Surabaya", "@toko", "es krim", "#gading") if word in repr(vars(case))] == []


def test_the_receipt_says_the_form_in_words(client: Client, reported: Listing) -> None:
    lines = [
        {"reason": "spotter-kind", "points": 0.2, "group": "part"},
        {"reason": "spotter-offer", "points": 0.3, "group": ""},
    ]
    builders.score(reported, receipt=lines)
    client.force_login(builders.analyst())

    receipt = client.get(f"/queue/{reported.code}/").context["receipt"]

    assert [reason["sentence"] for reason in receipt["for_it"]] == [
        "A spotter says what it is: A part, raw",
        "A spotter read a price, a quantity or signs of a sale",
    ]
