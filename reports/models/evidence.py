"""Evidence: what volunteers photographed, what we saw at the page, and what we saw when we looked again."""

from django.db import models
from django.db.models import Q

from reports.models.listing import Listing
from reports.models.report import Report


class Screenshot(models.Model):
    """A volunteer's picture: sealed as received; people see only the safe copy made from it."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="screenshots")
    number = models.PositiveSmallIntegerField()
    received_sha256 = models.CharField(max_length=64, help_text="of the bytes as received, in quarantine")
    size = models.PositiveIntegerField()
    received_at = models.DateTimeField()
    state = models.CharField(max_length=10, default="waiting", help_text="waiting, safe, refused")
    why_refused = models.CharField(max_length=40, blank=True, default="", help_text="a code of spotter.lib.images")
    copy_sha256 = models.CharField(max_length=64, blank=True, default="")
    thumb_sha256 = models.CharField(max_length=64, blank=True, default="")
    tile_sha256 = models.CharField(max_length=64, blank=True, default="", help_text="the blurred tile, shown first")
    phash = models.CharField(max_length=64, blank=True, default="")
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    purged_at = models.DateTimeField(null=True, help_text="when the bytes as received went, with their sender's name")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="screenshots_are_numbered"),
            models.CheckConstraint(
                condition=~Q(state="safe") | (~Q(copy_sha256="") & ~Q(tile_sha256="")), name="a_safe_picture_has_a_copy"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} screenshot {self.number}"


class Capture(models.Model):
    """One look at the page: what we saw, when, with hashes."""

    listing = models.ForeignKey(Listing, models.PROTECT, related_name="captures")
    purpose = models.CharField(max_length=10, help_text="first, again")
    at = models.DateTimeField()
    state = models.CharField(max_length=14)
    reason = models.CharField(max_length=300)
    status_code = models.PositiveSmallIntegerField(null=True)
    final_address = models.CharField(max_length=2000, blank=True, default="")
    redirects = models.JSONField(default=list)
    title = models.CharField(max_length=300, blank=True, default="")
    price = models.CharField(max_length=60, blank=True, default="")
    currency = models.CharField(max_length=3, blank=True, default="")
    seller = models.CharField(max_length=120, blank=True, default="")
    place = models.CharField(max_length=120, blank=True, default="")
    language = models.CharField(max_length=12, blank=True, default="")
    text = models.TextField(blank=True, default="")
    sources = models.JSONField(default=dict, help_text="which part of the page each fact came from")
    changes = models.JSONField(default=list, help_text="what is another since the look before: what, before, now")
    body_sha256 = models.CharField(max_length=64, blank=True, default="")
    body_size = models.PositiveIntegerField(default=0)
    warc_sha256 = models.CharField(max_length=64, blank=True, default="", help_text="in the area of evidence")
    purged_at = models.DateTimeField(null=True, help_text="when its files and texts went; the hashes stay")

    class Meta:
        indexes = [models.Index(fields=["listing", "-at", "-id"], name="capture_latest")]

    def __str__(self) -> str:
        return f"{self.listing_id} {self.state}"


class Picture(models.Model):
    """A picture found on the page, fetched through the same door; the safe copy that people see.

    Number 0 is the whole page as a real browser showed it.
    """

    capture = models.ForeignKey(Capture, models.CASCADE, related_name="pictures")
    number = models.PositiveSmallIntegerField()
    received_sha256 = models.CharField(max_length=64)
    copy_sha256 = models.CharField(max_length=64)
    thumb_sha256 = models.CharField(max_length=64)
    tile_sha256 = models.CharField(max_length=64)
    phash = models.CharField(max_length=64)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["capture", "number"], name="pictures_are_numbered")]

    def __str__(self) -> str:
        return f"{self.capture_id} picture {self.number}"


class BrowserCapture(models.Model):
    """The page of a capture as a real browser showed it, or why none did; its picture is the capture's number 0."""

    capture = models.OneToOneField(Capture, models.PROTECT, related_name="browser")
    at = models.DateTimeField()
    failure = models.CharField(max_length=300, blank=True, default="")
    final_address = models.CharField(max_length=2000, blank=True, default="")
    warc_sha256 = models.CharField(max_length=64, blank=True, default="", help_text="markup and picture, as evidence")
    dom_sha256 = models.CharField(max_length=64, blank=True, default="", help_text="of the final markup in it")
    picture_sha256 = models.CharField(max_length=64, blank=True, default="", help_text="of the picture in it")
    refused = models.JSONField(default=list, help_text="where the page wanted to go and was not let: [where, code]")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(failure="") ^ Q(warc_sha256=""), name="browser_capture_has_evidence_or_says_why_not"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.capture_id} in a browser"


class Check(models.Model):
    """We looked again after a forward: what the company claims beside what we saw."""

    listing = models.ForeignKey(Listing, models.PROTECT, related_name="checks")
    capture = models.OneToOneField(Capture, models.PROTECT, related_name="judged")
    claimed = models.CharField(max_length=24, blank=True, default="", help_text="the company's outcome at that moment")
    result = models.CharField(max_length=12, help_text="gone, still-live, reappeared, cannot-tell")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(result__in=["gone", "still-live", "reappeared", "cannot-tell"]),
                name="check_result_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.listing_id} {self.result}"
