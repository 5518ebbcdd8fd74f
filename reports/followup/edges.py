"""Letters that tell a spotter what became of reports; and the list of the forgotten, which outlives a restore."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coalition.models import User
from coalition.people.queries import stop_address
from reports.models import Notice, words
from spotter.lib.mail import Letter

# More would be a list that nobody reads; the rest stands under My reports.
MOST: Final = 40


def letter_about(notice: Notice) -> Letter:
    """Plain words and a link; neither the listing's address nor its words stand in a letter."""
    person = notice.report.spotter
    with translation.override(person.language):
        line = _line(notice)
        subject = _("Your report %(code)s: %(status)s") % line
        return _letter(person, subject, "mail/step.txt", line)


def letter_with(notices: Sequence[Notice], person: User) -> Letter:
    """One letter with all that is new, in the order it happened."""
    with translation.override(person.language):
        reports = len({notice.report_id for notice in notices})
        subject = ngettext("News about %(n)d report of yours", "News about %(n)d reports of yours", reports)
        lines = [_line(notice) for notice in notices[:MOST]]
        mine = settings.SITE_URL + reverse("intake:mine")
        context = {"lines": lines, "more": len(notices) - len(lines), "mine": mine}
        return _letter(person, subject % {"n": reports}, "mail/news.txt", context)


def _line(notice: Notice) -> dict[str, str]:
    return {
        "status": str(words.STATUS[notice.status]),
        "code": notice.report.code,
        "link": settings.SITE_URL + reverse("intake:one", args=[notice.report.code]),
    }


def _letter(person: User, subject: str, template: str, context: dict[str, Any]) -> Letter:
    stop = stop_address(person)
    return Letter(person.email, subject, render_to_string(template, context | {"stop": stop}), stop=stop)


def note_erased(handle: str) -> None:
    """Write down outside the database who was forgotten: a restored backup would know them again."""
    if handle in erased_handles():
        return
    _erased_list().parent.mkdir(parents=True, exist_ok=True)
    with _erased_list().open("a", encoding="utf-8") as file:
        file.write(f"{handle}\n")


def erased_handles() -> list[str]:
    """The handles of everybody who was forgotten, in order; they name nobody."""
    return _erased_list().read_text(encoding="utf-8").split() if _erased_list().exists() else []


def _erased_list() -> Path:
    return Path(settings.VAR_DIR) / "erased.txt"
