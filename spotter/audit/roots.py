"""Once a day one root over the new events, stamped by the authority; and whether all of them still hold."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings

from spotter.audit import stamps
from spotter.audit.acts import act
from spotter.audit.chain import Broken
from spotter.audit.merkle import Path, path_of, root_of
from spotter.audit.models import Event, Root, Stamp
from spotter.audit.opening import event_leaf

# After so long a root without its stamp is on somebody's list.
PATIENCE = timedelta(days=2)


@dataclass(frozen=True)
class Proof:
    """That an event stands under a root."""

    root: Root
    path: Path


def cut(now: datetime) -> Root | None:
    """The root over all events that have none yet; None when today's was made already, or nothing is new."""
    with act(by=None, at=now, part="audit") as done:
        before = Root.objects.select_for_update().order_by("-number").first()
        newest = Event.objects.order_by("-number").values_list("number", flat=True).first() or 0
        first = before.last + 1 if before else 1
        if newest < first or (before and _day(before.made_at) >= _day(now)):
            return None
        root = Root.objects.create(
            number=before.number + 1 if before else 1,
            first=first,
            last=newest,
            root=root_of(_leaves(first, newest)).hex(),
            made_at=now,
        )
        done.record("seal", of="root", ref=root.number, first=root.first, last=root.last, root=root.root)
    return root


def stamp_waiting() -> int:
    """Have the authority stamp every root that has no stamp yet, the oldest first. Raises stamps.NoStamp."""
    waiting = list(Root.objects.filter(stamp__isnull=True).order_by("number")) if stamps.is_on() else []
    for root in waiting:
        stamped = stamps.ask(root.statement)
        with act(by=None, at=stamped.at, part="audit") as done:
            Stamp.objects.create(
                root=root, authority=settings.TIMESTAMP_AUTHORITY, answer=stamped.answer, at=stamped.at
            )
            done.record("stamp", of="root", ref=root.number, authority=settings.TIMESTAMP_AUTHORITY)
    return len(waiting)


def prove(events: Iterable[Event]) -> dict[int, Proof]:
    """The way from each event's number to its root; an event whose root is not made yet is left out."""
    found: dict[int, Proof] = {}
    numbers = sorted(event.number for event in events)
    covering = (
        Root.objects.select_related("stamp").filter(last__gte=numbers[0], first__lte=numbers[-1]) if numbers else []
    )
    for root in covering:
        mine = [number for number in numbers if root.first <= number <= root.last]
        leaves = _leaves(root.first, root.last) if mine else []
        found |= {number: Proof(root, path_of(leaves, number - root.first)) for number in mine}
    return found


def unstamped_too_long(now: datetime) -> list[int]:
    """The numbers of roots that should have had their stamp by now."""
    late = (
        Root.objects.filter(stamp__isnull=True, made_at__lt=now - PATIENCE) if stamps.is_on() else Root.objects.none()
    )
    return list(late.order_by("number").values_list("number", flat=True))


def verify_roots() -> tuple[int, int, Broken | None]:
    """How many roots and stamps there are, and the first that does not hold (its number is the root's)."""
    count = 0
    for root in Root.objects.select_related("stamp").order_by("number").iterator():
        leaves = _leaves(root.first, root.last)
        if len(leaves) != root.last - root.first + 1 or root_of(leaves).hex() != root.root:
            return 0, 0, Broken(root.number, f"root {root.number} is not that of its events")
        if (why := _stamp_fault(root)) is not None:
            return 0, 0, Broken(root.number, f"the timestamp of root {root.number}: {why}")
        count += 1
    return count, Stamp.objects.count(), None


def _stamp_fault(root: Root) -> str | None:
    """Why its stamp does not hold; None when it does, when there is none, or when no authority is trusted here."""
    stamp = getattr(root, "stamp", None)
    if stamp is None or not settings.TIMESTAMP_ROOTS:
        return None
    try:
        stamps.verified(bytes(stamp.answer), root.statement)
    except stamps.NoStamp as error:
        return str(error)
    return None


def _leaves(first: int, last: int) -> list[bytes]:
    key = settings.AUDIT_KEY.encode()
    events = Event.objects.filter(number__range=(first, last)).order_by("number")
    return [event_leaf(event, key=key) for event in events.iterator(chunk_size=2000)]


def _day(moment: datetime) -> str:
    return moment.astimezone(UTC).date().isoformat()
