"""The same picture on another listing: found by how it looks, after scaling and re-encoding.

A mirrored or cropped picture is another picture to this hash, and is not found.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection, models
from django.db.models import Q

from reports.models.evidence import Picture, Screenshot
from reports.models.listing import Listing
from spotter.lib.bands import BANDS, RADIUS, PhashField, band, neighbours

# Below this the waves of a picture are as weak as the noise of a JPEG: an empty page looks like every empty page.
ENOUGH_DETAIL: Final = 4
# A picture on more listings than these is a logo, a placeholder or a log-in wall, and says nothing of any of them.
MOST: Final = 25
# One listing's pictures that are looked for at once.
LOOKED_FOR: Final = 8


class PictureHashQuerySet(models.QuerySet["PictureHash"]):
    """How pictures are remembered."""

    def remember(self, listing: int, *, phash: str, detail: int, **of: Screenshot | Picture) -> None:
        """Keep the look of a safe copy under its listing's id; `of` names its row. What shows nothing is left out."""
        if detail >= ENOUGH_DETAIL:
            self.create(listing_id=listing, phash=phash, **of)


class PictureHash(models.Model):
    """How one picture of a listing looks: a narrow row of its own, gone with its picture."""

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="picture_hashes")
    screenshot = models.OneToOneField(Screenshot, models.CASCADE, null=True, related_name="look")
    picture = models.OneToOneField(Picture, models.CASCADE, null=True, related_name="look")
    phash = PhashField()
    band_0 = band(0)
    band_1 = band(1)
    band_2 = band(2)
    band_3 = band(3)
    band_4 = band(4)
    band_5 = band(5)
    band_6 = band(6)
    band_7 = band(7)
    band_8 = band(8)
    band_9 = band(9)
    band_10 = band(10)
    band_11 = band(11)
    band_12 = band(12)
    band_13 = band(13)
    band_14 = band(14)
    band_15 = band(15)

    objects = PictureHashQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(screenshot__isnull=True, picture__isnull=False)
                | Q(screenshot__isnull=False, picture__isnull=True),
                name="a_look_is_of_one_picture",
            ),
        ]
        indexes = [models.Index(fields=[f"band_{number}"], name=f"look_band_{number}") for number in range(BANDS)]

    def __str__(self) -> str:
        return f"{self.listing_id} {self.phash[:8]}"


@dataclass(frozen=True)
class Alike:
    """A picture of another listing that looks like one of ours; `distance` counts bits, 0 (the same) to RADIUS.

    One of `screenshot_id` and `picture_id` is set. `platform` is its name, "" when we don't know whose it is.
    """

    distance: int
    screenshot_id: int | None
    picture_id: int | None
    listing_id: int
    code: str
    title: str
    address: str
    host: str
    language: str
    status: str
    status_at: datetime
    taxon_key: str
    platform: str


@dataclass(frozen=True)
class SamePicture:
    """The other listings, nearest first; `common`: so many that the picture says nothing of them."""

    rows: tuple[Alike, ...]
    common: bool


# The page's own pictures first, then the newest.
OWN: Final = """
SELECT h.phash, r.spotter_id, r.token FROM reports_picturehash h
LEFT JOIN reports_screenshot s ON s.id = h.screenshot_id LEFT JOIN reports_report r ON r.id = s.report_id
WHERE h.listing_id = %s AND r.withdrawn_at IS NULL ORDER BY h.picture_id DESC NULLS LAST, h.id DESC LIMIT 40"""
# What looks alike is found first and by itself: planned together with what is told of it, it takes half as long again.
SEARCH: Final = """
WITH near AS MATERIALIZED (
    SELECT * FROM (
        SELECT h.listing_id, h.screenshot_id, h.picture_id, least({distances}) AS distance
        FROM reports_picturehash h WHERE h.listing_id <> %s AND ({bands})
    ) measured WHERE distance <= {radius}
)
SELECT found.distance, found.screenshot_id, found.picture_id, found.listing_id, l.code, l.title, l.address, l.host,
    l.language, l.status, l.status_at, l.taxon_key,
    coalesce((SELECT p.name FROM coalition_platform p WHERE p.id = l.platform_id), '')
FROM (
    SELECT DISTINCT ON (near.listing_id) near.* FROM near
    LEFT JOIN reports_screenshot s ON s.id = near.screenshot_id LEFT JOIN reports_report r ON r.id = s.report_id
    WHERE r.withdrawn_at IS NULL AND (r.token IS NULL OR r.token <> ALL(%s::uuid[]))
    ORDER BY near.listing_id, near.distance
) found
JOIN reports_listing l ON l.id = found.listing_id
ORDER BY found.distance, found.listing_id DESC LIMIT {limit}"""
DISTANCE: Final = "bit_count(h.phash # %s)"
# Pictures that were sent with several addresses at once hang on each of them and tie none to another.
NOT_TOGETHER: Final = """
CASE WHEN h.listing_id NOT IN (SELECT listing_id FROM reports_report WHERE spotter_id = %s AND token = %s)
     THEN bit_count(h.phash # %s) END"""


def same_picture(listing: Listing) -> SamePicture:
    """The other listings with a picture of this one, at most MOST, in two queries; for staff and the machine."""
    own = _own(listing)
    found = _search(listing, own) if own else []
    return SamePicture(tuple(found[:MOST]), common=len(found) > MOST)


type Own = tuple[str, int | None, UUID | None]


def _own(listing: Listing) -> list[Own]:
    """The listing's own looks as bits, each with the submission that brought it; equal ones once."""
    with connection.cursor() as cursor:
        cursor.execute(OWN, [listing.pk])
        return list(dict.fromkeys(cursor.fetchall()))


def _search(listing: Listing, own: list[Own]) -> list[Alike]:
    sought = own[:LOOKED_FOR]
    distances, given = [], list[Any]()
    for bits, spotter, token in sought:
        distances.append(DISTANCE if token is None else NOT_TOGETHER)
        given += [bits] if token is None else [spotter, token, bits]
    values: list[list[int]] = [[] for _band in range(BANDS)]
    for bits in {bits for bits, _spotter, _token in sought}:
        values = [one + more for one, more in zip(values, neighbours(bits), strict=True)]
    sql = SEARCH.format(
        distances=", ".join(distances),
        bands=" OR ".join(f"h.band_{number} = ANY(%s)" for number in range(BANDS)),
        radius=RADIUS,
        limit=MOST + 1,
    )
    together = list({token for _bits, _spotter, token in own if token is not None})
    # As PostgreSQL reads lists: number by number they would take the driver a tenth of the time of the search.
    lists = [f"{{{','.join(map(str, numbers))}}}" for numbers in values]
    with connection.cursor() as cursor:
        cursor.execute(sql, [*given, listing.pk, *lists, together])
        return [Alike(*row) for row in cursor.fetchall()]
