"""The page of the lexicon: its number, how many words it has by language, and the weighing under way."""

from typing import Any

from coalition.knowledge.queries.tables import counts
from coalition.models import Lexicon, Taxon
from reports.scoring.queries.weighings import weighing_now
from spotter.lib.languages import language_name


def lexicon_page() -> dict[str, Any]:
    """What the page shows."""
    rows = [row | {"name": language_name(row["language"])} for row in counts()]
    return {
        "published": Lexicon.objects.defer("rows").order_by("-number").first(),
        "rows": rows,
        "taxa": Taxon.objects.count(),
        "names": sum(row["names"] for row in rows),
        "cues": sum(row["cues"] for row in rows),
        "look_alikes": sum(row["look_alikes"] for row in rows),
        "weighing": weighing_now(),
    }
