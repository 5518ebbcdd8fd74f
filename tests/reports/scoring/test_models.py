"""From decisions to a candidate, from a candidate to what weighs: a lead analyst publishes, and takes back."""

import io
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from coalition.models import Role, User
from reports.lifecycle import Reason, Status
from reports.models import Decision, TrainedModel
from reports.reasons import key_of
from reports.scoring.actions import models as actions
from reports.scoring.actions.strikes import strike
from reports.scoring.queries.lessons import decided
from reports.scoring.queries.weighing import model_now
from spotter.audit.models import Event
from tests import builders
from tests.reports.scoring.lessons import lessons

pytestmark = pytest.mark.django_db


def decide(text: str, label: int, *, by: User, reason: str = "") -> Decision:
    """A listing with this text that an analyst decided."""
    status = Status.CONFIRMED if label else Status.DISMISSED
    found = builders.listing(status)
    builders.capture(found, text=text)
    why = reason or (Reason.PROTECTED_SPECIES if label else Reason.LOOK_ALIKE)
    return Decision.objects.create(listing=found, verdict=status, reason=why, basis="law", by=by, at=timezone.now())


def candidate(version: str = "learned-1") -> TrainedModel:
    """A small model that stands for training."""
    weights = (
        f'{{"format": 1, "version": "{version}", "intercept": 0.0, "rule": 1.0, "reasons": {{}}, "words": {{}}, '
        '"known": [], "taxa": [], "facts": {}}'
    )
    part = {"listings": 9, "offers": 4, "candidate": {"auc": 0.97, "precision": None, "recall": 0.5}, "present": {}}
    group = part | {"candidate": {"auc": None, "precision": 0.91, "recall": 0.5}}
    parts = {"all": part, "group mammal_part": group, "language id": group}
    figures = {"present": "rules-1", "parts": parts}
    return TrainedModel.objects.create(version=version, weights=weights, figures=figures, trained_at=timezone.now())


def test_the_command_keeps_a_candidate_that_weighs_nothing_yet() -> None:
    analyst = builders.analyst()
    for text, label in lessons(60):
        decide(text, label, by=analyst)
    call_command("train_scorer", stdout=io.StringIO())
    assert (TrainedModel.objects.get().figures["parts"]["all"]["listings"], model_now()) == (60, None)


def test_decisions_that_say_nothing_of_the_offer_teach_nothing() -> None:
    analyst = builders.analyst()
    decide("a page nobody could read", 0, by=analyst, reason=Reason.UNREADABLE)
    decide("an ivory comb", 1, by=analyst)
    assert [(lesson.subject.text, lesson.label) for lesson in decided()] == [("an ivory comb", 1)]


def test_an_undone_decision_teaches_nothing() -> None:
    decision = decide("an ivory comb", 1, by=builders.analyst())
    Decision.objects.filter(pk=decision.pk).update(undone_at=timezone.now())
    assert list(decided()) == []


def test_a_lesson_brings_its_strikes_its_history_and_whether_it_is_new() -> None:
    by = builders.analyst()
    decision = decide("an ivory comb", 1, by=by)
    line = {"reason": "seller-confirmed", "points": 1.2, "term": "", "language": "", "group": ""}
    score = builders.score(decision.listing, receipt=[line], at=decision.at)
    strike(score, key_of(line), by=by, now=timezone.now())
    (lesson,) = decided()
    assert (lesson.struck, lesson.subject.seller_before, lesson.is_new) == (
        frozenset({key_of(line)}),
        "confirmed",
        True,
    )

    actions.publish(candidate(), by=by, now=timezone.now())

    assert [lesson.is_new for lesson in decided()] == [False]


def test_a_lead_analyst_publishes_and_scores_are_weighed_by_it(client: Client) -> None:
    found = candidate()
    client.force_login(builders.person(Role.LEAD_ANALYST, "lead@forest.example", ngo=builders.ngo()))
    client.post(f"/staff/scoring/{found.version}/publish/")
    used = model_now()
    event = Event.objects.filter(what="publish").latest("pk")
    assert (used.version if used else None, event.ref) == ("learned-1", "learned-1")


def test_taking_a_model_back_lets_the_one_before_it_weigh(client: Client) -> None:
    lead = builders.person(Role.LEAD_ANALYST, "lead@forest.example", ngo=builders.ngo())
    first, second = candidate("learned-1"), candidate("learned-2")
    for model in (first, second):
        actions.publish(model, by=lead, now=timezone.now())
    client.force_login(lead)
    client.post("/staff/scoring/learned-2/withdraw/")
    used = model_now()
    assert used is not None
    assert used.version == "learned-1"


def test_publishing_twice_is_one_event() -> None:
    lead, found = builders.person(Role.LEAD_ANALYST, "lead@forest.example", ngo=builders.ngo()), candidate()
    told = [actions.publish(found, by=lead, now=timezone.now()) for _ in range(2)]
    assert (told, Event.objects.filter(what="publish", of="model").count()) == ([True, False], 1)


@pytest.mark.django_db(transaction=True)
def test_of_leads_who_publish_at_once_one_leaves_its_event() -> None:
    found, ready = candidate(), Barrier(8)
    leads = [builders.person(Role.LEAD_ANALYST, f"lead{n}@forest.example", ngo=builders.ngo()) for n in range(8)]

    def press(lead: User) -> bool:
        try:
            ready.wait(timeout=10)
            return actions.publish(found, by=lead, now=timezone.now())
        finally:
            connection.close()

    with ThreadPoolExecutor(len(leads)) as presses:
        told = list(presses.map(press, leads))

    assert (sum(told), Event.objects.filter(what="publish", of="model").count()) == (1, 1)


def test_an_analyst_reads_the_figures_and_has_no_button(client: Client) -> None:
    candidate()
    client.force_login(builders.analyst())
    page = client.get("/staff/scoring/models/").content.decode()
    assert ("learned-1" in page, "0.97" in page, "publish/" in page) == (True, True, False)
    assert ("Parts of mammals" in page, "Indonesian" in page) == (True, True)
