"""The case sheet: what a prosecutor or a company reads first, in plain words."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from coalition.models import Case, Taxon, taxon_word
from reports.capture.queries.packs import moment, reference_of, witnesses
from reports.capture.rules.packs import COMPANY
from reports.models import Capture, Decision, Pack, words
from spotter.lib.text import show_bidi


@dataclass(frozen=True)
class LookRow:
    """One look at the page, as a row of the sheet."""

    number: int
    at: str
    state: str
    reason: str
    address: str
    hops: tuple[str, ...]
    sha256: str


@dataclass(frozen=True)
class Sheet:
    """The whole sheet; `facts` are pairs of a label and its text."""

    reference: str
    is_company: bool
    title: str
    language: str
    sender: str
    sender_email: str
    at: str
    explanation: str
    facts: tuple[tuple[str, str], ...]
    looks: tuple[LookRow, ...]
    left_out: int


def sheet_of(pack: Pack, captures: Sequence[Capture], *, left_out: int) -> Sheet:
    """Everything on the sheet, in the language that is active."""
    listing, case = pack.listing, pack.case or _case(pack)
    ngo = case.ngo if case else (pack.asked_by.ngo if pack.asked_by else None)
    return Sheet(
        reference=reference_of(pack),
        is_company=pack.edition == COMPANY,
        title=show_bidi(listing.title) or listing.address,
        language=listing.language,
        sender=ngo.name if ngo else "",
        sender_email=ngo.contact_email if ngo else "",
        at=moment(pack.asked_at),
        explanation=case.explanation if case else "",
        facts=tuple((label, text) for label, text in _facts(pack) if text),
        looks=tuple(_look(number, one) for number, one in enumerate(captures, 1)),
        left_out=left_out,
    )


def _case(pack: Pack) -> Case | None:
    forward = pack.listing.forwards.select_related("case__ngo").order_by("-at").first()
    return forward.case if forward else None


def _facts(pack: Pack) -> list[tuple[str, str]]:
    listing = pack.listing
    decision = Decision.objects.filter(listing=listing, verdict="confirmed", undone_at__isnull=True).last()
    taxon = Taxon.objects.filter(key=listing.taxon_key).first() if listing.taxon_key else None
    platform = listing.platform
    return [
        (_("Address"), listing.address),
        (_("Platform"), f"{platform.name} ({platform.member.name})" if platform else listing.host),
        (_("Price"), show_bidi(listing.price)),
        (_("Seller"), show_bidi(listing.seller)),
        (_("Suspected species"), f"{taxon_word(taxon.name)} {taxon.scientific}".strip() if taxon else ""),
        (_("CITES appendix"), taxon.appendix if taxon else ""),
        (_("Decision"), str(words.REASON.get(decision.reason, decision.reason)) if decision else ""),
        (_("Rests on"), str(words.BASIS.get(decision.basis, decision.basis)) if decision else ""),
        (_("Independent reports"), str(witnesses(listing))),
    ]


def _look(number: int, one: Capture) -> LookRow:
    return LookRow(
        number=number,
        at=moment(one.at),
        state=str(words.PAGE_STATE.get(one.state, one.state)),
        reason=one.reason,
        address=one.final_address or one.listing.address,
        hops=tuple(f"{hop['status']} {hop['address']}" for hop in one.redirects),
        sha256=one.warc_sha256,
    )
