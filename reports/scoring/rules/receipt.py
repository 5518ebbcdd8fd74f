"""What goes into weighing and what comes out of it: the subject, the reasons, the verdict."""

from collections.abc import Mapping
from dataclasses import dataclass

from reports.reasons import ReasonKey, key_of
from reports.scoring.rules.folding import Folded
from reports.scoring.rules.matching import Hit, Hits


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A listing as scoring sees it. How many people reported it is left out on purpose: counts never move a score."""

    title: str = ""
    text: str = ""
    language: str = ""
    price: str = ""
    page_state: str = ""
    spotter_reasons: tuple[str, ...] = ()
    spotter_taxon: str = ""
    spotter_product: str = ""
    spotter_kind: str = ""
    spotter_offer: bool = False
    picture_before: str = ""  # what staff said of the other listings with the same picture: confirmed, dismissed
    seller_before: str = ""  # the same of the seller's other listings
    spotter_record: str = ""  # how the reports of those who sent it were decided so far: often-right, seldom-right


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One line of the receipt. `start` and `end` count characters of the original field; both are 0 without a place."""

    code: str
    points: float
    term: str = ""
    gloss: str = ""
    language: str = ""
    field: str = ""
    start: int = 0
    end: int = 0
    taxon: str = ""
    product: str = ""
    group: str = ""

    @property
    def key(self) -> ReasonKey:
        """Which reason it is, the same on every receipt."""
        said = {"reason": self.code, "term": self.term, "language": self.language, "group": self.group}
        return key_of(said)

    @property
    def counter(self) -> bool:
        """Whether this reason speaks against an offer."""
        return self.points < 0

    @property
    def hint(self) -> bool:
        """Whether this is only a hint to look, without points."""
        return self.points == 0

    @property
    def sentence_key(self) -> str:
        """Which sentence the template writes: the code, with a gloss or without one."""
        return f"{self.code}.glossed" if self.gloss else self.code

    @property
    def params(self) -> Mapping[str, str]:
        """What the sentence is filled with, as in “'gading' (ivory, Indonesian): +2.1”."""
        return {
            "term": self.term,
            "gloss": self.gloss,
            "language": self.language,
            "group": self.group,
            "points": f"{self.points:+.1f}" if self.points else "0",
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The score in (0, 1), its band, what it seems to be, and why."""

    score: float
    band: str
    taxon: str
    product: str
    receipt: tuple[Reason, ...]
    intercept: float
    lexicon: str
    model: str


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the subject, folded and searched."""

    name: str
    original: str
    folded: Folded
    hits: Hits
    masked: bool = False

    def reason(self, hit: Hit, code: str, points: float, **facts: str) -> Reason:
        """A reason that points at the original characters of a hit."""
        start, end = self.folded.original(hit.start, hit.end)
        return Reason(code=code, points=round(points, 2), field=self.name, start=start, end=end, **facts)
