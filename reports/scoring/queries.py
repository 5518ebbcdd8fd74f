"""Which lexicon weighs now, and what scoring reads of a listing."""

from functools import lru_cache

from coalition.knowledge.edges import shipped_rows
from coalition.models import Lexicon as Published
from reports.models import Capture, Listing
from reports.scoring.rules.lexicon import Lexicon, lexicon_from_rows
from reports.scoring.rules.receipt import Subject


@lru_cache(maxsize=2)
def lexicon_numbered(number: int) -> Lexicon:
    """The published lexicon of this number: frozen, so it is read once a process. 0 is the shipped one."""
    if number == 0:
        return lexicon_from_rows("shipped", [vars_of(word) for word in shipped_rows().words])
    return lexicon_from_rows(str(number), Published.objects.get(number=number).rows)


def vars_of(word: object) -> dict[str, object]:
    """A shipped word (a slotted dataclass) as a plain row."""
    return {name: getattr(word, name) for name in word.__dataclass_fields__}  # type: ignore[attr-defined]


def lexicon_now() -> Lexicon:
    """The newest published lexicon; the shipped one while none is published."""
    number = Published.objects.order_by("-number").values_list("number", flat=True).first()
    return lexicon_numbered(number or 0)


def subject_of(listing: Listing, capture: Capture | None) -> Subject:
    """What is weighed: the page as we saw it and what the spotters said of it; never how many they are."""
    reports = listing.reports.standing().values("why", "taxon_key", "note")
    taxa = [report["taxon_key"] for report in reports if report["taxon_key"]]
    whys = sorted({why for report in reports for why in report["why"]})
    return Subject(
        title=capture.title if capture else "",
        text=capture.text if capture else "",
        language=capture.language if capture else "",
        price=capture.price if capture else "",
        page_state=capture.state if capture else "",
        spotter_reasons=tuple(whys),
        spotter_taxon=taxa[0] if taxa else "",
    )
