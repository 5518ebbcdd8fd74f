"""The queue and the listing's page: the most urgent first, and as few queries for many rows as for one."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from coalition.models import Taxon, User
from reports.intake.actions import withdraw
from reports.lifecycle import Status
from reports.models import Listing, QueueEntry
from tests import builders

QUEUE = "/queue/"


def titles(tab: Client, address: str = QUEUE) -> list[str]:
    return [row["title"] for row in tab.get(address).context["rows"]]


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.usefixtures("no_hidden_queries")
def test_the_queue_asks_the_database_as_often_for_three_rows_as_for_one(
    tab: Client, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _n in range(rows):
        builders.ready()

    with django_assert_num_queries(6):  # session, person, second factor, names, rows, count
        page = tab.get(QUEUE)

    assert len(page.context["rows"]) == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_a_listing_asks_the_database_as_often_with_three_of_everything(
    tab: Client, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    found = builders.listing()
    for n in range(rows):
        sent = builders.report(found, by=builders.spotter(f"s{n}@mail.example"))
        builders.screenshot(sent)
        builders.page_picture(builders.capture(found))
        builders.score(found)

    with django_assert_num_queries(23):
        page = tab.get(reverse("triage:listing", args=[found.code]))

    assert len(page.context["reports"]) == rows
    assert len(page.context["tiles"]) == rows + 1  # the pictures of the newest look only


def test_the_most_urgent_comes_first_and_the_newest_among_equals(tab: Client) -> None:
    for title, priority in (("a", 100), ("b", 900), ("c", 100), ("d", 500)):
        QueueEntry.objects.filter(listing=builders.listing(title=title)).update(priority=priority)

    assert titles(tab) == ["b", "d", "c", "a"]


def test_pages_follow_one_another_without_gap_or_double_while_the_queue_grows(tab: Client) -> None:
    for _n in range(60):
        builders.listing()
    expected = [str(title) for title in Listing.objects.order_by("-queue_entry__id").values_list("title", flat=True)]

    first = tab.get(QUEUE)
    QueueEntry.objects.filter(listing=builders.listing(title="new and urgent")).update(priority=1000)
    second = titles(tab, QUEUE + first.context["next_url"])

    assert [row["title"] for row in first.context["rows"]] + second == expected


@pytest.mark.parametrize("cursor", ["nonsense", "W10~x", "\0", "a" * 5000])
def test_a_forged_cursor_leads_to_the_first_page(tab: Client, cursor: str) -> None:
    builders.listing(title="a")

    assert [row["title"] for row in tab.get(QUEUE, {"after": cursor}).context["rows"]] == ["a"]


def test_filters_live_in_the_address_and_a_wrong_one_is_left_out(tab: Client, analyst: User) -> None:
    builders.listing(title="indonesian", language="id", band="top")
    builders.listing(title="thai", language="th", band="low")
    builders.confirmed(analyst, builders.listing(title="confirmed"))

    assert titles(tab, QUEUE + "?language=th") == ["thai"]
    assert titles(tab, QUEUE + "?band=top") == ["indonesian"]
    assert titles(tab, QUEUE + "?status=confirmed") == ["confirmed"]
    assert titles(tab, QUEUE + "?claimed=mine") == ["confirmed"]
    assert len(titles(tab, QUEUE + "?band=nonsense&status=dismissed")) == 3


def test_every_filter_narrows_the_queue_by_its_own_column(tab: Client, analyst: User) -> None:
    pasar, toko = builders.platform(), builders.platform(builders.member("Toko"))
    builders.listing(title="one", of=pasar, taxon_key="elephant", language="id", band="top")
    builders.listing(title="two", of=toko, taxon_key="pangolin", language="th", band="low")
    for key in ("elephant", "pangolin"):
        Taxon.objects.get_or_create(key=key, defaults={"name": key, "group": "mammal_part"})
    taken, now = Listing.objects.get(title="two"), timezone.now()
    QueueEntry.claim(taken, by=builders.analyst("other@forest.example"), now=now, until=now + timedelta(minutes=10))
    QueueEntry.objects.filter(listing=taken).update(entered_at=now - timedelta(days=8))

    asked = [
        "taxon=pangolin", f"platform={toko.pk}", f"company={toko.member_id}", "language=th", "band=low",
        "age=week", "claimed=others",
    ]  # fmt: skip

    assert {words: titles(tab, f"{QUEUE}?{words}") for words in asked} == {words: ["two"] for words in asked}
    assert titles(tab, QUEUE + "?claimed=nobody") == ["one"]
    assert titles(tab, QUEUE + "?age=month&taxon=pangolin") == []


def test_the_order_can_be_turned_to_what_waits_longest(tab: Client) -> None:
    now = timezone.now()
    for title, days, priority in (("fresh and urgent", 0, 900), ("old", 9, 100), ("older", 20, 50)):
        found = builders.listing(title=title)
        QueueEntry.objects.filter(listing=found).update(priority=priority, entered_at=now - timedelta(days=days))

    assert titles(tab, QUEUE + "?order=oldest") == ["older", "old", "fresh and urgent"]
    assert titles(tab) == ["fresh and urgent", "old", "older"]


def test_a_further_witness_moves_a_listing_up_and_a_withdrawn_report_moves_it_down(analyst: User) -> None:
    found = builders.listing()
    first = builders.report(found, by=builders.spotter("a@mail.example"), created_at=timezone.now() - timedelta(days=1))
    alone = place_of(found)
    builders.report(found, by=builders.spotter("b@mail.example"))

    together = place_of(found)
    withdraw(first, by=first.spotter, now=timezone.now())

    assert (together[0] - alone[0], together[1], alone[1]) == (1000, 2, 1)
    assert QueueEntry.objects.values_list("priority", "reports").get(listing=found) == alone


def place_of(found: Listing) -> tuple[int, int]:
    """Where it stands, written down anew."""
    QueueEntry.place([found.pk])
    return QueueEntry.objects.values_list("priority", "reports").get(listing=found)


def test_a_claim_shows_as_mine_or_as_somebodys(tab: Client, analyst: User) -> None:
    mine, theirs, old = builders.listing(title="mine"), builders.listing(title="theirs"), builders.listing(title="old")
    other, now = builders.analyst("other@forest.example"), timezone.now()
    QueueEntry.claim(mine, by=analyst, now=now, until=now + timedelta(minutes=10))
    QueueEntry.claim(theirs, by=other, now=now, until=now + timedelta(minutes=10))
    QueueEntry.claim(old, by=other, now=now, until=now - timedelta(seconds=1))

    claims = {row["title"]: row["claim"] for row in tab.get(QUEUE).context["rows"]}

    assert {title: claim and (str(claim["word"]), claim["is_mine"]) for title, claim in claims.items()} == {
        "mine": ("Yours", True),
        "theirs": ("Somebody is looking", False),
        "old": None,
    }


def test_what_waits_no_longer_is_not_in_the_queue(tab: Client) -> None:
    for status in Status:
        builders.listing(status, title=status.value)

    assert titles(tab) == [Status.CONFIRMED.value, Status.READY.value]


def test_the_listings_page_shows_the_receipt_and_no_volunteer(tab: Client) -> None:
    volunteer = builders.spotter("canary@mail.example")
    found = builders.listing(title="Pipa gading gajah")
    builders.report(found, by=volunteer)
    builders.score(found)

    page = tab.get(reverse("triage:listing", args=[found.code]))

    assert [piece["text"] for piece in page.context["receipt"]["segments"]] == ["Pipa ", "gading", " gajah"]
    assert "canary" not in page.text


def test_one_is_led_down_the_queue_past_what_others_look_at(tab: Client) -> None:
    codes = {}
    for title, priority in (("a", 900), ("taken", 700), ("b", 500)):
        found = builders.listing(title=title)
        QueueEntry.objects.filter(listing=found).update(priority=priority)
        codes[title] = found.code
    later = timezone.now() + timedelta(minutes=5)
    QueueEntry.objects.filter(listing__title="taken").update(
        claimed_by=builders.analyst("other@ngo.example"), claimed_until=later
    )

    led = [tab.get(f"/queue/{codes[title]}/").context["next_url"] for title in ("a", "b")]

    assert led == [f"/queue/{codes['b']}/", ""]


def test_from_a_decided_listing_one_is_led_to_the_top(tab: Client) -> None:
    top, decided = builders.listing(title="top"), builders.listing(title="decided")
    QueueEntry.objects.filter(listing=decided).delete()

    assert tab.get(f"/queue/{decided.code}/").context["next_url"] == f"/queue/{top.code}/"
