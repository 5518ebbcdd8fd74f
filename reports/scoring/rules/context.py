"""What speaks against an offer: look-alikes, negative cues by class of product, no-sale shapes, the page's state."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from reports.scoring.rules.denial import denied
from reports.scoring.rules.evidence import Place, Places, beside, inside_term
from reports.scoring.rules.lexicon import Kind
from reports.scoring.rules.points import (
    FAR_COUNTER,
    FURTHER_COUNTERS,
    LOOK_ALIKE_POINTS,
    NEGATIVE_POINTS,
    NOT_A_SALE_POINTS,
    PAGE_POINTS,
    TERM_ELSEWHERE_TOO,
    product_class,
)
from reports.scoring.rules.receipt import Reason, Subject

_NEAR_ENOUGH = 60


def counters(places: Places, cues: Sequence[Place], found: Sequence[Reason]) -> list[Reason]:
    """All that lowers the score of what was found; without a find there is nothing to lower."""
    looks = [place for place in places.look_alikes if _clears(place, found)]
    cues = [place for place in cues if not any(_overlap(place, look) for look in looks)]
    return [
        *_look_alikes(looks, places, found),
        *_negatives(cues, found),
        *_not_a_sale(cues),
    ]


def page(subject: Subject) -> list[Reason]:
    """A listing that is gone or sold can wait."""
    points = PAGE_POINTS.get(subject.page_state)
    return [Reason(code="page-state", points=points, group=subject.page_state, field="page")] if points else []


def _clears(place: Place, found: Sequence[Reason]) -> bool:
    taxon, product = place.row.group, place.row.product
    if product and not any(term.product == product for term in found):
        return False
    return taxon == "*" or any(term.taxon == taxon for term in found) or inside_term(place, found)


def _overlap(one: Place, other: Place) -> bool:
    return one.field is other.field and one.hit.start < other.hit.end and other.hit.start < one.hit.end


def _look_alikes(looks: Sequence[Place], places: Places, found: Sequence[Reason]) -> list[Reason]:
    """The strongest look-alike; half as strong when the term also stands outside every look-alike."""
    if not looks:
        return []
    place = min(looks, key=lambda look: LOOK_ALIKE_POINTS.get(look.row.strength, 0.0))
    points = LOOK_ALIKE_POINTS.get(place.row.strength, LOOK_ALIKE_POINTS["cover"])
    strongest = found[0].taxon
    terms = [term for term in places.wildlife if term.row.taxon == strongest]
    if place.row.group != "*" and any(not any(_overlap(term, look) for look in looks) for term in terms):
        points *= TERM_ELSEWHERE_TOO
    return [_counter(place, "look-alike", points)]


def _negatives(cues: Iterable[Place], found: Sequence[Reason]) -> list[Reason]:
    """The strongest cue of each class for this class of product; the second and third class count less."""
    # A bare name is the animal itself, whatever part of it is mostly sold.
    named = found[0].code in {"name-term", "animal-term"}
    carrier = "live" if named else product_class(found[0].product)
    best: dict[str, Reason] = {}
    for place in cues:
        if denied(place.field.folded.text, place.hit.start, place.hit.end):
            continue
        points = _negative_points(place, found, carrier)
        known = best.get(place.row.group)
        if points and (known is None or points < known.points):
            best[place.row.group] = _counter(place, "negative-cue", points)
    ranked = sorted(best.values(), key=lambda reason: reason.points)
    return [
        replace(reason, points=round(reason.points * share, 2))
        for reason, share in zip(ranked, FURTHER_COUNTERS, strict=False)
    ]


def _negative_points(place: Place, found: Sequence[Reason], carrier: str) -> float:
    if place.row.kind is Kind.TOUCHING and not any(beside(place, term, within=0) for term in found):
        return 0.0
    if place.row.kind not in {Kind.NEGATIVE, Kind.TOUCHING}:
        return 0.0
    near = place.field.name == "title" or any(beside(place, term, within=_NEAR_ENOUGH) for term in found)
    return NEGATIVE_POINTS.get(place.row.group, {}).get(carrier, 0.0) * (1.0 if near else FAR_COUNTER)


def _not_a_sale(cues: Iterable[Place]) -> list[Reason]:
    shapes = {place.row.text: place for place in cues if place.row.kind is Kind.NOT_A_SALE}
    return [
        _counter(place, "not-a-sale", points) for place, points in zip(shapes.values(), NOT_A_SALE_POINTS, strict=False)
    ]


def _counter(place: Place, code: str, points: float) -> Reason:
    row = place.row
    return place.field.reason(place.hit, code, points, term=row.text, language=row.language, group=row.group)
