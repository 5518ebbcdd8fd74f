"""The shape of the knowledge that the product ships: plain frozen rows."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ShippedTaxon:
    """A taxon or group of taxa; `cites_appendix` is unverified while `verified_on` is empty."""

    key: str
    name: str
    group: str
    product: str
    scientific: str
    cites_appendix: str
    note: str
    source: str
    status: str
    verified_on: str
    verified_by: str


@dataclass(frozen=True, slots=True)
class ShippedWord:
    """A term, cue, look-alike or code word.

    `group` is the class of a negative cue, the product of a part word, or the taxon that a look-alike clears.
    """

    text: str
    language: str
    kind: str
    taxon: str = ""
    product: str = ""
    gloss: str = ""
    group: str = ""
    strength: str = ""
    status: str = "listed"
    needs_company: bool = False
    restricted: bool = False
    why: str = ""
    source: str = ""
    verified_on: str = ""
    verified_by: str = ""


@dataclass(frozen=True, slots=True)
class ShippedKnowledge:
    """All that the product ships; an admin's rows come on top of it."""

    taxa: tuple[ShippedTaxon, ...]
    terms: tuple[ShippedWord, ...]
    cues: tuple[ShippedWord, ...]
    look_alikes: tuple[ShippedWord, ...]
    code_words: tuple[ShippedWord, ...]

    @property
    def words(self) -> tuple[ShippedWord, ...]:
        """Everything that a lexicon is made of."""
        return (*self.terms, *self.cues, *self.look_alikes, *self.code_words)


# How well a name fits what somebody types.
EXACT, BEGINS, HOLDS, SIMILAR = 4, 3, 2, 1


def rank_of(name: str, asked: str) -> int:
    """EXACT, BEGINS, HOLDS, or 0; capitals do not count."""
    known, sought = name.casefold(), asked.casefold()
    if known == sought:
        return EXACT
    if known.startswith(sought):
        return BEGINS
    return HOLDS if sought in known else 0
