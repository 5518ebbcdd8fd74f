"""Find the terms of a lexicon in a folded text: one pass, word borders, leftmost-longest within a layer."""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from operator import itemgetter

import ahocorasick_rs

from reports.scoring.rules.borders import begins_word, ends_word, stands_free
from reports.scoring.rules.folding import Folded, fold_term
from reports.scoring.rules.lexicon import WILDLIFE, Kind, Lexicon, TermRow, language_group
from reports.scoring.rules.patterns import Piece, is_pattern, joined, pieces_of

# "vay te te" is how Vietnamese is typed in a hurry; shorter words without their marks are other words.
_SHORTEST_UNMARKED = 6
_UNMARKED = frozenset({Kind.PRODUCT, Kind.ANIMAL})
# A page that says a word a thousand times says no more than one that says it six times, and is not slower to weigh.
MOST_OF_A_TERM = 6
LAYERS = WILDLIFE_LAYER, CODE_WORDS_LAYER, LOOK_ALIKES_LAYER, CUES_LAYER = (
    "wildlife",
    "code_words",
    "look_alikes",
    "cues",
)

PIECES_LAYER = "pieces"

type Layers = tuple[tuple[str, tuple[TermRow, ...]], ...]
# Start, and end below nought so that of those with one start the longest sorts first.
type Find = tuple[int, int, tuple[TermRow, ...]]
_PLACE = itemgetter(0, 1)


@dataclass(frozen=True, slots=True)
class Hit:
    """A place in the folded text, and the rows of one layer that read it so."""

    start: int
    end: int
    rows: tuple[TermRow, ...]

    @property
    def kind(self) -> Kind:
        """The kind of the first row; rows of one hit share their layer, mostly their kind."""
        return self.rows[0].kind


@dataclass(frozen=True, slots=True)
class Hits:
    """What was found, layer by layer; within a layer no two overlap, and they stand in order of place."""

    wildlife: tuple[Hit, ...]
    code_words: tuple[Hit, ...]
    look_alikes: tuple[Hit, ...]
    cues: tuple[Hit, ...]


class Matcher:
    """The automaton of one lexicon; building it takes well under a second, searching is linear in the text."""

    def __init__(self, lexicon: Lexicon) -> None:
        patterns: dict[str, list[TermRow]] = defaultdict(list)
        for term in lexicon.terms:
            if is_pattern(term):
                for piece in pieces_of(term):
                    patterns[fold_term(piece.text)].append(piece)
            else:
                patterns[fold_term(term.text)].append(term)
        for term in lexicon.terms:
            plain = _unmarked(term)
            if plain and plain not in patterns:
                patterns[plain].append(term)
        # Per pattern, the layers with their rows; by far most hits end where a word ends, and take them as they are.
        self._layers = [_by_layer(rows) for rows in patterns.values()]
        # Overlapping search, since the longest match may fail its border where a shorter one holds.
        self._automaton = ahocorasick_rs.AhoCorasick(
            list(patterns), matchkind=ahocorasick_rs.MatchKind.Standard, store_patterns=False
        )

    def find(self, folded: Folded) -> Hits:
        """The hits in the text, layer by layer, at most MOST_OF_A_TERM of each term."""
        text = folded.text
        by_layer: dict[str, list[Find]] = defaultdict(list)
        for index, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            if not begins_word(text, start, end):
                continue
            layers = self._layers[index] if stands_free(text, end) else _that_end(self._layers[index], text, start, end)
            for layer, rows in layers:
                by_layer[layer].append((start, -end, rows))
        if by_layer[PIECES_LAYER]:
            by_layer[LOOK_ALIKES_LAYER] += joined(by_layer[PIECES_LAYER])
        return Hits(*(_leftmost_longest(by_layer[name]) for name in LAYERS))


def _by_layer(rows: Iterable[TermRow]) -> Layers:
    layers: dict[str, list[TermRow]] = defaultdict(list)
    for row in rows:
        for layer in (PIECES_LAYER,) if isinstance(row, Piece) else _layers_of(row.kind):
            layers[layer].append(row)
    return tuple((layer, tuple(found)) for layer, found in layers.items())


def _that_end(layers: Layers, text: str, start: int, end: int) -> Layers:
    """Only the rows whose language lets a word end here, inside what looks like a longer one."""
    ending = ((layer, tuple(row for row in rows if _ends(row, text, start, end))) for layer, rows in layers)
    return tuple((layer, rows) for layer, rows in ending if rows)


def _ends(row: TermRow, text: str, start: int, end: int) -> bool:
    stem = end - start if row.kind in _UNMARKED else 0
    return ends_word(text, end, group=language_group(row.language), stem=stem)


def _layers_of(kind: Kind) -> tuple[str, ...]:
    if kind in WILDLIFE:
        return ("wildlife",)
    if kind is Kind.NEUTRAL:
        return ("wildlife", "cues")
    if kind is Kind.CODE_WORD:
        return ("code_words",)
    return ("look_alikes",) if kind is Kind.LOOK_ALIKE else ("cues",)


def _leftmost_longest(finds: list[Find]) -> tuple[Hit, ...]:
    kept: list[Hit] = []
    reached = 0
    times: Counter[str] = Counter()
    for start, end, rows in sorted(finds, key=_PLACE):
        if start < reached:
            continue
        reached = -end
        first = rows[0]
        times[first.text] += 1
        if first.kind is not Kind.NEUTRAL and times[first.text] <= MOST_OF_A_TERM:
            kept.append(Hit(start, -end, rows))
    return tuple(kept)


def _unmarked(term: TermRow) -> str:
    """The folded term without its accents, where that is another spelling of a Latin word long enough; else empty."""
    folded = fold_term(term.text)
    if folded.isascii() or term.kind not in {*_UNMARKED, Kind.AMBIGUOUS}:
        return ""
    bare = "".join(char for char in unicodedata.normalize("NFD", folded) if not unicodedata.combining(char)).replace(
        "đ", "d"
    )
    return bare if bare.isascii() and len(bare) >= _SHORTEST_UNMARKED and " " in bare else ""
