"""The public list of members, ready to be shown."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from coalition.models import Member, Platform


@dataclass(frozen=True)
class MemberRow:
    """One company with its platforms, and since when it belongs."""

    name: str
    platforms: tuple[str, ...]
    joined_on: date | None
    lead_ngo: str
    policy_link: str
    is_example: bool


def members() -> list[MemberRow]:
    """The companies of the Coalition, by name."""
    found = (
        Member.objects.in_coalition()
        .select_related("lead_ngo")
        .prefetch_related(Prefetch("platforms", Platform.objects.order_by("name")))
        .order_by("name")
    )
    return [
        MemberRow(
            name=member.name,
            platforms=tuple(platform.name for platform in member.platforms.all()),
            joined_on=member.joined_on,
            lead_ngo=member.lead_ngo.name if member.lead_ngo else "",
            policy_link=member.policy_link,
            is_example=member.is_example,
        )
        for member in found
    ]
