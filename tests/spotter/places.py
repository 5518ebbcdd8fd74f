"""A small site map: the frame must do with whatever parts of the site there are."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def nothing(request: HttpRequest) -> HttpResponse:
    """A page without content."""
    return HttpResponse()


urlpatterns = [
    path("admin/", include(([path("", nothing, name="index")], "admin"))),
    path("report/", include(([path("", nothing, name="report")], "intake"))),
    path("queue/", include(([path("", nothing, name="queue")], "triage"))),
    path("guide/", include(([path("", nothing, name="guide"), path("safety/", nothing, name="safety")], "learning"))),
]
