"""The staff's list of what did not arrive, and the button that sends it again."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from coalition.delivery import actions, queries
from coalition.models import Delivery, User
from spotter.lib.doors import AUDITOR, COORDINATOR, STAFF, audience


@audience(*STAFF, COORDINATOR, AUDITOR)
@require_GET
def stuck(request: HttpRequest) -> HttpResponse:
    """Late and dead deliveries, and those without an address."""
    context = {"rows": queries.stuck(timezone.now()), "may_send": request.user.role != AUDITOR}  # type: ignore[union-attr]
    return render(request, "delivery/stuck.html", context)


@audience(*STAFF, COORDINATOR)
@require_POST
def send_again(request: HttpRequest, event_id: str) -> HttpResponse:
    """Try it now, with the whole table of retries before it."""
    delivery = get_object_or_404(Delivery, event_id=event_id)
    if actions.send_again(delivery, by=cast(User, request.user), at=timezone.now()):
        messages.success(request, _("It is on its way again."))
    else:
        messages.info(request, _("It has arrived meanwhile."))
    return redirect("delivery:stuck")
