"""The public guide, ready to be shown, species by chapter; and who still has a lesson to read."""

from collections import defaultdict
from dataclasses import dataclass
from operator import attrgetter

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from coalition.learning.rules import GROUPS, Word, group_of, local_name, look_alikes, must_read, products
from coalition.models import Taxon, Term, User

CHAPTERS: dict[str, tuple[str | Promise, str]] = {
    "live": (_("Live animals"), "paw-print"),
    "mammals": (_("Parts of mammals"), "footprints"),
    "birds": (_("Parts of birds"), "leaf"),
    "reptiles": (_("Parts of reptiles"), "tag"),
    "sea": (_("From the sea, and insects"), "globe"),
    "plants": (_("Plants and wood"), "leaf"),
    "lookalikes": (_("Often mistaken"), "circle-question-mark"),
}


@dataclass(frozen=True)
class Kind:
    """One species or group of species as the guide shows it."""

    key: str
    name: str
    local: str
    scientific: str
    appendix: str
    is_verified: bool
    products: tuple[str, ...]
    look_alikes: tuple[Word, ...]


@dataclass(frozen=True)
class Chapter:
    """One part of the guide."""

    key: str
    title: str | Promise
    icon: str
    kinds: tuple[Kind, ...]


def chapters(language: str) -> list[Chapter]:
    """The whole guide for a reader of this language; empty chapters are left out."""
    words = _public_words(language)
    found: dict[str, list[Kind]] = defaultdict(list)
    for taxon in Taxon.objects.all():
        found[group_of(taxon.group)].append(_kind(taxon, words[taxon.key], language))
    for kinds in found.values():
        kinds.sort(key=attrgetter("name"))
    return [Chapter(key, *CHAPTERS[key], tuple(found[key])) for key, _groups in GROUPS if found[key]]


def _public_words(language: str) -> dict[str, list[Word]]:
    """Names, products and look-alikes that everybody may read; never a code word, never a restricted term."""
    public = Term.objects.filter(
        Q(kind__in=("name", "product"), taxon__isnull=False) | Q(kind="look-alike"),
        is_restricted=False,
        status__in=("listed", "verified"),
        language__in={language, "en"},
    ).order_by("id")
    words: dict[str, list[Word]] = defaultdict(list)
    for key, group, spoken_in, kind, text, why in public.values_list(
        "taxon__key", "group", "language", "kind", "text", "note"
    ):
        about = key or group
        words[about].append(Word(about, spoken_in, kind, text, pgettext("look-alike", why) if why else ""))
    return words


def _kind(taxon: Taxon, words: list[Word], language: str) -> Kind:
    return Kind(
        key=taxon.key,
        name=taxon.word,
        local=local_name(words, language),
        scientific=taxon.scientific,
        appendix=taxon.appendix,
        is_verified=taxon.verified_on is not None,
        products=products(words, language),
        look_alikes=look_alikes(words, language),
    )


def must_read_first(person: User) -> bool:
    """Whether the first lesson stands between this person and the report form."""
    read = person.lessons_read.values_list("lesson", "version")
    return must_read(person.role, is_staff=person.is_staff, read=read)
