"""The shipped words as a lexicon, built once."""

from dataclasses import asdict
from functools import cache

from coalition.knowledge.edges.shipped import shipped_rows
from reports.scoring.rules.lexicon import Lexicon, lexicon_from_rows


@cache
def shipped_lexicon() -> Lexicon:
    """What a fresh installation scores with."""
    return lexicon_from_rows("shipped", (asdict(word) for word in shipped_rows().words))
