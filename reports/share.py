"""What a share of decided listings says about the one who reported them."""

from math import sqrt
from typing import Final

from reports.lifecycle import Reason

# Dismissed for what no spotter can know or help: such a listing says nothing about the one who reported it.
NO_FAULT: Final = frozenset({Reason.ALREADY_GONE, Reason.DUPLICATE, Reason.UNREADABLE})
Z95: Final = 1.959964


def wilson(right: int, of: int) -> tuple[float, float]:
    """The 95 % interval of a share after Wilson (1927): honest for few, and never outside 0 to 1."""
    if of == 0:
        return 0.0, 1.0
    share, square = right / of, Z95 * Z95
    middle = (share + square / (2 * of)) / (1 + square / of)
    half = Z95 / (1 + square / of) * sqrt(share * (1 - share) / of + square / (4 * of * of))
    return max(0.0, middle - half), min(1.0, middle + half)
