"""The ground of the demo's world: tables, knowledge, companies, people, a webhook and a key; all of it example data."""

from datetime import datetime
from typing import Any, Final

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from coalition.delivery.actions import add_endpoint
from coalition.delivery.queries import secret_of
from coalition.knowledge.actions import load_legality, load_shipped
from coalition.knowledge.edges.shipped import shipped_legality, shipped_rows
from coalition.learning.actions import finish_first_lesson
from coalition.members.actions import create_key, load_shipped_platforms, revoke_key
from coalition.members.edges import shipped_platforms
from coalition.models import SPOTTERS, ApiKey, Case, Endpoint, Group, Lexicon, Member, Ngo, Scope, User
from coalition.people.actions import take_pledge
from spotter.audit.acts import act
from spotter.management.demo.people import (
    BY_HAND,
    COORDINATOR,
    HOOK,
    PASSWORD,
    PEOPLE,
    WITH_SOFTWARE,
    Person,
)

KEY_NAME: Final = "Demo company's tool"
GROUP: Final = "Example group"
POLICY: Final = (
    "Example policy: animals protected by CITES Appendix I or by the law of the country, and parts or products of them"
    " (ivory, scales, turtle shell, claws, skins), may not be offered, whatever their age."
)


def lay() -> dict[str, Any]:
    """Lay what is missing, and tell what the demo's processes must know. Safe to run on every start."""
    make_tables()
    now = timezone.now()
    if not Lexicon.objects.exists():
        load_shipped(shipped_rows(), by=None, now=now)
    load_shipped_platforms(shipped_platforms(), by=None, now=now)
    load_legality(shipped_legality(), by=None, now=now)
    ngo, _is_new = Ngo.objects.get_or_create(
        name="Example Wildlife Watch",
        defaults={"contact_email": "notices@example.org", "country": "ID", "is_example": True},
    )
    Member.objects.filter(name__in=[WITH_SOFTWARE, BY_HAND], policy="").update(policy=POLICY, lead_ngo=ngo)
    _settle_people(ngo, now)
    return {
        "webhook_secret": secret_of(_endpoint(now)),
        "api_key": _fresh_key(),
        "removed": _removed_addresses(),
    }


def make_tables() -> None:
    """Migrate and make the cache's table, when there is anything to do."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, skip_checks=True)
        call_command("createcachetable", verbosity=0)


def _settle_people(ngo: Ngo, now: datetime) -> None:
    known = set(User.objects.values_list("email", flat=True))
    missing = [person for person in PEOPLE if person.email not in known]
    if not missing:
        return
    # One slow hash for all: they share the password anyway.
    password = make_password(PASSWORD)
    with act(by=None, at=now, part="demo") as done:
        for person in missing:
            user = _settle(person, ngo, password)
            done.record("settle", of="user", ref=user.handle, role=person.role)
            if person.role in ("spotter", "lead-spotter"):
                take_pledge(user, now=now)
                finish_first_lesson(user, now=now)


def _settle(person: Person, ngo: Ngo, password: str) -> User:
    is_admin = person.role == COORDINATOR.role
    user = User.objects.create(
        email=person.email,
        password=password,
        role=person.role,
        ngo=None if person.member else ngo,
        member=Member.objects.get(name=person.member) if person.member else None,
        is_staff=is_admin,
        is_superuser=is_admin,
        group=Group.objects.get_or_create(name=GROUP)[0] if person.role in SPOTTERS else None,
    )
    EmailAddress.objects.create(user=user, email=person.email, verified=True, primary=True)
    return user


def coordinator() -> User:
    """Who sets the companies up."""
    return User.objects.get(email=COORDINATOR.email)


def _endpoint(now: datetime) -> Endpoint:
    member = Member.objects.get(name=WITH_SOFTWARE)
    found = Endpoint.objects.filter(member=member, address=HOOK).first()
    return found or add_endpoint(member, HOOK, by=coordinator(), at=now)


def _fresh_key() -> str:
    """A new key on every start, since a key's text is nowhere kept; the one before stops working."""
    member, by = Member.objects.get(name=WITH_SOFTWARE), coordinator()
    for old in ApiKey.objects.filter(member=member, name=KEY_NAME, revoked_at__isnull=True):
        revoke_key(old, by=by)
    _key, text = create_key(member, KEY_NAME, (Scope.READ, Scope.WRITE), by=by)
    return text


def _removed_addresses() -> list[str]:
    """What the demo company took down before: the marketplace forgets it when it stops."""
    return list(Case.objects.filter(outcome="removed").values_list("listing_address", flat=True))
