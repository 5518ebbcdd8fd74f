"""The letter that tells a spotter what became of a report, in the spotter's language."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from reports.models import Notice, words
from spotter.lib.mail import Letter


def letter_about(notice: Notice) -> Letter:
    """Plain words and a link; neither the listing's address nor its words stand in a letter."""
    person = notice.report.spotter
    with translation.override(person.language):
        status = str(words.STATUS[notice.status])
        context = {
            "status": status,
            "code": notice.report.code,
            "link": settings.SITE_URL + reverse("intake:one", args=[notice.report.code]),
        }
        subject = _("Your report %(code)s: %(status)s") % {"code": notice.report.code, "status": status}
        return Letter(to=person.email, subject=subject, text=render_to_string("mail/step.txt", context))
