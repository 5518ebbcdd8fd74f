"""What a table of reports is held against: the listings that we have, and the names that animals and plants go by."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db.models.functions import Lower
from django.utils.translation import override

from coalition.knowledge.queries.names import Meaning
from coalition.models import Taxon, Term, User
from reports.intake.rules.fates import Known
from reports.intake.rules.sheets import folded
from reports.lifecycle import Status
from reports.models import Listing, Report

# A code word may be restricted, and what it stands for is staff's to say.
NAMING: Final = ("name", "animal", "product")


def known(user: User, keys: Iterable[str]) -> dict[str, Known]:
    """The listings among these hashed keys that we have, with this person's own reports: two questions."""
    wanted = list(keys)
    own: dict[str, dict[UUID, str]] = defaultdict(dict)
    standing: dict[str, str] = {}
    mine = Report.objects.filter(spotter=user, listing__key__in=wanted).order_by("id")
    for key, token, code, withdrawn_at in mine.values_list("listing__key", "token", "code", "withdrawn_at"):
        own[key][token] = code
        if withdrawn_at is None:
            standing[key] = code
    found = Listing.objects.filter(key__in=wanted).values_list("key", "status")
    return {key: Known(Status(status), own[key], standing.get(key, "")) for key, status in found}


def called(words: Iterable[str]) -> dict[str, Meaning]:
    """What each folded word means: a taxon's key or name in any language of the site, or a term of any language."""
    wanted = {folded(word) for word in words} - {""}
    named: dict[str, set[str]] = defaultdict(set)
    taxa = list(Taxon.objects.all())
    for language, _name in settings.LANGUAGES:
        with override(language):
            for taxon in taxa:
                for name in (taxon.key, taxon.name, taxon.word, *taxon.scientific.replace(";", ",").split(",")):
                    named[folded(name)].add(taxon.key)
    terms = Term.objects.for_everybody().filter(kind__in=NAMING, taxon__isnull=False)
    found: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    rows = terms.annotate(folded=Lower("text")).filter(folded__in=wanted)
    for word, kind, key, product, language in rows.values_list("folded", "kind", "taxon__key", "product", "language"):
        # The animal's own name says nothing of what is made of it.
        found[word].append((key, product if kind == "product" else "", language))
    return {word: _meaning(named.get(word, set()), found[word]) for word in wanted if word in named or word in found}


def _meaning(taxa: set[str], terms: list[tuple[str, str, str]]) -> Meaning:
    """What a taxon is called is worth more than what offers of it are called; what means two things means none."""
    products = {product for _key, product, _language in terms if product}
    languages = {language for _key, _product, language in terms if language}
    return Meaning(_one(taxa or {key for key, *_ in terms}), _one(products), tuple(sorted(languages)))


def _one(found: set[str]) -> str:
    return next(iter(found)) if len(found) == 1 else ""
