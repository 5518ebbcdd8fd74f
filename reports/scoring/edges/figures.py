"""What a candidate is worth beside the version in use: whole, by language, by group of taxa, and how true it speaks."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from sklearn.metrics import roc_auc_score

LIKELY: Final = 0.5
_BINS: Final = 5


def figures_of(
    labels: Any, candidate: Any, present: Any, parts: Sequence[Sequence[str]]
) -> dict[str, Mapping[str, Any]]:
    """Both versions on the same listings, part by part; `parts` names those that each listing belongs to."""
    places: dict[str, list[int]] = {"all": list(range(len(labels)))}
    for place, names in enumerate(parts):
        for name in names:
            places.setdefault(name, []).append(place)
    return {
        name: {
            "listings": len(mine),
            "offers": int(labels[mine].sum()),
            "candidate": _quality(labels[mine], candidate[mine]),
            "present": _quality(labels[mine], present[mine]),
        }
        for name, mine in places.items()
    }


def calibration_of(labels: Any, scores: Any) -> list[dict[str, float]]:
    """How true the scores speak: in each fifth of the scale, what was said on average and what was so."""
    fifth = np.minimum((scores * _BINS).astype(int), _BINS - 1)
    return [
        {
            "said": round(float(scores[fifth == number].mean()), 4),
            "was": round(float(labels[fifth == number].mean()), 4),
            "listings": int((fifth == number).sum()),
        }
        for number in range(_BINS)
        if (fifth == number).any()
    ]


def _quality(labels: Any, scores: Any) -> dict[str, float | None]:
    """AUC, precision and recall at the band `likely`, Brier score; None where there is nothing to count."""
    said = scores >= LIKELY
    right = int((said & (labels == 1)).sum())
    offers = int(labels.sum())
    both = 0 < offers < len(labels)
    return {
        "auc": round(float(roc_auc_score(labels, scores)), 4) if both else None,
        "precision": round(right / int(said.sum()), 4) if said.any() else None,
        "recall": round(right / offers, 4) if offers else None,
        "brier": round(float(((scores - labels) ** 2).mean()), 4),
    }
