"""A captured listing is weighed once, with a receipt whose points add up to the score."""

from math import exp, fsum

import pytest
from django.utils import timezone

from coalition.knowledge.actions import load_shipped
from coalition.knowledge.edges.shipped import shipped_rows
from coalition.models import Taxon
from reports import line
from reports.lifecycle import Status
from reports.models import Decision, Listing, QueueEntry, Score
from reports.models.sameness import MOST
from reports.scoring.queries.history import picture_before
from reports.urgency import risk, urgency
from spotter.audit.models import Event
from spotter.jobs import queue
from tests import builders

pytestmark = pytest.mark.django_db

PIPE = "5a" * 32

# The same offer in three languages.
OFFERS = {
    "id": ("Pipa gading gajah asli", "Dijual pipa gading gajah asli, ready stock, harga nego."),
    "en": ("Carved elephant ivory tusk", "Genuine ivory for sale, price negotiable."),
    "zh": ("象牙手镯", "出售象牙手镯，真品，价格面议。"),
}


def weighed(title: str, text: str, language: str) -> Score:
    """Let the worker weigh a page with these words."""
    found = builders.listing(Status.CAPTURED, title=title)
    builders.report(found)
    builders.capture(found, title=title, text=text, language=language)
    queue.add(line.SCORE, found.code)
    assert builders.work_off(line.SCORE) == [line.SCORE]
    return Score.objects.get(listing=found)


@pytest.mark.parametrize("language", OFFERS)
def test_the_points_of_the_receipt_add_up_to_the_score(language: str) -> None:
    score = weighed(*OFFERS[language], language)

    points = score.intercept + fsum(line["points"] for line in score.receipt)
    assert score.value == pytest.approx(1 / (1 + exp(-points)))
    assert score.taxon_key == "elephant"


@pytest.mark.parametrize("language", OFFERS)
def test_every_marked_word_stands_where_the_receipt_says(language: str) -> None:
    title, text = OFFERS[language]

    score = weighed(title, text, language)

    fields = {"title": title, "text": text}
    marked = {line["term"]: fields[line["field"]][line["start"] : line["end"]] for line in score.receipt if line["end"]}
    assert marked
    assert all(word for word in marked.values())
    assert [line for line in score.receipt if line["points"] > 0] != []


def test_a_weighed_listing_waits_for_staff_in_its_place() -> None:
    Taxon.objects.create(key="elephant", group="mammal_part", name="Elephant", cites_appendix="I (II annotated)")
    score = weighed(*OFFERS["id"], "id")

    found = Listing.objects.get()
    assert (found.status, found.band, found.taxon_key) == (Status.READY, score.band, "elephant")
    at_risk = risk(score.value, appendix="I", is_live=False)
    assert QueueEntry.objects.get().priority == urgency(at_risk, 1, found.created_at)
    assert Event.objects.get(what="score").facts["score"] == f"{score.value:.3f}"


def test_a_plain_chair_waits_behind_the_ivory() -> None:
    ivory = weighed(*OFFERS["id"], "id")
    chair = weighed("Kursi plastik", "Dijual kursi plastik, kondisi bagus.", "id")

    assert list(QueueEntry.objects.most_urgent_first().values_list("listing", flat=True)) == [
        ivory.listing_id,
        chair.listing_id,
    ]


def test_how_many_reported_it_never_moves_the_score() -> None:
    alone = weighed(*OFFERS["id"], "id")
    found = builders.listing(Status.CAPTURED)
    builders.capture(found, title=OFFERS["id"][0], text=OFFERS["id"][1], language="id")
    for n in range(5):
        builders.report(found, by=builders.spotter(f"s{n}@mail.example"))
    queue.add(line.SCORE, found.code)
    builders.work_off(line.SCORE)

    assert Score.objects.get(listing=found).value == alone.value


def test_a_page_that_was_never_reached_is_weighed_by_what_spotters_said() -> None:
    found = builders.listing(Status.CAPTURED)
    builders.report(found, taxon_key="elephant", why=["material"])
    queue.add(line.SCORE, found.code)

    builders.work_off(line.SCORE)

    assert Listing.objects.get().status == Status.READY
    assert {line["reason"] for line in Score.objects.get().receipt} == {"spotter-taxon", "spotter-reason"}


def test_what_spotters_read_of_the_offer_has_its_own_lines_on_the_receipt() -> None:
    found = builders.listing(Status.CAPTURED)
    builders.report(found, offered_as="live", sale_signals=["stock"])
    builders.report(
        found, taxon_key="elephant", product="ivory", price=20, quantity=2, by=builders.spotter("b@x.example")
    )
    queue.add(line.SCORE, found.code)

    builders.work_off(line.SCORE)

    score = Score.objects.get()
    told = {line["reason"]: (line["points"], line["group"]) for line in score.receipt}
    assert told == {"spotter-taxon": (1.0, ""), "spotter-kind": (0.3, "live"), "spotter-offer": (0.3, "")}
    assert (score.taxon_key, score.product) == ("elephant", "ivory")


def test_a_withdrawn_report_says_nothing_of_the_offer() -> None:
    found = builders.listing(Status.CAPTURED)
    builders.report(found, offered_as="live", price=20, withdrawn_at=timezone.now())
    queue.add(line.SCORE, found.code)

    builders.work_off(line.SCORE)

    assert Score.objects.get().receipt == []


def test_the_score_names_the_published_lexicon() -> None:
    load_shipped(shipped_rows(), by=None, now=timezone.now())

    score = weighed(*OFFERS["zh"], "zh")

    assert (score.lexicon, score.taxon_key) == ("1", "elephant")


def test_a_job_that_comes_twice_weighs_once() -> None:
    score = weighed(*OFFERS["id"], "id")
    queue.add(line.SCORE, score.listing.code)

    assert builders.work_off(line.SCORE) == []
    assert Score.objects.count() == 1


def weighed_after(*decided: tuple[str, str]) -> list[tuple[str, float]]:
    """The reasons about the picture of a listing, where others with the same one were decided so (verdict, reason)."""
    here = builders.listing(Status.CAPTURED)
    builders.page_picture(builders.capture(here), phash=PIPE)
    by = builders.analyst()
    for verdict, reason in decided:
        there = builders.listing(Status(verdict))
        builders.page_picture(builders.capture(there), phash=PIPE)
        Decision.objects.create(listing=there, verdict=verdict, reason=reason, by=by, at=timezone.now())
    queue.add(line.SCORE, here.code)
    builders.work_off(line.SCORE)
    receipt = Score.objects.get(listing=here).receipt
    return [(row["reason"], row["points"]) for row in receipt if row["reason"].startswith("picture")]


CONFIRMED, LOOK_ALIKE, DUPLICATE = (
    ("confirmed", "protected-species"),
    ("dismissed", "look-alike"),
    ("dismissed", "duplicate"),
)


@pytest.mark.parametrize(
    ("decided", "reasons"),
    [
        ([CONFIRMED], [("picture-confirmed", 2.0)]),
        ([CONFIRMED] * 3, [("picture-confirmed", 2.0)]),
        ([LOOK_ALIKE], [("picture-dismissed", -1.5)]),
        ([CONFIRMED, LOOK_ALIKE], []),
        ([CONFIRMED, DUPLICATE], [("picture-confirmed", 2.0)]),
        ([DUPLICATE], []),
        ([], []),
    ],
    ids=["confirmed", "counts never move it", "look-alike", "they differ", "about the report", "only about it", "none"],
)
def test_what_staff_said_of_the_same_picture_is_one_reason(
    decided: list[tuple[str, str]], reasons: list[tuple[str, float]]
) -> None:
    assert weighed_after(*decided) == reasons


def test_a_picture_that_is_everywhere_says_nothing() -> None:
    assert weighed_after(*[CONFIRMED] * (MOST + 1)) == []


def test_a_decision_that_was_taken_back_says_nothing() -> None:
    here, there = builders.listing(Status.CAPTURED), builders.listing()
    for listing in (here, there):
        builders.page_picture(builders.capture(listing), phash=PIPE)
    taken_back = {"by": builders.analyst(), "at": timezone.now(), "undone_at": timezone.now()}
    Decision.objects.create(listing=there, verdict="confirmed", reason="protected-species", **taken_back)

    assert picture_before(here) == ""
