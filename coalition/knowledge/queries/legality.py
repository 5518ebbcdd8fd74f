"""What the law and the platform say of a taxon and what is made of it, for whoever decides."""

from dataclasses import dataclass

from django.db.models import F, Q

from coalition.models import Distinction, Exemption, Platform, PolicyLine


@dataclass(frozen=True, slots=True)
class Legality:
    """The lines that fit: the company's own policy, or the model policy where the company has none written down."""

    policy: tuple[PolicyLine, ...]
    is_model: bool
    exemptions: tuple[Exemption, ...]
    distinctions: tuple[Distinction, ...]


def legality_of(taxon: str, product: str, platform: Platform | None) -> Legality | None:
    """What fits this taxon and class of product on this platform; None without a taxon. Three queries."""
    if not taxon:
        return None
    fits = Q(taxon__key=taxon) | Q(taxon=None)
    if product:
        fits &= Q(product__in=("", product))
    member = platform.member_id if platform else None
    lines = list(
        PolicyLine.objects.filter(fits, Q(member=None) | Q(member=member)).order_by(
            F("taxon").asc(nulls_last=True), "pk"
        )
    )
    own = [line for line in lines if line.member_id is not None]
    # A class of product that we do not know of its listing shows what is said of each.
    of_taxon = Q(taxon__key=taxon) & (Q(product__in=("", product)) if product else Q())
    return Legality(
        policy=tuple(own or lines)[:4],
        is_model=not own,
        exemptions=tuple(Exemption.objects.filter(of_taxon).order_by("place", "pk")[:8]),
        distinctions=tuple(Distinction.objects.filter(of_taxon).order_by("pk")[:8]),
    )
