"""The words that people read for codes: one per status, reason, page state and band, the same in every room."""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

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
    Status.JOINED: _("One with another listing"),
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

OFFERED_AS: Final[dict[str, Any]] = {
    "live": _("Alive"),
    "part": _("A part, raw"),
    "product": _("A finished product"),
}

SALE_SIGNALS: Final[dict[str, Any]] = {
    "private-message": _("Price or contact by private message"),
    "delivery": _("It is sent by mail or courier"),
    "stock": _("There is more in stock"),
    "to-order": _("It is found or made to order"),
    "elsewhere": _("Leads to another app or a closed group"),
    "deposit": _("Money is asked for beforehand"),
}

SURENESS: Final[dict[str, Any]] = {
    "sure": _("Sure"),
    "rather": _("Rather sure"),
    "unsure": _("Not sure"),
}

PRODUCT: Final[dict[str, Any]] = {
    "bile": pgettext_lazy("product", "Bile"),
    "bone": pgettext_lazy("product", "Bone"),
    "coral": pgettext_lazy("product", "Coral"),
    "dried": pgettext_lazy("product", "Dried animal"),
    "egg": pgettext_lazy("product", "Egg"),
    "feather": pgettext_lazy("product", "Feather or casque"),
    "fin": pgettext_lazy("product", "Fin"),
    "hair": pgettext_lazy("product", "Hair"),
    "horn": pgettext_lazy("product", "Horn"),
    "incense": pgettext_lazy("product", "Incense"),
    "insect": pgettext_lazy("product", "Insect"),
    "ivory": pgettext_lazy("product", "Ivory"),
    "live": pgettext_lazy("product", "Alive"),
    "maw": pgettext_lazy("product", "Swim bladder"),
    "meat": pgettext_lazy("product", "Meat"),
    "musk": pgettext_lazy("product", "Musk"),
    "plant": pgettext_lazy("product", "Plant"),
    "scales": pgettext_lazy("product", "Scales"),
    "shell": pgettext_lazy("product", "Shell"),
    "skin": pgettext_lazy("product", "Skin"),
    "taxidermy": pgettext_lazy("product", "Stuffed animal"),
    "tooth": pgettext_lazy("product", "Tooth or claw"),
    "wood": pgettext_lazy("product", "Wood"),
    "wool": pgettext_lazy("product", "Wool"),
}
