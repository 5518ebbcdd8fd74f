"""Prices are read in the notations of many countries."""

import time
from decimal import Decimal

import pytest

from spotter.lib.prices import find_price, parse_marked_price, parse_price

NOTATIONS = [
    ("Rp1,25 juta", "1250000", "IDR"),
    ("Rp 2,5jt", "2500000", "IDR"),
    ("Rp 1.250.000", "1250000", "IDR"),
    ("Rp.500.000,-", "500000", "IDR"),
    ("Rp100ribu", "100000", "IDR"),
    ("150rb", "150000", None),
    ("150 rb", "150000", None),
    ("1.2万", "12000", None),
    ("1.234万", "12340", None),
    ("1.2萬元", "12000", "CNY"),
    ("¥12,000", "12000", "CNY"),
    ("45元", "45", "CNY"),
    ("RMB 300", "300", "CNY"),
    ("12,000円", "12000", "JPY"),
    ("₩50,000", "50000", "KRW"),
    ("5만원", "50000", "KRW"),
    ("1.500.000 ₫", "1500000", "VND"),
    ("1.500.000đ", "1500000", "VND"),
    ("100 000 đồng", "100000", "VND"),
    ("1tr5", "1500000", None),
    ("2 triệu", "2000000", None),
    ("300 nghìn", "300000", None),
    ("฿1,500", "1500", "THB"),
    ("1,500 บาท", "1500", "THB"),
    ("3 ล้านบาท", "3000000", "THB"),
    ("$5k", "5000", "USD"),
    ("US$ 1,200.50", "1200.50", "USD"),
    ("S$50", "50", "SGD"),
    ("HK$ 800", "800", "HKD"),
    ("NT$3,000", "3000", "TWD"),
    ("€ 1.234,56", "1234.56", "EUR"),
    ("1 234,56 €", "1234.56", "EUR"),
    ("1'234.50 CHF", "1234.50", "CHF"),
    ("£1,250.00", "1250", "GBP"),
    ("R$ 1.500,00", "1500", "BRL"),
    ("RM 1,200", "1200", "MYR"),
    ("₹1,25,000", "125000", "INR"),
    ("1.5 lakh", "150000", None),
    ("١٬٥٠٠ ريال", "1500", "SAR"),
    ("150 ألف", "150000", None),
    ("AED 1,500", "1500", "AED"),
    ("Rp 100.000 - Rp 200.000", "100000", "IDR"),
    ("1,234.56", "1234.56", None),
]


@pytest.mark.parametrize(("text", "amount", "currency"), NOTATIONS)
def test_a_price_as_people_write_it(text: str, amount: str, currency: str | None) -> None:
    price = parse_price(text)
    assert price is not None
    assert (price.amount, price.currency) == (Decimal(amount), currency)


@pytest.mark.parametrize(
    "text",
    ["", "call me", "50%", "0812 3456 7890", "2024-01-01", "+62 812 345", "Rp 0", "Rp " + "9" * 5_000, "1" * 5_000],
)
def test_what_is_no_price(text: str) -> None:
    assert parse_price(text) is None


def test_the_yen_sign_is_japanese_on_a_japanese_page() -> None:
    price = parse_price("¥12,000", language="ja")
    assert price is not None
    assert price.currency == "JPY"


@pytest.mark.parametrize(
    ("value", "currency", "expected"),
    [
        ("1250000.00", "IDR", ("1250000", "IDR")),
        (1.5, "usd", ("1.50", "USD")),
        (1250000, "IDR", ("1250000", "IDR")),
        ("1.250.000", "IDR", ("1250000", "IDR")),
        ("1.250", "EUR", ("1.25", "EUR")),
        ("12,5", "EUR", ("12.50", "EUR")),
        ("Rp 150rb", None, ("150000", "IDR")),
    ],
)
def test_a_marked_price_has_a_decimal_point(value: object, currency: object, expected: tuple[str, str]) -> None:
    price = parse_marked_price(value, currency)
    assert price is not None
    assert (price.amount, price.currency) == (Decimal(expected[0]), expected[1])


@pytest.mark.parametrize("value", [True, None, {}, [], "", "free", float("nan"), float("inf"), -3, 0])
def test_what_is_no_marked_price(value: object) -> None:
    assert parse_marked_price(value, "EUR") is None


def test_running_text_gives_a_price_only_with_its_currency() -> None:
    price = find_price("Tusk of 40 cm, 3 pieces\nAsking 2 or more\nTerms: Rp 1,5 juta nego")
    assert price is not None
    assert (price.amount, price.currency) == (Decimal(1_500_000), "IDR")


def test_running_text_without_a_price() -> None:
    assert find_price("Tusk of 40 cm, 3 pieces, ring 0812 3456 7890") is None


@pytest.mark.parametrize(
    "line", ["1" * 300, "1." * 150, " ".join(["111"] * 75), "\u249b" * 300], ids=["figures", "marks", "groups", "wide"]
)
def test_a_page_full_of_figures_takes_no_longer_than_its_length(line: str) -> None:
    began = time.process_time()
    find_price("\n".join([f"9{line}"[:300]] * 66))

    # Tried at every place and in every length, the worst of these takes half a minute.
    assert time.process_time() - began < 5
