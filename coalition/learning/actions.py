"""What people do to learn: finish a lesson."""

from datetime import datetime

from coalition.learning.rules import FIRST_LESSON, FIRST_VERSION
from coalition.models import LessonRead, User
from spotter.audit.acts import act


def finish_first_lesson(person: User, *, now: datetime) -> bool:
    """Note that this person read the first lesson as it stands now; False when they had before."""
    with act(by=person, at=now) as done:
        _row, is_new = LessonRead.objects.get_or_create(
            user=person, lesson=FIRST_LESSON, version=FIRST_VERSION, defaults={"read_at": now}
        )
        if is_new:
            done.record("read", of="lesson", ref=FIRST_LESSON, version=FIRST_VERSION)
    return is_new
