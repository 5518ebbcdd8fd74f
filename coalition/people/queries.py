"""Who is acting, and who holds a letter of ours."""

from typing import Final

from django.conf import settings
from django.core import signing
from django.http import Http404, HttpRequest
from django.urls import reverse

from coalition.models import User

# A letter may be found years later: its button works as long as the person is here.
LETTERS: Final = signing.Signer(salt="people.letters")


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
