"""The daily root over the audit line, stamped by an authority that openssl plays."""

import datetime as dt
import json
from hashlib import sha256
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from pytest_django import Settings
from pytest_httpserver import HTTPServer

from spotter.audit import stamps
from spotter.audit.acts import act
from spotter.audit.merkle import climb, leaf_of
from spotter.audit.models import Event, Root, Stamp
from spotter.audit.opening import FIELDS, event_leaf, open_event
from spotter.audit.roots import cut, prove, stamp_waiting, unstamped_too_long
from spotter.audit.tasks import seal_events
from tests.spotter.authority import ADDRESS, Authority, found_authority, open_office, openssl

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 11, 3, 12, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return found_authority(tmp_path_factory.mktemp("tsa") / "a")


@pytest.fixture
def office(authority: Authority, httpserver: HTTPServer, settings: Settings) -> HTTPServer:
    """The authority is set, trusted and open."""
    settings.TIMESTAMP_AUTHORITY, settings.TIMESTAMP_ROOTS = ADDRESS, str(authority.roots)
    settings.RESOLVER_OVERRIDE = {"stamps.test": ("127.0.0.1", httpserver.port)}
    open_office(authority, httpserver)
    return httpserver


def happen(*refs: str, at: dt.datetime = NOON) -> None:
    with act(by=None, at=at) as done:
        for ref in refs:
            done.record("tried", of="thing", ref=ref, weight=3)


def verified() -> str:
    said = StringIO()
    call_command("verify_events", stdout=said)
    return said.getvalue().strip()


def without_guard(sql: str) -> None:
    with connection.cursor() as cursor:
        for table in ("audit_event", "audit_root", "audit_stamp"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER append_only")
        cursor.execute(sql)


# -- the root ---------------------------------------------------------------------------------------------------------
def test_a_root_covers_all_events_that_had_none() -> None:
    happen("a", "b", "c")
    cut(NOON)
    happen("d")

    second = cut(NOON + DAY)

    assert list(Root.objects.order_by("number").values_list("first", "last")) == [(1, 3), (4, 5)]
    assert second is not None
    assert Event.objects.get(number=4).what == "seal"  # that the first root was made is an event, too


def test_there_is_one_root_a_day() -> None:
    happen("a")
    cut(NOON)
    happen("b")

    assert cut(NOON + dt.timedelta(hours=11)) is None


def test_without_events_there_is_no_root() -> None:
    assert cut(NOON) is None


def test_an_event_is_proved_to_stand_under_its_root() -> None:
    happen("a", "b", "c", "d", "e")
    root = cut(NOON)
    assert root is not None
    event = Event.objects.get(ref="d")

    proof = prove([event])[event.number]

    assert climb(event_leaf(event, key=b"debug-only-audit-key"), proof.path).hex() == root.root
    assert proof.root == root


def test_an_event_of_today_has_no_proof_yet() -> None:
    happen("a")

    assert prove(Event.objects.all()) == {}


def test_a_root_cannot_be_changed_or_deleted() -> None:
    happen("a")
    cut(NOON)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Root.objects.update(root="0" * 64)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Root.objects.all().delete()


# -- opening some fields ----------------------------------------------------------------------------------------------
def test_open_fields_can_be_read_and_checked_and_shut_ones_only_checked() -> None:
    happen("a")
    event = Event.objects.get()

    opened = open_event(event, ["what", "facts"], key=b"debug-only-audit-key")

    assert {name: json.loads(text) for name, (_salt, text) in opened.open.items()} == {
        "what": "tried",
        "facts": {"weight": 3},
    }
    sealed = [
        sha256("".join(opened.open[name]).encode()).digest()
        if name in opened.open
        else bytes.fromhex(opened.shut[name])
        for name in FIELDS
    ]
    assert leaf_of(b"".join(sealed)) == event_leaf(event, key=b"debug-only-audit-key")


def test_a_shut_field_cannot_be_guessed_without_the_key() -> None:
    happen("a")

    shut = open_event(Event.objects.get(), [], key=b"debug-only-audit-key").shut["ref"]

    assert shut not in {sha256(text.encode()).hexdigest() for text in ("a", '"a"')}
    assert shut != open_event(Event.objects.get(), [], key=b"another").shut["ref"]


# -- the stamp --------------------------------------------------------------------------------------------------------
def test_the_authority_stamps_the_root_and_openssl_agrees(
    office: HTTPServer, authority: Authority, tmp_path: Path
) -> None:
    happen("a", "b")
    cut(NOON)

    assert stamp_waiting() == 1

    stamp = Stamp.objects.get()
    (tmp_path / "answer").write_bytes(stamp.answer)
    (tmp_path / "statement").write_bytes(stamp.root.statement)
    roots = str(authority.roots)
    said = openssl(tmp_path, "ts", "-verify", "-data", "statement", "-in", "answer", "-CAfile", roots)
    assert "Verification: OK" in said
    assert abs(stamp.at - dt.datetime.now(dt.UTC)) < dt.timedelta(minutes=1)


def test_what_the_authority_gets_is_a_hash_and_nothing_else(office: HTTPServer) -> None:
    happen("a")
    root = cut(NOON)
    assert root is not None
    stamp_waiting()

    request, _reply = office.log[0]
    assert sha256(root.statement).digest() in request.get_data()
    assert len(request.get_data()) < 100


def test_without_an_authority_nothing_is_asked() -> None:
    happen("a")
    cut(NOON)

    assert (stamp_waiting(), Stamp.objects.count()) == (0, 0)


def test_an_authority_that_fails_is_asked_again_an_hour_later(office: HTTPServer, authority: Authority) -> None:
    office.clear()
    office.expect_oneshot_request("/").respond_with_data("closed", status=503)
    happen("a")
    seal_events()
    assert (Root.objects.count(), Stamp.objects.count()) == (1, 0)

    open_office(authority, office)
    seal_events()

    assert (Root.objects.count(), Stamp.objects.count()) == (1, 1)


def test_a_stamp_of_somebody_who_is_not_trusted_is_refused(office: HTTPServer, tmp_path: Path) -> None:
    office.clear()
    open_office(found_authority(tmp_path / "other"), office)
    happen("a")
    cut(NOON)

    with pytest.raises(stamps.NoStamp, match="does not hold"):
        stamp_waiting()


def test_a_stamp_for_other_bytes_is_refused(authority: Authority, settings: Settings, tmp_path: Path) -> None:
    settings.TIMESTAMP_ROOTS = str(authority.roots)
    (tmp_path / "other").write_bytes(b"other bytes")
    openssl(tmp_path, "ts", "-query", "-data", "other", "-sha256", "-cert", "-out", "query")

    with pytest.raises(stamps.NoStamp, match="does not hold"):
        stamps.verified(authority.answer((tmp_path / "query").read_bytes()), b"these bytes")


def test_garbage_is_no_stamp(authority: Authority, settings: Settings) -> None:
    settings.TIMESTAMP_ROOTS = str(authority.roots)

    with pytest.raises(stamps.NoStamp):
        stamps.verified(b"<html>", b"these bytes")


def test_a_root_that_waits_too_long_for_its_stamp_is_named(office: HTTPServer) -> None:
    happen("a")
    cut(NOON)

    assert unstamped_too_long(NOON + DAY) == []
    assert unstamped_too_long(NOON + 3 * DAY) == [1]


# -- verifying --------------------------------------------------------------------------------------------------------
def test_the_command_verifies_roots_and_timestamps(office: HTTPServer) -> None:
    happen("a", "b")
    cut(NOON)
    stamp_waiting()

    assert verified() == "4 events, chain whole; 1 roots, 1 timestamps."


def test_a_root_that_was_rewritten_is_found() -> None:
    happen("a")
    cut(NOON)
    without_guard("UPDATE audit_root SET root = reverse(root)")

    with pytest.raises(CommandError, match="root 1 is not that of its events"):
        verified()


def test_a_timestamp_of_another_root_is_found(office: HTTPServer) -> None:
    happen("a")
    cut(NOON)
    stamp_waiting()
    cut(NOON + DAY)
    stamp_waiting()
    without_guard("UPDATE audit_stamp a SET answer = b.answer FROM audit_stamp b WHERE a.id <> b.id")

    with pytest.raises(CommandError, match="the timestamp of root 1"):
        verified()
