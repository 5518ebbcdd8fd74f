"""One row that may be there already."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from spotter.jobs.models import Job
from spotter.lib.rows import insert_new

pytestmark = pytest.mark.django_db


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
