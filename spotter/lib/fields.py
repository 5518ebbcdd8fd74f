"""Form fields that take only text which may be stored, and forms that share their fields."""

from typing import Any, Final

from django import forms

from spotter.lib.text import clean_text

DEFAULT_LIMIT: Final = 2_000


class _Shared(dict[str, forms.Field]):
    """A form copies its class's fields deeply; of these it takes the very same."""

    def __deepcopy__(self, _memo: object) -> dict[str, forms.Field]:
        return dict(self)


def sharing_fields[F: type[forms.Form]](form: F) -> F:
    """Class decorator for a large form: making one costs a tenth. Whoever changes a field must copy it first."""
    form.base_fields = _Shared(form.base_fields)
    return form


class CleanText(forms.CharField):
    """No control characters, no lone surrogates; what is longer than `max_length` is said, not cut."""

    def __init__(self, *, lines: bool = False, **options: Any) -> None:
        self.lines = lines
        super().__init__(**options)

    def to_python(self, value: object) -> str:
        """Cleaned before it is measured."""
        text = super().to_python(value) or ""
        return clean_text(text, limit=(self.max_length or DEFAULT_LIMIT) + 1, lines=self.lines)
