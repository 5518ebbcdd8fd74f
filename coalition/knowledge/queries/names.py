"""A taxon by any of its names: what may be shown while somebody types, and what a name means."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Case, F, FloatField, Func, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Length, Lower

from coalition.knowledge.rules.shipped import BEGINS, EXACT, HOLDS, SIMILAR, rank_of
from coalition.models import Taxon, Term, taxon_word
from spotter.lib.text import clean_text

LONGEST: Final = 120
MOST: Final = 10
# Read before those that mean the same are taken together.
READ: Final = 120
ALIKE: Final = 0.55


@dataclass(frozen=True)
class Named:
    """A taxon under one of its names; `word` is the reader's word for it, `name` what matched, in which language."""

    taxon: str
    word: str
    product: str
    name: str
    language: str


@dataclass(frozen=True)
class Meaning:
    """What a name means: empty fields where it means more than one thing, or nothing that we know."""

    taxon: str = ""
    product: str = ""
    languages: tuple[str, ...] = ()


def names_like(text: str) -> list[Named]:
    """At most ten taxa and products whose name in any language is, begins with, holds or resembles the text."""
    asked = clean_text(text, limit=LONGEST)
    if not asked:
        return []
    best: dict[tuple[str, str], tuple[int, Named]] = {}
    for rank, named in (*_taxa(asked), *_terms(asked)):
        known = best.get((named.taxon, named.product))
        if known is None or rank > known[0]:
            best[named.taxon, named.product] = (rank, named)
    ranked = sorted(best.values(), key=lambda found: -found[0])
    # What only resembles it is worth showing while nothing holds it.
    held = [named for rank, named in ranked if rank > SIMILAR]
    return (held or [named for _rank, named in ranked])[:MOST]


def meaning_of(text: str, *, taxon: str = "") -> Meaning:
    """What exactly this name means, of all taxa or of the one that somebody chose."""
    asked = clean_text(text, limit=LONGEST)
    if not asked:
        return Meaning(taxon)
    found = [named for rank, named in _taxa(asked) if rank == EXACT]
    found += [named for _rank, named in _terms(asked, exactly=True)]
    if taxon:
        found = [named for named in found if named.taxon == taxon]
    return Meaning(
        taxon or _one(named.taxon for named in found),
        _one(named.product for named in found if named.product),
        tuple(sorted({named.language for named in found if named.language})),
    )


def _one(found: Iterable[str]) -> str:
    different = set(found)
    return different.pop() if len(different) == 1 else ""


def _taxa(asked: str) -> list[tuple[int, Named]]:
    """A small table, whose names in the reader's language are not in the database."""
    found = []
    for key, english, scientific in Taxon.objects.order_by("id").values_list("key", "name", "scientific"):
        word = taxon_word(english)
        names = (word, english, *(part.strip() for part in scientific.split(";")))
        rank, name = max(((rank_of(name, asked), name) for name in names), key=lambda one: one[0])
        if rank:
            found.append((rank, Named(key, word, "", name, "")))
    return found


def _plain(text: Any) -> Func:
    """Without capitals and accents, as people type on a telephone."""
    return Func(Lower(text), function="UNACCENT")


def _terms(asked: str, *, exactly: bool = False) -> list[tuple[int, Named]]:
    sought = _plain(Value(asked))
    terms = Term.objects.for_everybody().naming().alias(plain=_plain(F("text")))
    rows = terms.filter(plain=sought).annotate(rank=Value(EXACT)) if exactly else _ranked(terms, sought)
    # The animal's own name says nothing of what is made of it.
    product = Case(When(kind__in=("name", "animal"), then=Value("")), default="product")
    values = rows.order_by("-rank", Length("text"), "text", "id").values_list(
        "rank", "taxon__key", "taxon__name", product, "text", "language"
    )
    return [
        (rank, Named(key, taxon_word(english), product, text, language))
        for rank, key, english, product, text, language in values[:READ]
    ]


def _ranked(terms: QuerySet[Term], sought: Func) -> QuerySet[Any]:
    likeness = Func(sought, F("plain"), function="WORD_SIMILARITY", output_field=FloatField())
    rank = Case(
        When(plain=sought, then=EXACT),
        When(plain__startswith=sought, then=BEGINS),
        When(plain__contains=sought, then=HOLDS),
        default=SIMILAR,
        output_field=IntegerField(),
    )
    found = terms.alias(likeness=likeness).filter(Q(plain__contains=sought) | Q(likeness__gte=ALIKE))
    return found.annotate(rank=rank)
