"""The Event: one line for each change in either wing, append-only by trigger, each sealing the one before."""

from django.db import models


class Event(models.Model):
    """What was done, by whom, to what, when; `seal` is an HMAC over this line and the seal before it."""

    id = models.BigAutoField(primary_key=True)
    number = models.BigIntegerField(unique=True, help_text="1, 2, 3 … without a gap")
    at = models.DateTimeField()
    by = models.CharField(max_length=40, help_text="a person's handle, or the name of the machine's part")
    what = models.CharField(max_length=60)
    of = models.CharField(max_length=40, help_text="the kind of thing: listing, case, user …")
    ref = models.CharField(max_length=80, help_text="the public reference of the thing")
    facts = models.JSONField(default=dict)
    seal = models.CharField(max_length=64)

    class Meta:
        indexes = [
            models.Index(fields=["of", "ref", "number"], name="event_of_thing"),
            models.Index(fields=["what", "at"], name="event_by_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.what} {self.of} {self.ref}"
