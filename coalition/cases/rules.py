"""What an answer means, what makes a notice complete, and the life of a case as one table: plain values only."""

from dataclasses import dataclass
from datetime import datetime

GOOD_FAITH = (
    "The sender confirms a good-faith belief that the information and allegations in this notice "
    "are accurate and complete."
)


# -- the parcel -------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class ExhibitPart:
    """One picture chosen for a case: hashes of the safe copy and of its blurred tile, both in the area of copies."""

    kind: str
    sha256: str
    tile_sha256: str
    media_type: str
    size: int


@dataclass(frozen=True)
class Parcel:
    """Everything that a company gets about one listing; nothing in it says who reported."""

    platform_id: int
    ngo_id: int
    listing_address: str
    listing_key: str
    reason: str
    basis: str
    explanation: str
    first_seen_at: datetime
    last_seen_at: datetime
    occurrence: int = 1
    item: str = ""
    title: str = ""
    language: str = ""
    price: str = ""
    seller: str = ""
    taxon_key: str = ""
    taxon_name: str = ""
    policy: str = ""
    marked_words: tuple[str, ...] = ()
    evidence_sha256: str = ""
    independent_reports: int = 1
    exhibits: tuple[ExhibitPart, ...] = ()


@dataclass(frozen=True)
class Notifier:
    """The organisation in whose name a notice goes out."""

    name: str
    email: str


def missing_parts(parcel: Parcel, notifier: Notifier) -> tuple[str, ...]:
    """What this parcel still lacks to be a notice by Art. 16(2) DSA; empty when it is complete.

    The good-faith statement (letter d) is part of every parcel: see GOOD_FAITH.
    """
    parts = {
        "explanation": parcel.explanation,
        "reason": parcel.reason,
        "basis": parcel.basis,
        "listing_address": parcel.listing_address,
        "notifier_name": notifier.name,
        "notifier_email": notifier.email,
    }
    policy = () if parcel.basis == "law" or parcel.policy.strip() else ("policy",)
    return tuple(name for name, text in parts.items() if not text.strip()) + policy


# -- answers ----------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Meaning:
    """What an outcome is for us, and its codes in the DSA's statement of reasons (none: nothing was restricted)."""

    visibility: tuple[str, ...] = ()
    account: str = ""
    claims_gone: bool = False
    ours_to_do: bool = False


OUTCOMES: dict[str, Meaning] = {
    "removed": Meaning(visibility=("DECISION_VISIBILITY_CONTENT_REMOVED",), claims_gone=True),
    "disabled": Meaning(visibility=("DECISION_VISIBILITY_CONTENT_DISABLED",), claims_gone=True),
    "restricted": Meaning(visibility=("DECISION_VISIBILITY_CONTENT_INTERACTION_RESTRICTED",)),
    "seller-warned": Meaning(visibility=("DECISION_VISIBILITY_OTHER",)),
    "seller-suspended": Meaning(account="DECISION_ACCOUNT_SUSPENDED", claims_gone=True),
    "seller-terminated": Meaning(account="DECISION_ACCOUNT_TERMINATED", claims_gone=True),
    "already-gone": Meaning(claims_gone=True),
    "no-violation": Meaning(),
    "legal-permit-seen": Meaning(),
    "not-ours": Meaning(ours_to_do=True),
    "need-information": Meaning(ours_to_do=True),
    "duplicate": Meaning(),
    "referred-to-enforcement": Meaning(),
}
GROUNDS = {
    "law": "DECISION_GROUND_ILLEGAL_CONTENT",
    "both": "DECISION_GROUND_ILLEGAL_CONTENT",
    "policy": "DECISION_GROUND_INCOMPATIBLE_CONTENT",
}


@dataclass(frozen=True)
class Statement:
    """The codes with which a company can file its statement of reasons (Art. 17 and 24(5) DSA)."""

    decision_visibility: tuple[str, ...]
    decision_account: str
    decision_ground: str
    category: str = "STATEMENT_CATEGORY_ANIMAL_WELFARE"
    category_specification: tuple[str, ...] = ("KEYWORD_UNLAWFUL_SALE_ANIMALS",)
    source_type: str = "SOURCE_ARTICLE_16"


def statement_of(outcome: str, basis: str) -> Statement | None:
    """The statement of reasons that fits an outcome; None when nothing was restricted."""
    meaning = OUTCOMES[outcome]
    if not meaning.visibility and not meaning.account:
        return None
    return Statement(meaning.visibility, meaning.account, GROUNDS[basis])


# -- the life of a case -----------------------------------------------------------------------------------------------
# Our side of it. A fast company may answer before our own book-keeping says "delivered": nothing ever goes backwards.
TABLE: dict[tuple[str, str], str] = {
    ("queued", "send"): "sent",
    ("queued", "deliver"): "delivered",
    ("sent", "deliver"): "delivered",
    ("queued", "acknowledge"): "acknowledged",
    ("sent", "acknowledge"): "acknowledged",
    ("delivered", "acknowledge"): "acknowledged",
    ("queued", "answer"): "answered",
    ("sent", "answer"): "answered",
    ("delivered", "answer"): "answered",
    ("acknowledged", "answer"): "answered",
    # A company may correct itself.
    ("answered", "answer"): "answered",
}
# The company's side: what a case is to them.
FOR_COMPANY = {
    "queued": "open",
    "sent": "open",
    "delivered": "open",
    "acknowledged": "acknowledged",
    "answered": "answered",
    "closed": "closed",
}
COMPANY_STATUSES = ("open", "acknowledged", "answered", "closed")


def sources(verb: str) -> tuple[str, ...]:
    """The statuses from which this may be done."""
    return tuple(status for status, known in TABLE if known == verb)


def may(status: str, verb: str) -> bool:
    """Whether this may be done from here."""
    return (status, verb) in TABLE


def stored_statuses(company_status: str) -> tuple[str, ...]:
    """Our statuses that a company sees under this one word; none for a word that is not theirs."""
    return tuple(status for status, word in FOR_COMPANY.items() if word == company_status)
