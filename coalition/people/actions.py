"""What people change about themselves: their pledge, their language, their letters."""

from dataclasses import asdict, dataclass
from datetime import datetime

from coalition.models import Rhythm, User
from coalition.people.rules import PLEDGE_VERSION, has_pledged
from spotter.audit.acts import act


def take_pledge(person: User, *, now: datetime) -> bool:
    """Note that this person took the pledge as it stands now; False when they had taken it before."""
    with act(by=person, at=now) as done:
        before = User.objects.select_for_update().get(pk=person.pk)
        if has_pledged(before.pledge_version):
            return False
        User.objects.filter(pk=person.pk).update(pledge_version=PLEDGE_VERSION, pledged_at=now)
        done.record("pledged", of="user", ref=person.handle, version=PLEDGE_VERSION)
    return True


@dataclass(frozen=True)
class Wishes:
    """How somebody wants to be spoken to, and what they would rather not see."""

    language: str
    told_when: str
    silent_on: tuple[str, ...]
    hides_live: bool
    hides_gore: bool


def wishes_of(person: User) -> Wishes:
    """What somebody wished so far."""
    silent = tuple(person.silent_on)
    return Wishes(person.language, person.told_when, silent, person.hides_live, person.hides_gore)


def change_settings(person: User, wished: Wishes, *, now: datetime) -> None:
    """Keep what this person wishes; the same again leaves no event."""
    with act(by=person, at=now) as done:
        before = User.objects.select_for_update().get(pk=person.pk)
        if wishes_of(before) == wished:
            return
        changes = asdict(wished) | {"silent_on": list(wished.silent_on)}
        User.objects.filter(pk=person.pk).update(**changes)
        done.record("set", of="user", ref=person.handle, **changes)


def stop_letters(person: User, *, now: datetime) -> None:
    """No more letters about reports: the button at the end of each letter, pressed without signing in."""
    with act(by=person, at=now) as done:
        wanting = User.objects.filter(pk=person.pk).exclude(told_when=Rhythm.NEVER)
        if wanting.update(told_when=Rhythm.NEVER.value):
            done.record("stop-letters", of="user", ref=person.handle)
