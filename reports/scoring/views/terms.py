"""The page of words: how often each was right, by language and platform, for whoever tends the lexicon."""

import csv
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from coalition.models import Role
from coalition.people.queries import person_of
from reports.reasons import ENOUGH
from reports.scoring.forms.words import TermsFilter
from reports.scoring.queries import terms as queries
from reports.scoring.queries.alarms import ringing
from spotter.lib.doors import AUDITOR, STAFF, audience
from spotter.lib.text import csv_cell

HEADINGS = ("reason", "term", "language", "platform", "right", "of", "struck", "low_percent", "high_percent")


def wanted_by(form: TermsFilter) -> dict[str, str]:
    """The filters that were understood."""
    form.is_valid()
    return {name: value for name, value in form.cleaned_data.items() if value}


@audience(*STAFF, AUDITOR)
@require_GET
def terms(request: HttpRequest) -> HttpResponse:
    """A page of reasons with their records."""
    form = TermsFilter(request.GET)
    wanted = wanted_by(form)
    found = queries.lines(wanted)
    number = request.GET.get("page", "1")
    page = int(number) if number.isdecimal() and len(number) < 4 else 1
    start = max(0, page - 1) * queries.PAGE
    context = {
        "form": form,
        "filtered": bool(wanted),
        "lines": found[start : start + queries.PAGE],
        "count": len(found),
        "by_platform": bool(wanted.get("platform")),
        "counted_at": queries.counted_at(),
        "enough": ENOUGH,
        "ringing": ringing(),
        "may_try": person_of(request).role == Role.LEAD_ANALYST,
        "csv_query": urlencode(wanted),
        "next_url": "?" + urlencode(wanted | {"page": page + 1}) if start + queries.PAGE < len(found) else "",
        "previous_url": "?" + urlencode(wanted | {"page": page - 1}) if page > 1 else "",
    }
    return render(request, "scoring/terms.html", context)


@audience(*STAFF, AUDITOR)
@require_GET
def terms_csv(request: HttpRequest) -> HttpResponse:
    """The same as CSV; headings are names for programs, the same in every language."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="cyber-spotter-reasons.csv"'
    writer = csv.writer(response, quoting=csv.QUOTE_ALL)
    writer.writerow(HEADINGS)
    for line in queries.lines(wanted_by(TermsFilter(request.GET))):
        record = line.record
        cells = (line.reason, line.term, line.code, line.platform)
        writer.writerow([*map(csv_cell, cells), record.right, record.of, record.struck, line.low, line.high])
    return response
