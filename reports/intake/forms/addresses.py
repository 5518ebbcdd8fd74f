"""The box of addresses: what it holds, as understood, and what to do about each that cannot be looked at."""

from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy, ngettext

from reports.intake.queries.short_links import where_they_lead
from reports.intake.rules.addresses import LONGEST, Canonical, NotAnAddress, PlatformRow, canonical, find_addresses
from reports.intake.rules.pasted import mended, without
from spotter.lib.fields import CleanText
from spotter.lib.text import clean_text

MAX_ADDRESSES: Final = 50
BOX_LIMIT: Final = 10_000

BAD_ADDRESS: Final[dict[str, Any]] = {
    "empty": gettext_lazy("No address is given."),
    "not-an-address": gettext_lazy("This is not the address of a web page. Copy it from the browser's address bar."),
    "scheme": gettext_lazy("Only addresses that begin with https:// or http:// can be looked at."),
    "credentials": gettext_lazy("This address carries a user name or password. Copy the listing's plain address."),
    "not-public": gettext_lazy("This address does not lead to the public internet. Copy the listing's own address."),
    "too-long": gettext_lazy("This address is longer than 2,000 characters. Copy the listing's plain address."),
    "characters": gettext_lazy("This address holds characters that no address may have. Copy it again."),
    "port": gettext_lazy("This address names an unusual port. Copy the listing's plain address."),
}


@dataclass(frozen=True)
class Given:
    """One address as typed and as understood."""

    typed: str
    found: Canonical


@dataclass(frozen=True)
class Bad:
    """One address that cannot be looked at, and the sentence that says what to do."""

    typed: str
    problem: str

    @property
    def line(self) -> str:
        """The sentence with the address, shortened, before it."""
        return f"{self.typed if len(self.typed) <= 80 else self.typed[:77] + '…'}: {self.problem}"


@dataclass(frozen=True)
class Box:
    """What the box holds: every spelling that was understood, every one that was not; `over`: there are too many."""

    given: tuple[Given, ...] = ()
    bad: tuple[Bad, ...] = ()
    over: bool = False

    @property
    def unique(self) -> tuple[Given, ...]:
        """One spelling of each listing, the first, in order."""
        return tuple({given.found.key: given for given in reversed(self.given)}.values())[::-1]


def opened(typed: str, platforms: tuple[PlatformRow, ...], *, test_hosts: frozenset[str]) -> Box:
    """The box as it can be understood; of too many addresses none is."""
    addresses = find_addresses(typed, test_hosts=test_hosts)
    if len(addresses) > MAX_ADDRESSES:
        return Box(over=True)
    given, bad = [], []
    for address in addresses:
        try:
            given.append(Given(address, canonical(address, platforms, test_hosts=test_hosts)))
        except NotAnAddress as problem:
            bad.append(Bad(address, str(BAD_ADDRESS.get(problem.code, BAD_ADDRESS["not-an-address"]))))
    return Box(followed(given, platforms, test_hosts=test_hosts), tuple(bad))


def followed(
    given: list[Given], platforms: tuple[PlatformRow, ...], *, test_hosts: frozenset[str]
) -> tuple[Given, ...]:
    """The same with every short link that we followed before as the listing that it leads to; one question at most."""
    ends = where_they_lead(one.found for one in given)
    return tuple(
        Given(one.typed, canonical(ends[one.found.key_hash], platforms, test_hosts=test_hosts))
        if one.found.key_hash in ends
        else one
        for one in given
    )


def as_mended(data: QueryDict) -> QueryDict:
    """What was posted, with the addresses that were mended in their own line written into the box."""
    pairs = zip(data.getlist("bad"), data.getlist("mended"), strict=False)
    # No more lines than we show, none longer than is refused: each could hold what the next one looks for.
    shown = [(bad, good[: LONGEST + 1]) for bad, good in islice(pairs, MAX_ADDRESSES)]
    return _with_box(data, mended(_boxed(data), shown))


def without_listing(
    data: QueryDict, found: Canonical, platforms: tuple[PlatformRow, ...], *, test_hosts: frozenset[str]
) -> tuple[QueryDict, str]:
    """What was posted without this listing in its box, and how the box named it; "" when it did not."""
    text = _boxed(data)
    given = opened(text, platforms, test_hosts=test_hosts).given
    spellings = [one.typed for one in given if one.found.key == found.key]
    return _with_box(data, without(text, spellings, test_hosts=test_hosts)), next(iter(spellings), "")


def _boxed(data: QueryDict) -> str:
    return clean_text(data.get("addresses", ""), limit=BOX_LIMIT + 1, lines=True)


def _with_box(data: QueryDict, text: str) -> QueryDict:
    changed = data.copy()
    changed["addresses"] = text
    return changed


class AddressesForm(forms.Form):
    """The box alone; `box` is what it holds, also when something in it must be mended."""

    addresses = CleanText(
        label=gettext_lazy("Address of the listing"),
        help_text=gettext_lazy("Paste one address or several, one a line. The text of a share button will do."),
        max_length=BOX_LIMIT,
        lines=True,
        widget=forms.Textarea({"rows": 3, "inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Paste the address of at least one listing.")},
    )

    def __init__(
        self, *args: Any, platforms: tuple[PlatformRow, ...], test_hosts: frozenset[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.platforms, self.test_hosts = platforms, test_hosts
        self.box = opened(str(self.initial.get("addresses", "")), platforms, test_hosts=test_hosts)

    def clean_addresses(self) -> str:
        """Every address is understood, or named with what to do about it."""
        typed: str = self.cleaned_data["addresses"]
        self.box = opened(typed, self.platforms, test_hosts=self.test_hosts)
        if self.box.over:
            raise forms.ValidationError(
                ngettext("At most %(n)d address at a time.", "At most %(n)d addresses at a time.", MAX_ADDRESSES)
                % {"n": MAX_ADDRESSES}
            )
        problems = [bad.line for bad in self.box.bad]
        if not problems and not self.box.given:
            problems.append(str(BAD_ADDRESS["not-an-address"]))
        if problems:
            raise forms.ValidationError(problems)
        return typed

    def look_up(self, *, may_be_empty: bool = False) -> None:
        """Clean what is typed so far; only what stops a look-up is an error yet. A bad address has its own line."""
        self.full_clean()
        early = {"pictures"} if self.box.bad or may_be_empty else {"pictures", "addresses"}
        for name in set(self.errors) - early:
            del self.errors[name]
