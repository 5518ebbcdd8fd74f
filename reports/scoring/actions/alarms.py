"""An alarm is raised by the machine and acknowledged by a lead analyst."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final, Protocol

from coalition.models import User
from reports.models import DriftAlarm
from reports.reasons import ReasonKey
from reports.scoring.rules.drift import Firing
from spotter.audit.acts import act

# Whoever has looked is left in peace for as long as the same listings are counted again.
PEACE: Final = timedelta(days=7)


class Sudden(Protocol):
    """A term that suddenly fires more, as it was counted."""

    @property
    def key(self) -> ReasonKey: ...
    @property
    def firing(self) -> Firing: ...
    @property
    def platform(self) -> str: ...
    @property
    def on_platform(self) -> int: ...
    @property
    def listings(self) -> tuple[str, ...]: ...


def raise_alarms(found: Iterable[Sudden], *, since: datetime, now: datetime) -> int:
    """Let these terms ring; one that rings already tells the new count. Returns how many are new."""
    new = 0
    with act(by=None, at=now, part="scoring") as done:
        for one in found:
            counted = _columns(one) | {"since": since, "at": now}
            same = DriftAlarm.objects.filter(
                reason=one.key.reason, term=one.key.term, language=one.key.language, group=one.key.group
            )
            if same.filter(acknowledged_at__gt=now - PEACE).exists():
                continue
            if same.filter(acknowledged_at__isnull=True).update(**counted):
                continue
            made = DriftAlarm.objects.create(**vars_of(one.key), **counted, raised_at=now)
            done.record("raise", of="alarm", ref=made.pk, term=one.key.term, language=one.key.language)
            new += 1
    return new


def vars_of(key: ReasonKey) -> dict[str, str]:
    """The columns of a key."""
    return {"reason": key.reason, "term": key.term, "language": key.language, "group": key.group}


def _columns(one: Sudden) -> dict[str, Any]:
    firing = one.firing
    return {
        "fired": firing.fired,
        "of": firing.of,
        "fired_before": firing.fired_before,
        "of_before": firing.of_before,
        "platform": one.platform,
        "on_platform": one.on_platform,
        "listings": list(one.listings),
    }


def acknowledge(alarm: DriftAlarm, *, by: User, now: datetime) -> bool:
    """Somebody has looked into it. False when somebody else was faster."""
    with act(by=by, at=now) as done:
        ringing = DriftAlarm.objects.filter(pk=alarm.pk, acknowledged_at__isnull=True)
        if not ringing.update(acknowledged_at=now, acknowledged_by=by.handle):
            return False
        done.record("acknowledge", of="alarm", ref=alarm.pk, term=alarm.term, language=alarm.language)
    return True
