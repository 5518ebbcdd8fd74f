"""Who is calling: a company's key, its scopes, and when it was last used."""

import hmac
import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from coalition.models import ApiKey, Scope
from coalition.models.members import key_hash

KEY = re.compile(r"Bearer cst_live_([0-9a-f]{12})_([0-9a-f]{64})", re.IGNORECASE)
# Compared with when there is no such key, so that the answer takes as long as for a real one.
NOBODY = key_hash("nobody")
USED_EVERY = timedelta(minutes=1)
NEEDED = {"GET": Scope.READ, "HEAD": Scope.READ, "POST": Scope.WRITE}


@dataclass(frozen=True)
class Caller:
    """A company's software in the place of a person."""

    key_id: str
    is_authenticated: bool = True
    is_active: bool = True
    pk: None = None


class KeyAuthentication(BaseAuthentication):
    """`Authorization: Bearer cst_live_<id>_<secret>`; the session of a browser counts for nothing here."""

    def authenticate(self, request: Request) -> tuple[Any, ApiKey]:
        """The caller and its key; one sentence for a missing, wrong, expired or revoked one."""
        key = _valid_key(request.headers.get("Authorization", ""))
        if key is None:
            raise AuthenticationFailed(
                _("Send a valid key, neither expired nor revoked, in the header: Authorization: Bearer cst_live_…")
            )
        _note_use(key)
        return Caller(key.key_id), key

    def authenticate_header(self, request: Request) -> str:
        """Makes the answer a 401."""
        return "Bearer"


def _valid_key(header: str) -> ApiKey | None:
    found = KEY.fullmatch(header)
    if found is None:
        return None
    key = ApiKey.objects.valid(timezone.now()).select_related("member").filter(key_id=found[1].lower()).first()
    matches = hmac.compare_digest(key_hash(found[2].lower()), key.secret_hash if key else NOBODY)
    return key if matches else None


def _note_use(key: ApiKey) -> None:
    now = timezone.now()
    if key.last_used_at is None or key.last_used_at <= now - USED_EVERY:
        stale = Q(last_used_at__isnull=True) | Q(last_used_at__lte=now - USED_EVERY)
        ApiKey.objects.filter(stale, pk=key.pk).update(last_used_at=now)


def key_of(request: Request) -> ApiKey:
    """The key of an authenticated request."""
    return cast(ApiKey, request.auth)


class NeedsScope(BasePermission):
    """Reading and writing are two permissions: a POST never rides on a read."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """True, or a 403 that names the scope; a method that no view has is answered by the view."""
        needed = NEEDED.get(request.method or "")
        if needed is not None and needed.value not in key_of(request).scopes:
            raise PermissionDenied(
                _("This key lacks the scope %(scope)s. Ask your company's admin for a key that has it.")
                % {"scope": needed.value}
            )
        return True


class KeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the OpenAPI page describes the key."""

    target_class = KeyAuthentication
    name = "key"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """A bearer token."""
        return {"type": "http", "scheme": "bearer", "bearerFormat": "cst_live_<id>_<secret>"}
