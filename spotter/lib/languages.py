"""Names of languages, in the reader's own."""

from typing import Any, Final

from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

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
