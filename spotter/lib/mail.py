"""How a letter leaves the site: plain words, one person, nothing of a stranger in its headers."""

from dataclasses import dataclass

from django.core.mail import EmailMessage

from spotter.lib.text import clean_text


@dataclass(frozen=True)
class Letter:
    """One letter to one person; `subject` never carries a page's or a stranger's words.

    `stop`: where a POST ends letters of this kind, for the button that mail programs show (RFC 8058).
    """

    to: str
    subject: str
    text: str
    stop: str = ""


def send(letter: Letter) -> None:
    """Hand the letter to the mail server; raises OSError or SMTPException when it is not taken."""
    subject = clean_text(letter.subject, limit=200)
    headers = {"Auto-Submitted": "auto-generated"}
    if letter.stop:
        headers |= {"List-Unsubscribe": f"<{letter.stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    EmailMessage(subject=subject, body=letter.text, to=[letter.to], headers=headers).send()
