"""Names of languages, in the reader's own."""

from typing import Any, Final

from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

# Languages in which offers are written, and the scripts of Chinese.
LANGUAGES: Final = (
    "ar", "de", "en", "es", "fil", "fr", "hi", "hi-Latn", "id", "it", "ja", "km", "ko", "lo", "ms", "my", "nl", "pt",
    "ru", "sw", "th", "tr", "vi", "zh", "zh-Hans", "zh-Hant",
)  # fmt: skip
# Languages of listings that Django has no name for.
OTHERS: Final[dict[str, Any]] = {
    "fil": _("Filipino"),
    "hi-Latn": _("Hindi in Latin letters"),
    "km": _("Khmer"),
    "lo": _("Lao"),
    "zh": _("Chinese"),
}


def language_name(code: str | None) -> str:
    """A language in the reader's words; an unknown code stays as it is."""
    if not code:
        return ""
    if code in OTHERS:
        return str(OTHERS[code])
    try:
        return str(get_language_info(code.lower())["name_translated"])
    except KeyError:
        return code


def by_name() -> list[tuple[str, str]]:
    """Every language of offers with its name in the reader's own, in the order of the names."""
    return sorted(((code, language_name(code)) for code in LANGUAGES), key=lambda one: one[1])
