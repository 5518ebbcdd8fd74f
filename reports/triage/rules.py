"""Who may do what to a listing now, and if not, why not: plain values in, a reason out."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from reports.lifecycle import CONFIRMING, DISMISSING, Reason, Standing, Verb, after

CLAIM_LASTS = timedelta(minutes=10)
UNDO_LASTS = timedelta(minutes=10)


@dataclass(frozen=True)
class No:
    """Why a button is grey and the request refused; `code` is a key of the sentences in triage.forms."""

    code: str
    missing: tuple[str, ...] = ()


def why_not(verb: Verb, standing: Standing, *, now: datetime) -> No | None:
    """None when the step may be taken; otherwise the first reason against it."""
    if after(standing.status, verb) is None:
        return No("not-from-here")
    if standing.claimed_by_other and standing.claim_ends is not None and standing.claim_ends > now:
        return No("claimed-by-other")
    if verb is Verb.FORWARD:
        return _why_not_forward(standing)
    if verb is Verb.REOPEN and (standing.decided_at is None or now - standing.decided_at > UNDO_LASTS):
        return No("too-late-to-undo")
    return None


def _why_not_forward(standing: Standing) -> No | None:
    if not standing.platform_known:
        return No("platform-unknown")
    if not standing.company_is_member:
        return No("not-a-member")
    return None


def fits(verb: Verb, reason: Reason) -> bool:
    """Whether a reason code belongs to this verdict."""
    return reason in (CONFIRMING if verb is Verb.CONFIRM else DISMISSING)
