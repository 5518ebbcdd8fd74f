"""The words that people read for codes: one per status, reason, page state and band, the same in every room."""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from reports.lifecycle import Basis, PageState, Reason, Status, Verb

STATUS: Final[dict[str, Any]] = {
    Status.RECEIVED: _("Received"),
    Status.CAPTURED: _("Page looked at"),
    Status.READY: _("Waiting for staff"),
    Status.ASKED: _("Question to the spotter"),
    Status.CONFIRMED: _("Confirmed"),
    Status.DISMISSED: _("Dismissed"),
    Status.FORWARDED: _("Forwarded"),
    Status.ANSWERED: _("Answered"),
    Status.GONE: _("Verified gone"),
    Status.STILL_LIVE: _("Still there"),
    Status.REAPPEARED: _("Back again"),
}

VERB: Final[dict[str, Any]] = {
    Verb.CONFIRM: _("Confirm"),
    Verb.DISMISS: _("Dismiss"),
    Verb.ASK: _("Need information"),
    Verb.FORWARD: _("Forward"),
    Verb.REOPEN: _("Undo"),
}

REASON: Final[dict[str, Any]] = {
    Reason.PROTECTED_SPECIES: _("Protected species"),
    Reason.PROHIBITED_BY_POLICY: _("Prohibited by the platform's policy"),
    Reason.NEEDS_PAPERS: _("Needs papers that are not shown"),
    Reason.CODE_WORD_OFFER: _("Offered under a code word"),
    Reason.LOOK_ALIKE: _("Look-alike, not wildlife"),
    Reason.SUBSTITUTE: _("Made of a substitute"),
    Reason.LEGAL_WITH_PROOF: _("Legal, with proof"),
    Reason.NOT_A_SALE: _("Not a sale"),
    Reason.ALREADY_GONE: _("Already gone"),
    Reason.UNREADABLE: _("Cannot be read"),
    Reason.OUTSIDE_SCOPE: _("Outside our scope"),
    Reason.DUPLICATE: _("Duplicate"),
    Reason.BAD_FAITH: _("Sent in bad faith"),
}

BASIS: Final[dict[str, Any]] = {
    Basis.LAW: _("Law"),
    Basis.POLICY: _("The platform's policy"),
    Basis.BOTH: _("Law and policy"),
}

PAGE_STATE: Final[dict[str, Any]] = {
    PageState.LIVE: _("Live"),
    PageState.GONE: _("Gone"),
    PageState.ENDED: _("Sold or ended"),
    PageState.CHANGED: _("Changed"),
    PageState.LOGIN_WALL: _("Behind a log-in"),
    PageState.ROBOT_WALL: _("Refuses robots"),
    PageState.CANNOT_TELL: _("Cannot tell"),
    PageState.UNREACHABLE: _("Unreachable"),
}

BAND: Final[dict[str, Any]] = {
    "top": _("Top"),
    "likely": _("Likely"),
    "possible": _("Possible"),
    "low": _("Low"),
    "": _("Not scored yet"),
}

CHECK: Final[dict[str, Any]] = {
    "gone": _("Gone"),
    "still-live": _("Still there"),
    "reappeared": _("Back again"),
    "cannot-tell": _("Cannot tell"),
}

WHY: Final[dict[str, Any]] = {
    "species": _("The species is protected"),
    "material": _("The material looks real"),
    "live": _("A live animal is offered"),
    "code-word": _("A code word is used"),
    "no-papers": _("No papers are shown"),
    "seller": _("The seller offers more of it"),
}
