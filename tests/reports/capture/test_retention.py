"""How long evidence is kept, what is held, and the end, which needs two people."""

import datetime as dt
from collections.abc import Sequence
from typing import IO

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from pytest_httpserver import HTTPServer

from coalition.models import Role, User
from reports import line
from reports.capture.actions import custody
from reports.capture.edges.packs import write_pack
from reports.capture.queries.retention import files_of, keeping
from reports.capture.rules.packs import PackContent
from reports.capture.rules.retention import Keeping, due_at
from reports.capture.tasks import find_due_evidence, packs, retention
from reports.lifecycle import OPEN, Status
from reports.models import Capture, Hold, Listing, Pack, Picture, Purge, Screenshot
from spotter.audit.acts import Act
from spotter.audit.models import Event
from spotter.jobs.models import Job
from spotter.lib import store
from tests import builders
from tests.reports.capture.packs import given_to_company, packed, preserved

pytestmark = pytest.mark.django_db
KEEPING = Keeping(dismissed=dt.timedelta(days=90), confirmed=dt.timedelta(days=730))
NOON = dt.datetime(2026, 11, 3, 12, tzinfo=dt.UTC)


def lead(email: str = "lead@forest.example") -> User:
    return builders.person(Role.LEAD_ANALYST, email, ngo=builders.ngo())


def old(status: Status, days: int) -> Listing:
    """A listing that has stood there for so many days, with a little evidence."""
    found = builders.listing(status, status_at=timezone.now() - dt.timedelta(days=days))
    builders.capture(found, warc_sha256=store.put("evidence", found.code.encode()), text="the words", seller="rina")
    return found


def purged(listing: Listing) -> Purge:
    """Found by the timetable, proposed by one, agreed by another, and done."""
    find_due_evidence()
    purge = Purge.objects.get(listing=listing)
    assert custody.propose(purge, by=lead(), now=timezone.now())
    assert custody.agree(purge, by=lead("second@forest.example"), now=timezone.now())
    builders.work_off(line.PURGE)
    purge.refresh_from_db()
    return purge


def what_happened(listing: Listing) -> list[str]:
    return list(Event.objects.filter(of="listing", ref=listing.code).order_by("number").values_list("what", flat=True))


# -- the policy -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("status", "days"),
    [
        (Status.DISMISSED, 90),
        (Status.CONFIRMED, 730),
        (Status.FORWARDED, 730),
        (Status.GONE, 730),
        (Status.REAPPEARED, 730),
    ],
)
def test_how_long_evidence_is_kept(status: Status, days: int) -> None:
    assert due_at(status, NOON, KEEPING) == NOON + dt.timedelta(days=days)


@pytest.mark.parametrize("status", sorted(OPEN - {Status.CONFIRMED}))
def test_what_is_in_our_hands_is_never_due(status: Status) -> None:
    assert due_at(status, NOON, KEEPING) is None


def test_the_policy_is_that_of_the_settings(settings: Settings) -> None:
    settings.KEEP_DISMISSED_DAYS, settings.KEEP_CONFIRMED_DAYS = 3, 4

    assert keeping() == Keeping(dt.timedelta(days=3), dt.timedelta(days=4))


def test_the_timetable_lists_what_is_due_once_and_purges_nothing() -> None:
    due = [old(Status.DISMISSED, 91), old(Status.GONE, 731)]
    old(Status.DISMISSED, 89)
    old(Status.GONE, 91)
    old(Status.READY, 900)

    find_due_evidence()
    find_due_evidence()

    assert list(Purge.objects.order_by("pk").values_list("listing__code", "why", "state")) == [
        (due[1].code, "confirmed", "due"),
        (due[0].code, "dismissed", "due"),
    ]
    assert Job.objects.filter(kind=line.PURGE).count() == 0


# -- two people -------------------------------------------------------------------------------------------------------
def test_one_person_proposes_and_another_agrees(client: Client) -> None:
    found = old(Status.DISMISSED, 91)
    find_due_evidence()
    purge = Purge.objects.get()
    first, second = lead(), lead("second@forest.example")
    client.force_login(first)
    client.post(f"/evidence/purges/{purge.pk}/propose/")
    client.post(f"/evidence/purges/{purge.pk}/agree/")
    purge.refresh_from_db()
    assert (purge.state, "You proposed it" in client.get("/evidence/").content.decode()) == ("proposed", True)

    client.force_login(second)
    client.post(f"/evidence/purges/{purge.pk}/agree/")

    purge.refresh_from_db()
    assert (purge.state, purge.proposed_by, purge.agreed_by) == ("agreed", first, second)
    assert what_happened(found) == ["purge-due", "propose-purge", "agree-purge"]


def test_the_database_refuses_a_purge_by_one_person() -> None:
    alone = lead()
    now = timezone.now()

    with pytest.raises(IntegrityError, match="two_people_purge"), transaction.atomic():
        Purge.objects.create(
            listing=builders.listing(), why="dismissed", state="agreed", found_at=now,
            proposed_by=alone, proposed_at=now, agreed_by=alone, agreed_at=now,
        )  # fmt: skip


def test_a_purge_takes_files_and_texts_and_leaves_hashes_reason_and_line() -> None:
    found = old(Status.DISMISSED, 91)
    shot = builders.screenshot(builders.report(found), "purple")
    picture = builders.page_picture(found.captures.get(), "pink")
    warc = found.captures.get().warc_sha256

    purge = purged(found)

    gone = [
        store.exists("evidence", warc),
        store.exists("copies", shot.copy_sha256),
        store.exists("copies", picture.copy_sha256),
    ]
    assert (purge.state, gone) == ("done", [False] * 3)
    look = Capture.objects.get()
    assert (look.warc_sha256, look.text, look.seller, look.purged_at is not None) == (warc, "", "", True)
    assert (Screenshot.objects.get().copy_sha256, Picture.objects.get().copy_sha256) == (
        shot.copy_sha256,
        picture.copy_sha256,
    )
    said = Event.objects.get(what="purge").facts
    assert said["rule"] == "dismissed"
    assert {warc, shot.copy_sha256, shot.received_sha256, picture.copy_sha256} <= set(said["hashes"])


def test_bytes_that_another_listing_holds_too_stay() -> None:
    found, other = old(Status.DISMISSED, 91), old(Status.DISMISSED, 1)
    shared = builders.screenshot(builders.report(found), "gold").copy_sha256
    builders.screenshot(builders.report(other, builders.spotter("second@mail.example")), "gold")

    purged(found)

    assert store.exists("copies", shared)


def test_what_a_company_was_sent_stays_and_its_pack_goes(market: HTTPServer, analyst: User) -> None:
    found = preserved(market)
    case = given_to_company(found, analyst)
    builders.work_off(line.PACK)
    pack = Pack.objects.get()
    Listing.objects.filter(pk=found.pk).update(status_at=timezone.now() - dt.timedelta(days=731))

    purged(found)

    case.refresh_from_db()
    assert (store.exists("packs", pack.sha256), case.pack_sha256) == (False, "")
    assert [store.exists("copies", one.sha256) for one in case.exhibits.all()] == [True] * case.exhibits.count()


def test_a_pack_that_was_asked_for_before_the_purge_is_not_made_after_it(market: HTTPServer, analyst: User) -> None:
    before = set(store.names("packs"))
    found = preserved(market)
    case = given_to_company(found, analyst)
    Listing.objects.filter(pk=found.pk).update(status_at=timezone.now() - dt.timedelta(days=731))
    purged(found)

    builders.work_off(line.PACK)

    case.refresh_from_db()
    assert (Pack.objects.get().sha256, case.pack_sha256, set(store.names("packs"))) == ("", "", before)
    assert "make-pack" not in what_happened(found)


def test_a_pack_that_is_written_while_the_purge_goes_on_reaches_nobody(
    market: HTTPServer, analyst: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = set(store.names("packs"))
    found = preserved(market)
    case = given_to_company(found, analyst)
    Listing.objects.filter(pk=found.pk).update(status_at=timezone.now() - dt.timedelta(days=731))

    def written_meanwhile(target: IO[bytes], content: PackContent) -> None:
        write_pack(target, content)
        purged(found)

    monkeypatch.setattr(packs, "write_pack", written_meanwhile)
    builders.work_off(line.PACK)

    case.refresh_from_db()
    assert (Pack.objects.get().sha256, case.pack_sha256, set(store.names("packs"))) == ("", "", before)


def test_a_pack_that_is_finished_as_the_purge_begins_goes_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    before = set(store.names("packs"))
    found = old(Status.DISMISSED, 91)
    custody.ask_pack(
        found, edition="enforcement", screenshots=[], language="en", by=builders.analyst(), now=timezone.now()
    )

    def finished_first(done: Act, purge: Purge, keeping: Keeping, *, hashes: Sequence[str]) -> bool:
        assert custody.keep_pack(done, Pack.objects.get(), sha256=store.put("packs", b"zip"), size=3)
        return custody.purge_rows(done, purge, keeping, hashes=hashes)

    monkeypatch.setattr(retention, "purge_rows", finished_first)
    purged(found)

    assert set(store.names("packs")) == before


def test_a_purge_cut_short_after_its_rows_does_the_rest_the_next_time() -> None:
    found = old(Status.DISMISSED, 91)
    warc = found.captures.get().warc_sha256
    purged(found)
    store.put("evidence", found.code.encode())
    Job.objects.filter(kind=line.PURGE).update(state="queued", due=timezone.now(), lease_until=None)

    builders.work_off(line.PURGE)

    assert (store.exists("evidence", warc), Event.objects.filter(what="purge").count()) == (False, 1)


def test_after_a_purge_the_pages_still_stand(tab: Client) -> None:
    found = old(Status.DISMISSED, 91)
    builders.screenshot(builders.report(found))
    builders.page_picture(found.captures.get())
    purged(found)

    triage, page = tab.get(f"/queue/{found.code}/"), tab.get(f"/evidence/{found.code}/")

    assert (triage.context["tiles"], page.status_code, "Purged on" in page.content.decode()) == ([], 200, True)


# -- holds ------------------------------------------------------------------------------------------------------------
def test_a_hold_stops_the_clock_and_its_end_starts_it_again() -> None:
    found = old(Status.DISMISSED, 91)
    custody.hold(found, "Court 7", by=lead(), now=timezone.now())
    find_due_evidence()
    assert Purge.objects.count() == 0

    custody.release(found, by=User.objects.get(email="lead@forest.example"), now=timezone.now())
    find_due_evidence()

    assert Purge.objects.get().listing == found


@pytest.mark.parametrize("state", ["due", "proposed", "agreed"])
def test_a_hold_stops_a_purge_that_is_under_way(state: str) -> None:
    found = old(Status.DISMISSED, 91)
    find_due_evidence()
    purge, one, two = Purge.objects.get(), lead(), lead("second@forest.example")
    if state != "due":
        custody.propose(purge, by=one, now=timezone.now())
    if state == "agreed":
        custody.agree(purge, by=two, now=timezone.now())

    custody.hold(found, "Court 7", by=one, now=timezone.now())
    builders.work_off(line.PURGE)

    purge.refresh_from_db()
    assert (purge.state, {store.exists(area, sha256) for area, sha256 in files_of(found)}) == ("stopped", {True})


def test_a_listing_that_went_on_meanwhile_is_not_purged() -> None:
    found = old(Status.DISMISSED, 91)
    find_due_evidence()
    purge = Purge.objects.get()
    custody.propose(purge, by=lead(), now=timezone.now())
    custody.agree(purge, by=lead("second@forest.example"), now=timezone.now())
    Listing.objects.update(status=Status.READY)

    builders.work_off(line.PURGE)

    purge.refresh_from_db()
    assert (purge.state, store.exists("evidence", found.captures.get().warc_sha256)) == ("stopped", True)


def test_an_analyst_holds_and_only_a_lead_ends_it(client: Client, tab: Client) -> None:
    found = builders.listing()
    tab.post(f"/evidence/{found.code}/hold/", {"hold-why": "Request 12/2026"})
    assert tab.post(f"/evidence/{found.code}/release/").status_code == 403
    assert "Held" in tab.get(f"/queue/{found.code}/").content.decode()

    client.force_login(lead())
    client.post(f"/evidence/{found.code}/release/")

    held = Hold.objects.get()
    assert (held.why, held.released_at is not None) == ("Request 12/2026", True)
    assert what_happened(found) == ["hold", "release"]


def test_a_hold_without_a_reason_comes_back(tab: Client) -> None:
    found = builders.listing()

    page = tab.post(f"/evidence/{found.code}/hold/", {"hold-why": " "})

    assert (page.status_code, Hold.objects.count(), "Why it must be kept" in page.content.decode()) == (422, 0, True)


def test_a_second_hold_is_the_first() -> None:
    found, by = builders.listing(), lead()

    assert [custody.hold(found, why, by=by, now=timezone.now()) for why in ("one", "two")] == [True, False]
    assert Hold.objects.get().why == "one"


def test_a_pack_is_asked_for_with_its_custody_line(market: HTTPServer, analyst: User) -> None:
    packed(preserved(market), analyst)

    assert Event.objects.filter(what__in=("ask-pack", "make-pack")).count() == 2
