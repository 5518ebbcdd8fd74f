"""Asks Redis how much somebody may still send today; while it is away, what they sent tells the same."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from spotter.lib.allowance import Away, Purse, in_a_while, take
from spotter.lib.buckets import DAY, Bucket, Verdict, judged, replayed

OWN: Final = "reports"
NETWORK: Final = "network"
PICTURES: Final = "pictures"


@dataclass(frozen=True)
class Sending:
    """Reports that are about to be kept: whose, from which network ("" when unknown), under which form's token.

    A me-too costs as much as a first report: it moves a listing up the queue, so it must not be cheaper to invent.
    """

    person: int
    network: str
    token: UUID
    bucket: Bucket
    count: int


def may_send(
    sending: Sending, *, kept: Callable[[], int], sent: Callable[[], Iterable[datetime]], now: datetime
) -> Verdict:
    """Whether these reports may be kept, paid for once by equal forms, however many come at the same moment.

    Asked for only when it matters: `kept` gives how many reports this token made before, for which nothing is due
    although it was forgotten who paid; `sent` when this person sent others in the last day.
    """
    purses = _purses(sending.person, sending.network, sending.bucket)
    try:
        verdict = take(purses, cost=sending.count, now=now, once=f"{sending.person} {sending.token}")
        before = 0 if verdict.allowed else kept()
        return _rest(purses, sending.count - before, now) if before else verdict
    except Away:
        cost = sending.count - kept()
        level = replayed(sending.bucket, (at.timestamp() for at in sent()), now=now.timestamp())
        return replace(judged(sending.bucket, level, cost=cost), short=OWN) if cost > 0 else Verdict(True, 0)


def _rest(purses: list[Purse], cost: int, now: datetime) -> Verdict:
    return take(purses, cost=cost, now=now) if cost > 0 else Verdict(True, 0)


def room(person: int, network: str, bucket: Bucket, *, sent: Callable[[], Iterable[datetime]], now: datetime) -> int:
    """How many reports this person may send at this moment; nothing is taken. `sent` is that of may_send."""
    try:
        return take(_purses(person, network, bucket), cost=0, now=now).left
    except Away:
        return judged(bucket, replayed(bucket, (at.timestamp() for at in sent()), now=now.timestamp()), cost=0).left


def _purses(person: int, network: str, bucket: Bucket) -> list[Purse]:
    own = Purse(OWN, f"account {person}", bucket)
    return [own, Purse(NETWORK, network, Bucket(settings.REPORTS_NETWORK, DAY))] if network else [own]


def why_not_now(verdict: Verdict, bucket: Bucket) -> str:
    """What happened, that nothing is lost, and when to come back."""
    if verdict.wait is None:
        return _(
            "You can report %(most)d listings a day, and this form names more. Take some addresses out and send it."
        ) % {"most": bucket.size}
    back = {"when": in_a_while(verdict.wait)}
    if verdict.short == NETWORK:
        crowded = _("Very many reports came from your network today. Nothing is lost: send this form again %(when)s.")
        return crowded % back
    said = _(
        "You have sent as many reports as fit into a day. Nothing is lost: your words and pictures are still here. "
        "Send this form again %(when)s."
    )
    if verdict.left:
        more = ngettext("%(n)d address can go now.", "%(n)d addresses can go now.", verdict.left)
        return f"{said % back} {more % {'n': verdict.left}}"
    return said % back


def may_upload(owner: str, *, count: int, now: datetime) -> Verdict:
    """Whether so many further pictures may lie here without their report.

    `owner` is the person's handle.
    """
    purse = Purse(PICTURES, owner, Bucket(settings.UNSENT_PICTURES, DAY))
    try:
        return take([purse], cost=count, now=now)
    except Away:
        # The sweep takes them away after a day, whoever they are from.
        return Verdict(True, 0)
