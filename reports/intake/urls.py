"""Names of the volunteers' pages: the report form and their own reports."""

from django.urls import path

from reports.intake import views

app_name = "intake"
urlpatterns = [
    path("report/", views.report, name="report"),
    path("reports/", views.mine, name="mine"),
    path("reports/<slug:code>/", views.one, name="one"),
    path("reports/<slug:code>/withdraw/", views.withdraw, name="withdraw"),
    path("reports/<slug:code>/reply/", views.reply, name="reply"),
    path("reports/<slug:code>/screenshots/<int:number>/<slug:size>/", views.screenshot, name="screenshot"),
]
