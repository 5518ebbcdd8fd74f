"""The keys of a company's software: made, shown once, revoked."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from coalition.models import ApiKey, Member, Scope
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
