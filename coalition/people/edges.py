"""How signing in meets our house: who a new person is, and what little is kept about where they come from."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.usersessions.models import UserSession
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language

from coalition.models import User
from coalition.people.rules import coarse
from spotter.audit.acts import act


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """A new person is a spotter, in the language that they signed up in."""

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        """The new row with its event; the address in small letters."""
        user.language = get_language() or user.language
        with act(by=user, at=timezone.now()) as done:
            saved: User = super().save_user(request, user, form, commit=commit)
            done.record("joined", of="user", ref=saved.handle, language=saved.language)
        return saved

    def post_login(self, request: HttpRequest, user: User, **facts: Any) -> HttpResponse:
        """The list of one's sessions shows roughly from where each came; more is not kept."""
        response: HttpResponse = super().post_login(request, user, **facts)
        for session in UserSession.objects.filter(session_key=request.session.session_key or ""):
            UserSession.objects.filter(pk=session.pk).update(ip=coarse(session.ip))
        return response
