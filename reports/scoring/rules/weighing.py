"""Weigh a listing: additive log-odds, every point on the receipt, counters that lower but never zero."""

import math
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from reports.scoring.rules import context, evidence, history
from reports.scoring.rules.folding import fold
from reports.scoring.rules.learned import Learned, apply
from reports.scoring.rules.lexicon import Lexicon
from reports.scoring.rules.matching import Hits, Matcher
from reports.scoring.rules.points import BANDS, INTERCEPT, MODEL
from reports.scoring.rules.price import price
from reports.scoring.rules.quantity import quantity
from reports.scoring.rules.receipt import Field, Reason, Subject, Verdict
from reports.scoring.rules.unmasking import readings

# Nobody describes one thing in more characters; what follows is there to hide something or to keep us busy.
LONGEST = 200_000


@lru_cache(maxsize=8)
def matcher_for(lexicon: Lexicon) -> Matcher:
    """The automaton of this lexicon; the last few stay built."""
    return Matcher(lexicon)


def weigh(subject: Subject, lexicon: Lexicon, model: Learned | None = None) -> Verdict:
    """The score of a listing with its receipt: intercept plus the sum of points is the logit of the score.

    A learned model changes what the reasons are worth on the kinds of listing that it was learned from.
    """
    matcher = matcher_for(lexicon)
    fields = []
    for name, text in (("title", subject.title), ("text", subject.text)):
        if text:
            fields.append(_read(name, text[:LONGEST], matcher))
    places = evidence.Places(fields, subject)
    found = evidence.wildlife(places, subject)
    hints = evidence.code_words(places, in_company=bool(found))
    told = evidence.told_by_spotter(subject)
    reasons = [*found, *hints, *told, *history.seen_before(subject)]
    if found:
        # “Figurine” in “ivory figurine” is part of the term and says nothing more.
        cues = [place for place in places.cues if not evidence.inside_term(place, found)]
        reasons += evidence.company(cues, found)
        reasons += price(subject, fields)
        reasons += quantity(fields, found)
        reasons += evidence.masked(fields)
        reasons += context.counters(places, cues, found)
        reasons += context.page(subject)
    verdict = _verdict(tuple(reasons), subject, lexicon)
    return _learned(verdict, fields, model) if model else verdict


def _read(name: str, text: str, matcher: Matcher) -> Field:
    """The field as it is written; with its masks off where that shows more terms."""
    folded = fold(text)
    best = Field(name, text, folded, matcher.find(folded))
    for unmasked in readings(text):
        hits = matcher.find(unmasked)
        if _covered(hits) > _covered(best.hits):
            best = Field(name, text, unmasked, hits, masked=True)
    return best


def _covered(hits: Hits) -> int:
    """How many characters name wildlife: “i.v.o.r.y tusk” unmasked is one longer term, not one more."""
    return sum(hit.end - hit.start for hit in hits.wildlife)


def _learned(verdict: Verdict, fields: Sequence[Field], model: Learned) -> Verdict:
    weighed = apply(model, verdict, fields)
    version = f"{MODEL}+{model.version}"
    if weighed is None:
        return replace(verdict, model=version)
    intercept, reasons = weighed
    score = _logistic(intercept + math.fsum(reason.points for reason in reasons))
    ranked = tuple(sorted(reasons, key=lambda reason: -abs(reason.points)))
    return replace(verdict, score=score, band=band_of(score), receipt=ranked, intercept=intercept, model=version)


def _verdict(reasons: tuple[Reason, ...], subject: Subject, lexicon: Lexicon) -> Verdict:
    score = _logistic(INTERCEPT + math.fsum(reason.points for reason in reasons))
    taxon, product = _subject_matter(reasons, subject)
    return Verdict(
        score=score,
        band=band_of(score),
        taxon=taxon,
        product=product,
        receipt=tuple(sorted(reasons, key=lambda reason: -abs(reason.points))),
        intercept=INTERCEPT,
        lexicon=lexicon.number,
        model=MODEL,
    )


def band_of(score: float) -> str:
    """low, possible, likely or top."""
    return next(name for floor, name in BANDS if score >= floor)


def _logistic(logit: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, logit))))


def _subject_matter(reasons: tuple[Reason, ...], subject: Subject) -> tuple[str, str]:
    totals: dict[str, float] = {}
    for reason in reasons:
        if reason.taxon and reason.points > 0:
            totals[reason.taxon] = totals.get(reason.taxon, 0.0) + reason.points
    taxon = max(totals, key=totals.__getitem__, default=subject.spotter_taxon)
    products = [reason for reason in reasons if reason.taxon == taxon and reason.product]
    # A part word beside a name says what is sold; the name alone only says what animal.
    products.sort(key=lambda reason: (reason.code != "part-nearby" or _has_product(products), -reason.points))
    return taxon, products[0].product if products else ""


def _has_product(reasons: list[Reason]) -> bool:
    return any(reason.code == "product-term" for reason in reasons)
