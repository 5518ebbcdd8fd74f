"""Names of the pages on what became of a volunteer's work."""

from django.urls import path

from reports.followup import views

app_name = "followup"
urlpatterns = [
    path("reports/read/", views.read, name="read"),
    path("reports/precision/", views.precision, name="precision"),
    path("group/", views.group, name="group"),
    path("me/data/", views.own_data, name="own_data"),
    path("me/data/export/", views.export, name="export"),
    path("me/data/forget/", views.forget, name="forget"),
]
