"""What a table of reports is held against: the listings that we have, and the names that animals and plants go by."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db.models.functions import Lower
from django.utils.translation import override

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


def taxa_called(words: Iterable[str]) -> dict[str, str]:
    """The keys of taxa by the folded words that name exactly one: a key, a name in any language, a term."""
    wanted = {folded(word) for word in words}
    meant: dict[str, set[str]] = defaultdict(set)
    taxa = list(Taxon.objects.all())
    for language, _name in settings.LANGUAGES:
        with override(language):
            for taxon in taxa:
                for name in (taxon.key, taxon.name, taxon.word, *taxon.scientific.replace(";", ",").split(",")):
                    meant[folded(name)].add(taxon.key)
    # What a taxon is called is worth more than what offers of it are called.
    named = {word: keys for word, keys in meant.items() if word in wanted and word}
    terms = Term.objects.for_everybody().filter(kind__in=NAMING, taxon__isnull=False)
    offered: dict[str, set[str]] = defaultdict(set)
    rows = terms.annotate(folded=Lower("text")).filter(folded__in=wanted - named.keys())
    for word, key in rows.values_list("folded", "taxon__key"):
        offered[word].add(key)
    return {word: next(iter(keys)) for word, keys in (offered | named).items() if len(keys) == 1}
