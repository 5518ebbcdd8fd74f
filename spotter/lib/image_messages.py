"""The sentences that tell a person why a picture was refused, in the reader's language."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# The same keys and English words as images.SENTENCES, which must live without Django; a test holds them together.
MESSAGES: dict[str, Promise] = {
    "empty": _("The file is empty. Choose the picture again."),
    "too-large": _("The picture is larger than 15 MB. Send a screenshot or a smaller copy."),
    "pdf": _("This is a PDF document, not a picture, whatever its name says. Take a screenshot of it and send that."),
    "svg": _("This is an SVG drawing, which can carry program code. Take a screenshot of it and send that."),
    "not-a-picture": _("This file is not a picture that we can read. Send PNG, JPEG, WebP, AVIF, HEIC or GIF."),
    "too-many-pixels": _("The picture has more than 50 million pixels. Send a screenshot or a smaller copy."),
    "too-long": _("The picture is more than 32,768 pixels wide or high. Cut it into shorter pieces."),
    "broken": _("The picture is damaged or was cut off on its way. Open it, take a screenshot and send that."),
    "too-heavy": _("The picture takes too much time or memory to open. Send a screenshot or a smaller copy."),
}


def sentence(code: str) -> str:
    """What to tell the sender, in the active language."""
    return str(MESSAGES[code])
