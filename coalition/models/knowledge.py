"""What we know: taxa, and the terms by which they are offered."""

from typing import Final, Self
from urllib.parse import quote

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext

SPECIES_PLUS: Final = "https://www.speciesplus.net/species#/taxon_concepts?taxonomy=cites_eu&taxon_concept_query="


def taxon_word(name: str) -> str:
    """A taxon's name in the reader's language; one that nobody translated stays as it was written."""
    return pgettext("taxon", name) if name else ""


class Taxon(models.Model):
    """A species or group of species that is traded."""

    key = models.SlugField(max_length=60, unique=True)
    group = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    scientific = models.CharField(max_length=300, blank=True, default="")
    cites_appendix = models.CharField(max_length=200, blank=True, default="")
    note = models.TextField(blank=True, default="")
    verified_on = models.DateField(null=True, blank=True)
    verified_by = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(verified_on__isnull=True, verified_by="")
                | (Q(verified_on__isnull=False) & ~Q(verified_by="")),
                name="a_verified_taxon_says_when_and_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def word(self) -> str:
        """Its name in the reader's language."""
        return taxon_word(self.name)

    @property
    def scientific_names(self) -> list[str]:
        """Each in full: `L. cyclotis` after `Loxodonta africana` is `Loxodonta cyclotis`."""
        found: list[str] = []
        for name in (part.strip() for part in self.scientific.split(";")):
            genus = next((one.split()[0] for one in reversed(found) if one[:1] == name[:1]), "")
            found.append(genus + name[2:] if name[1:2] == "." and genus else name)
        return [name for name in found if name]

    @property
    def species_plus(self) -> list[tuple[str, str]]:
        """Each scientific name with the address where Species+ tells what is listed: their list is not copied."""
        return [(name, SPECIES_PLUS + quote(name.removesuffix(" spp."))) for name in self.scientific_names]

    @property
    def appendix(self) -> str:
        """Where CITES lists it, the remarks in the reader's language."""
        return pgettext("appendix", self.cites_appendix) if self.cites_appendix else ""


class TermQuerySet(models.QuerySet["Term"]):
    """Which terms exist for whom."""

    def for_everybody(self) -> Self:
        """What may be shown outside the staff: neither restricted, nor doubtful, nor only said to be a code word."""
        return self.filter(is_restricted=False, status__in=("listed", "verified"))

    def naming(self) -> Self:
        """The names under which a taxon or what is made of it is offered."""
        return self.filter(kind__in=("product", "animal", "ambiguous", "name", "code-word"), taxon__isnull=False)


class Term(models.Model):
    """A word or phrase, in one language, that speaks for or against an offer of a taxon."""

    taxon = models.ForeignKey(Taxon, models.PROTECT, null=True, blank=True, related_name="terms")
    language = models.CharField(max_length=12)
    kind = models.CharField(
        max_length=20, help_text="name, product, animal, live, code-word, sale, negative, look-alike …"
    )
    text = models.CharField(max_length=200)
    product = models.CharField(
        max_length=60, blank=True, default="", help_text="the product class; for a negative cue, what it clears"
    )
    gloss = models.CharField(max_length=120, blank=True, default="", help_text="what it means, in English")
    group = models.CharField(
        max_length=60,
        blank=True,
        default="",
        help_text="class of a negative cue, or the taxon that a look-alike clears",
    )
    strength = models.CharField(max_length=20, blank=True, default="")
    needs_company = models.BooleanField(default=False, help_text="counts only beside another term")
    source = models.CharField(max_length=300)
    status = models.CharField(
        max_length=20, default="listed", help_text="listed, doubtful, verified, reported, weak, unverified, retired"
    )
    is_restricted = models.BooleanField(default=False, help_text="never leaves the staff's side")
    note = models.TextField(blank=True, default="")

    objects = TermQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["text", "language", "kind", "taxon", "product", "group"],
                name="a_term_stands_once",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.text} ({self.language})"


class Lexicon(models.Model):
    """A published, frozen, numbered set of terms; every score names the one it used."""

    number = models.PositiveIntegerField(unique=True)
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=40)
    rows = models.JSONField(help_text="the terms as they stood")

    def __str__(self) -> str:
        return f"Lexicon {self.number}"
