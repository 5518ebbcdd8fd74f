"""The receipt of a score in sentences: what speaks for it, what against, how often each reason was right so far."""

from collections.abc import Sequence
from math import log
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from reports.models import Score, words
from reports.reasons import Record, key_of
from reports.triage.queries.reads import ListingPage
from spotter.lib.languages import language_name


def receipt(page: ListingPage, *, acts: bool) -> dict[str, Any]:
    """The receipt of the listing's score and the listing's own words with marks; `acts`: whether reasons are struck."""
    score, found = page.score, page.listing
    if score is None:
        raise ValueError("a listing that was not weighed has no receipt")
    reasons = [_reason(page, score, number, acts=acts) for number in range(len(score.receipt))]
    return {
        "score": log(score.value / (1 - score.value)) if 0 < score.value < 1 else 0.0,
        "percent": round(score.value * 100),
        "word": words.BAND[score.band],
        "base": score.intercept,
        "for_it": [reason for reason in reasons if reason["points"] > 0],
        "against_it": [reason for reason in reasons if reason["points"] < 0],
        "hints": [reason for reason in reasons if reason["points"] == 0],
        "segments": segments(found.title, [r for r in score.receipt if r.get("field") == "title"]),
        "lang": found.language,
        "versions": _("Lexicon %(lexicon)s, model %(model)s") % {"lexicon": score.lexicon, "model": score.model},
    }


SENTENCES: Final[dict[str, Any]] = {
    "product-term": gettext_lazy("“%(term)s”%(meaning)s: a product of wildlife"),
    "animal-term": gettext_lazy("“%(term)s”%(meaning)s: an animal that may be protected"),
    "ambiguous-term": gettext_lazy("“%(term)s”%(meaning)s: may be wildlife, may be something else"),
    "substitute-term": gettext_lazy("“%(term)s”%(meaning)s: a substitute, or a cover for the real thing"),
    "name-term": gettext_lazy("“%(term)s”%(meaning)s: the name of an animal"),
    "code-word": gettext_lazy("“%(term)s”: a code word"),
    "code-word-hint": gettext_lazy("“%(term)s”: said to be a code word, not verified. A hint to look, no points"),
    "part-nearby": gettext_lazy("“%(term)s”%(meaning)s: a body part, near the name"),
    "live-nearby": gettext_lazy("“%(term)s”%(meaning)s: words for a live animal, near the name"),
    "genuine-nearby": gettext_lazy("“%(term)s”%(meaning)s: says that it is real"),
    "sale-cue": gettext_lazy("“%(term)s”%(meaning)s: words of a sale"),
    "price": gettext_lazy("A price is shown: %(term)s"),
    "masked-spelling": gettext_lazy("A word is spelled so that a search does not find it"),
    "learned-words": gettext_lazy("Words that decided such listings before: %(term)s"),
    "look-alike": gettext_lazy("“%(term)s”: a known look-alike"),
    "negative-cue": gettext_lazy("“%(term)s”%(meaning)s: speaks for something harmless"),
    "not-a-sale": gettext_lazy("“%(term)s”%(meaning)s: not the words of a sale"),
    "page-state": gettext_lazy("The page is no longer an open offer"),
    "picture-confirmed": gettext_lazy("The same picture is on a listing that staff confirmed"),
    "picture-dismissed": gettext_lazy("The same picture is on a listing that staff dismissed as no wildlife"),
    "seller-confirmed": gettext_lazy("Staff confirmed other listings of this seller"),
    "seller-dismissed": gettext_lazy("Staff dismissed this seller's other listings as no wildlife"),
    "spotter-often-right": gettext_lazy("Staff mostly agreed with a spotter who reported it"),
    "spotter-seldom-right": gettext_lazy("Staff seldom agreed with the spotters who reported it"),
    "quantity": gettext_lazy("A quantity is named: %(term)s"),
    "spotter-taxon": gettext_lazy("A spotter named the taxon"),
    "spotter-reason": gettext_lazy("A spotter gave a reason"),
    "spotter-kind": gettext_lazy("A spotter says what it is: %(kind)s"),
    "spotter-offer": gettext_lazy("A spotter read a price, a quantity or signs of a sale"),
}


def _reason(page: ListingPage, score: Score, number: int, *, acts: bool) -> dict[str, Any]:
    """One line: its sentence, its points, its record, and the button that strikes it or lets it stand again."""
    line = score.receipt[number]
    key, points = key_of(line), float(line["points"])
    struck = key in page.struck
    name = "scoring:take-back" if struck else "scoring:strike"
    return {
        "sentence": sentence(line),
        "points": points,
        "record": record_words(page.records[key]),
        "struck": struck,
        "strike_url": reverse(name, args=[score.pk, number]) if acts and points else "",
    }


def sentence(line: dict[str, Any]) -> str:
    """What a line of a receipt says."""
    meaning = ", ".join(part for part in (line.get("gloss"), language_name(line.get("language"))) if part)
    kind = words.OFFERED_AS.get(line.get("group", ""), "")
    facts = {"term": line.get("term", ""), "meaning": f" ({meaning})" if meaning else "", "kind": kind}
    return str(SENTENCES[line["reason"]]) % facts


def record_words(record: Record) -> str:
    """“right 41 of 46 times”, with where the truth likely lies when there are enough to say so."""
    if not record.of:
        return ""
    told = ngettext("right %(right)d of %(of)d time", "right %(right)d of %(of)d times", record.of)
    said = [told % {"right": record.right, "of": record.of}]
    if record.says_something:
        low, high = record.interval
        said.append(_("likely %(low)d to %(high)d of 100") % {"low": low, "high": high})
    if record.struck:
        said.append(ngettext("struck once", "struck %(count)d times", record.struck) % {"count": record.struck})
    return ", ".join(said)


def segments(text: str, reasons: Sequence[dict[str, Any]]) -> list[dict[str, str]]:
    """The text in pieces, the matched ones marked; overlapping matches keep the first."""
    pieces, at = [], 0
    for reason in sorted(reasons, key=lambda r: (r["start"], -r["end"])):
        start, end = reason["start"], reason["end"]
        if start < at or end > len(text):
            continue
        pieces.append({"text": text[at:start], "mark": ""})
        pieces.append({"text": text[start:end], "mark": "against" if reason["points"] < 0 else "for"})
        at = end
    pieces.append({"text": text[at:], "mark": ""})
    return [piece for piece in pieces if piece["text"]]
