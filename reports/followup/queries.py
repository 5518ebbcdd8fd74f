"""What is new for a volunteer: unread notices, for letters and for the mark on My reports."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from coalition.models import SPOTTERS, User
from reports.followup.rules import is_wanted
from reports.lifecycle import Status
from reports.models import Notice


def news_for_letter(person: User) -> list[Notice]:
    """What this person has neither read nor had a letter about, and wants to hear of, in the order it happened."""
    fresh = Notice.objects.filter(report__spotter=person, seen_at__isnull=True, mailed_at__isnull=True)
    found = fresh.select_related("report").order_by("at", "id")
    return [notice for notice in found if is_wanted(Status(notice.status), person.silent_on)]


def unread(person: User) -> int:
    """How many of this person's reports have news."""
    new = Notice.objects.filter(report__spotter=person, seen_at__isnull=True)
    return new.values("report").distinct().count()


def news(request: HttpRequest) -> dict[str, Any]:
    """Context for the frame of every page: how many reports have news, asked only when a volunteer sees it."""
    person = getattr(request, "user", None)
    if not isinstance(person, User) or person.role not in SPOTTERS:
        return {}
    return {"news": SimpleLazyObject(lambda: unread(person))}
