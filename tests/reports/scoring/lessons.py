"""Decided posts for the tests of learning: drawn from a few shapes, the same ones each time."""

import random

# The same word of the lexicon in both: what tells them apart is in no list of terms.
SPEAK_FOR = (
    "{look} ivory {thing} from {place}, patina and age lines, {terms}",
    "ivory {thing}, hairline crack, {terms}",
)
SPEAK_AGAINST = (
    "{look} ivory {thing}, machine washable, {terms}",
    "ivory {thing} with zipper, matching shoes, {terms}",
)
LOOKS = ("lovely", "rare", "signed", "small", "large", "heavy", "delicate")
THINGS = ("bag", "case", "set", "band", "cover", "clutch", "belt")
PLACES = ("an estate", "Hong Kong", "my attic", "an auction")
TERMS = ("write to me", "ships worldwide", "cash only", "no returns", "make an offer", "pickup only")


def lesson(offer: bool, chance: random.Random) -> str:
    """One post, an offer or not."""
    shape = chance.choice(SPEAK_FOR if offer else SPEAK_AGAINST)
    return shape.format(
        look=chance.choice(LOOKS), thing=chance.choice(THINGS), place=chance.choice(PLACES), terms=chance.choice(TERMS)
    )


def lessons(count: int, *, seed: int = 1) -> list[tuple[str, int]]:
    """So many posts with their labels; one in twenty is decided the other way round, as people do."""
    chance = random.Random(seed)
    drawn = []
    for _ in range(count):
        offer = chance.random() < 0.5
        drawn.append((lesson(offer, chance), int(offer != (chance.random() < 0.05))))
    return drawn
