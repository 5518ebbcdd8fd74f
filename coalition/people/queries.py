"""Who is acting, who holds a letter of ours, and what somebody would rather not see."""

from typing import Any, Final

from django.conf import settings
from django.core import signing
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from coalition.models import Taxon, User
from coalition.people.rules import kept_closed

# A letter may be found years later: its button works as long as the person is here.
LETTERS: Final = signing.Signer(salt="people.letters")

CLOSED: Final[dict[str, Any]] = {
    "live": _("Live animal"),
    "part": _("Body part"),
    "unknown": _("Not known what it shows"),
    "": "",
}


def person_of(request: HttpRequest) -> User:
    """The signed-in person; nobody gets this far without having passed the door, and if so finds nothing."""
    if not isinstance(request.user, User):
        raise Http404
    return request.user


def stop_address(person: User) -> str:
    """Where this person's letters are stopped without signing in; it tells nothing about the person."""
    return str(settings.SITE_URL) + reverse("people:stop", args=[LETTERS.sign(str(person.pk))])


def holder_of(token: str) -> User:
    """Whose letter this token stands in; 404 for a forged one, and for somebody who is gone."""
    try:
        number = int(LETTERS.unsign(token))
    except (signing.BadSignature, ValueError):
        raise Http404 from None
    found = User.objects.filter(pk=number, is_active=True).first()
    if found is None:
        raise Http404
    return found


def closed_word(person: User, taxon_key: str) -> str:
    """The word that stands instead of a picture which this person asked to keep closed; "" when they did not."""
    if not (person.hides_live or person.hides_gore):
        return ""
    group = Taxon.objects.filter(key=taxon_key).values_list("group", flat=True).first() or ""
    return str(CLOSED[kept_closed(group, hides_live=person.hides_live, hides_gore=person.hides_gore)])
