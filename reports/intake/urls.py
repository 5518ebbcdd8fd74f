"""Names of the volunteers' pages: the report form and their own reports."""

from django.urls import path

from reports.intake.views import bulk, known, mine, names, report
from spotter.lib import installable

app_name = "intake"
urlpatterns = [
    path("manifest.webmanifest", installable.manifest, name="manifest"),
    path("sw.js", installable.worker, name="worker"),
    path("report/", report.report, name="report"),
    path("report/names/", names.names, name="names"),
    path("report/known/", known.known, name="known"),
    path("report/me-too/", known.me_too, name="me-too"),
    path("report/offline/<slug:language>/", report.offline, name="offline"),
    path("report/share/", report.share, name="share"),
    path("report/bulk/", bulk.choose, name="bulk"),
    path("report/bulk/template.<slug:kind>", bulk.template, name="bulk-template"),
    path("report/bulk/<str:signed>/", bulk.table, name="bulk-table"),
    path("report/bulk/<str:signed>/send/", bulk.send, name="bulk-send"),
    path("report/bulk/<str:signed>/mend.csv", bulk.mend, name="bulk-mend"),
    path("report/bulk/<str:signed>/results.csv", bulk.results, name="bulk-results"),
    path("reports/", mine.mine, name="mine"),
    path("reports/<slug:code>/", mine.one, name="one"),
    path("reports/<slug:code>/correct/", mine.correct, name="correct"),
    path("reports/<slug:code>/withdraw/", mine.withdraw, name="withdraw"),
    path("reports/<slug:code>/restore/", mine.restore, name="restore"),
    path("reports/<slug:code>/reply/", mine.reply, name="reply"),
    path("reports/<slug:code>/screenshots/<int:number>/<slug:size>/", mine.screenshot, name="screenshot"),
]
