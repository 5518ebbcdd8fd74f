"""The same picture on another listing: found when it is near enough, and only when it says something."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from PIL import Image
from pytest_django import DjangoAssertNumQueries
from pytest_httpserver import HTTPServer

from reports import line
from reports.followup.actions import forget
from reports.lifecycle import Status
from reports.models import Listing, PictureHash, Purge, Report, Screenshot, same_picture
from reports.models.sameness import ENOUGH_DETAIL, MOST
from spotter.jobs import queue
from spotter.lib import store
from spotter.lib.bands import BANDS, RADIUS, bits_of, neighbours
from tests import builders
from tests.reports.market import IVORY, offers, sold_at
from tests.spotter.picture_files import drawing, saved

pytestmark = pytest.mark.django_db
PIPE = "5a" * 32


def turned(phash: str, bits: int) -> str:
    """The hash with so many bits turned, spread over all bands."""
    return f"{int(phash, 16) ^ sum(1 << (bit * 8 + bit // 32) % 256 for bit in range(bits)):064x}"


def on_page(phash: str = PIPE) -> Listing:
    """A listing whose page shows this picture."""
    made = builders.listing()
    builders.page_picture(builders.capture(made), phash=phash)
    return made


def sent(*listings: Listing, by: str, phash: str = PIPE) -> list[Report]:
    """One submission: several addresses, the same screenshot on each."""
    token, spotter = uuid.uuid4(), builders.spotter(by)
    reports = [builders.report(listing, spotter, token=token) for listing in listings]
    for report in reports:
        builders.screenshot(report, phash=phash)
    return reports


def alike(listing: Listing) -> list[tuple[str, int]]:
    return [(row.code, row.distance) for row in same_picture(listing).rows]


def test_a_picture_is_found_on_every_other_listing_the_nearest_first() -> None:
    here = on_page()
    far, near, same = on_page(turned(PIPE, 31)), on_page(turned(PIPE, 4)), on_page()

    assert alike(here) == [(same.code, 0), (near.code, 4), (far.code, 31)]


def test_what_is_further_than_the_radius_is_another_picture() -> None:
    here = on_page()
    on_page(turned(PIPE, RADIUS + 1))

    assert alike(here) == []


def test_a_screenshot_is_found_on_a_page_and_the_other_way_round() -> None:
    page, shot = on_page(), builders.listing()
    sent(shot, by="a@mail.example")

    assert (alike(page), alike(shot)) == ([(shot.code, 0)], [(page.code, 0)])


def test_a_listing_is_named_once_by_its_nearest_picture_and_never_itself() -> None:
    here, there = on_page(), on_page(turned(PIPE, 9))
    builders.page_picture(builders.capture(here), phash=PIPE)
    nearer = builders.page_picture(builders.capture(there), phash=turned(PIPE, 2))

    (row,) = same_picture(here).rows
    assert (row.listing_id, row.distance, row.picture_id, row.screenshot_id) == (there.pk, 2, nearer.pk, None)


def test_any_of_a_listings_pictures_may_be_the_one_that_is_found() -> None:
    here = on_page("f0" * 32)
    builders.page_picture(builders.capture(here), phash=PIPE)
    there = on_page(turned(PIPE, 3))

    assert alike(here) == [(there.code, 3)]


def test_one_submission_for_two_addresses_ties_them_no_closer() -> None:
    here, there = builders.listing(), builders.listing()
    sent(here, there, by="a@mail.example")

    assert (alike(here), alike(there)) == ([], [])


def test_nor_does_it_when_the_picture_is_the_page_of_one_of_them() -> None:
    here, there = on_page(), builders.listing()
    sent(here, there, by="a@mail.example")

    assert (alike(here), alike(there)) == ([], [])


def test_two_people_who_send_the_same_picture_tie_their_listings() -> None:
    here, there = builders.listing(), builders.listing()
    sent(here, by="a@mail.example")
    sent(there, by="b@mail.example")

    assert (alike(here), alike(there)) == ([(there.code, 0)], [(here.code, 0)])


def test_two_listings_sent_together_are_tied_by_what_their_pages_show() -> None:
    here, there = on_page("0f" * 32), on_page("0f" * 32)
    sent(here, there, by="a@mail.example")

    assert alike(here) == [(there.code, 0)]


def test_a_report_that_was_taken_back_shows_nothing_on_either_side() -> None:
    here, there = on_page(), builders.listing()
    sent(there, by="a@mail.example")
    Report.objects.update(withdrawn_at=timezone.now() + timedelta(minutes=1))

    assert (alike(here), alike(there)) == ([], [])


def test_a_picture_that_stands_nearly_everywhere_is_said_to_be_common() -> None:
    here = on_page()
    for _n in range(MOST):
        on_page()
    few = same_picture(here)
    on_page()
    many = same_picture(here)

    assert (len(few.rows), few.common, len(many.rows), many.common) == (MOST, False, MOST, True)


@pytest.mark.parametrize(("detail", "kept"), [(ENOUGH_DETAIL - 1, 0), (ENOUGH_DETAIL, 1)])
def test_a_picture_that_shows_nothing_is_not_remembered(detail: int, kept: int) -> None:
    here = builders.listing()
    picture = builders.page_picture(builders.capture(here))

    PictureHash.objects.remember(here.pk, phash=PIPE, detail=detail, picture=picture)

    assert PictureHash.objects.count() == kept


def test_the_database_cuts_the_bands_as_they_are_looked_up() -> None:
    phash = "00018000ffff7fff" * 4
    on_page(phash)

    (row,) = PictureHash.objects.values_list("phash", *(f"band_{number}" for number in range(BANDS)))
    assert row == (phash, *(near[0] for near in neighbours(bits_of(phash))))


def test_a_look_belongs_to_exactly_one_picture() -> None:
    here = builders.listing()

    with pytest.raises(IntegrityError, match="a_look_is_of_one_picture"), transaction.atomic():
        PictureHash.objects.create(listing=here, phash=PIPE)


def test_a_look_goes_with_its_picture() -> None:
    here, there = on_page(), on_page()
    there.captures.get().pictures.all().delete()

    assert alike(here) == []


def test_a_picture_found_on_a_page_is_found_on_the_next_page(market: HTTPServer) -> None:
    listings = [sold_at("/item/1"), sold_at("/item/2")]
    for number, listing in enumerate(listings, 1):
        offers(market, IVORY, path=f"/item/{number}")
        queue.add(line.CAPTURE, listing.code)
    builders.work_off(line.CAPTURE)

    assert alike(listings[0]) == [(listings[1].code, 0)]


def test_a_screenshot_is_found_as_soon_as_it_was_made_safe() -> None:
    here, there = (uploaded(drawing(size), quality) for size, quality in (((640, 400), 90), ((480, 300), 60)))

    ((code, distance),) = alike(here.listing)
    assert (code, distance <= RADIUS) == (there.listing.code, True)


def test_an_empty_screen_is_no_picture_of_anything() -> None:
    here = uploaded(Image.new("RGB", (640, 400), "white"), 90)

    assert (here.screenshots.get().state, PictureHash.objects.count()) == ("safe", 0)


def uploaded(picture: Image.Image, quality: int) -> Report:
    """A report of somebody new with this screenshot, after the worker."""
    report = builders.report(builders.listing(), builders.spotter(f"{Report.objects.count()}@mail.example"))
    data = saved(picture, "JPEG", quality=quality)
    shot = builders.screenshot(report)
    Screenshot.objects.filter(pk=shot.pk).update(state="waiting", received_sha256=store.put("quarantine", data))
    queue.add(line.PICTURES, shot.pk)
    builders.work_off(line.PICTURES)
    return report


def test_with_a_persons_identity_goes_what_ties_their_pictures() -> None:
    page, shot = on_page(), builders.listing()
    (report,) = sent(shot, by="a@mail.example")

    forget(report.spotter, now=timezone.now())
    builders.work_off(line.FORGET)

    assert alike(page) == []


def test_with_the_evidence_goes_its_look() -> None:
    here, there = on_page(), on_page()
    long_ago = timezone.now() - timedelta(days=9_999)
    Listing.objects.filter(pk=there.pk).update(status=Status.DISMISSED, status_at=long_ago)
    purge = Purge.objects.create(
        listing=there, why="dismissed", state="agreed", found_at=long_ago, proposed_by=builders.analyst(),
        agreed_by=builders.analyst("other@forest.example"),
    )  # fmt: skip
    queue.add(line.PURGE, purge.pk)
    builders.work_off(line.PURGE)

    assert (Purge.objects.get().state, alike(here)) == ("done", [])


@pytest.mark.parametrize("others", [1, 3])
def test_it_asks_as_often_for_three_as_for_one(others: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    here = on_page()
    for _n in range(others):
        on_page()

    with django_assert_num_queries(2):  # its own looks, the search
        assert [row.platform for row in same_picture(here).rows] == ["Pasar Market"] * others


def test_a_listing_without_pictures_costs_one_question(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        assert same_picture(Listing(pk=1)).rows == ()


def test_every_band_is_looked_up_by_its_index() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE tablename = 'reports_picturehash'")
        defined = " ".join(row[0] for row in cursor.fetchall())

    assert [f"(band_{number})" in defined for number in range(BANDS)] == [True] * BANDS
