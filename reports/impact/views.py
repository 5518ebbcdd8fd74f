"""The public pages: home and the figures."""

import csv
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from reports.impact.queries import OF, ROWS, Figures, figures, plain, shown
from spotter.lib.doors import PUBLIC, audience


def stats(found: Figures) -> list[dict[str, Any]]:
    """The figures in their order, each with its denominator and its method."""
    rows = []
    for name, label, of, note in ROWS:
        whole = getattr(found, of) if of else None
        of_words = str(OF[of]) % {"whole": shown(whole)} if whole is not None else ""
        count = getattr(found, name)
        rows.append(
            {"label": label, "figure": shown(count), "of": of_words, "note": note, "name": name, "plain": plain(count)}
        )
    return rows


@audience(PUBLIC)
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """What this is, the figures, and the way to the report form."""
    return render(request, "impact/home.html", {"stats": stats(figures())})


@audience(PUBLIC)
@require_GET
def public_figures(request: HttpRequest) -> HttpResponse:
    """What was achieved, with denominators and method."""
    found = figures()
    return render(request, "impact/figures.html", {"stats": stats(found), "at": found.at})


@audience(PUBLIC)
@require_GET
def figures_csv(request: HttpRequest) -> HttpResponse:
    """The same figures as CSV."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="cyber-spotter-figures.csv"'
    writer = csv.writer(response, quoting=csv.QUOTE_ALL)
    # Headings are names for programs: the same in every language.
    writer.writerow(["figure", "count", "of", "note"])
    writer.writerows([row["name"], row["plain"], row["of"], row["note"]] for row in stats(figures()))
    return response


@audience(PUBLIC)
@require_GET
def figures_json(request: HttpRequest) -> HttpResponse:
    """The same figures as JSON."""
    found = figures()
    return JsonResponse({row["name"]: row["plain"] for row in stats(found)} | {"counted_at": found.at.isoformat()})
