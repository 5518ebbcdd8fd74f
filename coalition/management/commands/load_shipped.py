"""`manage.py load_shipped` lays what ships with the program: species, words, platforms, notes on law and policy."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db.models import Count
from django.utils import timezone

from coalition.knowledge.actions import load_legality, load_shipped
from coalition.knowledge.edges.shipped import shipped_legality, shipped_rows
from coalition.members.actions import load_shipped_platforms
from coalition.members.edges import shipped_platforms
from coalition.models import Distinction, Exemption, Platform, PolicyLine, Taxon, Term


class Command(BaseCommand):
    """Adds what is not there yet and changes nothing that stands, so it is safe to run after every update."""

    help = "Load the shipped species, words, platforms and notes on law and policy; what stands already stays."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, then say what stands."""
        now = timezone.now()
        lexicon = load_shipped(shipped_rows(), by=None, now=now)
        load_shipped_platforms(shipped_platforms(), by=None, now=now)
        load_legality(shipped_legality(), by=None, now=now)
        kinds = Term.objects.values_list("kind").annotate(n=Count("id")).order_by("kind")
        languages = Term.objects.values("language").distinct().count()
        self.stdout.write(f"lexicon {lexicon.number}: {Taxon.objects.count()} taxa, {languages} languages")
        self.stdout.write(", ".join(f"{n} {kind}" for kind, n in kinds))
        law = {one.__name__: one.objects.count() for one in (Exemption, PolicyLine, Distinction)}
        told = ", ".join(f"{n} {name}" for name, n in law.items())
        self.stdout.write(f"{Platform.objects.count()} platforms, {told}")
