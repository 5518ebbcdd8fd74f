"""Figures as people type them: an amount with a comma or a point, a price with its currency and its juta."""

import re
import unicodedata
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy

from spotter.lib.prices import Price, parse_price
from spotter.lib.text import clean_text

LONGEST: Final = 60
# ISO 4217, what is paid with today.
_CODES = """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP
    CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF
    IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD
    MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB
    RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU
    UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG
"""
CURRENCIES: Final = tuple(_CODES.split())
# 1.500 is as many as 1,500; what has one or two figures behind its mark is less than the next whole.
GROUPED: Final = re.compile(r"[1-9]\d{0,2}(?:[.,'’]\d{3})+")
PLAIN: Final = re.compile(r"\d{1,9}(?:[.,]\d{1,2})?")


class AmountField(forms.DecimalField):
    """How much: above zero, with a comma or a point, in the digits of any script."""

    widget = forms.TextInput
    default_error_messages = {"invalid": gettext_lazy("Write a number, such as 2 or 1.5.")}

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=Decimal("0.01"), max_digits=11, decimal_places=2, **options)

    def to_python(self, value: object) -> Decimal | None:  # type: ignore[override]  # the stubs' parent is IntegerField
        """What the person means; refused with an example."""
        text = unicodedata.normalize("NFKC", clean_text(str(value or ""), limit=LONGEST))
        if GROUPED.fullmatch(text):
            text = re.sub(r"\D", "", text)
        elif text and not PLAIN.fullmatch(text):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        amount: Decimal | None = super().to_python(text.replace(",", "."))
        return amount

    def prepare_value(self, value: Any) -> Any:
        """As a person would write it: 2 and not 2.000."""
        return short_number(value) if isinstance(value, Decimal) else value

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """A telephone shows its figures."""
        return super().widget_attrs(widget) | {"inputmode": "decimal", "autocomplete": "off"}


class PriceField(forms.Field):
    """A price as it stands in the listing; its currency, where the words say it."""

    default_error_messages = {
        "invalid": gettext_lazy("We can't read this as a price. Write only its number, such as 1500000.")
    }

    def to_python(self, value: object) -> Price | None:
        """An amount, perhaps with its currency."""
        text = clean_text(str(value or ""), limit=LONGEST + 1)
        if not text:
            return None
        price = parse_price(text) if len(text) <= LONGEST else None
        if price is None:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        known = price.currency if price.currency in CURRENCIES else None
        return Price(price.amount, known)

    def prepare_value(self, value: Any) -> Any:
        """As a person would write it: 2 and not 2.00."""
        return short_number(value) if isinstance(value, Decimal) else value

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """No list of former prices."""
        return super().widget_attrs(widget) | {"autocomplete": "off"}


def short_number(value: Decimal) -> str:
    """Without the noughts that a column adds, never as 1E+6."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
