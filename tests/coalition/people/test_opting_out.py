"""What somebody would rather not see stays closed: a word, and no picture, until they open it."""

import pytest
from django.test import Client

from coalition.models import Taxon, User
from coalition.people.rules import kept_closed
from reports.models import Listing
from tests import builders

HINT = "Kept closed, as you asked"


@pytest.mark.parametrize(
    ("group", "live", "gore", "why"),
    [
        ("live_bird", True, False, "live"),
        ("live_primate", True, True, "live"),
        ("live_bird", False, True, ""),
        ("mammal_part", False, True, "part"),
        ("mammal_part", True, False, ""),
        ("plant", True, True, ""),
        ("", True, False, "unknown"),
        ("", False, True, "unknown"),
        ("", False, False, ""),
        ("live_bird", False, False, ""),
    ],
)
def test_only_what_was_asked_for_stays_closed_and_what_nobody_named_with_it(
    group: str, live: bool, gore: bool, why: str
) -> None:
    assert kept_closed(group, hides_live=live, hides_gore=gore) == why


@pytest.fixture
def parrot(db: None) -> Listing:
    """A parrot that a spotter photographed and an analyst sees."""
    Taxon.objects.create(key="parrots", group="live_bird", name="Parrot")
    found = builders.ready(taxon_key="parrots")
    builders.screenshot(found.reports.get())
    return found


def page(client: Client, person: User, path: str, *, hides: bool) -> str:
    User.objects.filter(pk=person.pk).update(hides_live=hides)
    client.force_login(person)
    return client.get(path).text


@pytest.mark.parametrize("hides", [True, False])
def test_a_spotter_sees_a_word_instead_of_their_own_picture(client: Client, parrot: Listing, hides: bool) -> None:
    report = parrot.reports.get()

    text = page(client, report.spotter, f"/reports/{report.code}/", hides=hides)

    assert (f"Live animal · {HINT}" in text, "/screenshots/1/tile/" in text) == (hides, not hides)


@pytest.mark.parametrize("hides", [True, False])
def test_staff_see_a_word_instead_of_the_evidence(client: Client, parrot: Listing, hides: bool) -> None:
    text = page(client, builders.analyst(), f"/queue/{parrot.code}/", hides=hides)

    assert (HINT in text, "/tile/" in text) == (hides, not hides)


@pytest.mark.parametrize("hides", [True, False])
def test_a_company_sees_a_word_instead_of_an_exhibit(client: Client, parrot: Listing, hides: bool) -> None:
    shot = parrot.reports.get().screenshots.get()
    case = builders.forwarded(builders.analyst(), parrot, exhibits=(f"screenshot-{shot.pk}",))
    builders.agent(case.member)

    text = page(client, User.objects.get(member=case.member), f"/company/cases/{case.reference}/", hides=hides)

    assert (HINT in text, "/tile/" in text) == (hides, not hides)
