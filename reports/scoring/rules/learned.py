"""Learned weights on top of the rules: plain numbers, used only on the kind of listing that they were learned from."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from reports.scoring.rules.features import features_of, is_word, known_hash, units
from reports.scoring.rules.receipt import Field, Reason, Verdict

FORMAT: Final = 1
# So much of a listing's words must have been seen in training, or the rules alone decide: a model of ivory posts
# knows nothing of shark fins, and one of English nothing of Thai. Where the rules name no taxon, more is asked for.
_KNOWN_ENOUGH = 0.35
_KNOWN_WITHOUT_TAXON = 0.6
_NAMED_WORDS = 5
_WORTH_NAMING = 0.02


class BadModel(ValueError):
    """A model file that cannot be used, with the sentence that says why."""


@dataclass(frozen=True, eq=False)
class Learned:
    """A model: what each reason and each word is worth, and the kinds of listing it may speak about.

    `rule` and `reasons` multiply the points of the rules; `reasons` has codes, and names (ReasonKey.name) of single
    reasons that were struck. `words` are log-odds by hash of a feature.
    """

    version: str
    intercept: float
    rule: float
    reasons: Mapping[str, float]
    words: Mapping[int, float]
    known: frozenset[int]
    taxa: frozenset[str]
    facts: Mapping[str, Any]
    # What a unit adds up to, worked out once; a process sees the same words all day.
    worth: dict[str, float] = field(default_factory=dict)

    def times(self, reason: Reason) -> float:
        """What the points of this reason are multiplied by."""
        name = reason.key.name
        alone = self.reasons.get(name, 0.0) if name != reason.code else 0.0
        return self.rule + self.reasons.get(reason.code, 0.0) + alone

    def worth_of(self, unit: str) -> float:
        """The log-odds of one unit of text, before they are shared out over the listing's length."""
        found = self.worth.get(unit)
        if found is None:
            found = sum(self.words.get(number, 0.0) * weight for number, weight in features_of(unit))
            if len(self.worth) > 200_000:
                self.worth.clear()
            self.worth[unit] = found
        return found


def share_of(count: int) -> float:
    """What each of so many units counts: a long text says more than a short one, but not by its length."""
    return 1.0 / math.sqrt(count) if count else 0.0


def apply(model: Learned, verdict: Verdict, fields: Sequence[Field]) -> tuple[float, tuple[Reason, ...]] | None:
    """The intercept and reasons by this model, or None where it was not learned from such listings."""
    by_name = {one.name: one.folded for one in fields}
    found = units(by_name.get("title"), by_name.get("text"))
    if verdict.taxon not in model.taxa or not _is_familiar(model, found, named=bool(verdict.taxon)):
        return None
    reasons = [replace(reason, points=round(reason.points * model.times(reason), 2)) for reason in verdict.receipt]
    share = share_of(len(found))
    worth = {unit: model.worth_of(unit) * share for unit in found}
    points = round(sum(worth.values()), 2)
    if points:
        reasons.append(Reason(code="learned-words", points=points, term=_telling(worth, points), field="text"))
    return model.intercept + model.rule * verdict.intercept, tuple(reasons)


def _is_familiar(model: Learned, found: Sequence[str], *, named: bool) -> bool:
    words = [unit for unit in found if is_word(unit)]
    if not words:
        return False
    seen = sum(known_hash(word) in model.known for word in words)
    return seen / len(words) >= (_KNOWN_ENOUGH if named else _KNOWN_WITHOUT_TAXON)


def _telling(worth: Mapping[str, float], points: float) -> str:
    """The words that moved the score most, in the direction in which it moved."""
    sign = 1.0 if points > 0 else -1.0
    ranked = sorted(worth, key=lambda unit: -worth[unit] * sign)
    named = [unit.removeprefix("^") for unit in ranked if worth[unit] * sign >= _WORTH_NAMING]
    return ", ".join(list(dict.fromkeys(named))[:_NAMED_WORDS])


def written(model: Learned) -> str:
    """The model as JSON text, the same for the same model."""
    return json.dumps(
        {
            "format": FORMAT,
            "version": model.version,
            "intercept": model.intercept,
            "rule": model.rule,
            "reasons": dict(sorted(model.reasons.items())),
            "words": {str(number): weight for number, weight in sorted(model.words.items())},
            "known": sorted(model.known),
            "taxa": sorted(model.taxa),
            "facts": model.facts,
        },
        ensure_ascii=True,
    )


def read(text: str) -> Learned:
    """The model of a JSON text; raises BadModel."""
    try:
        rows = json.loads(text)
        if rows["format"] != FORMAT:
            raise BadModel(f"This model has format {rows['format']!r}; this program reads format {FORMAT}.")
        return Learned(
            version=str(rows["version"])[:30],
            intercept=_number(rows["intercept"]),
            rule=_number(rows["rule"]),
            reasons={str(code): _number(weight) for code, weight in rows["reasons"].items()},
            words={int(number): _number(weight) for number, weight in rows["words"].items()},
            known=frozenset(map(int, rows["known"])),
            taxa=frozenset(map(str, rows["taxa"])),
            facts=dict(rows["facts"]),
        )
    except BadModel:
        raise
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BadModel(f"This is no model of train_scorer ({str(error)[:100]}).") from error


def _number(value: Any) -> float:
    number = float(value)
    if not math.isfinite(number):
        raise BadModel("A weight of this model is no finite number.")
    return number
