"""Every change of a case: opened once, travelled, acknowledged, answered; each in one transaction with its event."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from coalition.cases.rules import OUTCOMES, Notifier, Parcel, missing_parts, sources
from coalition.models import (
    Answer,
    Case,
    CaseStatus,
    Delivery,
    Endpoint,
    Exhibit,
    IdempotencyKey,
    Member,
    Ngo,
    Platform,
)
from spotter.audit.acts import Act, Actor, act
from spotter.jobs import queue
from spotter.lib.text import clean_text

DELIVER = "deliver"
ANSWERED = "answered"
NOTE_LENGTH = 2000


class Incomplete(Exception):
    """The parcel is no complete notice by Art. 16(2) DSA; `missing` names the parts."""

    def __init__(self, missing: tuple[str, ...]) -> None:
        super().__init__(", ".join(missing))
        self.missing = missing


class UnknownOutcome(Exception):
    """No such answer: nothing was applied."""


class KeyReused(Exception):
    """The same Idempotency-Key came with another request."""


@dataclass(frozen=True)
class Software:
    """A company's program, known by the id of its key."""

    key_id: str

    @property
    def handle(self) -> str:
        """Its name in events and answers."""
        return f"key-{self.key_id}"


# -- opening ----------------------------------------------------------------------------------------------------------
def open_case(act: Act, parcel: Parcel, *, by: Actor) -> Case:
    """Open the case of a listing and put it on its way; the second time it is the same case and nothing travels.

    Raises Incomplete.
    """
    platform = Platform.objects.select_related("member").get(pk=parcel.platform_id)
    ngo = Ngo.objects.get(pk=parcel.ngo_id)
    missing = missing_parts(parcel, Notifier(ngo.name, ngo.contact_email))
    if missing:
        raise Incomplete(missing)
    case, is_new = Case.objects.get_or_create(
        member=platform.member,
        listing_key=parcel.listing_key,
        occurrence=parcel.occurrence,
        defaults=_facts(parcel) | {"platform": platform, "ngo": ngo, "created_at": act.at},
    )
    if is_new:
        _enclose(case, parcel)
        _dispatch(case, at=act.at)
        facts = {"company": platform.member.slug, "platform": platform.key, "exhibits": len(parcel.exhibits)}
        act.record("opened", of="case", ref=case.reference, by=by, **facts)
    return case


def _facts(parcel: Parcel) -> dict[str, Any]:
    """The parcel's own words, made storable and cut to their columns."""
    short = {"listing_address": 2000, "item": 120, "title": 300, "language": 12, "price": 60, "seller": 120}
    short |= {"taxon_key": 60, "taxon_name": 120, "reason": 30, "basis": 10, "evidence_sha256": 64}
    long = {"explanation": 10_000, "policy": 10_000}
    plain = {"first_seen_at", "last_seen_at", "independent_reports"}
    return (
        {name: clean_text(getattr(parcel, name), limit=limit) for name, limit in short.items()}
        | {name: clean_text(getattr(parcel, name), limit=limit, lines=True) for name, limit in long.items()}
        | {name: getattr(parcel, name) for name in plain}
        | {"marked_words": [clean_text(word, limit=200) for word in parcel.marked_words]}
    )


def _enclose(case: Case, parcel: Parcel) -> None:
    Exhibit.objects.bulk_create(
        Exhibit(case=case, number=number, **vars(part)) for number, part in enumerate(parcel.exhibits, start=1)
    )


def _dispatch(case: Case, *, at: datetime) -> None:
    """One delivery for each active address; without one, a delivery that waits for an address and is seen by staff."""
    found: list[Endpoint | None] = list(Endpoint.objects.filter(member_id=case.member_id, is_active=True))
    for endpoint in found or [None]:
        delivery = Delivery.objects.create(
            event_id=Delivery.new_event_id(), case=case, endpoint=endpoint, created_at=at, due=at
        )
        queue.add(DELIVER, delivery.event_id, due=at)


def enclose_pack(done: Act, case: Case, *, sha256: str, size: int) -> None:
    """The evidence pack of this case is there: its company may fetch it."""
    Case.objects.filter(pk=case.pk).update(pack_sha256=sha256, pack_size=size)
    done.record("enclose-pack", of="case", ref=case.reference, sha256=sha256, size=size)


def withdraw_pack(done: Act, case: Case) -> None:
    """The evidence was purged: the case stays with its exhibits, the pack's hash stands in the events."""
    if Case.objects.filter(pk=case.pk).exclude(pack_sha256="").update(pack_sha256="", pack_size=0):
        done.record("withdraw-pack", of="case", ref=case.reference)


def note_pack_fetched(case: Case, *, by: Actor, at: datetime) -> None:
    """The company took its pack: a custody line."""
    with act(by=by, at=at) as done:
        done.record("fetch-pack", of="case", ref=case.reference, sha256=case.pack_sha256)


# -- travelling -------------------------------------------------------------------------------------------------------
def mark_travel(case: Case, *, delivered: bool, at: datetime) -> None:
    """Note that the case left our outbox, or is there; never back from what the company did meanwhile."""
    Case.objects.filter(pk=case.pk, sent_at__isnull=True).update(sent_at=at)
    Case.objects.filter(pk=case.pk, status__in=sources("send")).update(status=CaseStatus.SENT)
    if delivered:
        Case.objects.filter(pk=case.pk, delivered_at__isnull=True).update(delivered_at=at)
        Case.objects.filter(pk=case.pk, status__in=sources("deliver")).update(status=CaseStatus.DELIVERED)


# -- the company's words ----------------------------------------------------------------------------------------------
def acknowledge(case: Case, *, by: Actor, at: datetime) -> bool:
    """The company has seen it; False when it said so before, or has answered already."""
    with act(by=by, at=at) as done:
        seen = Case.objects.filter(pk=case.pk, status__in=sources("acknowledge")).update(
            status=CaseStatus.ACKNOWLEDGED, acknowledged_at=at
        )
        if seen:
            done.record("acknowledged", of="case", ref=case.reference)
    return bool(seen)


def answer(case: Case, outcome: str, note: str, *, through: str, by: Actor, at: datetime) -> Answer:
    """The company's answer: applied once however often it comes; kept with the reason where it can't be applied.

    Raises UnknownOutcome.
    """
    if outcome not in OUTCOMES:
        raise UnknownOutcome
    words = clean_text(note, limit=NOTE_LENGTH, lines=True)
    given = Answer(case=case, outcome=outcome, note=words, through=through, by=by.handle, at=at)
    with act(by=by, at=at) as done:
        applied = (
            Case.objects.filter(pk=case.pk, status__in=sources("answer"))
            .exclude(outcome=outcome)
            .update(status=CaseStatus.ANSWERED, outcome=outcome, answered_at=at)
        )
        return _apply(done, given) if applied else _keep(done, given)


def _apply(done: Act, given: Answer) -> Answer:
    """The row of the case is ours until the end of the transaction, so the count is exact."""
    given.save()
    number = Answer.objects.filter(case_id=given.case_id, applied=True).count()
    queue.add(ANSWERED, given.case.reference, generation=number)
    done.record("answered", of="case", ref=given.case.reference, outcome=given.outcome, through=given.through)
    return given


def _keep(done: Act, given: Answer) -> Answer:
    """Nothing changes; words that are new are kept, with the reason why they changed nothing."""
    before = (
        Answer.objects.filter(case_id=given.case_id, outcome=given.outcome, note=given.note).order_by("-id").first()
    )
    if before is not None:
        return before
    status = Case.objects.values_list("status", flat=True).get(pk=given.case_id)
    same = status in sources("answer")
    given.applied = False
    given.why_not_applied = "the same outcome was given before" if same else f"the case is {status}"
    given.save()
    done.record("answer-kept", of="case", ref=given.case.reference, outcome=given.outcome, why=given.why_not_applied)
    return given


# -- a write that may be repeated -------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Written:
    """The answer of the REST API to a write, as it is given again when the write is repeated."""

    status_code: int
    body: dict[str, Any]


@dataclass(frozen=True)
class Once:
    """Whose write it is, under which Idempotency-Key, and the hash of what was asked."""

    member: Member
    key: str
    request_sha256: str


def write_once(once: Once, write: Callable[[], Written], *, by: Actor, at: datetime) -> Written:
    """Do the write, or give the answer of its first time; parallel repeats wait for that. Raises KeyReused."""
    with act(by=by, at=at):
        row, is_new = IdempotencyKey.objects.get_or_create(
            member=once.member,
            key=once.key,
            defaults={"request_sha256": once.request_sha256, "status_code": 0, "body": {}, "at": at},
        )
        if not is_new:
            if row.request_sha256 != once.request_sha256:
                raise KeyReused
            return Written(row.status_code, row.body)
        written = write()
        row.status_code, row.body = written.status_code, written.body
        row.save(update_fields=["status_code", "body"])
        return written


# Longer than anybody repeats a write: our own deliveries are tried for three days.
WRITES_KEPT = timedelta(days=30)


def forget_writes(*, now: datetime) -> int:
    """Answers that are kept for a repeated write go after a month; returns how many."""
    return IdempotencyKey.objects.filter(at__lt=now - WRITES_KEPT).delete()[0]
