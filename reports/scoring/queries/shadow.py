"""Shadow runs: what a proposal weighs with, the past listings that it is tried on, and its page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from coalition.knowledge.rules.tables import TAXA
from coalition.models import Lexicon as Published
from reports.models import Capture, Decision, Listing, ShadowChange, ShadowRun, words
from reports.scoring.queries.history import with_history_of
from reports.scoring.queries.records import kind_word
from reports.scoring.queries.weighing import lexicon_now, lexicon_numbered, model_now, model_of, subject_of
from reports.scoring.rules.learned import Learned
from reports.scoring.rules.lexicon import TermRow, lexicon_from_rows
from reports.scoring.rules.receipt import Subject
from reports.scoring.rules.shadow import (
    RETIRED,
    Proposal,
    Shift,
    Sieve,
    lexicon_with,
    lexicon_with_all,
    summed,
    word_of,
)
from reports.scoring.rules.weighing import weigh
from spotter.lib.languages import language_name

# The newest listings that were looked at; a word is sought in more of them, since most are only sifted.
SAMPLE_WORD: Final = 5_000
SAMPLE_MODEL: Final = 2_000
BATCH: Final = 200
SHOWN: Final = 100
# What a proposed kind of word is called on a receipt, where that is another code.
REASON_OF: Final = {
    "product": "product-term",
    "animal": "animal-term",
    "ambiguous": "ambiguous-term",
    "name": "name-term",
    "sale": "sale-cue",
}
# Would a word move more than this share of past listings, it is too common.
COMMON: Final = 0.02


@dataclass(frozen=True)
class Batch:
    """Some past listings that were tried: those that would change, how many were tried, where to go on (None: done)."""

    shifts: tuple[tuple[int, Shift], ...]
    weighed: int
    cursor: int | None


def sample_of(run: ShadowRun) -> int:
    """On how many past listings it is tried at most."""
    return SAMPLE_MODEL if run.model_id else SAMPLE_WORD


def past_batch(run: ShadowRun) -> Batch:
    """The next past listings of a run, the newest first, weighed by what weighs now and by the proposal."""
    size = min(BATCH, sample_of(run) - run.weighed)
    listings = Listing.objects.filter(pk__in=Capture.objects.values("listing")).order_by("-pk")
    if run.cursor is not None:
        listings = listings.filter(pk__lt=run.cursor)
    found = list(listings[:size])
    looks = Capture.objects.filter(listing__in=found).order_by("listing_id", "-at", "-id").distinct("listing_id")
    captures = {capture.listing_id: capture for capture in looks}
    proposal, shifts = proposal_of(run), []
    for listing in found:
        shift = _shift(proposal, listing, captures[listing.pk])
        if shift is not None:
            shifts.append((listing.pk, shift))
    done = run.weighed + len(found) >= sample_of(run) or len(found) < size
    return Batch(tuple(shifts), len(found), None if done else found[-1].pk)


def _shift(proposal: Proposal, listing: Listing, capture: Capture) -> Shift | None:
    if proposal.sieve and not proposal.sieve.holds(Subject(title=capture.title, text=capture.text)):
        return None
    subject = _as_weighed(listing, capture)
    return proposal.shift(subject, weigh(subject, lexicon_now(), model_now()))


def _as_weighed(listing: Listing, capture: Capture | None) -> Subject:
    """The listing with the history that its last receipt tells."""
    receipts = listing.scores.order_by("-at", "-id").values_list("receipt", flat=True)
    return with_history_of(subject_of(listing, capture), receipts.first() or ())


def shifts_of(listing: Listing) -> list[tuple[int, Shift | None]]:
    """What each open run would make of a listing that was weighed a moment ago, by the run's number."""
    subject = _as_weighed(listing, listing.captures.order_by("-at", "-id").first())
    now = weigh(subject, lexicon_now(), model_now())
    return [(run.pk, proposal_of(run).shift(subject, now)) for run in ShadowRun.objects.open().select_related("model")]


def proposal_of(run: ShadowRun) -> Proposal:
    """What would weigh if this run were published now."""
    if run.model is not None:
        return Proposal(lexicon_now(), model_of(run.model.version))
    number = Published.objects.order_by("-number").values_list("number", flat=True).first() or 0
    if run.table is not None:
        return _with_table(number, run.pk, model_now())
    return _with_word(number, word_of(run.word or {}), model_now())


@lru_cache(maxsize=2)
def _with_table(number: int, pk: int, model: Learned | None) -> Proposal:
    """A run's table never changes, so that it is built once a process."""
    table = ShadowRun.objects.values_list("table", flat=True).get(pk=pk)
    rows = table["rows"] if table and table["table"] != TAXA else []
    proposed = lexicon_from_rows("", rows).terms
    return Proposal(lexicon_with_all(lexicon_numbered(number), proposed), model, Sieve(*proposed))


@lru_cache(maxsize=8)
def _with_word(number: int, word: TermRow, model: Learned | None) -> Proposal:
    return Proposal(lexicon_with(lexicon_numbered(number), word), model, Sieve(word))


# -- the pages --------------------------------------------------------------------------------------------------------
def runs(limit: int = 50) -> list[dict[str, Any]]:
    """The runs, open ones first, then the newest."""
    found = ShadowRun.objects.select_related("model").order_by(F("ended_at").desc(nulls_first=True), "-pk")[:limit]
    return [said_of(run) for run in found]


def said_of(run: ShadowRun) -> dict[str, Any]:
    """A run in words."""
    word: Mapping[str, Any] = run.word or {}
    return {
        "row": run,
        "title": word.get("text") or (run.model.version if run.model else (run.table or {}).get("file", "")),
        "table": run.table,
        "of_table": TABLES[run.table["table"]]() if run.table else "",
        "lang": word.get("language", ""),
        "language": language_name(word.get("language", "")),
        "kind": kind_word(REASON_OF.get(word["kind"], word["kind"])) if word else "",
        "takes_out": word.get("status") == RETIRED,
        "sample": sample_of(run),
        "is_open": run.state in ("past", "new"),
        "state": STATES[run.state](),
    }


TABLES: Final = {
    "terms": lambda: _("Table of words"),
    "look-alikes": lambda: _("Table of look-alikes"),
    "taxa": lambda: _("Table of taxa"),
}
STATES: Final = {
    "past": lambda: _("Looks at past listings"),
    "new": lambda: _("Looks at new listings"),
    "published": lambda: _("Published"),
    "dropped": lambda: _("Dropped"),
}


def page(run: ShadowRun) -> dict[str, Any]:
    """What would change, which way, with what staff decided beside it."""
    changes = list(run.changes.select_related("listing").order_by("-is_new", "-listing_id"))
    verdicts = _verdicts([change.listing_id for change in changes])
    shown = [_change(change, verdicts.get(change.listing_id)) for change in changes]
    up, down, within = summed((one["steps"], one["verdict"]) for one in shown)
    shown.sort(key=lambda one: -abs(one["steps"]))
    past = sum(not change.is_new for change in changes)
    return said_of(run) | {
        "up": up,
        "down": down,
        "within": within,
        "changes": shown[:SHOWN],
        "more": max(0, len(shown) - SHOWN),
        "common": bool(run.word) and run.weighed >= BATCH and past > COMMON * run.weighed,
        "past": past,
    }


def _verdicts(listings: Sequence[int]) -> dict[int, tuple[str, str]]:
    """The standing decision of each listing: verdict and reason."""
    standing = Decision.objects.filter(
        listing__in=listings, undone_at__isnull=True, verdict__in=("confirmed", "dismissed")
    )
    rows = standing.order_by("at", "id").values_list("listing_id", "verdict", "reason")
    return {listing: (verdict, reason) for listing, verdict, reason in rows}


def _change(change: ShadowChange, decided: tuple[str, str] | None) -> dict[str, Any]:
    shift = Shift(change.before, change.before_band, change.after, change.after_band)
    verdict, reason = decided or ("", "")
    return {
        "title": change.listing.title or change.listing.address,
        "lang": change.listing.language,
        "url": reverse("triage:listing", args=[change.listing.code]),
        "steps": shift.steps,
        "before": words.BAND[change.before_band],
        "after": words.BAND[change.after_band],
        "before_percent": round(100 * change.before),
        "after_percent": round(100 * change.after),
        "verdict": verdict,
        "verdict_word": words.STATUS[verdict] if verdict else "",
        "reason": words.REASON.get(reason, ""),
        "is_new": change.is_new,
    }
