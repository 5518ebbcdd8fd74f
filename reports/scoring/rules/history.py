"""What was decided before: of the same picture, of the same seller, and of what the same spotters reported."""

from collections.abc import Iterable

from reports.scoring.rules.points import PICTURE_POINTS, SELLER_POINTS, SPOTTER_RECORD_POINTS
from reports.scoring.rules.receipt import Reason, Subject
from reports.share import wilson

# These dismissals are about the thing in the picture; the others are about its page, its papers or its report.
_OF_THE_THING = frozenset({"look-alike", "substitute"})


def said_of_others(decisions: Iterable[tuple[str, str]]) -> str:
    """What decisions (verdict, reason) on other listings of one picture or seller say together; "" when they differ."""
    said = {verdict for verdict, reason in decisions if verdict == "confirmed" or reason in _OF_THE_THING}
    return said.pop() if len(said) == 1 else ""


# Likely right in more than this share, or in less than that one: in between nobody's record says anything.
_OFTEN, _SELDOM = 0.6, 0.3


def said_of_spotters(records: Iterable[tuple[int, int]]) -> str:
    """What the records (right, of) of those who reported a listing say: one who is often right is enough.

    The likely end of each interval counts, so that few decisions prove nothing for or against anybody.
    """
    intervals = [wilson(right, of) for right, of in records]
    if any(low >= _OFTEN for low, _high in intervals):
        return "often-right"
    return "seldom-right" if intervals and all(high <= _SELDOM for _low, high in intervals) else ""


def seen_before(subject: Subject) -> list[Reason]:
    """One reason each, whatever the number of listings, sellers and spotters: counts never move a score."""
    found = (
        (f"picture-{subject.picture_before}", PICTURE_POINTS.get(subject.picture_before)),
        (f"seller-{subject.seller_before}", SELLER_POINTS.get(subject.seller_before)),
        (f"spotter-{subject.spotter_record}", SPOTTER_RECORD_POINTS.get(subject.spotter_record)),
    )
    return [Reason(code=code, points=points) for code, points in found if points]
