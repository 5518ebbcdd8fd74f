"""How many requests a minute one key has, told in every answer; over it, a 429 that says when to come back."""

from typing import Any, Final

from django.conf import settings
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from coalition.cases.api.keys import key_of
from spotter.lib.allowance import Away, Purse, take
from spotter.lib.buckets import MINUTE, Bucket, Verdict

POLICY: Final = "key"


class KeyPace(BaseThrottle):
    """A token bucket for each key; while Redis is away nothing is limited, for a company's answer must not wait."""

    verdict: Verdict | None = None

    def allow_request(self, request: Request, view: APIView) -> bool:
        """Take one out of the key's bucket."""
        key = key_of(request)
        purse = Purse("api", f"key {key.key_id}", Bucket(settings.API_REQUESTS, MINUTE))
        try:
            self.verdict = take([purse], cost=1, now=timezone.now())
        except Away:
            return True
        request._request.pace_of_key = self.verdict  # type: ignore[attr-defined]
        return self.verdict.allowed

    def wait(self) -> float | None:
        """Seconds until the next request will be taken."""
        return self.verdict.wait if self.verdict else None


def headers_of(request: Any) -> dict[str, str]:
    """What is left, as draft-ietf-httpapi-ratelimit-headers-10 writes it; nothing where nothing was counted."""
    verdict: Verdict | None = getattr(getattr(request, "_request", request), "pace_of_key", None)
    if verdict is None:
        return {}
    refill = max(1, round((settings.API_REQUESTS - verdict.left) * MINUTE / settings.API_REQUESTS))
    return {
        "RateLimit-Policy": f'"{POLICY}";q={settings.API_REQUESTS};w={MINUTE}',
        "RateLimit": f'"{POLICY}";r={verdict.left};t={refill}',
    }
