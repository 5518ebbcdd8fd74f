"""Every change that staff make to a listing: claim, decide, ask, undo, forward; each one act with its event."""

from datetime import UTC, datetime

from coalition.cases.actions import Incomplete, open_case
from coalition.cases.rules import ExhibitPart, Parcel
from coalition.models import Case, Ngo, Taxon, Term, User
from reports.lifecycle import Verb
from reports.models import Decision, Forward, Listing, NotLegal, Pack, Picture, QueueEntry, Score, Screenshot, Strike
from reports.reasons import ReasonKey, key_of
from reports.triage.rules import CLAIM_LASTS, No, why_not
from spotter.audit.acts import Act, act
from spotter.audit.models import Event
from spotter.lib import store

# Reasons whose words are ours alone: a model names whatever told it most, a code word, too.
OURS = frozenset({"code-word", "learned-words", "masked-spelling"})
VERDICTS = {Verb.CONFIRM: "confirmed", Verb.DISMISS: "dismissed", Verb.ASK: "asked"}


class Refused(Exception):
    """The step may not be taken now; `no` says why."""

    def __init__(self, no: No) -> None:
        super().__init__(no.code)
        self.no = no


def claim(listing: Listing, *, by: User, now: datetime) -> datetime:
    """Take a listing for ten minutes; Refused for the slower of two people."""
    until = now + CLAIM_LASTS
    with act(by=by, at=now) as done:
        if not QueueEntry.claim(listing, by=by, now=now, until=until):
            raise Refused(No("claimed-by-other"))
        done.record("claim", of="listing", ref=listing.code)
    return until


def note_view(listing: Listing, seen: str, *, by: User, now: datetime) -> None:
    """Somebody looked at evidence: a custody line, one a day for each person and picture."""
    today = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    mine = Event.objects.filter(of="listing", ref=listing.code, what="view", by=by.handle, at__gte=today)
    if not mine.filter(facts={"seen": seen}).exists():
        with act(by=by, at=now) as done:
            done.record("view", of="listing", ref=listing.code, seen=seen)


def give_back(listing: Listing, *, by: User, now: datetime) -> bool:
    """Give a claimed listing back to the queue; False when it was not this person's."""
    with act(by=by, at=now) as done:
        mine = QueueEntry.objects.filter(listing=listing, claimed_by=by)
        if not mine.update(claimed_by=None, claimed_until=None):
            return False
        done.record("give-back", of="listing", ref=listing.code)
    return True


def decide(
    listing: Listing, verb: Verb, *, by: User, now: datetime, reason: str = "", basis: str = "", note: str = ""
) -> Decision:
    """Confirm, dismiss or ask, with the claim as the lock: two people never decide the same listing."""
    with act(by=by, at=now) as done:
        hold(listing, verb, by=by, now=now)
        decision = Decision.objects.create(
            listing=listing, verdict=VERDICTS[verb], reason=reason, basis=basis, note=note, by=by, at=now
        )
        take(done, listing, verb, by=by, facts={"reason": reason, "basis": basis})
    return decision


def undo(listing: Listing, *, by: User, now: datetime) -> None:
    """Take the last decision back within ten minutes, while nothing has left."""
    with act(by=by, at=now) as done:
        hold(listing, Verb.REOPEN, by=by, now=now)
        listing.decisions.filter(undone_at__isnull=True).update(undone_at=now)
        take(done, listing, Verb.REOPEN, by=by, facts={})
        QueueEntry.claim(listing, by=by, now=now, until=now + CLAIM_LASTS)


def hold(listing: Listing, verb: Verb, *, by: User, now: datetime) -> None:
    """Refuse what the rules refuse, and claim a listing that waits, in the transaction of the step itself.

    The row stays locked until then: of two presses at one moment the second sees what the first did.
    """
    locked = Listing.objects.select_for_update(no_key=True)
    listing.refresh_from_db(fields=["status", "platform"], from_queryset=locked)
    no = why_not(verb, listing.standing_for(by), now=now)
    if no is not None:
        raise Refused(no)
    waits = QueueEntry.objects.filter(listing=listing).exists()
    if waits and not QueueEntry.claim(listing, by=by, now=now, until=now + CLAIM_LASTS):
        raise Refused(No("claimed-by-other"))


def take(done: Act, listing: Listing, verb: Verb, *, by: User, facts: dict[str, str]) -> None:
    """The step itself; whoever comes second hears it as a refusal, not as a crash."""
    try:
        listing.step(done, verb, by=by, facts=facts)
    except NotLegal as late:
        raise Refused(No("not-from-here")) from late


def forward(listing: Listing, *, explanation: str, exhibits: list[str], by: User, now: datetime) -> Case:
    """Send a confirmed listing to its platform's company, once: a parcel complete in itself that names no spotter."""
    if by.ngo is None:
        raise Refused(No("no-ngo"))
    with act(by=by, at=now) as done:
        hold(listing, Verb.FORWARD, by=by, now=now)
        parcel = parcel_of(listing, ngo=by.ngo, explanation=explanation, exhibits=exhibits, now=now)
        try:
            case = open_case(done, parcel, by=by)
        except Incomplete as incomplete:
            raise Refused(No("parts-missing", incomplete.missing)) from incomplete
        Forward.objects.create(listing=listing, case=case, by=by, at=now)
        Pack.ask(done, listing, edition="company", by=by, case=case)
        take(done, listing, Verb.FORWARD, by=by, facts={"case": case.reference})
    return case


def parcel_of(listing: Listing, *, ngo: Ngo, explanation: str, exhibits: list[str], now: datetime) -> Parcel:
    """Everything the company needs, from an explicit list: what is not named here never leaves."""
    platform = listing.platform
    decision = listing.decisions.filter(undone_at__isnull=True, verdict="confirmed").order_by("-at").first()
    capture = listing.captures.order_by("-at", "-id").first()
    score = listing.scores.order_by("-at", "-id").first()
    taxon = Taxon.objects.filter(key=listing.taxon_key).first()
    if platform is None or decision is None:
        raise Refused(No("not-from-here"))
    return Parcel(
        platform_id=platform.pk,
        ngo_id=ngo.pk,
        listing_address=listing.address,
        listing_key=listing.key,
        reason=decision.reason,
        basis=decision.basis,
        explanation=explanation,
        first_seen_at=day_of(listing.created_at),
        last_seen_at=day_of(capture.at if capture else now),
        item=listing.item,
        title=listing.title,
        language=listing.language,
        price=listing.price,
        seller=listing.seller,
        taxon_key=listing.taxon_key,
        taxon_name=taxon.name if taxon else "",
        policy=platform.member.policy,
        marked_words=marked_words(score, struck=Strike.objects.keys_on(listing)),
        evidence_sha256=capture.warc_sha256 if capture else "",
        independent_reports=listing.reports.filter(withdrawn_at__isnull=True).values("spotter").distinct().count(),
        exhibits=tuple(exhibit_parts(listing, exhibits)),
    )


def day_of(moment: datetime) -> datetime:
    """No finer than the day: a company could match the moment with its own page views and find the spotter."""
    return moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def marked_words(score: Score | None, *, struck: frozenset[ReasonKey] = frozenset()) -> tuple[str, ...]:
    """The page's own words that speak for it, but for those that somebody struck.

    What spotters said has points too, but is theirs; code words are ours.
    """
    lines = [line for line in score.receipt if key_of(line) not in struck] if score else []
    shown = [r for r in lines if r["points"] > 0 and r["field"] in ("title", "text") and r["reason"] not in OURS]
    restricted = {text.casefold() for text in Term.objects.filter(is_restricted=True).values_list("text", flat=True)}
    return tuple(dict.fromkeys(r["term"] for r in shown if r["term"].casefold() not in restricted))


def exhibit_parts(listing: Listing, chosen: list[str]) -> list[ExhibitPart]:
    """The chosen pictures as parts of the case, named `picture-<id>` or `screenshot-<id>`: safe copies only."""
    wanted: dict[str, list[int]] = {"picture": [], "screenshot": []}
    for name in chosen:
        kind, _dash, number = name.partition("-")
        if kind in wanted and number.isdecimal():
            wanted[kind].append(int(number))
    found: list[tuple[str, Picture | Screenshot]] = [
        ("picture", one) for one in Picture.objects.filter(capture__listing=listing, pk__in=wanted["picture"])
    ]
    found += [
        ("screenshot", one)
        for one in Screenshot.objects.filter(report__listing=listing, state="safe", pk__in=wanted["screenshot"])
    ]
    return [
        ExhibitPart(kind, one.copy_sha256, one.tile_sha256, "image/jpeg", store.size("copies", one.copy_sha256))
        for kind, one in found
    ]
