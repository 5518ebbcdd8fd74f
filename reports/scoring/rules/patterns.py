"""Look-alikes with gaps, as `ivory * dress|gown|veil`: their pieces are found like words, then joined in one pass."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from reports.scoring.rules.lexicon import Kind, TermRow

# So many characters may stand between two pieces: about three words, also where a script has no spaces.
GAP: Final = 24

type Find = tuple[int, int, tuple[TermRow, ...]]


@dataclass(frozen=True, slots=True)
class Piece(TermRow):
    """One way to write one piece of a look-alike; `number` counts from 0."""

    whole: TermRow | None = None
    number: int = 0
    last: int = 0


def is_pattern(term: TermRow) -> bool:
    """Whether a row is a look-alike with gaps or ways."""
    return term.kind is Kind.LOOK_ALIKE and ("*" in term.text or "|" in term.text)


def pieces_of(term: TermRow) -> Iterator[Piece]:
    """Every way to write each piece."""
    pieces = term.text.split(" * ")
    for number, piece in enumerate(pieces):
        for way in filter(str.strip, piece.split("|")):
            yield Piece(way.strip(), term.language, term.kind, whole=term, number=number, last=len(pieces) - 1)


def joined(finds: Iterable[Find]) -> list[Find]:
    """The look-alikes whose pieces stand in their order, each at most GAP after the one before; linear in the finds."""
    found: list[Find] = []
    # For each look-alike and piece the latest place where all before it stood: where the whole began, where it ended.
    reached: dict[tuple[TermRow, int], tuple[int, int]] = {}
    for start, below, rows in sorted(finds, key=lambda find: find[:2]):
        for piece in rows:
            if not isinstance(piece, Piece) or piece.whole is None:
                continue
            begun = start
            if piece.number:
                before = reached.get((piece.whole, piece.number - 1))
                if before is None or not 0 <= start - before[1] <= GAP:
                    continue
                begun = before[0]
            if piece.number == piece.last:
                found.append((begun, below, (piece.whole,)))
            else:
                reached[piece.whole, piece.number] = (begun, -below)
    return found
