"""A proposed word, table or model beside what weighs now: which listings it touches, and where they would move."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

from reports.scoring.rules.folding import fold
from reports.scoring.rules.learned import Learned
from reports.scoring.rules.lexicon import Lexicon, TermRow, lexicon_from_rows
from reports.scoring.rules.matching import LAYERS, Matcher
from reports.scoring.rules.points import BANDS
from reports.scoring.rules.receipt import Subject, Verdict
from reports.scoring.rules.unmasking import readings
from reports.scoring.rules.weighing import LONGEST, weigh

RETIRED: Final = "retired"
_RANK: Final = {band: rank for rank, (_floor, band) in enumerate(reversed(BANDS))}
# Less than this no page would show.
_NOTHING: Final = 0.0005


@dataclass(frozen=True, slots=True)
class Shift:
    """What would become of one listing's score and band."""

    before: float
    before_band: str
    after: float
    after_band: str

    @property
    def steps(self) -> int:
        """How many bands up; below 0 down."""
        return _RANK[self.after_band] - _RANK[self.before_band]


class Sieve:
    """Whether a listing holds one of these words at all, in any spelling that scoring reads."""

    def __init__(self, *proposed: TermRow) -> None:
        self._matcher = Matcher(Lexicon("", proposed))

    def holds(self, subject: Subject) -> bool:
        """Whether it stands in the title or in the text."""
        return any(self._finds(words[:LONGEST]) for words in (subject.title, subject.text) if words)

    def _finds(self, text: str) -> bool:
        found = (self._matcher.find(folded) for folded in chain([fold(text)], readings(text)))
        return any(getattr(hits, layer) for hits in found for layer in LAYERS)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What would weigh instead: a lexicon and a model; with a sieve, only listings that hold the word can change."""

    lexicon: Lexicon
    model: Learned | None
    sieve: Sieve | None = None

    def shift(self, subject: Subject, now: Verdict) -> Shift | None:
        """Where the listing would move from what weighs now; None when nothing would change."""
        if self.sieve is not None and not self.sieve.holds(subject):
            return None
        then = weigh(subject, self.lexicon, self.model)
        if abs(then.score - now.score) < _NOTHING and then.band == now.band:
            return None
        return Shift(now.score, now.band, then.score, then.band)


def word_of(row: Mapping[str, object]) -> TermRow:
    """The proposed row; raises BadTerm for a useless one."""
    return lexicon_from_rows("", [row]).terms[0]


def same_word(one: TermRow, other: TermRow) -> bool:
    """Whether two rows are the same word of the same kind."""
    return (one.text, one.language, one.kind) == (other.text, other.language, other.kind)


def lexicon_with(base: Lexicon, word: TermRow) -> Lexicon:
    """The lexicon with this word in it; with a retired one, without it."""
    rest = tuple(term for term in base.terms if not same_word(term, word))
    return Lexicon(f"{base.number}+", rest if word.status == RETIRED else (*rest, word))


def lexicon_with_all(base: Lexicon, proposed: Sequence[TermRow]) -> Lexicon:
    """The lexicon as it would be with these rows: each in the place of the one that says it of the same thing."""
    instead = {_identity(row) for row in proposed}
    rest = (term for term in base.terms if _identity(term) not in instead)
    return Lexicon(f"{base.number}+", (*rest, *(row for row in proposed if row.status != RETIRED)))


def _identity(row: TermRow) -> tuple[str, ...]:
    return (row.text, row.language, row.kind, row.taxon, row.product, row.group)


@dataclass(frozen=True, slots=True)
class Moves:
    """So many listings that would move one way, by what staff decided of them."""

    confirmed: int = 0
    dismissed: int = 0
    undecided: int = 0

    @property
    def listings(self) -> int:
        """All of them."""
        return self.confirmed + self.dismissed + self.undecided


def summed(moves: Iterable[tuple[int, str]]) -> tuple[Moves, Moves, Moves]:
    """Up, down, and within their band, from (steps, verdict) of each listing; the verdict is "" without a decision."""
    counts = {way: {"confirmed": 0, "dismissed": 0, "undecided": 0} for way in (1, -1, 0)}
    for steps, verdict in moves:
        counts[(steps > 0) - (steps < 0)][verdict or "undecided"] += 1
    return Moves(**counts[1]), Moves(**counts[-1]), Moves(**counts[0])
