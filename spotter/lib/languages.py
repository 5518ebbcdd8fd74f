"""Names of languages, in the reader's own."""

from django.utils.translation import get_language_info


def language_name(code: str | None) -> str:
    """A language in the reader's words; an unknown code stays as it is."""
    if not code:
        return ""
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code
