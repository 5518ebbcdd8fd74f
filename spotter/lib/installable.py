"""What makes the site an app on a phone: its manifest, and the service worker that opens the form without a network."""

import json
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from spotter.lib.doors import PUBLIC, audience

PAPER: Final = "#fafaf7"
# What the modules import from each other; the pages themselves name the rest of what the form needs.
MODULES: Final = ("boxes", "drafts", "known", "outbox", "pictures", "pixels", "place", "report", "sending")
ICONS: Final = (("app-192.png", "192x192", "any"), ("app-512.png", "512x512", "any"))
MASKABLE: Final = ("app-maskable-512.png", "512x512", "maskable")


@audience(PUBLIC)
@require_GET
def manifest(_request: HttpRequest) -> JsonResponse:
    """The app's name, icons, and its place in the phone's share menu."""
    icons = [
        {"src": static(f"img/{file}"), "sizes": sizes, "type": "image/png", "purpose": purpose}
        for file, sizes, purpose in (*ICONS, MASKABLE)
    ]
    card: dict[str, Any] = {
        "id": "/",
        "name": "Cyber Spotter",
        "short_name": "Cyber Spotter",
        "description": _("Report wildlife offered for sale online"),
        "lang": get_language(),
        "start_url": reverse("intake:report"),
        "scope": "/",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": PAPER,
        "icons": icons,
        "shortcuts": [{"name": _("My reports"), "url": reverse("intake:mine")}],
        "share_target": _share_target(),
    }
    return JsonResponse(card, content_type="application/manifest+json")


def _share_target() -> dict[str, Any]:
    """As the phone fills it in: an address, words, pictures."""
    files = [{"name": "pictures", "accept": ["image/*"]}]
    return {
        "action": reverse("intake:share"),
        "method": "POST",
        "enctype": "multipart/form-data",
        "params": {"title": "title", "text": "text", "url": "url", "files": files},
    }


@audience(PUBLIC)
@require_GET
def worker(_request: HttpRequest) -> HttpResponse:
    """The service worker stands at the root, so that its scope is the site; what it does is in static/js/worker.js."""
    form = reverse("intake:report")
    places = {
        "form": form,
        "share": reverse("intake:share"),
        "offline": reverse("intake:offline", args=["en"]),
        "opens": [form, reverse("intake:mine"), "/"],
        "statics": settings.STATIC_URL,
        # Imports name the plain file, pages may name one with a hash: both are kept.
        "files": [f"{settings.STATIC_URL}js/{module}.js" for module in MODULES],
    }
    text = f"import {{ serve }} from {json.dumps(static('js/worker.js'))};\nserve({json.dumps(places)});\n"
    headers = {"Cache-Control": "no-cache", "Service-Worker-Allowed": "/"}
    return HttpResponse(text, content_type="text/javascript; charset=utf-8", headers=headers)
