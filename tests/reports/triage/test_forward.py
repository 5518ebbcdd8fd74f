"""Forward: once, only to a member, only what a person chose, and nothing about who reported."""

from dataclasses import asdict
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from coalition.models import Case, Delivery, Ngo, Term, User
from reports.lifecycle import Status
from reports.models import Forward, Listing
from reports.triage import actions
from spotter.audit.models import Event
from spotter.lib import store
from tests import builders
from tests.reports.triage.test_steps import press, said

WORDS = {"forward-explanation": "It offers elephant ivory (CITES Appendix I)."}


def test_a_confirmed_listing_becomes_one_case_on_its_way(tab: Client, analyst: User) -> None:
    found = builders.confirmed(analyst)

    page = press(tab, "forward", found, **WORDS)

    case = Case.objects.get()
    assert said(page)[-1] == f"Forwarded to Pasar as {case.reference}."
    assert Forward.objects.values_list("listing__code", "case__reference").get() == (found.code, case.reference)
    assert Listing.objects.get().status == Status.FORWARDED
    assert list(Event.objects.order_by("number").values_list("what", flat=True)) == [
        "score",
        "confirm",
        "opened",
        "ask-pack",
        "forward",
    ]


def test_the_second_press_makes_no_second_case(tab: Client, analyst: User) -> None:
    found = builders.confirmed(analyst)
    press(tab, "forward", found, **WORDS)

    page = press(tab, "forward", found, **WORDS)

    assert [message.split(".")[0] for message in said(page)] == ["This listing is not where that can be done"]
    assert (Case.objects.count(), Forward.objects.count(), Delivery.objects.count()) == (1, 1, 1)


@pytest.mark.parametrize(
    ("platform", "sentence"),
    [
        ("none", "We don't know whose platform this is. A coordinator can add its host."),
        (
            "no member",
            "The platform's company is not a member of the Coalition. The listing is counted and shelved.",
        ),
    ],
)
def test_what_is_no_members_is_refused_in_words(tab: Client, analyst: User, platform: str, sentence: str) -> None:
    outside = builders.platform(builders.member("Liar", is_member=False))
    found = builders.confirmed(analyst, builders.listing(of=outside))
    if platform == "none":
        Listing.objects.update(platform=None)

    assert said(press(tab, "forward", found, **WORDS)) == [sentence]
    assert (Case.objects.count(), Listing.objects.get().status) == (0, Status.CONFIRMED)


def test_what_is_not_confirmed_is_not_forwarded(tab: Client) -> None:
    found = builders.ready()

    page = press(tab, "forward", found, **WORDS)

    assert [message.split(".")[0] for message in said(page)] == ["This listing is not where that can be done"]
    assert Case.objects.count() == 0


def test_an_incomplete_notice_is_refused_with_what_is_missing(tab: Client, analyst: User) -> None:
    found = builders.confirmed(analyst)
    Ngo.objects.update(contact_email="")

    page = press(tab, "forward", found, **WORDS)

    assert said(page) == ["The case is not complete yet. Missing: the organisation's address."]
    assert (Case.objects.count(), Listing.objects.get().status) == (0, Status.CONFIRMED)


def test_without_words_for_the_company_nothing_is_sent(tab: Client, analyst: User) -> None:
    found = builders.confirmed(analyst)

    page = press(tab, "forward", found, **{"forward-explanation": " "})

    assert (page.status_code, Case.objects.count()) == (422, 0)


def test_somebody_without_an_organisation_sends_nothing(client: Client, analyst: User) -> None:
    found = builders.confirmed(analyst)
    client.force_login(builders.analyst("free@mail.example", ngo=None))
    Listing.objects.get().queue_entry.delete()

    assert said(press(client, "forward", found, **WORDS)) == [
        "Your account belongs to no organisation, so nothing can be sent in its name."
    ]


def test_only_the_chosen_pictures_go_and_only_their_safe_copies(tab: Client, analyst: User) -> None:
    found = builders.ready()
    page_picture = builders.page_picture(builders.capture(found))
    wanted, unwanted = builders.screenshot(found.reports.get(), "red"), builders.screenshot(found.reports.get(), "blue")
    elsewhere = builders.screenshot(builders.report(builders.listing()), "green")
    builders.confirmed(analyst, found)

    press(tab, "forward", found, **WORDS, **{"forward-exhibits": [f"screenshot-{wanted.pk}"]})

    assert list(Case.objects.get().exhibits.values_list("kind", "sha256", "size")) == [
        ("screenshot", wanted.copy_sha256, store.size("copies", wanted.copy_sha256))
    ]
    assert {page_picture.copy_sha256, unwanted.copy_sha256, elsewhere.copy_sha256}.isdisjoint({wanted.copy_sha256})


def test_a_picture_of_another_listing_cannot_be_chosen(tab: Client, analyst: User) -> None:
    found = builders.confirmed(analyst)
    elsewhere = builders.screenshot(builders.report(builders.listing()), "green")

    page = press(tab, "forward", found, **WORDS, **{"forward-exhibits": [f"screenshot-{elsewhere.pk}"]})

    assert (page.status_code, Case.objects.count()) == (422, 0)


def test_the_pages_pictures_are_ticked_and_a_volunteers_are_not(tab: Client, analyst: User) -> None:
    found = builders.ready()
    on_page = builders.page_picture(builders.capture(found))
    shot = builders.screenshot(found.reports.get())
    builders.confirmed(analyst, found)

    form = tab.get(reverse("triage:listing", args=[found.code])).context["forms"]["forward"]

    assert [name for name, _word in form.fields["exhibits"].choices] == [
        f"picture-{on_page.pk}",
        f"screenshot-{shot.pk}",
    ]
    assert form.initial["exhibits"] == [f"picture-{on_page.pk}"]


def test_nothing_of_a_volunteer_is_in_the_parcel(analyst: User) -> None:
    canary = "volunteer-canary"
    volunteer = builders.spotter(f"{canary}@mail.example")
    found = builders.listing()
    fields: dict[str, Any] = {
        "note": canary,
        "search_word": canary,
        "address_as_given": f"https://x.test/?fbclid={canary}",
    }
    builders.report(found, by=volunteer, **fields)
    builders.capture(found)
    builders.confirmed(analyst, found)

    parcel = actions.parcel_of(found, ngo=builders.ngo(), explanation="Ivory.", exhibits=[], now=timezone.now())

    assert canary not in repr(asdict(parcel))
    assert volunteer.handle not in repr(asdict(parcel))


def test_a_report_that_was_taken_back_is_no_witness(analyst: User) -> None:
    found = builders.listing()
    builders.report(found)
    builders.report(found, by=builders.spotter("b@mail.example"), withdrawn_at=timezone.now())
    builders.confirmed(analyst, found)

    parcel = actions.parcel_of(found, ngo=builders.ngo(), explanation="Ivory.", exhibits=[], now=timezone.now())

    assert parcel.independent_reports == 1


def test_the_marked_words_are_the_pages_own(analyst: User) -> None:
    found = builders.ready()
    said_by_a_spotter = {"reason": "spotter-reason", "points": 1.0, "term": "", "field": "", "group": "material"}
    price = {"reason": "price", "points": 0.3, "term": "Rp 5.000", "field": "price"}
    builders.score(found, receipt=[*builders.score(found).receipt, said_by_a_spotter, price])
    builders.confirmed(analyst, found)

    parcel = actions.parcel_of(found, ngo=builders.ngo(), explanation="Ivory.", exhibits=[], now=timezone.now())

    assert parcel.marked_words == ("gading",)


def test_no_company_learns_a_word_that_is_ours(analyst: User) -> None:
    Term.objects.create(kind="product", text="Batang Putih", language="id", source="a test", is_restricted=True)
    found = builders.ready()
    ours = [
        {"reason": "code-word", "points": 1.0, "term": "pipa", "field": "title"},
        {"reason": "learned-words", "points": 1.0, "term": "pipa, susu", "field": "text"},
        {"reason": "masked-spelling", "points": 0.5, "term": "", "field": "title"},
        {"reason": "product", "points": 0.5, "term": "batang putih", "field": "text"},
    ]
    builders.score(found, receipt=[*builders.score(found).receipt, *ours])
    builders.confirmed(analyst, found)

    parcel = actions.parcel_of(found, ngo=builders.ngo(), explanation="Ivory.", exhibits=[], now=timezone.now())

    assert parcel.marked_words == ("gading",)


def test_the_listings_page_says_where_its_case_stands_in_words(tab: Client, analyst: User) -> None:
    found = builders.confirmed(analyst)
    press(tab, "forward", found, **WORDS)

    assert tab.get(f"/queue/{found.code}/").context["case_words"] == "Queued"
