"""Fit learned weights to decisions: a regularised logistic regression, calibrated, checked on what it has not seen."""

import hashlib
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss, roc_auc_score
from sklearn.model_selection import StratifiedGroupKFold

from reports.scoring.rules.features import features_of, is_word, known_hash, units
from reports.scoring.rules.folding import fold
from reports.scoring.rules.learned import Learned, share_of, written
from reports.scoring.rules.lexicon import Lexicon
from reports.scoring.rules.receipt import Subject, Verdict
from reports.scoring.rules.weighing import LONGEST, weigh

FEWEST: Final = 40
FEWEST_OF_A_LABEL: Final = 10
# A taxon with fewer decisions than this teaches nothing that could be trusted.
FEWEST_OF_A_TAXON: Final = 8
_FOLDS: Final = 5
_SOFTNESS: Final = (0.3, 1.0, 3.0, 10.0, 30.0)
_RULE_SCALE: Final = 2.0
_REASON_SCALE: Final = 2.0
_LIKELY: Final = 0.5
# Weights below this move no score by a hundredth.
_NOTHING: Final = 0.002
_SEED: Final = 7


class TooLittle(ValueError):
    """Too few decisions to learn from, with the sentence that says what is missing."""


@dataclass(frozen=True, slots=True)
class Decided:
    """One listing with what people decided: label 1 for an offer of wildlife, 0 for anything else."""

    subject: Subject
    label: int
    seller: str = ""


@dataclass(frozen=True, slots=True)
class Trained:
    """A candidate model and its figures beside those of the rules, both on listings it had not seen."""

    model: Learned
    figures: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Seen:
    """A decided listing as the model sees it."""

    decided: Decided
    verdict: Verdict
    units: tuple[str, ...]
    group: str


def train(rows: Sequence[Decided], lexicon: Lexicon) -> Trained:
    """A candidate from these decisions; raises TooLittle. The same rows give the same model."""
    seen = [_see(row, lexicon) for row in rows]
    labels = np.array([one.decided.label for one in seen])
    _enough(labels)
    columns, matrix = _matrix(seen)
    groups = np.array([one.group for one in seen])
    softness, unseen = _chosen(matrix, labels, groups)
    steepness, shift = _calibration(unseen, labels)
    weights = LogisticRegression(C=softness, max_iter=2_000).fit(matrix, labels)
    model = _model(seen, columns, weights, steepness, shift)
    calibrated = 1.0 / (1.0 + np.exp(-(steepness * unseen + shift)))
    figures = _figures(seen, calibrated) | {"softness": softness, "groups": len(set(groups))}
    return Trained(model, figures)


def _see(row: Decided, lexicon: Lexicon) -> _Seen:
    subject = row.subject
    title, text = (fold(words[:LONGEST]) if words else None for words in (subject.title, subject.text))
    found = units(title, text)
    # Copies of one listing, and all listings of one seller, stay on one side of every split.
    group = row.seller or hashlib.sha256(" ".join(sorted(filter(is_word, found))[:60]).encode()).hexdigest()[:16]
    return _Seen(row, weigh(subject, lexicon), tuple(found), group)


def _enough(labels: "np.ndarray[Any, Any]") -> None:
    offers = int(labels.sum())
    if len(labels) < FEWEST or min(offers, len(labels) - offers) < FEWEST_OF_A_LABEL:
        raise TooLittle(
            f"{len(labels)} decisions with {offers} offers are too few: at least {FEWEST} are needed, "
            f"with {FEWEST_OF_A_LABEL} of each label."
        )


def _row(one: _Seen) -> Iterator[tuple[str, float]]:
    """The columns of one listing by name, with their values."""
    points: dict[str, float] = defaultdict(float)
    for reason in one.verdict.receipt:
        points[reason.code] += reason.points
    yield "rule", (one.verdict.intercept + math.fsum(points.values())) / _RULE_SCALE
    for code, total in points.items():
        yield f"reason {code}", total / _REASON_SCALE
    share = share_of(len(one.units))
    for unit in one.units:
        for number, weight in features_of(unit):
            yield f"word {number}", weight * share


def _matrix(seen: Sequence[_Seen]) -> tuple[dict[str, int], Any]:
    columns: dict[str, int] = {}
    values, places, starts = [], [], [0]
    for one in seen:
        for name, value in _row(one):
            values.append(value)
            places.append(columns.setdefault(name, len(columns)))
        starts.append(len(values))
    matrix = csr_matrix((values, places, starts), shape=(len(seen), len(columns)))
    matrix.sum_duplicates()
    return columns, matrix


def _chosen(matrix: Any, labels: "np.ndarray[Any, Any]", groups: "np.ndarray[Any, Any]") -> tuple[float, Any]:
    """How softly to fit, and the log-odds of every listing by a model that had not seen it nor its seller."""
    if len(set(groups)) < _FOLDS:
        raise TooLittle("Nearly all decisions are copies of one listing or of one seller.")
    folds = list(StratifiedGroupKFold(n_splits=_FOLDS, shuffle=True, random_state=_SEED).split(matrix, labels, groups))
    tried = {}
    for softness in _SOFTNESS:
        unseen = np.zeros(len(labels))
        for train_rows, test_rows in folds:
            if len(set(labels[train_rows])) < 2:
                raise TooLittle("Nearly all decisions of one label are copies of one listing or of one seller.")
            fitted = LogisticRegression(C=softness, max_iter=2_000).fit(matrix[train_rows], labels[train_rows])
            unseen[test_rows] = fitted.decision_function(matrix[test_rows])
        tried[softness] = unseen
    best = min(tried, key=lambda softness: log_loss(labels, 1.0 / (1.0 + np.exp(-tried[softness]))))
    return best, tried[best]


def _calibration(unseen: Any, labels: "np.ndarray[Any, Any]") -> tuple[float, float]:
    """Platt's two numbers: log-odds that mean what they say. The order of listings never turns round."""
    fitted = LogisticRegression(C=10.0).fit(unseen.reshape(-1, 1), labels)
    steepness = float(fitted.coef_[0][0])
    return (steepness, float(fitted.intercept_[0])) if steepness > 0.1 else (1.0, 0.0)


def _model(seen: Sequence[_Seen], columns: Mapping[str, int], fitted: Any, steepness: float, shift: float) -> Learned:
    weights = {name: float(fitted.coef_[0][place]) * steepness for name, place in columns.items()}
    words = {
        int(name.removeprefix("word ")): round(weight, 4)
        for name, weight in weights.items()
        if name.startswith("word ") and abs(weight) >= _NOTHING
    }
    reasons = {
        name.removeprefix("reason "): round(weight / _REASON_SCALE, 4)
        for name, weight in weights.items()
        if name.startswith("reason ")
    }
    plain = Learned(
        version="",
        intercept=round(float(fitted.intercept_[0]) * steepness + shift, 4),
        rule=round(weights["rule"] / _RULE_SCALE, 4),
        reasons=reasons,
        words=words,
        known=frozenset(known_hash(unit) for one in seen for unit in one.units if is_word(unit)),
        taxa=_taxa(seen),
        facts={"decisions": len(seen), "lexicon": seen[0].verdict.lexicon},
    )
    version = "learned-" + hashlib.sha256(written(plain).encode()).hexdigest()[:8]
    return Learned(**{name: getattr(plain, name) for name in plain.__dataclass_fields__} | {"version": version})


def _taxa(seen: Iterable[_Seen]) -> frozenset[str]:
    """The taxa that were decided often enough; the empty one only when offers were among what the rules overlook."""
    times = Counter(one.verdict.taxon for one in seen)
    overlooked = sum(not one.verdict.taxon and one.decided.label for one in seen)
    taxa = {taxon for taxon, count in times.items() if count >= FEWEST_OF_A_TAXON}
    return frozenset(taxa if overlooked >= FEWEST_OF_A_TAXON else taxa - {""})


def _figures(seen: Sequence[_Seen], candidate: Any) -> dict[str, Any]:
    """Candidate and rules on the same listings, none of which the candidate had seen: whole, by language, by taxon."""
    present = np.array([one.verdict.score for one in seen])
    labels = np.array([one.decided.label for one in seen])
    parts: dict[str, list[int]] = {"all": list(range(len(seen)))}
    for place, one in enumerate(seen):
        parts.setdefault(f"language {one.decided.subject.language or 'unknown'}", []).append(place)
        parts.setdefault(f"taxon {one.verdict.taxon or 'none'}", []).append(place)
    return {
        "parts": {
            name: {
                "listings": len(places),
                "offers": int(labels[places].sum()),
                "candidate": _quality(labels[places], candidate[places]),
                "present": _quality(labels[places], present[places]),
            }
            for name, places in parts.items()
        }
    }


def _quality(labels: Any, scores: Any) -> dict[str, float | None]:
    """AUC, and precision and recall at the band `likely`; None where there is nothing to count."""
    said = scores >= _LIKELY
    right = int((said & (labels == 1)).sum())
    offers = int(labels.sum())
    both = 0 < offers < len(labels)
    return {
        "auc": round(float(roc_auc_score(labels, scores)), 4) if both else None,
        "precision": round(right / int(said.sum()), 4) if said.any() else None,
        "recall": round(right / offers, 4) if offers else None,
    }
