"""Fit learned weights to decisions: a regularised logistic regression, calibrated, checked on what it has not seen."""

import hashlib
import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss
from sklearn.model_selection import StratifiedGroupKFold

from reports.reasons import ReasonKey
from reports.scoring.edges.copies import groups_of
from reports.scoring.edges.figures import calibration_of, figures_of
from reports.scoring.rules.features import features_of, is_word, known_hash, units
from reports.scoring.rules.folding import fold
from reports.scoring.rules.learned import Learned, share_of, written
from reports.scoring.rules.lessons import Lesson
from reports.scoring.rules.lexicon import Lexicon
from reports.scoring.rules.points import MODEL
from reports.scoring.rules.receipt import Reason, Verdict
from reports.scoring.rules.weighing import LONGEST, weigh

FEWEST: Final = 40
FEWEST_OF_A_LABEL: Final = 10
# A taxon with fewer decisions than this teaches nothing that could be trusted.
FEWEST_OF_A_TAXON: Final = 8
_FOLDS: Final = 5
_SOFTNESS: Final = (0.3, 1.0, 3.0, 10.0, 30.0)
_RULE_SCALE: Final = 2.0
_REASON_SCALE: Final = 2.0
# Weights below this move no score by a hundredth.
_NOTHING: Final = 0.002
_SEED: Final = 7


class TooLittle(ValueError):
    """Too few decisions to learn from, with the sentence that says what is missing."""


@dataclass(frozen=True, slots=True)
class Trained:
    """A candidate model and its figures beside those of the rules, both on listings it had not seen."""

    model: Learned
    figures: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Seen:
    """A decided listing as the model sees it."""

    lesson: Lesson
    verdict: Verdict
    units: tuple[str, ...]

    @property
    def reasons(self) -> list[Reason]:
        """Those that nobody struck: a struck one did not help to decide this listing."""
        return [reason for reason in self.verdict.receipt if reason.key not in self.lesson.struck]

    @property
    def struck(self) -> list[Reason]:
        """Those that somebody struck, where they had points."""
        return [reason for reason in self.verdict.receipt if reason.points and reason.key in self.lesson.struck]


def train(
    lessons: Sequence[Lesson],
    lexicon: Lexicon,
    *,
    present: Learned | None = None,
    groups: Mapping[str, str] | None = None,
) -> Trained:
    """A candidate from these lessons; raises TooLittle. The same lessons give the same model.

    `present`: the model in use, if any, which the figures stand beside; `groups`: the group of each taxon.
    """
    seen = [_see(lesson, lexicon) for lesson in lessons]
    labels = np.array([one.lesson.label for one in seen])
    _enough(labels)
    columns, matrix = _matrix(seen)
    # Behind the decided listings stands one row for each struck reason, which says no to that reason and nothing else.
    struck = np.array([reason.points < 0 for one in seen for reason in one.struck], dtype=labels.dtype)
    answers = np.concatenate([labels, struck])
    together = _groups(seen)
    softness, unseen = _chosen(matrix, answers, together, decided=len(labels))
    steepness, shift = _calibration(unseen, labels)
    weights = LogisticRegression(C=softness, max_iter=2_000).fit(matrix, answers)
    model = _model(seen, columns, weights, steepness, shift)
    calibrated = 1.0 / (1.0 + np.exp(-(steepness * unseen + shift)))
    return Trained(
        model,
        _figures(seen, calibrated, lexicon, present, groups or {})
        | {
            "softness": softness,
            "groups": len(set(together)),
            "struck": len(struck),
        },
    )


def _see(lesson: Lesson, lexicon: Lexicon) -> _Seen:
    subject = lesson.subject
    title, text = (fold(words[:LONGEST]) if words else None for words in (subject.title, subject.text))
    return _Seen(lesson, weigh(subject, lexicon), tuple(units(title, text)))


def _groups(seen: Sequence[_Seen]) -> "np.ndarray[Any, Any]":
    """The group of each row: near-copies, and all listings of one seller, stay on one side of every split."""
    words = [frozenset(filter(is_word, one.units)) for one in seen]
    groups = groups_of(words, [one.lesson.seller for one in seen])
    return np.array(groups + [group for group, one in zip(groups, seen, strict=True) for _reason in one.struck])


def _enough(labels: "np.ndarray[Any, Any]") -> None:
    offers = int(labels.sum())
    if len(labels) < FEWEST or min(offers, len(labels) - offers) < FEWEST_OF_A_LABEL:
        raise TooLittle(
            f"{len(labels)} decisions with {offers} offers are too few: at least {FEWEST} are needed, "
            f"with {FEWEST_OF_A_LABEL} of each label."
        )


def _row(one: _Seen, single: Collection[ReasonKey]) -> Iterator[tuple[str, float]]:
    """The columns of one listing by name, with their values; `single`: reasons that have a column of their own."""
    points: dict[str, float] = defaultdict(float)
    for reason in one.reasons:
        points[reason.code] += reason.points
    yield "rule", (one.verdict.intercept + math.fsum(points.values())) / _RULE_SCALE
    for reason in one.reasons:
        if reason.key in single and reason.key.name != reason.code:
            points[reason.key.name] += reason.points
    for name, total in points.items():
        yield f"reason {name}", total / _REASON_SCALE
    share = share_of(len(one.units))
    for unit in one.units:
        for number, weight in features_of(unit):
            yield f"word {number}", weight * share


def _matrix(seen: Sequence[_Seen]) -> tuple[dict[str, int], Any]:
    """The decided listings, then the struck reasons; the columns by name."""
    single = {reason.key for one in seen for reason in one.struck}
    struck = [[(f"reason {reason.key.name}", reason.points / _REASON_SCALE)] for one in seen for reason in one.struck]
    columns: dict[str, int] = {}
    values, places, starts = [], [], [0]
    for row in chain((_row(one, single) for one in seen), struck):
        for name, value in row:
            values.append(value)
            places.append(columns.setdefault(name, len(columns)))
        starts.append(len(values))
    matrix = csr_matrix((values, places, starts), shape=(len(starts) - 1, len(columns)))
    matrix.sum_duplicates()
    return columns, matrix


def _chosen(
    matrix: Any, answers: "np.ndarray[Any, Any]", groups: "np.ndarray[Any, Any]", *, decided: int
) -> tuple[float, Any]:
    """How softly to fit, and the log-odds of every listing by a model that had not seen it nor its seller."""
    labels = answers[:decided]
    if len(set(groups)) < _FOLDS:
        raise TooLittle("Nearly all decisions are copies of one listing or of one seller.")
    tried = {softness: np.zeros(decided) for softness in _SOFTNESS}
    splits = StratifiedGroupKFold(n_splits=_FOLDS, shuffle=True, random_state=_SEED)
    for _train, test_rows in splits.split(matrix[:decided], labels, groups[:decided]):
        train_rows = np.flatnonzero(~np.isin(groups, groups[test_rows]))
        if len(set(labels[train_rows[train_rows < decided]])) < 2:
            raise TooLittle("Nearly all decisions of one label are copies of one listing or of one seller.")
        for softness, unseen in tried.items():
            fitted = LogisticRegression(C=softness, max_iter=2_000).fit(matrix[train_rows], answers[train_rows])
            unseen[test_rows] = fitted.decision_function(matrix[test_rows])
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
    overlooked = sum(not one.verdict.taxon and one.lesson.label for one in seen)
    taxa = {taxon for taxon, count in times.items() if count >= FEWEST_OF_A_TAXON}
    return frozenset(taxa if overlooked >= FEWEST_OF_A_TAXON else taxa - {""})


def _figures(
    seen: Sequence[_Seen], candidate: Any, lexicon: Lexicon, present: Learned | None, groups: Mapping[str, str]
) -> dict[str, Any]:
    """Candidate and present version on the same listings, none of which the candidate had seen.

    The present version may have learned from some of them; the part `new` has only those that it cannot have.
    """
    labels = np.array([one.lesson.label for one in seen])
    scores = np.array(
        [weigh(one.lesson.subject, lexicon, present).score if present else one.verdict.score for one in seen]
    )
    return {
        "present": present.version if present else MODEL,
        "parts": figures_of(labels, candidate, scores, [_parts(one, groups, present) for one in seen]),
        "calibration": calibration_of(labels, candidate),
    }


def _parts(one: _Seen, groups: Mapping[str, str], present: Learned | None) -> list[str]:
    taxon = one.verdict.taxon
    named = [
        f"language {one.lesson.subject.language or 'unknown'}",
        f"group {groups.get(taxon, taxon) or 'none'}",
    ]
    return [*named, "new"] if present and one.lesson.is_new else named
