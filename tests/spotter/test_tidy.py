"""Once a day what must not grow for ever goes: sessions, counts of attempts, answers kept for a repeat."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from coalition.models import IdempotencyKey
from spotter.jobs.models import Job
from spotter.jobs.tasks import tidy
from tests import builders

pytestmark = pytest.mark.django_db


def one_day() -> None:
    tidy()
    builders.work_off("forget-sessions", "forget-keys")


def test_a_day_has_its_jobs_once_however_often_the_timetable_calls() -> None:
    for _hour in range(24):
        tidy()

    assert Job.objects.count() == 18


def test_sessions_that_ended_go_with_where_they_came_from() -> None:
    here, gone = Client(), Client()
    for number, browser in enumerate((here, gone)):
        person = builders.spotter(f"{number}@mail.example")
        browser.force_login(person)
        key = str(browser.session.session_key)
        UserSession.objects.create(user=person, session_key=key, ip="203.0.113.0", user_agent="x", data={})
    ended = str(gone.session.session_key)
    Session.objects.filter(pk=ended).update(expire_date=timezone.now() - timedelta(seconds=1))

    one_day()

    assert list(Session.objects.values_list("pk", flat=True)) == [here.session.session_key]
    assert [one.session_key for one in UserSession.objects.all()] == [here.session.session_key]


def test_counts_of_attempts_go_when_they_are_over() -> None:
    cache.set("over", 1, 60)
    cache.set("still-counts", 1, 60)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cache SET expires = now() - interval '1 hour' WHERE cache_key LIKE '%%over'")

    one_day()

    # What other tests left in the cache is no matter of this one.
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM cache")
        left = [key.rpartition(":")[2] for (key,) in cursor.fetchall()]
    assert [key for key in left if key in ("over", "still-counts")] == ["still-counts"]


def test_answers_for_a_repeated_write_go_after_a_month() -> None:
    company = builders.member()
    for key, days in (("old", 31), ("young", 29)):
        at = timezone.now() - timedelta(days=days)
        IdempotencyKey.objects.create(member=company, key=key, request_sha256="", status_code=200, body={}, at=at)

    one_day()

    assert list(IdempotencyKey.objects.values_list("key", flat=True)) == ["young"]
