"""Some of the shipped names, as few as a test needs."""

from dataclasses import replace

from django.utils import timezone

from coalition.knowledge.actions import load_shipped
from coalition.knowledge.edges.shipped import shipped_rows

TAXA = frozenset({"elephant", "hippo", "pangolin", "slow_loris"})


def load_some_names() -> None:
    """All names of four taxa, and every code word."""
    shipped = shipped_rows()
    terms = tuple(term for term in shipped.terms if term.taxon in TAXA)
    load_shipped(replace(shipped, terms=terms, cues=(), look_alikes=()), by=None, now=timezone.now())
