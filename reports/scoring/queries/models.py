"""The learned models, as their page shows them."""

from typing import Any

from reports.models import TrainedModel


def models() -> list[dict[str, Any]]:
    """The candidates and published models, newest first, as the page shows them."""
    used = TrainedModel.objects.in_use().values_list("pk", flat=True).first()
    fields = ("pk", "version", "figures", "trained_at", "published_at", "published_by", "withdrawn_at")
    rows = TrainedModel.objects.order_by("-trained_at", "-pk").values(*fields)[:20]
    return [row | {"in_use": row["pk"] == used, "parts": _parts(row["figures"])} for row in rows]


def _parts(figures: dict[str, Any]) -> list[dict[str, Any]]:
    """All first, then by language and taxon, the largest first."""
    parts = [{"name": name, **part} for name, part in figures.get("parts", {}).items()]
    return sorted(parts, key=lambda part: (part["name"] != "all", -part["listings"], part["name"]))
