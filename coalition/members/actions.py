"""Changes around members: the keys of their software, and the shipped companies with their platforms."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from coalition.members.rules import ShippedPlatform, full_date
from coalition.models import ApiKey, Member, Platform, PlatformHost, Scope
from coalition.models.members import key_hash
from spotter.audit.acts import Actor, act


def create_key(
    member: Member, name: str, scopes: Iterable[Scope], *, by: Actor, expires_at: datetime | None = None
) -> tuple[ApiKey, str]:
    """A new key and its text; the text is nowhere kept, so show it now or never."""
    key_id, secret = ApiKey.new_parts()
    now = timezone.now()
    with act(by=by, at=now) as done:
        key = ApiKey.objects.create(
            member=member,
            name=name,
            key_id=key_id,
            secret_hash=key_hash(secret),
            scopes=[scope.value for scope in scopes],
            created_at=now,
            created_by=by.handle,
            expires_at=expires_at,
        )
        done.record("created", of="api-key", ref=key_id, company=member.slug, scopes=key.scopes)
    return key, ApiKey.text_of(key_id, secret)


def revoke_key(key: ApiKey, *, by: Actor) -> bool:
    """Refused from the very next request on; False when it was revoked before."""
    now = timezone.now()
    with act(by=by, at=now) as done:
        revoked = ApiKey.objects.filter(pk=key.pk, revoked_at__isnull=True).update(revoked_at=now)
        if revoked:
            done.record("revoked", of="api-key", ref=key.key_id)
    return bool(revoked)


def load_shipped_platforms(rows: Iterable[ShippedPlatform], *, by: Actor | None, now: datetime) -> int:
    """Add the shipped companies, platforms and hosts that are not there yet, all marked as example data.

    Safe to run twice: what stands already is left as somebody may have mended it. Returns how many platforms are new.
    """
    with act(by=by, at=now, part="members") as done:
        new = [row.key for row in rows if _load_platform(row)]
        if new:
            done.record("load", of="platforms", ref="shipped", platforms=len(new))
    return len(new)


def _load_platform(row: ShippedPlatform) -> bool:
    """One platform with its owner and hosts; False when its key is there already."""
    if Platform.objects.filter(key=row.key).exists():
        return False
    owner, _is_new = Member.objects.get_or_create(
        name=row.owner,
        defaults={
            "is_member": row.member,
            "joined_on": full_date(row.joined),
            "is_example": True,
        },
    )
    platform = Platform.objects.create(member=owner, key=row.key, name=row.name, item_patterns=list(row.item_patterns))
    hosts = [PlatformHost(platform=platform, host=host) for host in row.hosts]
    hosts += [PlatformHost(platform=platform, host=host, is_short=True) for host in row.short_hosts]
    # A host that another platform holds already stays there.
    PlatformHost.objects.bulk_create(hosts, ignore_conflicts=True)
    return True
