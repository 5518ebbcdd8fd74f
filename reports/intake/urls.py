"""Names of the volunteers' pages: the report form and their own reports."""

from django.urls import path

from reports.intake.views import mine, report
from spotter.lib import installable

app_name = "intake"
urlpatterns = [
    path("manifest.webmanifest", installable.manifest, name="manifest"),
    path("sw.js", installable.worker, name="worker"),
    path("report/", report.report, name="report"),
    path("report/offline/<slug:language>/", report.offline, name="offline"),
    path("report/share/", report.share, name="share"),
    path("reports/", mine.mine, name="mine"),
    path("reports/<slug:code>/", mine.one, name="one"),
    path("reports/<slug:code>/correct/", mine.correct, name="correct"),
    path("reports/<slug:code>/withdraw/", mine.withdraw, name="withdraw"),
    path("reports/<slug:code>/reply/", mine.reply, name="reply"),
    path("reports/<slug:code>/screenshots/<int:number>/<slug:size>/", mine.screenshot, name="screenshot"),
]
