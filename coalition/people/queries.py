"""Who is acting."""

from django.http import Http404, HttpRequest

from coalition.models import User


def person_of(request: HttpRequest) -> User:
    """The signed-in person; nobody gets this far without having passed the door, and if so finds nothing."""
    if not isinstance(request.user, User):
        raise Http404
    return request.user
