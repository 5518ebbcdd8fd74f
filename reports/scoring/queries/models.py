"""The learned models, as their page shows them."""

from typing import Any, Final

from django.utils.translation import gettext as _

from coalition.learning.queries import CHAPTERS
from coalition.learning.rules import group_of
from reports.models import TrainedModel
from spotter.lib.languages import language_name

SHOWN: Final = 20


def models() -> list[dict[str, Any]]:
    """The candidates and published models, newest first, as the page shows them."""
    used = TrainedModel.objects.in_use().values_list("pk", flat=True).first()
    fields = ("pk", "version", "figures", "trained_at", "published_at", "published_by", "withdrawn_at")
    rows = TrainedModel.objects.order_by("-trained_at", "-pk").values(*fields)[:SHOWN]
    return [row | {"in_use": row["pk"] == used, "parts": _parts(row["figures"])} for row in rows]


def _parts(figures: dict[str, Any]) -> list[dict[str, Any]]:
    """All first, then what is new, then by language and group of taxa, the largest first."""
    parts = [{"name": name, "word": _word(name), **part} for name, part in figures.get("parts", {}).items()]
    return sorted(
        parts, key=lambda part: (part["name"] != "all", part["name"] != "new", -part["listings"], part["name"])
    )


def _word(name: str) -> str:
    if name == "all":
        return _("All")
    if name == "new":
        return _("Decided since the present version was learned")
    kind, _space, of = name.partition(" ")
    if kind == "language":
        return language_name(of) or _("Language unknown")
    return str(CHAPTERS[group_of(of)][0]) if group_of(of) in CHAPTERS else _("No species named")
