"""A key is shown once, kept as a hash, and revoked for good."""

import pytest

from coalition.members.actions import create_key, revoke_key
from coalition.models import ApiKey, Scope
from spotter.audit.models import Event
from tests import builders as make

pytestmark = pytest.mark.django_db


def test_the_text_of_a_key_is_nowhere_kept() -> None:
    key, text = create_key(make.member(), "their tool", [Scope.READ], by=make.agent(make.member()))
    secret = text.removeprefix(f"cst_live_{key.key_id}_")
    stored = str(ApiKey.objects.values().get()) + str(list(Event.objects.values()))
    assert (len(secret), secret in stored) == (64, False)


def test_a_key_has_the_scopes_that_were_asked_for() -> None:
    key, _text = create_key(make.member(), "their tool", [Scope.READ], by=make.agent(make.member()))
    assert ApiKey.objects.get().scopes == ["cases:read"]
    assert key.created_by.startswith("spotter-")


def test_revoking_twice_is_one_event() -> None:
    (key, _text), by = make.api_key(make.member()), make.analyst()
    assert [revoke_key(key, by=by), revoke_key(key, by=by)] == [True, False]
    assert Event.objects.filter(of="api-key").values_list("what", flat=True).order_by("number")[1:].get() == "revoked"
