"""Load the shipped knowledge into the database and publish a lexicon, frozen and numbered."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.db.models import Max

from coalition.knowledge.rules import ShippedKnowledge, ShippedWord
from coalition.models import Lexicon, Taxon, Term
from spotter.audit.acts import Actor, act

RETIRED: Final = "retired"
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


def adopt(
    row: Mapping[str, str], shipped: ShippedKnowledge, *, source: str, by: Actor | None, now: datetime
) -> Lexicon:
    """Take one word into the terms, or out of them where its status is `retired`, and publish the next lexicon.

    Before the first lexicon the shipped words are loaded: a lexicon of one word would forget all others.
    """
    with act(by=by, at=now, part="knowledge") as done:
        if not Lexicon.objects.exists():
            load_shipped(shipped, by=by, now=now)
        same = Term.objects.filter(text=row["text"], language=row["language"], kind=row["kind"])
        if row["status"] == RETIRED:
            same.update(status=RETIRED)
        else:
            _take_in(row, source=source)
        done.record(RETIRED if row["status"] == RETIRED else "add", of="term", ref=row["text"], source=source)
        return publish(by=by, now=now)


def _take_in(row: Mapping[str, str], *, source: str) -> None:
    """A word that was retired before comes back; any other is new."""
    taxon = Taxon.objects.filter(key=row["taxon"]).first()
    Term.objects.update_or_create(
        text=row["text"],
        language=row["language"],
        kind=row["kind"],
        taxon=taxon,
        product=row["product"],
        group=row["group"],
        defaults={"gloss": row["gloss"], "strength": row["strength"], "status": row["status"], "source": source},
    )


def publish(*, by: Actor | None, now: datetime) -> Lexicon:
    """Freeze the terms as they stand under the next number; every later score names it."""
    with act(by=by, at=now, part="knowledge") as done:
        terms = Term.objects.exclude(status=RETIRED).order_by("id")
        rows = [dict(zip(FROZEN, values, strict=True)) for values in terms.values_list(*FROZEN.values())]
        number = (Lexicon.objects.aggregate(last=Max("number"))["last"] or 0) + 1
        lexicon = Lexicon.objects.create(
            number=number, published_at=now, published_by=by.handle if by else "knowledge", rows=rows
        )
        done.record("publish", of="lexicon", ref=number, terms=len(rows))
    return lexicon
