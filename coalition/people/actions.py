"""What people change about themselves: their pledge, their language, their letters."""

from datetime import datetime

from coalition.models import User
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


def change_settings(person: User, *, language: str, told_by_mail: bool, now: datetime) -> None:
    """Keep how this person wants to be spoken to; the same again leaves no event."""
    with act(by=person, at=now) as done:
        same = User.objects.filter(pk=person.pk, language=language, told_by_mail=told_by_mail)
        if same.exists():
            return
        User.objects.filter(pk=person.pk).update(language=language, told_by_mail=told_by_mail)
        done.record("set", of="user", ref=person.handle, language=language, told_by_mail=told_by_mail)
