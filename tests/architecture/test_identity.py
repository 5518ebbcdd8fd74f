"""The wall around a volunteer: nothing that a company or the public gets says who reported."""

import pytest
from pytest_django import Settings
from pytest_httpserver import HTTPServer

from coalition.models import Case, Delivery
from reports.lifecycle import Status
from reports.models import Listing
from spotter.lib import store
from tests.architecture.identity import PLANTED, Tap, whole_life


@pytest.fixture
def outside(db: None, settings: Settings, httpserver: HTTPServer) -> HTTPServer:
    """The marketplace and the company's receiver, on one port under two names."""
    here = ("127.0.0.1", httpserver.port)
    settings.RESOLVER_OVERRIDE = {"pasar.test": here, "gudang.test": here}
    return httpserver


def places(tap: Tap) -> set[str]:
    return {where for where, _data in tap.heard}


def test_no_word_of_a_volunteer_reaches_a_company_or_the_public(outside: HTTPServer) -> None:
    tap, secrets = whole_life(outside)

    assert tap.hits(secrets) == []
    # It was the whole way, and everybody was listened to.
    assert (Listing.objects.get().status, Delivery.objects.get().status) == (Status.STILL_LIVE, "delivered")
    reference = Case.objects.get().reference
    assert {
        "request to gudang.test/hook/",
        "request to pasar.test/item/1",
        f"/company/cases/{reference}/",
        f"/company/cases/{reference}/exhibits/1/",
        f"/api/v1/cases/{reference}/exhibits/2/",
        "/figures/figures.csv",
        "/",
    } <= places(tap)
    assert {"planted note", "User.email", "User.handle", "Report.code", "Report.address_as_given", "Reply.text"} <= set(
        secrets
    )


def test_the_pictures_that_a_company_gets_carry_nothing_but_pixels(outside: HTTPServer) -> None:
    whole_life(outside)

    copies = [store.read("copies", one.sha256) for one in Case.objects.get().exhibits.all()]
    assert len(copies) == 2
    told = [mark for copy in copies for mark in (b"Exif", b"ns.adobe.com", b"ICC_PROFILE", b"Author") if mark in copy]
    assert told == []


def test_a_canary_that_slips_through_is_heard_everywhere(outside: HTTPServer) -> None:
    tap, secrets = whole_life(outside, explanation=f"A spotter says: {PLANTED.note}.")

    heard = {where for secret, where in tap.hits(secrets) if secret == "planted note"}
    reference = Case.objects.get().reference
    assert {
        "request to gudang.test/hook/",
        f"/company/cases/{reference}/",
        f"/api/v1/cases/{reference}/",
        "/api/v1/cases/",
        "Case",
    } <= heard
