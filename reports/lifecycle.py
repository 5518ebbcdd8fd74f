"""The life of a Listing: statuses, verbs, and THE table of legal steps that buttons and docs are drawn from."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Status(StrEnum):
    """Where a Listing stands."""

    RECEIVED = "received"
    CAPTURED = "captured"
    READY = "ready"
    ASKED = "asked"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"
    FORWARDED = "forwarded"
    ANSWERED = "answered"
    GONE = "gone"
    STILL_LIVE = "still-live"
    REAPPEARED = "reappeared"
    JOINED = "joined"


class Verb(StrEnum):
    """What can be done to a Listing: the word on the button, in the address and in the event."""

    CAPTURE = "capture"
    SCORE = "score"
    ASK = "ask"
    REPLY = "reply"
    CONFIRM = "confirm"
    DISMISS = "dismiss"
    REOPEN = "reopen"
    FORWARD = "forward"
    ANSWER = "answer"
    FIND_GONE = "find-gone"
    FIND_LIVE = "find-live"
    FIND_AGAIN = "find-again"
    JOIN = "join"


S, V = Status, Verb

TABLE: dict[tuple[Status, Verb], Status] = {
    (S.RECEIVED, V.CAPTURE): S.CAPTURED,
    (S.CAPTURED, V.SCORE): S.READY,
    (S.READY, V.ASK): S.ASKED,
    (S.ASKED, V.REPLY): S.READY,
    (S.READY, V.CONFIRM): S.CONFIRMED,
    (S.READY, V.DISMISS): S.DISMISSED,
    (S.ASKED, V.CONFIRM): S.CONFIRMED,
    (S.ASKED, V.DISMISS): S.DISMISSED,
    (S.CONFIRMED, V.REOPEN): S.READY,
    (S.DISMISSED, V.REOPEN): S.READY,
    (S.CONFIRMED, V.FORWARD): S.FORWARDED,
    (S.FORWARDED, V.ANSWER): S.ANSWERED,
    # The company may correct its answer; the world may change without one.
    (S.ANSWERED, V.ANSWER): S.ANSWERED,
    (S.STILL_LIVE, V.ANSWER): S.ANSWERED,
    (S.REAPPEARED, V.ANSWER): S.ANSWERED,
    (S.GONE, V.ANSWER): S.GONE,
    (S.FORWARDED, V.FIND_GONE): S.GONE,
    (S.ANSWERED, V.FIND_GONE): S.GONE,
    (S.STILL_LIVE, V.FIND_GONE): S.GONE,
    (S.REAPPEARED, V.FIND_GONE): S.GONE,
    (S.ANSWERED, V.FIND_LIVE): S.STILL_LIVE,
    (S.GONE, V.FIND_AGAIN): S.REAPPEARED,
    # A short link led to a listing that we have: its reports are that one's from now on.
    (S.CAPTURED, V.JOIN): S.JOINED,
    (S.READY, V.JOIN): S.JOINED,
}

OPEN = frozenset({S.RECEIVED, S.CAPTURED, S.READY, S.ASKED, S.CONFIRMED})
# Until staff decide, a spotter may correct what they said.
UNDECIDED = frozenset({S.RECEIVED, S.CAPTURED, S.READY, S.ASKED})
# Staff have agreed that it had to be reported.
AGREED = frozenset({S.CONFIRMED, S.FORWARDED, S.ANSWERED, S.GONE, S.STILL_LIVE, S.REAPPEARED})
WAITING_FOR_STAFF = frozenset({S.READY, S.CONFIRMED})
CLOSED = frozenset(Status) - OPEN


def after(status: Status, verb: Verb) -> Status | None:
    """The status that this verb leads to from here; None when the step is not legal."""
    return TABLE.get((status, verb))


def verbs(status: Status) -> frozenset[Verb]:
    """What may be done from here."""
    return frozenset(verb for known, verb in TABLE if known is status)


class Reason(StrEnum):
    """Why a Listing was confirmed or dismissed."""

    PROTECTED_SPECIES = "protected-species"
    PROHIBITED_BY_POLICY = "prohibited-by-policy"
    NEEDS_PAPERS = "needs-papers"
    CODE_WORD_OFFER = "code-word-offer"
    LOOK_ALIKE = "look-alike"
    SUBSTITUTE = "substitute"
    LEGAL_WITH_PROOF = "legal-with-proof"
    NOT_A_SALE = "not-a-sale"
    ALREADY_GONE = "already-gone"
    UNREADABLE = "unreadable"
    OUTSIDE_SCOPE = "outside-scope"
    DUPLICATE = "duplicate"
    BAD_FAITH = "bad-faith"


CONFIRMING = (Reason.PROTECTED_SPECIES, Reason.PROHIBITED_BY_POLICY, Reason.NEEDS_PAPERS, Reason.CODE_WORD_OFFER)
DISMISSING = tuple(reason for reason in Reason if reason not in CONFIRMING)


class Basis(StrEnum):
    """What a decision rests on."""

    LAW = "law"
    POLICY = "policy"
    BOTH = "both"


class PageState(StrEnum):
    """What one look at a page found."""

    LIVE = "live"
    GONE = "gone"
    ENDED = "ended"
    CHANGED = "changed"
    LOGIN_WALL = "login-wall"
    ROBOT_WALL = "robot-wall"
    CANNOT_TELL = "cannot-tell"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True)
class Standing:
    """What the rules ask of a listing at one moment, as one person stands to it."""

    status: Status
    claimed_by_other: bool
    claim_ends: datetime | None
    platform_known: bool
    company_is_member: bool
    decided_at: datetime | None
