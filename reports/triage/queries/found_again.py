"""What was found again on other listings, as suggestions: a person looks, nothing follows by itself."""

from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from coalition.models import User
from coalition.people.queries import closed_word
from reports.models import Alike, SamePicture, words

SHOWN: Final = 6
# Saving a picture again or in another size turns up to about so many bits; what turns more was also changed.
SAVED_AGAIN: Final = 14


def alike(same: SamePicture, *, user: User) -> list[dict[str, Any]]:
    """The other listings with the same picture, the nearest first: a tile, where it is, and what became of it."""
    shown = same.rows[:SHOWN]
    closed = {key: closed_word(user, key) for key in {row.taxon_key for row in shown}}
    return [_row(row, closed=closed[row.taxon_key]) for row in shown]


def _row(row: Alike, *, closed: str) -> dict[str, Any]:
    kind, pk = ("picture", row.picture_id) if row.screenshot_id is None else ("screenshot", row.screenshot_id)
    return {
        "id": f"same-{kind}-{pk}",
        "word": _("The same picture") if row.distance <= SAVED_AGAIN else _("Nearly the same picture"),
        "src": reverse(f"triage:{kind}", args=[row.code, pk, "copy"]),
        "thumb": reverse(f"triage:{kind}", args=[row.code, pk, "tile"]),
        "closed": closed,
        "url": reverse("triage:listing", args=[row.code]),
        "title": row.title or row.address,
        "lang": row.language,
        "platform": row.platform or row.host,
        "status": {"key": row.status, "word": words.STATUS[row.status], "at": row.status_at},
    }
