"""What each reason is worth, in log-odds: the first model, set by hand and measured."""

from reports.scoring.rules.lexicon import Kind

MODEL = "rules-1"
INTERCEPT = -3.2

# From which score on a band begins.
BANDS = ((0.85, "top"), (0.5, "likely"), (0.2, "possible"), (0.0, "low"))

WILDLIFE_POINTS = {Kind.PRODUCT: 3.6, Kind.ANIMAL: 3.0, Kind.AMBIGUOUS: 2.2, Kind.SUBSTITUTE: 2.0, Kind.NAME: 0.9}
DOUBTFUL = 0.7
# A word in the title names the thing; in the text it may only be near it.
TEXT_BESIDE_TITLE = 0.85
# A second and third different term strengthen, a list of twenty is no stronger than a list of four.
FURTHER_TERMS = (1.0, 0.3, 0.2, 0.1)

NEAR = 48
PART_POINTS = {Kind.NAME: 2.4, Kind.ANIMAL: 0.6, Kind.AMBIGUOUS: 1.1}
LIVE_POINTS = {Kind.NAME: 1.5, Kind.ANIMAL: 1.2, Kind.AMBIGUOUS: 0.8, Kind.PRODUCT: 0.4}
GENUINE_POINTS = 0.7
SALE_POINTS = (0.7, 0.4, 0.2)
PRICE_POINTS = 0.3
# “3 kg”, “12 pcs”, “2 ekor” beside a term: somebody has a stock of it.
QUANTITY_POINTS = 0.3
MASKED_POINTS = 0.6
CODE_WORD_POINTS = {"verified": 1.5, "reported": 0.8, "weak": 0.3, "unverified": 0.0}

SPOTTER_TAXON_POINTS = 1.0
SPOTTER_REASON_POINTS = (0.4, 0.2)
SPOTTER_KIND_POINTS = {"live": 0.3, "part": 0.2, "product": 0.1}
# A price, a quantity and how it is sold are one sign: there is an offer.
SPOTTER_OFFER_POINTS = 0.3
# One reason whatever the number of listings: counts never move a score.
PICTURE_POINTS = {"confirmed": 2.0, "dismissed": -1.5}
# A seller offers other things as well; a picture is the thing itself.
SELLER_POINTS = {"confirmed": 1.2, "dismissed": -0.8}
SPOTTER_RECORD_POINTS = {"often-right": 0.4, "seldom-right": -0.4}
PAGE_POINTS = {"gone": -0.5, "sold": -0.3, "ended": -0.3}

# "Figurine" clears a tiger toy, not an ivory carving; so each class of cue has its own worth for each class of product.
PRODUCT_CLASS = {
    "carved": frozenset({"ivory", "horn", "shell", "scales", "tooth", "bone", "coral", "feather"}),
    "hide": frozenset({"skin", "hair", "wool"}),
    "live": frozenset({"live", "insect", "plant"}),
}
NEGATIVE_POINTS = {
    "imitation": {"carved": -1.7, "hide": -2.3, "live": -2.2, "other": -1.7},
    "colour": {"carved": -2.0, "hide": -2.2, "live": -1.6, "other": -1.4},
    "toy": {"carved": -1.8, "hide": -2.4, "live": -2.8, "other": -2.2},
    "figure": {"carved": 0.0, "hide": -1.6, "live": -2.2, "other": -0.6},
    "paper": {"carved": -2.2, "hide": -2.2, "live": -2.6, "other": -2.2},
    "clothing": {"carved": -2.4, "hide": -1.2, "live": -2.4, "other": -1.6},
    "cosmetic": {"carved": -2.2, "hide": -1.6, "live": -2.0, "other": -1.0},
    "goods": {"carved": -2.0, "hide": -1.8, "live": -2.0, "other": -1.8},
    "food": {"carved": -1.6, "hide": -1.6, "live": -2.0, "other": -0.4},
    "legal": {"carved": -1.6, "hide": -1.4, "live": -0.8, "other": -1.0},
}
FURTHER_COUNTERS = (1.0, 0.6, 0.4)
FAR_COUNTER = 0.5
NOT_A_SALE_POINTS = (-1.8, -0.9)
# They lower, they do not zero: sellers hide real ivory behind "faux".
LOOK_ALIKE_POINTS = {"strong": -3.0, "cover": -1.2}
TERM_ELSEWHERE_TOO = 0.5


def product_class(product: str) -> str:
    """carved, hide, live or other."""
    return next((name for name, products in PRODUCT_CLASS.items() if product in products), "other")
