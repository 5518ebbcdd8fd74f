"""Whole rows in one statement, and one that may be there already."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import DataError, IntegrityError, transaction
from django.utils import timezone

from spotter.audit.models import Event
from spotter.jobs.models import Job
from spotter.lib.rows import insert_each, insert_new

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 1, 2, 3, 4, tzinfo=UTC)


def job(**fields: object) -> Job:
    now = timezone.now()
    return Job(**{"kind": "capture", "ref": "a", "due": now, "created_at": now, **fields})


def test_a_new_row_has_its_number_and_can_be_saved_on() -> None:
    made = job()

    assert insert_new(made)
    made.ref = "b"
    made.save()
    assert list(Job.objects.values_list("pk", "ref")) == [(made.pk, "b")]


def test_a_row_that_is_there_is_left_as_it_is() -> None:
    insert_new(job(last_error="as it was"))

    again = job(last_error="another")
    assert not insert_new(again)
    assert again.pk is None
    assert Job.objects.get().last_error == "as it was"


def test_the_transaction_goes_on_after_a_row_that_was_there() -> None:
    with transaction.atomic():
        insert_new(job())
        insert_new(job())
        insert_new(job(ref="b"))

    assert Job.objects.count() == 2


def test_what_may_never_stand_is_still_an_error() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_new(job(state="lost"))


# -- many -------------------------------------------------------------------------------------------------------------
def test_many_rows_are_one_statement_and_have_their_numbers(django_assert_num_queries: Any) -> None:
    made = [job(ref=ref) for ref in "abc"]

    with django_assert_num_queries(1):
        assert insert_each(made) == 3

    assert {row.ref: row.pk for row in made} == dict(Job.objects.values_list("ref", "pk"))


def test_no_row_asks_nothing(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert insert_each([]) == 0


def test_of_many_those_that_are_there_stay_and_the_others_come() -> None:
    insert_new(job(ref="b", last_error="as it was"))

    assert insert_each([job(ref=ref, last_error="another") for ref in "abc"], unless_there=True) == 2

    assert set(Job.objects.values_list("ref", "last_error")) == {("a", "another"), ("b", "as it was"), ("c", "another")}


def test_a_row_that_is_there_is_an_error_unless_it_may_be() -> None:
    insert_new(job())

    with pytest.raises(IntegrityError), transaction.atomic():
        insert_each([job(), job(ref="b")])


def test_every_kind_of_value_comes_back_as_it_went_in() -> None:
    facts = {"50 %s": ["'; --", "\\", "象牙"], "none": None, "share": 0.5}
    insert_each([Event(number=1, at=NOW, by="site", what="try", of="row", ref="%s", facts=facts, seal="0" * 64)])
    insert_each([job(ref="a", due=NOW, done_at=NOW), job(ref="b", due=NOW, done_at=None)])

    event = Event.objects.get()
    assert (event.at, event.ref, event.facts) == (NOW, "%s", facts)
    assert list(Job.objects.order_by("ref").values_list("due", "done_at")) == [(NOW, NOW), (NOW, None)]


def test_what_is_too_long_is_refused_and_never_cut() -> None:
    with pytest.raises(DataError), transaction.atomic():
        insert_each([job(kind="k" * 500), job()])
