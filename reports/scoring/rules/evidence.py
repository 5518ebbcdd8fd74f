"""What speaks for an offer of wildlife: terms, code words, what stands beside them, and what the spotter says."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from reports.scoring.rules.lexicon import Kind, TermRow, language_group
from reports.scoring.rules.matching import (
    CODE_WORDS_LAYER,
    CUES_LAYER,
    LOOK_ALIKES_LAYER,
    MOST_OF_A_TERM,
    WILDLIFE_LAYER,
    Hit,
)
from reports.scoring.rules.points import (
    CODE_WORD_POINTS,
    DOUBTFUL,
    FURTHER_TERMS,
    GENUINE_POINTS,
    LIVE_POINTS,
    MASKED_POINTS,
    NEAR,
    PART_POINTS,
    SALE_POINTS,
    SPOTTER_KIND_POINTS,
    SPOTTER_OFFER_POINTS,
    SPOTTER_REASON_POINTS,
    SPOTTER_TAXON_POINTS,
    TEXT_BESIDE_TITLE,
    WILDLIFE_POINTS,
)
from reports.scoring.rules.receipt import Field, Reason, Subject

# Short words are words of other languages too; a longer one is taken in whatever language the listing seems to be.
_SURE_LENGTH = 4
_ANY_LANGUAGE = frozenset({Kind.PRODUCT, Kind.ANIMAL, Kind.SUBSTITUTE, Kind.CODE_WORD, Kind.LOOK_ALIKE})
_HINTS = 5


@dataclass(frozen=True, slots=True)
class Place:
    """A hit with its field, the row that fits the listing's language best, and its span in the original text."""

    field: Field
    hit: Hit
    row: TermRow
    start: int
    end: int


class Places:
    """Every hit that may be read in its language, layer by layer; a layer is read when somebody asks for it."""

    def __init__(self, fields: Sequence[Field], subject: Subject) -> None:
        self._fields, self._subject = fields, subject

    @cached_property
    def wildlife(self) -> tuple[Place, ...]:
        """Terms that name what may be offered."""
        return self._of(WILDLIFE_LAYER)

    @cached_property
    def code_words(self) -> tuple[Place, ...]:
        """Words behind which offers hide."""
        return self._of(CODE_WORDS_LAYER)

    @cached_property
    def look_alikes(self) -> tuple[Place, ...]:
        """Phrases that only look like a term."""
        return self._of(LOOK_ALIKES_LAYER)

    @cached_property
    def cues(self) -> tuple[Place, ...]:
        """All that strengthens or lowers a term."""
        return self._of(CUES_LAYER)

    def _of(self, layer: str) -> tuple[Place, ...]:
        return tuple(_places(self._fields, self._subject, layer))


def best_row(rows: Sequence[TermRow], language: str) -> TermRow:
    """The row in the listing's language, else English, else the first; all rows spell the same."""
    if len(rows) == 1:
        return rows[0]
    group = language_group(language)
    return min(rows, key=lambda row: (language_group(row.language) != group, row.language != "en"))


def fits(row: TermRow, hit: Hit, subject: Subject) -> bool:
    """Whether a word may be read in its language here: short names and cues only in listings of that language."""
    if (
        row.kind in {Kind.PRODUCT, Kind.ANIMAL, Kind.SUBSTITUTE, Kind.CODE_WORD, Kind.LOOK_ALIKE}
        or row.language == "en"
    ):
        return True
    if subject.language and language_group(row.language) == language_group(subject.language):
        return True
    if subject.language and row.kind not in {Kind.NAME, Kind.AMBIGUOUS}:
        return False
    return not row.text.isascii() or hit.end - hit.start >= _SURE_LENGTH


def _places(fields: Iterable[Field], subject: Subject, layer: str) -> Iterator[Place]:
    for field in fields:
        seen: Counter[str] = Counter()
        for hit in getattr(field.hits, layer):
            row = best_row(hit.rows, subject.language)
            seen[row.text] += 1
            if seen[row.text] <= MOST_OF_A_TERM and fits(row, hit, subject):
                yield Place(field, hit, row, *field.folded.original(hit.start, hit.end))


def wildlife(places: Places, subject: Subject) -> list[Reason]:
    """The different wildlife terms, strongest first; a further one counts less and the fifth not at all."""
    best: dict[str, Reason] = {}
    for place in places.wildlife:
        reason = _term_reason(place, titled=bool(subject.title))
        known = best.get(place.row.text)
        if known is None or reason.points > known.points:
            best[place.row.text] = reason
    ranked = sorted(best.values(), key=lambda reason: -reason.points)
    return [
        replace(reason, points=round(reason.points * share, 2))
        for reason, share in zip(ranked, FURTHER_TERMS, strict=False)
    ]


def _term_reason(place: Place, *, titled: bool) -> Reason:
    points = WILDLIFE_POINTS[place.row.kind] * (DOUBTFUL if place.row.status == "doubtful" else 1.0)
    if titled and place.field.name == "text":
        points *= TEXT_BESIDE_TITLE
    return place.field.reason(place.hit, f"{place.row.kind}-term", points, **_said(place.row))


def _said(row: TermRow) -> dict[str, str]:
    return {
        "term": row.text,
        "gloss": row.gloss,
        "language": row.language,
        "taxon": row.taxon,
        "product": row.product,
    }


def code_words(places: Places, *, in_company: bool) -> list[Reason]:
    """Code words; unverified ones are hints to look and carry no points."""
    found: dict[str, Reason] = {}
    for place in places.code_words:
        if place.row.text in found or (place.row.needs_company and not in_company):
            continue
        points = CODE_WORD_POINTS.get(place.row.status, 0.0)
        code = "code-word" if points else "code-word-hint"
        found[place.row.text] = place.field.reason(place.hit, code, points, **_said(place.row))
    ranked = sorted(found.values(), key=lambda reason: -reason.points)
    scored = [reason for reason in ranked if reason.points][: len(SALE_POINTS)]
    return scored + [reason for reason in ranked if not reason.points][:_HINTS]


def told_by_spotter(subject: Subject) -> list[Reason]:
    """What the spotter named: the taxon, its form, that there is an offer, and up to two reasons."""
    told = []
    taxon, product, kind = subject.spotter_taxon, subject.spotter_product, subject.spotter_kind
    if taxon:
        told.append(Reason(code="spotter-taxon", points=SPOTTER_TAXON_POINTS, taxon=taxon, product=product))
    if points := SPOTTER_KIND_POINTS.get(kind):
        told.append(Reason(code="spotter-kind", points=points, group=kind))
    if subject.spotter_offer:
        told.append(Reason(code="spotter-offer", points=SPOTTER_OFFER_POINTS))
    for name, worth in zip(dict.fromkeys(subject.spotter_reasons), SPOTTER_REASON_POINTS, strict=False):
        told.append(Reason(code="spotter-reason", points=worth, group=name))
    return told


def company(cues: Sequence[Place], found: Sequence[Reason]) -> list[Reason]:
    """What strengthens a term: a part, a live animal or a claim of being real beside it; sale cues."""
    reasons = [
        *_best_beside(cues, found, Kind.PART, PART_POINTS),
        *_best_beside(cues, found, Kind.LIVE, LIVE_POINTS),
        *_best_beside(cues, found, Kind.GENUINE, dict.fromkeys(WILDLIFE_POINTS, GENUINE_POINTS)),
    ]
    sale: dict[str, Place] = {}
    for place in cues:
        if place.row.kind is Kind.SALE:
            sale.setdefault(place.row.text, place)
    for place, points in zip(sale.values(), SALE_POINTS, strict=False):
        reasons.append(
            place.field.reason(place.hit, "sale-cue", points, term=place.row.text, language=place.row.language)
        )
    return reasons


def masked(fields: Iterable[Field]) -> list[Reason]:
    """Who spells a word so that no search finds it has a reason to."""
    return [Reason(code="masked-spelling", points=MASKED_POINTS, field=field.name) for field in fields if field.masked][
        :1
    ]


def _best_beside(cues: Iterable[Place], found: Sequence[Reason], kind: Kind, worth: dict[Kind, float]) -> list[Reason]:
    """The one cue of this kind that is worth most beside a found term; at most one reason."""
    best: list[Reason] = []
    for place in cues:
        if place.row.kind is not kind:
            continue
        for term in found:
            points = worth.get(_kind_of(term), 0.0)
            if points and beside(place, term) and (not best or points > best[0].points):
                said = {"term": place.row.text, "language": place.row.language, "taxon": term.taxon}
                said["product"] = "live" if kind is Kind.LIVE else place.row.group
                best = [place.field.reason(place.hit, f"{kind}-nearby", points, **said)]
    return best


def _kind_of(reason: Reason) -> Kind:
    return Kind(reason.code.removesuffix("-term"))


def beside(place: Place, term: Reason, *, within: int = NEAR) -> bool:
    """Whether a place lies in the same field as a found term, at most `within` characters away."""
    return place.field.name == term.field and place.start - term.end <= within and term.start - place.end <= within


def inside_term(place: Place, found: Sequence[Reason]) -> bool:
    """Whether a cue is part of a found term, as “figurine” in “ivory figurine”."""
    name, start, end = place.field.name, place.start, place.end
    return any(term.start < end and start < term.end and name == term.field for term in found)
