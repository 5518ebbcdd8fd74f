"""What people change about themselves: their pledge, their wishes, and that they are here at all."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.db import connection

from coalition.models import LessonRead, Rhythm, User
from coalition.people.rules import PLEDGE_VERSION, has_pledged
from spotter.audit.acts import Act, act


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


def note_proof(person: User, *, now: datetime) -> None:
    """This person proved by a code that it is them."""
    with act(by=person, at=now) as done:
        done.record("prove", of="user", ref=person.handle)


def erase_identity(done: Act, person: User) -> None:
    """Everything that says who this person is goes; the handle stays and resolves to nobody."""
    addresses = {person.email, *EmailAddress.objects.filter(user=person).values_list("email", flat=True)}
    _end_sessions(person, addresses)
    for model in (EmailAddress, Authenticator, UserSession, SocialAccount, LessonRead):
        model.objects.filter(user=person).delete()
    person.groups.clear()
    person.user_permissions.clear()
    User.objects.filter(pk=person.pk).update(
        # Unique, never deliverable, and nobody's.
        email=f"{person.handle}@erased.invalid",
        password=make_password(None),
        last_login=None,
        is_active=False,
        is_staff=False,
        is_superuser=False,
        group=None,
        language="en",
        told_when=Rhythm.NEVER.value,
        silent_on=[],
        hides_live=False,
        hides_gore=False,
        pledge_version="",
        pledged_at=None,
        erased_at=done.at,
    )


def _end_sessions(person: User, addresses: set[str]) -> None:
    """Signed out everywhere; a session may also hold the address of somebody who never finished signing in."""
    ended = []
    for session in Session.objects.iterator(chunk_size=500):
        said = session.get_decoded()
        if said.get(SESSION_KEY) == str(person.pk) or any(one in json.dumps(said, default=str) for one in addresses):
            ended.append(session.pk)
    Session.objects.filter(pk__in=ended).delete()


def forget_sessions(*, now: datetime) -> None:
    """Sessions that ended go, with where each came from, and the counts of attempts to sign in."""
    Session.objects.filter(expire_date__lt=now).delete()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
    with connection.cursor() as cursor:
        # Django's cache in the database forgets an entry only when somebody asks for it again; these hold addresses.
        table = connection.ops.quote_name(settings.CACHES["default"]["LOCATION"])
        cursor.execute(f"DELETE FROM {table} WHERE expires < %s", [now])  # noqa: S608
