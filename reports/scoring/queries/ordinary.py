"""What staff found to be ordinary after all: the words of listings dismissed as no offer of wildlife."""

from typing import Final

from reports.lifecycle import Reason, Status
from reports.models import Capture, Decision

_MOST: Final = 2_000
_LONGEST: Final = 4_000


def dismissed_texts() -> list[tuple[str, str]]:
    """(language, title and text) of the newest looks at listings that staff dismissed as look-alikes or no sale."""
    dismissed = Decision.objects.filter(
        verdict=Status.DISMISSED, reason__in=(Reason.LOOK_ALIKE, Reason.NOT_A_SALE), undone_at__isnull=True
    )
    looks = Capture.objects.filter(listing__in=dismissed.values("listing")).order_by("listing_id", "-at", "-id")
    rows = looks.distinct("listing_id").values_list("language", "title", "text")[:_MOST]
    return [(language, f"{title} {text}"[:_LONGEST]) for language, title, text in rows if language]
