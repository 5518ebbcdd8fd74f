"""Asks Redis how many addresses somebody may still look up: enough for volunteers, too few to comb a marketplace."""

from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from spotter.lib.allowance import Away, Purse, in_a_while, take
from spotter.lib.buckets import HOUR, Bucket

# A full box of fifty addresses, typed on sixty times.
MOST: Final = Bucket(3_000, HOUR)


def may_look_up(person: int, *, count: int, now: datetime) -> str:
    """ "" when so many addresses may be looked up, else what to do; while Redis is away everybody may."""
    try:
        verdict = take([Purse("look-up", f"account {person}", MOST)], cost=count, now=now)
    except Away:
        return ""
    if verdict.allowed:
        return ""
    when = {"when": in_a_while(verdict.wait or MOST.seconds)}
    return (
        _("You have looked up very many addresses. You can send your report all the same, or look on %(when)s.") % when
    )
