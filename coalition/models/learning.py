"""What people learn before they begin: who has read which lesson."""

from django.db import models

from coalition.models.people import User


class LessonRead(models.Model):
    """A person finished a lesson; the lessons themselves are templates with a version."""

    user = models.ForeignKey(User, models.CASCADE, related_name="lessons_read")
    lesson = models.CharField(max_length=40)
    version = models.CharField(max_length=12)
    read_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "lesson", "version"], name="a_lesson_is_read_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.lesson}"
