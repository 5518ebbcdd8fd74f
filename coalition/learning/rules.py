"""How what we know is taught: in which groups, in whose language, with how few examples, and who must read what."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

# What is offered alive comes first: it is the most urgent.
GROUPS: Final = (
    ("live", ("live_mammal", "live_primate", "live_bird", "live_reptile")),
    ("mammals", ("mammal_part",)),
    ("birds", ("bird_part",)),
    ("reptiles", ("reptile_part",)),
    ("sea", ("fish", "invertebrate")),
    ("plants", ("plant",)),
    ("lookalikes", ("lookalike",)),
)
FALLBACK: Final = "en"
PRODUCTS_SHOWN: Final = 4
LOOK_ALIKES_SHOWN: Final = 5


@dataclass(frozen=True)
class Word:
    """One term that everybody may read; `about` is the key of its taxon, `why` the class of a look-alike."""

    about: str
    language: str
    kind: str
    text: str
    why: str = ""


def group_of(group: str) -> str:
    """The chapter of the guide in which a group of taxa stands; the last one takes what no chapter names."""
    return next((chapter for chapter, groups in GROUPS if group in groups), GROUPS[-1][0])


def spoken(words: Iterable[Word], language: str) -> list[Word]:
    """The words in the reader's language; without any, the English ones."""
    found = list(words)
    mine = [word for word in found if word.language == language]
    return mine or [word for word in found if word.language == FALLBACK]


def products(words: Iterable[Word], language: str) -> tuple[str, ...]:
    """A few names under which it is offered."""
    offered = [word for word in words if word.kind == "product"]
    return tuple(word.text for word in spoken(offered, language)[:PRODUCTS_SHOWN])


def local_name(words: Iterable[Word], language: str) -> str:
    """Its plain name in the reader's language, or nothing when that is English or not known."""
    names = [word.text for word in words if word.kind == "name" and word.language == language]
    return names[0] if names and language != FALLBACK else ""


def look_alikes(words: Iterable[Word], language: str) -> tuple[Word, ...]:
    """A few things that are mistaken for it, each for another reason."""
    by_reason: dict[str, Word] = {}
    for word in spoken([word for word in words if word.kind == "look-alike"], language):
        by_reason.setdefault(word.why, word)
    return tuple(by_reason.values())[:LOOK_ALIKES_SHOWN]


# The lesson before somebody's first report. Raise the version when it teaches something new: everybody reads it again.
FIRST_LESSON: Final = "first"
FIRST_VERSION: Final = "1"
# The choice of each question that we would take.
RIGHT: Final = {"offer": "report", "word": "leave", "picture": "stop"}


def must_read(role: str, *, is_staff: bool, read: Iterable[tuple[str, str]]) -> bool:
    """Whether this person reads the first lesson before reporting: every volunteer, once; staff may skip it."""
    if is_staff or role not in ("spotter", "lead-spotter"):
        return False
    return (FIRST_LESSON, FIRST_VERSION) not in set(read)


def right_ones(given: Mapping[str, str]) -> frozenset[str]:
    """The questions that were answered as we would."""
    return frozenset(name for name, choice in RIGHT.items() if given.get(name) == choice)
