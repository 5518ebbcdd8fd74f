"""How signing in meets our house: who a new person is, what little is kept about them, and proof that it is them."""

import secrets
from collections.abc import Callable
from functools import wraps
from time import time
from typing import Any, Final
from urllib.parse import urlencode

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows import reauthentication
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.usersessions.models import UserSession
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from coalition.models import User
from coalition.models.people import ALPHABET
from coalition.people.rules import CODE_LIVES, CODE_PAUSE, CODE_TRIES, coarse, plain_code
from spotter.audit.acts import act
from spotter.lib.mail import Letter, send

View = Callable[..., HttpResponseBase]
STATE: Final = "people.again"


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


def proves_again(view: View) -> View:
    """Only for somebody who proved in the last minutes that it is them: by password, second factor, or a code."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if reauthentication.get_reauthentication_flows(request.user):
            reauthentication.raise_if_reauthentication_required(request, app="people")
        elif not _proved_lately(request):
            return redirect(f"{reverse('people:again')}?{urlencode({'next': request.path})}")
        return view(request, *args, **kwargs)

    return guarded


def _proved_lately(request: HttpRequest) -> bool:
    proofs = [one["at"] for one in get_authentication_records(request, request.user) if one.get("reauthenticated")]
    return bool(proofs) and time() - max(proofs) < app_settings.REAUTHENTICATION_TIMEOUT


def send_code(request: HttpRequest, person: User) -> bool:
    """Send a fresh code to this person; False when the last one went out less than a minute ago."""
    before = request.session.get(STATE, {})
    if time() - before.get("sent", 0) < CODE_PAUSE:
        return False
    code = "".join(secrets.choice(ALPHABET) for _i in range(8))
    with translation.override(person.language):
        text = render_to_string("mail/code.txt", {"code": f"{code[:4]}-{code[4:]}", "minutes": CODE_LIVES // 60})
        send(Letter(person.email, _("Your code"), text))
    request.session[STATE] = {"sent": time(), "tries": 0, "code": _sealed(code)}
    return True


def takes_code(request: HttpRequest, person: User, typed: str) -> bool:
    """Whether this is the code that was sent; then it is used up, and this session has proved who it is."""
    state = request.session.get(STATE)
    if not state or state["tries"] >= CODE_TRIES or time() - state["sent"] > CODE_LIVES:
        return False
    request.session[STATE] = state | {"tries": state["tries"] + 1}
    if not constant_time_compare(state["code"], _sealed(plain_code(typed))):
        return False
    del request.session[STATE]
    record_authentication(request, person, method="code", reauthenticated=True)
    return True


def _sealed(code: str) -> str:
    return salted_hmac(STATE, code, algorithm="sha256").hexdigest()
