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
    when = _when(person, count, now)
    said = _("You have looked up very many addresses. You can send your report all the same, or look on %(when)s.")
    return said % {"when": when} if when else ""


def may_open_table(person: int, *, sha256: str, count: int, now: datetime) -> str:
    """The same for the rows of a table, whose fates tell as much; the same file is paid for once."""
    when = _when(person, count, now, once=f"look-up {person} {sha256}")
    said = _("You have looked up very many addresses. Nothing is lost: choose this file again %(when)s.")
    return said % {"when": when} if when else ""


def _when(person: int, count: int, now: datetime, *, once: str = "") -> str:
    """ "" when it may be now."""
    try:
        verdict = take([Purse("look-up", f"account {person}", MOST)], cost=count, now=now, once=once)
    except Away:
        return ""
    return "" if verdict.allowed else in_a_while(verdict.wait or MOST.seconds)
