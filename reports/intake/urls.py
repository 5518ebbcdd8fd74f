"""Names of the volunteers' pages: the report form and their own reports."""

from django.urls import path

from reports.intake import views
from spotter.lib import installable

app_name = "intake"
urlpatterns = [
    path("manifest.webmanifest", installable.manifest, name="manifest"),
    path("sw.js", installable.worker, name="worker"),
    path("report/", views.report, name="report"),
    path("report/offline/<slug:language>/", views.offline, name="offline"),
    path("report/share/", views.share, name="share"),
    path("reports/", views.mine, name="mine"),
    path("reports/<slug:code>/", views.one, name="one"),
    path("reports/<slug:code>/correct/", views.correct, name="correct"),
    path("reports/<slug:code>/withdraw/", views.withdraw, name="withdraw"),
    path("reports/<slug:code>/reply/", views.reply, name="reply"),
    path("reports/<slug:code>/screenshots/<int:number>/<slug:size>/", views.screenshot, name="screenshot"),
]
