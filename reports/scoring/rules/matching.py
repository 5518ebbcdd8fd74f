"""Find the terms of a lexicon in a folded text: one pass, word borders, leftmost-longest within a layer."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import ahocorasick_rs

from reports.scoring.rules.borders import begins_word, ends_word
from reports.scoring.rules.folding import Folded, fold_term
from reports.scoring.rules.lexicon import WILDLIFE, Kind, Lexicon, TermRow, language_group

# "vay te te" is how Vietnamese is typed in a hurry; shorter words without their marks are other words.
_SHORTEST_UNMARKED = 6
_UNMARKED = frozenset({Kind.PRODUCT, Kind.ANIMAL})


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
        self._rows: list[tuple[TermRow, ...]] = []
        patterns: dict[str, list[TermRow]] = defaultdict(list)
        for term in lexicon.terms:
            patterns[fold_term(term.text)].append(term)
        for term in lexicon.terms:
            plain = _unmarked(term)
            if plain and plain not in patterns:
                patterns[plain].append(term)
        self._rows = [tuple(rows) for rows in patterns.values()]
        # Overlapping search, since the longest match may fail its border where a shorter one holds.
        self._automaton = ahocorasick_rs.AhoCorasick(
            list(patterns), matchkind=ahocorasick_rs.MatchKind.Standard, store_patterns=False
        )

    def find(self, folded: Folded) -> Hits:
        """All hits in the text, layer by layer."""
        layers: dict[str, list[Hit]] = defaultdict(list)
        for index, start, end in self._automaton.find_matches_as_indexes(folded.text, overlapping=True):
            if begins_word(folded.text, start, end):
                for layer, rows in _by_layer(self._rows[index], folded.text, start, end):
                    layers[layer].append(Hit(start, end, rows))
        return Hits(*(_leftmost_longest(layers[name]) for name in ("wildlife", "code_words", "look_alikes", "cues")))


def _by_layer(rows: Iterable[TermRow], text: str, start: int, end: int) -> Iterator[tuple[str, tuple[TermRow, ...]]]:
    layers: dict[str, list[TermRow]] = defaultdict(list)
    for row in rows:
        stem = end - start if row.kind in _UNMARKED else 0
        if ends_word(text, end, group=language_group(row.language), stem=stem):
            for layer in _layers_of(row.kind):
                layers[layer].append(row)
    return ((layer, tuple(found)) for layer, found in layers.items())


def _layers_of(kind: Kind) -> tuple[str, ...]:
    if kind in WILDLIFE:
        return ("wildlife",)
    if kind is Kind.NEUTRAL:
        return ("wildlife", "cues")
    if kind is Kind.CODE_WORD:
        return ("code_words",)
    return ("look_alikes",) if kind is Kind.LOOK_ALIKE else ("cues",)


def _leftmost_longest(hits: list[Hit]) -> tuple[Hit, ...]:
    kept: list[Hit] = []
    reached = 0
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end)):
        if hit.start >= reached:
            kept.append(hit)
            reached = hit.end
    return tuple(hit for hit in kept if hit.kind is not Kind.NEUTRAL)


def _unmarked(term: TermRow) -> str:
    """The folded term without its accents, where that is another spelling of a Latin word long enough; else empty."""
    folded = fold_term(term.text)
    if folded.isascii() or term.kind not in _UNMARKED:
        return ""
    bare = "".join(char for char in unicodedata.normalize("NFD", folded) if not unicodedata.combining(char)).replace(
        "đ", "d"
    )
    return bare if bare.isascii() and len(bare) >= _SHORTEST_UNMARKED and " " in bare else ""
