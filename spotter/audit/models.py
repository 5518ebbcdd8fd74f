"""The Event, append-only by trigger, each sealing the one before; and the daily Root over them, with its Stamp."""

import json

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


class Root(models.Model):
    """One hash for all events from `first` to `last`: made once a day, it shows later that none was changed."""

    number = models.PositiveIntegerField(unique=True, help_text="1, 2, 3 …")
    first = models.BigIntegerField(unique=True)
    last = models.BigIntegerField(unique=True)
    root = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(last__gte=models.F("first")), name="a_root_covers_an_event"),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.first} to {self.last}"

    @property
    def statement(self) -> bytes:
        """What the authority stamps: these very bytes are the file in an evidence pack."""
        return json.dumps({"first": self.first, "last": self.last, "root": self.root}, sort_keys=True).encode() + b"\n"


class Stamp(models.Model):
    """An outside authority's word (RFC 3161) that a root existed at a moment."""

    root = models.OneToOneField(Root, models.PROTECT, related_name="stamp")
    authority = models.CharField(max_length=300)
    answer = models.BinaryField(help_text="the authority's whole answer, as `openssl ts` reads it")
    at = models.DateTimeField(help_text="the moment that the authority names")

    def __str__(self) -> str:
        return f"{self.root_id} by {self.authority}"
