"""Paste first: what is known of an address is told before anything else is typed."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from coalition.models import User
from reports.lifecycle import Status
from reports.models import Forward, Listing, Report, Screenshot
from spotter.audit.models import Event
from spotter.jobs.models import Job
from tests import builders
from tests.reports.intake.asked import DAY, HTMX, answers, box, listed, look_up, other, words
from tests.reports.intake.form import ADDRESS, errors, file, kept, send


# -- what is told -----------------------------------------------------------------------------------------------------
def test_an_address_that_nobody_reported_is_new(tab: Client) -> None:
    assert words(look_up(tab)) == ["New to us"]


@pytest.mark.parametrize(
    ("status", "word"),
    [
        (Status.RECEIVED, "Waiting since March 9, 2026"),
        (Status.CONFIRMED, "Waiting since March 9, 2026"),
        (Status.DISMISSED, "Looked at on March 9, 2026"),
        (Status.FORWARDED, "Forwarded on March 9, 2026"),
        (Status.GONE, "Removed, verified on March 9, 2026"),
        (Status.REAPPEARED, "Back again since March 9, 2026"),
    ],
)
def test_a_known_listing_tells_its_state_and_day(tab: Client, status: Status, word: str) -> None:
    listed(status=status)

    assert words(look_up(tab)) == [word]


def test_what_was_forwarded_tells_the_day_of_the_forward_also_after_the_answer(tab: Client) -> None:
    made, case = listed(status=Status.ANSWERED), builders.case()
    Forward.objects.create(listing=made, case=case, by=User.objects.get(role="analyst"), at=DAY - dt.timedelta(days=2))

    assert words(look_up(tab)) == ["Forwarded on March 7, 2026"]


def test_the_day_of_a_removal_is_when_we_last_saw_for_ourselves(tab: Client) -> None:
    listed(status=Status.GONE, verified_at=DAY + dt.timedelta(days=3))

    assert words(look_up(tab)) == ["Removed, verified on March 12, 2026"]


def test_who_reported_it_and_what_staff_know_is_not_told(tab: Client) -> None:
    made = listed(status=Status.DISMISSED, title="Pipa gading", seller="toko-antik", price="Rp 1", taxon_key="elephant")
    Report.objects.update(note="I know the seller")

    page = look_up(tab).text

    secrets = (made.code, "Pipa gading", "toko-antik", "Rp 1", "I know the seller", other().handle, "ismissed")
    assert [secret for secret in secrets if secret in page] == []


def test_the_same_is_told_whether_one_or_three_people_reported(tab: Client) -> None:
    made = listed()
    once = look_up(tab, headers=HTMX).text
    for number in range(3):
        builders.report(made, builders.spotter(f"s{number}@mail.example"))

    assert look_up(tab, headers=HTMX).text == once


def test_a_platform_says_its_name_its_membership_and_that_it_is_an_example(tab: Client) -> None:
    builders.platform(builders.member("Gerai", is_example=True), host="gerai-market.com")
    builders.platform(builders.member("Kedai", is_member=False), host="kedai-market.com")

    page = look_up(tab, f"{ADDRESS}\nhttps://kedai-market.com/p/2\nhttps://lapak-market.com/3")

    sites = [(one.site.name, one.site.is_member, one.site.is_example) if one.site else None for one in answers(page)]
    assert sites == [("Gerai Market", True, True), ("Kedai Market", False, False), None]
    assert [word for word in ("member of the Coalition", "not a member", "Example data") if word not in page.text] == []


def test_an_address_is_shown_as_it_would_be_opened_and_never_as_a_link(tab: Client) -> None:
    page = look_up(tab, "https://еbay.com/item/1?fbclid=me\nhttps://a-market.com/<script>alert(1)</script>")

    assert "https://xn--bay-qdd.com/item/1</bdi>" in page.text
    assert "<script>alert" not in page.text
    assert 'href="https://' not in page.text.partition('id="known"')[2].partition("</ol>")[0]


def test_ones_own_report_is_named_and_needs_no_me_too(tab: Client, spotter: User) -> None:
    mine = builders.report(listed(), spotter, created_at=DAY + dt.timedelta(days=1))

    page = look_up(tab)

    assert "You reported this on March 10, 2026." in page.text
    assert reverse("intake:one", args=[mine.code]) in page.text
    assert 'name="me_too"' not in page.text


def test_a_report_that_was_withdrawn_is_not_ones_own_any_more(tab: Client, spotter: User) -> None:
    builders.report(listed(), spotter, withdrawn_at=timezone.now())

    assert [one.own for one in answers(look_up(tab))] == [None]


def test_two_spellings_of_a_listing_have_one_line(tab: Client) -> None:
    assert len(answers(look_up(tab, f"{ADDRESS}\n{ADDRESS}?utm_source=a"))) == 1


def test_the_list_is_said_in_one_line(tab: Client) -> None:
    listed()

    page = look_up(
        tab, f"{ADDRESS}\nhttps://kedai-market.com/p/2\nhttps://kedai-market.com/p/3\nftp://kedai-market.com/4"
    )

    assert page.context["known"].said == "2 new · 1 known already · 1 to mend"  # type: ignore[attr-defined]


def test_an_address_that_came_with_the_link_is_looked_up_at_once(tab: Client) -> None:
    listed()

    assert words(tab.get(reverse("intake:report"), {"address": ADDRESS})) == ["Waiting since March 9, 2026"]  # type: ignore[arg-type]


# -- nothing is lost on the way ---------------------------------------------------------------------------------------
def test_looking_up_changes_nothing(tab: Client) -> None:
    listed()

    look_up(tab)

    assert (Report.objects.count(), Event.objects.count(), Job.objects.count()) == (1, 0, 0)


def test_what_was_typed_and_uploaded_stands_in_the_form_again(tab: Client) -> None:
    page = look_up(
        tab, ADDRESS, file(), note="Carved & old", why=["material"], token="7f0c9b1e-0000-4000-8000-000000000001"
    )

    assert (page.status_code, errors(page), box(page)) == (200, [], ADDRESS)
    assert [
        text
        for text in ("Carved &amp; old", 'value="material" id="id_why_1" checked', "7f0c9b1e-")
        if text not in page.text
    ] == []
    send(tab, kept=kept(page))
    assert Screenshot.objects.count() == 1


def test_an_empty_box_is_told_so_and_keeps_the_rest(tab: Client) -> None:
    page = look_up(tab, "", note="Carved")

    assert errors(page) == ["Paste the address of at least one listing."]
    assert "Carved" in page.text


def test_nothing_else_is_asked_for_yet(tab: Client) -> None:
    assert errors(look_up(tab, sureness="absurd", taxon_key="absurd")) == []


def test_a_bad_address_stands_in_a_line_of_its_own_with_what_to_do(tab: Client) -> None:
    page = look_up(tab, f"{ADDRESS}\nftp://kedai-market.com/4")

    assert (words(page), errors(page)) == (["New to us"], [])
    assert "Only addresses that begin with https:// or http:// can be looked at." in page.text
    assert 'name="mended" value="ftp://kedai-market.com/4"' in page.text


@pytest.mark.parametrize("button", ["look up", "send"])
def test_a_bad_address_is_mended_in_its_line(tab: Client, button: str) -> None:
    mending = {"bad": ["ftp://kedai-market.com/4"], "mended": ["https://kedai-market.com/4"]}
    typed = f"{ADDRESS}\nftp://kedai-market.com/4"

    if button == "look up":
        assert box(look_up(tab, typed, **mending)) == f"{ADDRESS}\nhttps://kedai-market.com/4"
    else:
        send(tab, typed, **mending)
        assert sorted(Listing.objects.values_list("host", flat=True)) == ["kedai-market.com", "www.gerai-market.com"]


def test_too_many_addresses_are_refused_with_a_sentence(tab: Client) -> None:
    page = look_up(tab, "\n".join(f"https://kedai-market.com/p/{n}" for n in range(51)))

    assert (errors(page), answers(page)) == (["At most 50 addresses at a time."], [])


def test_htmx_gets_the_box_and_its_list_alone(tab: Client) -> None:
    listed()

    page = look_up(tab, headers=HTMX)

    assert page.text.lstrip().startswith('<div id="paste"')
    assert (words(page), box(page)) == (["Waiting since March 9, 2026"], ADDRESS)


@pytest.mark.parametrize("name", ["intake:known", "intake:me-too"])
def test_who_comes_by_a_link_begins_at_the_form(tab: Client, name: str) -> None:
    assert tab.get(reverse(name)).headers["Location"] == reverse("intake:report")


@pytest.mark.parametrize("name", ["intake:known", "intake:me-too"])
def test_without_the_pledge_nobody_asks(client: Client, db: None, name: str) -> None:
    client.force_login(builders.spotter("new@mail.example", pledged_at=None, pledge_version=""))
    listed()

    answer = client.post(reverse(name), {"addresses": ADDRESS, "me_too": ADDRESS})

    assert (answer.headers["Location"], Report.objects.count()) == (reverse("people:pledge"), 1)


# -- how much it asks of the database ---------------------------------------------------------------------------------
def test_one_address_and_fifty_take_the_same_number_of_queries(tab: Client, spotter: User) -> None:
    builders.platform(builders.member("Gerai"), host="gerai-market.com")
    addresses = [f"https://www.gerai-market.com/item/{n}" for n in range(50)]
    for number, address in enumerate(addresses):
        made = listed(address, Status.FORWARDED if number % 2 else Status.READY)
        if number % 3 == 0:
            builders.report(made, spotter)
    look_up(tab)

    counts = {}
    for number in (1, 50):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            page = look_up(tab, "\n".join(addresses[:number]), headers=HTMX)
        counts[number] = (len(asked), len(answers(page)))

    assert counts == {1: (counts[1][0], 1), 50: (counts[1][0], 50)}
