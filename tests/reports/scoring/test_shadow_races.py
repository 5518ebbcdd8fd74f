"""Shadow runs under two leads, two workers and late results: each thing happens once, and nothing is told twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from coalition.models import Lexicon, Role, Taxon, Term, User
from reports import line
from reports.models import Listing, ShadowChange, ShadowRun, TrainedModel
from reports.scoring.actions import shadow as actions
from reports.scoring.queries.shadow import past_batch
from reports.scoring.rules.shadow import Shift
from spotter.audit.models import Event
from spotter.jobs import queue
from spotter.jobs.models import Job
from tests import builders
from tests.reports.scoring.test_models import candidate
from tests.reports.scoring.test_shadow import OFFER, WORD, past, tried

pytestmark = pytest.mark.django_db
UP = Shift(0.1, "low", 0.9, "top")


def leads(count: int) -> list[User]:
    return [builders.person(Role.LEAD_ANALYST, f"lead{n}@forest.example", ngo=builders.ngo()) for n in range(count)]


def at_once(people: list[User], press: Callable[[User], bool]) -> list[bool]:
    """Everybody presses at the same moment; what each is told."""
    ready = Barrier(len(people))

    def pressed(person: User) -> bool:
        try:
            ready.wait(timeout=10)
            return press(person)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(people)) as presses:
        return list(presses.map(pressed, people))


@pytest.mark.django_db(transaction=True)
def test_of_leads_who_publish_a_word_at_once_one_publishes_a_lexicon() -> None:
    Taxon.objects.create(key="elephant", group="mammal_part", name="Elephant")
    Term.objects.create(language="id", kind="product", text="gading gajah", source="x")
    Lexicon.objects.create(number=1, published_at=timezone.now(), published_by="x", rows=[])
    run = builders.shadow_run()

    told = at_once(leads(5), lambda lead: actions.publish(run, by=lead, now=timezone.now()))

    assert (sum(told), Lexicon.objects.count(), Term.objects.filter(text="gading tua").count()) == (1, 2, 1)
    assert Event.objects.filter(of="shadow-run", what="publish").count() == 1


@pytest.mark.django_db(transaction=True)
def test_publishing_and_dropping_at_once_one_of_them_holds() -> None:
    one, other = leads(2)
    run = builders.shadow_run(word=None, model=candidate())
    verbs = {one: actions.drop, other: actions.publish}

    told = at_once([one, other], lambda lead: verbs[lead](run, by=lead, now=timezone.now()))

    run.refresh_from_db()
    assert (sum(told), run.state, run.ended_by) in [(1, "dropped", one.handle), (1, "published", other.handle)]
    assert TrainedModel.objects.in_use().exists() is (run.state == "published")


def leased(run: ShadowRun) -> queue.Leased:
    """A worker has taken the run's Job."""
    (published,) = queue.lease_due(timezone.now())
    found = queue.take(published, now=timezone.now())
    assert found is not None
    assert found.ref == str(run.pk)
    return found


def asked() -> ShadowRun:
    run = actions.ask(by=leads(1)[0], now=timezone.now(), word=WORD)
    assert run is not None
    return run


def test_a_batch_of_a_worker_that_was_given_up_is_dropped() -> None:
    found, run = past(), asked()
    job = leased(run)
    Job.objects.filter(pk=job.id).update(attempts=9)

    with pytest.raises(queue.Superseded):
        actions.keep_batch(job, run, [(found.pk, UP)], weighed=1, cursor=None, now=timezone.now())

    run.refresh_from_db()
    assert (run.weighed, run.state, ShadowChange.objects.count()) == (0, "past", 0)


def test_a_run_that_was_dropped_meanwhile_keeps_nothing_more() -> None:
    found, run = past(), asked()
    job = leased(run)
    actions.drop(run, by=User.objects.get(role=Role.LEAD_ANALYST), now=timezone.now())

    actions.keep_batch(job, run, [(found.pk, UP)], weighed=1, cursor=None, now=timezone.now())

    run.refresh_from_db()
    assert (run.state, run.weighed, ShadowChange.objects.count()) == ("dropped", 0, 0)


def test_the_job_of_an_ended_run_does_nothing() -> None:
    past()
    run = asked()
    actions.drop(run, by=User.objects.get(role=Role.LEAD_ANALYST), now=timezone.now())

    assert builders.work_off(line.SHADOW) == [line.SHADOW]
    assert ShadowChange.objects.count() == 0


def test_a_batch_after_a_cursor_goes_on_below_it() -> None:
    listings = [past() for _n in range(3)]
    run = asked()
    ShadowRun.objects.update(cursor=listings[2].pk, weighed=1)
    run.refresh_from_db()

    batch = past_batch(run)

    assert ([pk for pk, _shift in batch.shifts], batch.weighed, batch.cursor) == (
        [listings[1].pk, listings[0].pk],
        2,
        None,
    )


def test_a_listing_is_told_of_once_however_often_it_is_weighed() -> None:
    found = past()
    run = tried(leads(1)[0])
    for _time in range(2):
        weighed_again(found)

    run.refresh_from_db()
    assert (ShadowChange.objects.count(), run.weighed_new) == (1, 2)


def weighed_again(found: Listing) -> None:
    """It is weighed once more while the run is open."""
    queue.add_again(line.SHADOW_NEW, found.code)
    assert builders.work_off(line.SHADOW_NEW) == [line.SHADOW_NEW]


def test_the_event_names_the_run_and_what_is_tried() -> None:
    past(OFFER)
    run = asked()

    event = Event.objects.get(of="shadow-run")
    assert (event.ref, event.facts) == (str(run.pk), {"tried": "gombluk tuo"})
