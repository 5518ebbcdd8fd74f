"""Load the shipped knowledge into the database and publish a lexicon, frozen and numbered."""

from datetime import datetime
from typing import Final

from django.db.models import Max

from coalition.knowledge.rules import ShippedKnowledge, ShippedWord
from coalition.models import Lexicon, Taxon, Term
from spotter.audit.acts import Actor, act

# What a lexicon keeps of each term, and the column it comes from.
FROZEN: Final = {
    "text": "text", "language": "language", "kind": "kind", "taxon": "taxon__key", "product": "product",
    "gloss": "gloss", "group": "group", "strength": "strength", "status": "status", "needs_company": "needs_company",
}  # fmt: skip


def load_shipped(shipped: ShippedKnowledge, *, by: Actor | None, now: datetime) -> Lexicon:
    """Add the shipped taxa and terms that are not there yet, and publish them as a lexicon. Safe to run twice."""
    with act(by=by, at=now, part="knowledge") as done:
        Taxon.objects.bulk_create(
            [
                Taxon(
                    key=taxon.key,
                    group=taxon.group,
                    name=taxon.name,
                    scientific=taxon.scientific,
                    cites_appendix=taxon.cites_appendix,
                    note=taxon.note,
                )
                for taxon in shipped.taxa
            ],
            ignore_conflicts=True,
        )
        ids = dict(Taxon.objects.values_list("key", "id"))
        Term.objects.bulk_create([_term(word, ids) for word in shipped.words], ignore_conflicts=True, batch_size=1000)
        done.record("load", of="knowledge", ref="shipped", words=len(shipped.words))
        return publish(by=by, now=now)


def _term(word: ShippedWord, ids: dict[str, int]) -> Term:
    return Term(
        taxon_id=ids.get(word.taxon),
        language=word.language,
        kind=word.kind,
        text=word.text,
        product=word.product,
        gloss=word.gloss,
        group=word.group,
        strength=word.strength,
        needs_company=word.needs_company,
        source=word.source,
        status=word.status,
        is_restricted=word.restricted,
        note=word.why,
    )


def publish(*, by: Actor | None, now: datetime) -> Lexicon:
    """Freeze the terms as they stand under the next number; every later score names it."""
    with act(by=by, at=now, part="knowledge") as done:
        terms = Term.objects.exclude(status="retired").order_by("id")
        rows = [dict(zip(FROZEN, values, strict=True)) for values in terms.values_list(*FROZEN.values())]
        number = (Lexicon.objects.aggregate(last=Max("number"))["last"] or 0) + 1
        lexicon = Lexicon.objects.create(
            number=number, published_at=now, published_by=by.handle if by else "knowledge", rows=rows
        )
        done.record("publish", of="lexicon", ref=number, terms=len(rows))
    return lexicon
