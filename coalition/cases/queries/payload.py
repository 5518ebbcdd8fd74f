"""The identity wall: what is not named here reaches no company, by webhook or by REST."""

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse

from coalition.cases.rules import FOR_COMPANY, GOOD_FAITH, statement_of
from coalition.models import Answer, Case, Exhibit

VERSION = 1


@dataclass(frozen=True)
class ListingPart:
    """The listing, as its platform knows it."""

    address: str
    item: str
    title: str
    language: str
    price: str
    seller: str
    platform: str


@dataclass(frozen=True)
class NotifierPart:
    """Who sends the notice: always an organisation."""

    name: str
    email: str


@dataclass(frozen=True)
class ExhibitLine:
    """One exhibit and where it can be read with a key."""

    number: int
    kind: str
    media_type: str
    size: int
    sha256: str
    address: str


@dataclass(frozen=True)
class PackPart:
    """The evidence pack and where it can be read with a key."""

    size: int
    sha256: str
    address: str


@dataclass(frozen=True)
class CasePayload:
    """A case as a company gets it; times are ISO 8601 in UTC, an empty text means that we don't know."""

    version: int
    reference: str
    status: str
    outcome: str
    created_at: str
    acknowledged_at: str | None
    answered_at: str | None
    occurrence: int
    listing: ListingPart
    taxon_key: str
    taxon_name: str
    reason: str
    basis: str
    explanation: str
    policy: str
    marked_words: list[str]
    first_seen_at: str
    last_seen_at: str
    independent_reports: int
    evidence_sha256: str
    notifier: NotifierPart
    good_faith: str
    exhibits: list[ExhibitLine]
    evidence_pack: PackPart | None


def payload_of(case: Case) -> dict[str, Any]:
    """The case as plain JSON values, for webhook and REST alike."""
    return asdict(_payload(case))


def _payload(case: Case) -> CasePayload:
    return CasePayload(
        version=VERSION,
        reference=case.reference,
        status=FOR_COMPANY[case.status],
        outcome=case.outcome,
        created_at=_time(case.created_at),
        acknowledged_at=_time(case.acknowledged_at) if case.acknowledged_at else None,
        answered_at=_time(case.answered_at) if case.answered_at else None,
        occurrence=case.occurrence,
        listing=_listing(case),
        taxon_key=case.taxon_key,
        taxon_name=case.taxon_name,
        reason=case.reason,
        basis=case.basis,
        explanation=case.explanation,
        policy=case.policy,
        marked_words=list(case.marked_words),
        first_seen_at=_time(case.first_seen_at),
        last_seen_at=_time(case.last_seen_at),
        independent_reports=case.independent_reports,
        evidence_sha256=case.evidence_sha256,
        notifier=NotifierPart(case.ngo.name, case.ngo.contact_email),
        good_faith=GOOD_FAITH,
        exhibits=[_exhibit(case, exhibit) for exhibit in in_order(case)],
        evidence_pack=_pack(case),
    )


def _listing(case: Case) -> ListingPart:
    return ListingPart(
        address=case.listing_address,
        item=case.item,
        title=case.title,
        language=case.language,
        price=case.price,
        seller=case.seller,
        platform=case.platform.name,
    )


def _exhibit(case: Case, exhibit: Exhibit) -> ExhibitLine:
    path = reverse("cases:api-exhibit", args=[case.reference, exhibit.number])
    return ExhibitLine(
        number=exhibit.number,
        kind=exhibit.kind,
        media_type=exhibit.media_type,
        size=exhibit.size,
        sha256=exhibit.sha256,
        address=f"{settings.SITE_URL}{path}",
    )


def _pack(case: Case) -> PackPart | None:
    """None while it is being made, which takes about a minute after the case was opened."""
    if not case.pack_sha256:
        return None
    path = reverse("cases:api-pack", args=[case.reference])
    return PackPart(size=case.pack_size, sha256=case.pack_sha256, address=f"{settings.SITE_URL}{path}")


def _time(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def in_order(case: Case) -> list[Exhibit]:
    """The exhibits by their number; sorted here, so that a prefetch is used."""
    return sorted(case.exhibits.all(), key=lambda exhibit: exhibit.number)


def acknowledged_of(case: Case) -> dict[str, Any]:
    """The case's status as it is now."""
    status = Case.objects.values_list("status", flat=True).get(pk=case.pk)
    return {"reference": case.reference, "status": FOR_COMPANY[status]}


def receipt_of(answer: Answer) -> dict[str, Any]:
    """What an answer led to, with the codes for the company's own statement of reasons."""
    statement = statement_of(answer.outcome, answer.case.basis)
    return {
        "reference": answer.case.reference,
        "outcome": answer.outcome,
        "at": _time(answer.at),
        "applied": answer.applied,
        "why_not_applied": answer.why_not_applied,
        "statement_of_reasons": asdict(statement) if statement else None,
    }
