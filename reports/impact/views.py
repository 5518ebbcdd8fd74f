"""The public pages: home and the figures."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from spotter.lib.doors import PUBLIC, audience


@audience(PUBLIC)
def home(request: HttpRequest) -> HttpResponse:
    """What this is, and the way to the report form."""
    return render(request, "impact/home.html")
