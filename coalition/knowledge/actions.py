"""Load the shipped knowledge into the database and publish a lexicon, frozen and numbered."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.db.models import Max

from coalition.knowledge.rules.shipped import ShippedKnowledge, ShippedWord
from coalition.knowledge.rules.tables import TAXA
from coalition.models import Distinction, Exemption, Lexicon, Member, PolicyLine, Taxon, Term
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


def load_legality(shipped: Mapping[str, Sequence[Mapping[str, str]]], *, by: Actor | None, now: datetime) -> None:
    """Add the shipped exemptions, policy lines and distinctions that are not there yet, all unverified."""
    ids = dict(Taxon.objects.values_list("key", "id"))
    companies = dict(Member.objects.values_list("slug", "id"))

    def rows(name: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = [dict(row) for row in shipped[name] if not row["taxon"] or row["taxon"] in ids]
        return [row | {"taxon_id": ids.get(row.pop("taxon"))} for row in found]

    with act(by=by, at=now, part="knowledge") as done:
        Exemption.objects.bulk_create([Exemption(**row) for row in rows("exemptions")], ignore_conflicts=True)
        Distinction.objects.bulk_create([Distinction(**row) for row in rows("distinctions")], ignore_conflicts=True)
        lines = [
            PolicyLine(**row | {"member_id": companies.get(row.pop("member")), "forbids": row["forbids"] == "yes"})
            for row in rows("policy_lines")
        ]
        PolicyLine.objects.bulk_create(lines, ignore_conflicts=True)
        done.record("load", of="knowledge", ref="legality", rows=sum(map(len, shipped.values())))


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


def take_in(
    table: str, rows: Sequence[Mapping[str, Any]], shipped: ShippedKnowledge, *, by: Actor | None, now: datetime
) -> Lexicon | None:
    """All rows of a table that somebody brought, or none; words end in the next lexicon, taxa weigh nothing.

    What stands already is changed to what the row says; what the table does not name stays as it is.
    """
    with act(by=by, at=now, part="knowledge") as done:
        if not Lexicon.objects.exists():
            load_shipped(shipped, by=by, now=now)
        done.record("import", of="knowledge", ref=table, rows=len(rows))
        if table == TAXA:
            taxa = [Taxon(**row) for row in rows]
            said = ["name", "group", "scientific", "cites_appendix", "note"]
            Taxon.objects.bulk_create(taxa, update_conflicts=True, unique_fields=["key"], update_fields=said)
            return None
        ids = dict(Taxon.objects.values_list("key", "id"))
        Term.objects.bulk_create(
            [_term(ShippedWord(**row), ids) for row in rows],
            batch_size=1000,
            update_conflicts=True,
            unique_fields=["text", "language", "kind", "taxon", "product", "group"],
            update_fields=["gloss", "strength", "status", "needs_company", "source", "is_restricted", "note"],
        )
        return publish(by=by, now=now)


def note_export(table: str, *, restricted: bool, rows: int, by: Actor, now: datetime) -> None:
    """Who took which table along: restricted words are worth asking about later."""
    with act(by=by, at=now) as done:
        done.record("export", of="knowledge", ref=table, restricted=restricted, rows=rows)


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
