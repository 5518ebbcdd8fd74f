"""What the columns of a table say: every fact in its field, and every cell to mend named."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client

from coalition.models import Taxon, Term
from reports.models import SAID, Report
from tests.reports.intake.table import (
    BULK,
    HEAD,
    address,
    csv,
    dry_run,
    fates,
    send,
    totals,
    xlsx,
)


def test_every_column_arrives_in_its_field(tab: Client) -> None:
    Taxon.objects.update_or_create(key="elephant", defaults={"group": "elephant", "name": "Elephant"})
    row = [address(1), "The material looks real; no-papers", "ELEPHANT", "Carved.", "#gading", "Rather sure"]

    send(tab, xlsx(row, head=HEAD))

    report = Report.objects.get()
    assert (report.why, report.taxon_key, report.note) == (["material", "no-papers"], "elephant", "Carved.")
    assert (report.search_word, report.sureness, report.address_as_given) == ("#gading", "rather", address(1))


def test_what_is_offered_may_be_called_by_a_term_in_any_language_but_not_by_a_restricted_one(tab: Client) -> None:
    taxon, _new = Taxon.objects.update_or_create(key="elephant", defaults={"group": "elephant", "name": "Elephant"})
    common = {"taxon": taxon, "language": "id", "source": "a test"}
    Term.objects.create(kind="product", text="Gading Tua", **common)
    Term.objects.create(kind="product", text="batang putih", is_restricted=True, **common)

    send(tab, csv([address(1), "gading  tua"], [address(2), "batang putih"], head=("url", "species")))

    found = Report.objects.order_by("id").values_list("address_as_given", "taxon_key", "note")
    assert sorted(found) == [(address(1), "elephant", ""), (address(2), "", "taxon: batang putih")]


@pytest.mark.parametrize("status", ["doubtful", "reported"])
def test_what_is_not_published_yet_names_nothing_in_a_table(tab: Client, status: str) -> None:
    taxon, _new = Taxon.objects.update_or_create(key="elephant", defaults={"group": "elephant", "name": "Elephant"})
    Term.objects.create(kind="product", text="batang", taxon=taxon, language="id", source="a test", status=status)

    send(tab, csv([address(1), "batang"], head=["address", "offered"]))

    assert Report.objects.get().taxon_key == ""


def test_a_word_that_no_list_has_goes_into_the_note_and_says_so(tab: Client) -> None:
    where = dry_run(
        tab, csv([address(1), "old; material", "very", "Mine."], head=("address", "why", "how sure", "note"))
    )

    assert tab.get(where).context["rows"][0]["strangers"] == ["why: old", "how sure: very"]
    tab.post(f"{where}send/")
    assert list(Report.objects.values_list("why", "note")) == [(["material"], "Mine.\nwhy: old\nhow sure: very")]


def test_columns_may_stand_in_any_order_under_headings_of_many_languages(tab: Client) -> None:
    where = dry_run(tab, csv(["x", "Bagus", address(1)], head=("price in IDR", " Catatan: ", "TAUTAN")))

    assert tab.get(where).context["unread"] == ["price in IDR"]
    tab.post(f"{where}send/")
    assert list(Report.objects.values_list("note", "address_as_given")) == [("Bagus", address(1))]


def test_the_text_of_a_share_button_will_do_for_an_address(tab: Client) -> None:
    send(tab, csv([f"Lihat barang ini di {address(1)}?fbclid=me #gading"]))

    report = Report.objects.get()
    assert (report.listing.address, report.address_as_given) == (address(1), f"{address(1)}?fbclid=me")


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        (["", ""], "No address is given."),
        (
            ["http://127.0.0.1/", ""],
            "This address does not lead to the public internet. Copy the listing's own address.",
        ),
        ([f"{address(1)} {address(2)}", ""], "One address a row: this one holds 2."),
        ([address(1), "a" * 2_001], "note: Ensure this value has at most 2000 characters (it has 2001)."),
    ],
    ids=["none", "not public", "two", "a long note"],
)
def test_a_row_that_cannot_go_says_what_to_mend(tab: Client, cells: list[str], sentence: str) -> None:
    where = dry_run(tab, csv([cells[0], cells[1], "x"], head=("address", "note", "why")))

    assert fates(tab, where) == [(2, "To mend", sentence)]
    assert "can be sent" in tab.get(where).text


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_template_comes_back_with_its_example_passed_over(tab: Client, kind: str) -> None:
    template = b"".join(tab.get(f"{BULK}template.{kind}"))

    assert totals(tab, dry_run(tab, template)) == {"All rows": 0}


WHOLE = {
    "URL": address(1),
    "barang": "gading tua",
    "spesies": "ELEPHANT",
    "product": "Ivory",
    "form": "A finished product",
    "jumlah": "1,5",
    "satuan": "kg",
    "harga": "1.5 juta",
    "mata uang": "Rp",
    "cara jual": "There is more in stock; elsewhere",
    "penjual": "=@toko",
    "lokasi": "Medan",
    "bahasa": "Indonesian",
    "hashtag": "#gading",
    "kata sandi": "batang putih",
    "how sure": "sure",
}


@pytest.mark.parametrize("make", [csv, xlsx])
def test_every_newer_fact_arrives_under_a_heading_of_another_language(tab: Client, make: Callable[..., bytes]) -> None:
    Taxon.objects.update_or_create(key="elephant", defaults={"group": "elephant", "name": "Elephant"})
    cells = [f'"{cell}"' if make is csv else cell for cell in WHOLE.values()]

    send(tab, make(cells, head=list(WHOLE)))

    said = Report.objects.values(*SAID).get()
    assert said == {
        "why": [],
        "note": "",
        "offered": "gading tua",
        "taxon_key": "elephant",
        "product": "ivory",
        "offered_as": "product",
        "quantity": Decimal("1.50"),
        "unit": "kg",
        "price": Decimal("1500000.00"),
        "currency": "IDR",
        "place": "Medan",
        "seller": "=@toko",
        "sale_signals": ["stock", "elsewhere"],
        "search_word": "#gading",
        "code_word": "batang putih",
        "language": "id",
        "sureness": "sure",
    }


def test_what_is_offered_says_its_taxon_product_and_language_and_the_price_its_currency(tab: Client) -> None:
    taxon, _new = Taxon.objects.update_or_create(key="elephant", defaults={"group": "elephant", "name": "Elephant"})
    Term.objects.create(
        kind="product", text="gading purba", taxon=taxon, product="ivory", language="id", source="a test"
    )

    send(tab, csv([address(1), "Gading  Purba", "Rp 150rb"], head=("address", "offered", "price")))

    found = Report.objects.values_list("offered", "taxon_key", "product", "language", "price", "currency").get()
    assert found == ("Gading  Purba", "elephant", "ivory", "id", Decimal(150_000), "IDR")


def test_every_cell_that_cannot_be_read_is_named_with_what_it_must_be(tab: Client) -> None:
    head = ("address", "quantity", "price", "currency", "seller")
    where = dry_run(tab, csv(["ivory", "many", "cheap", "shells", "s" * 121], head=head))

    (row,) = tab.get(where).context["rows"]
    assert row["problems"] == (
        "This is not the address of a web page. Copy it from the browser's address bar.",
        "quantity: Write a number, such as 2 or 1.5.",
        "price: We can't read this as a price. Write only its number, such as 1500000.",
        "currency: Write the three letters of the currency, such as IDR.",
        "seller: Ensure this value has at most 120 characters (it has 121).",
    )
    assert tab.post(f"{where}send/").status_code == 302
    assert Report.objects.count() == 0


def test_a_figure_of_a_workbook_is_not_taken_for_thousands(tab: Client) -> None:
    send(tab, xlsx([address(1), 1.234, 1500000.0], head=("address", "quantity", "price")))

    assert Report.objects.values_list("quantity", "price").get() == (Decimal("1.23"), Decimal(1_500_000))


def test_what_became_of_each_row_can_be_taken_along_and_no_cell_is_a_formula(tab: Client) -> None:
    where = send(tab, csv([address(1), "=1+1"], ["ivory", "x"], head=("address", "note")))

    file = b"".join(tab.get(f"{where}results.csv")).decode("utf-8-sig").splitlines()
    advice = "This is not the address of a web page. Copy it from the browser's address bar."
    assert file == [
        '"address","note","row","what became of it","about it","report"',
        f'"{address(1)}","\'=1+1","2","Sent","Received","{Report.objects.get().code}"',
        f'"ivory","x","3","To mend","{advice}",""',
    ]
    again = dry_run(tab, "\n".join(file).encode())
    assert tab.get(again).context["unread"] == []
