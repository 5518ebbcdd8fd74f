"""Which lexicon weighs now, and what scoring reads of a listing."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from coalition.knowledge.edges.shipped import shipped_rows
from coalition.models import Lexicon as Published
from reports.models import Capture, Listing, TrainedModel
from reports.scoring.rules.learned import Learned, read
from reports.scoring.rules.lexicon import Lexicon, lexicon_from_rows
from reports.scoring.rules.receipt import Subject

# That there is an offer, as spotters read it on the page.
_SIGNS = ("price", "quantity", "sale_signals")
SAID = ("why", "taxon_key", "product", "offered_as", *_SIGNS)


def lexicon_numbered(number: int) -> Lexicon:
    """The published lexicon of this number; 0 is the shipped one."""
    return published_lexicon(number) if number else _shipped()


@lru_cache(maxsize=2)
def published_lexicon(number: int) -> Lexicon:
    """Frozen, so it is read once a process."""
    return lexicon_from_rows(str(number), Published.objects.get(number=number).rows)


@lru_cache(maxsize=1)
def _shipped() -> Lexicon:
    return lexicon_from_rows("shipped", [vars_of(word) for word in shipped_rows().words])


def vars_of(word: object) -> dict[str, object]:
    """A shipped word (a slotted dataclass) as a plain row."""
    return {name: getattr(word, name) for name in word.__dataclass_fields__}  # type: ignore[attr-defined]


@lru_cache(maxsize=2)
def model_of(version: str) -> Learned:
    """The model of this version: never changed, so it is read once a process."""
    return read(TrainedModel.objects.get(version=version).weights)


def model_now() -> Learned | None:
    """The published model; None while the rules weigh alone."""
    version = TrainedModel.objects.in_use().values_list("version", flat=True).first()
    return model_of(version) if version else None


def lexicon_now() -> Lexicon:
    """The newest published lexicon; the shipped one while none is published."""
    number = Published.objects.order_by("-number").values_list("number", flat=True).first()
    return lexicon_numbered(number or 0)


def subject_of(listing: Listing, capture: Capture | None) -> Subject:
    """What is weighed: the page as we saw it and what the spotters said of it; never how many they are."""
    return subject_from(capture, list(listing.reports.standing().order_by("id").values(*SAID)))


def subject_from(capture: Capture | None, reports: Sequence[Mapping[str, Any]]) -> Subject:
    """The same from what was read already: the columns SAID of each standing report."""
    named = next((report for report in reports if report["taxon_key"]), None)
    whys = sorted({why for report in reports for why in report["why"]})
    return Subject(
        title=capture.title if capture else "",
        text=capture.text if capture else "",
        language=capture.language if capture else "",
        price=capture.price if capture else "",
        page_state=capture.state if capture else "",
        spotter_reasons=tuple(whys),
        spotter_taxon=named["taxon_key"] if named else "",
        spotter_product=named["product"] if named else "",
        spotter_kind=next((report["offered_as"] for report in reports if report["offered_as"]), ""),
        spotter_offer=any(report[sign] for report in reports for sign in _SIGNS),
    )
