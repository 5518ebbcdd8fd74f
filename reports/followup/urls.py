"""Names of what a volunteer does with news."""

from django.urls import path

from reports.followup import views

app_name = "followup"
urlpatterns = [
    path("read/", views.read, name="read"),
]
