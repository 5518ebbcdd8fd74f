"""Whether a proposed word stands in ordinary listings too: then it would ring all day and say nothing."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from reports.scoring.rules.folding import fold
from reports.scoring.rules.lexicon import WILDLIFE, Kind, Lexicon, TermRow, language_group
from reports.scoring.rules.matching import Matcher

# Would a word fire on more than this share of ordinary listings in its language, a lead is warned.
TOO_COMMON: Final = 0.02
_EXAMPLES: Final = 3
# Sale cues stand in ordinary listings by nature, and what lowers a score does no harm there.
_NAMING: Final = WILDLIFE | {Kind.CODE_WORD}


@dataclass(frozen=True, slots=True)
class Common:
    """A word that fires too often: on how many of how many ordinary listings in its language, and on which."""

    text: str
    language: str
    fired: int
    of: int
    examples: tuple[str, ...]


def too_common(proposed: Iterable[TermRow], texts: Sequence[tuple[str, str]]) -> list[Common]:
    """The words that fire on too many of these (language, text), the worst first."""
    rows = tuple(row for row in proposed if row.kind in _NAMING)
    matcher = Matcher(Lexicon("", rows))
    written: dict[str, list[str]] = defaultdict(list)
    for language, text in texts:
        written[language_group(language)].append(text)
    fired: dict[tuple[str, str], list[str]] = defaultdict(list)
    for group, ordinary in written.items():
        for text in ordinary:
            for word, language in set(_found(matcher, text)):
                if language_group(language) == group:
                    fired[word, language].append(text)
    common = [
        Common(word, language, len(found), len(written[language_group(language)]), tuple(found[:_EXAMPLES]))
        for (word, language), found in fired.items()
    ]
    return sorted(
        (one for one in common if one.fired > TOO_COMMON * one.of), key=lambda one: (-one.fired / one.of, one.text)
    )


def _found(matcher: Matcher, text: str) -> Iterator[tuple[str, str]]:
    hits = matcher.find(fold(text))
    for hit in (*hits.wildlife, *hits.code_words):
        yield from ((row.text, row.language) for row in hit.rows)
