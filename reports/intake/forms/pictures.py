"""The screenshots of a form: how it carries those that have arrived when something else must be mended."""

from dataclasses import dataclass
from typing import Final

from django import forms
from django.core import signing

MAX_PICTURES: Final = 8
SALT: Final = "intake.kept"
KEPT_FOR: Final = 86_400


@dataclass(frozen=True)
class Kept:
    """A picture that has arrived: its hash in the quarantine, its bytes, its name as given."""

    sha256: str
    size: int
    name: str

    def signed(self, owner: str) -> str:
        """As the form carries it, so that a mended form need not send it again; only its owner can use it."""
        return signing.dumps([owner, self.sha256, self.size, self.name], salt=SALT)


def kept_of(signed: str, owner: str) -> Kept | None:
    """The picture that a form carries; None when the signature is not ours, not this person's, or a day old."""
    try:
        whose, sha256, size, name = signing.loads(signed, salt=SALT, max_age=KEPT_FOR)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Kept(sha256, size, name) if whose == owner else None


class PicturesInput(forms.ClearableFileInput):
    """Several pictures in one input."""

    allow_multiple_selected = True
