"""Names of the pages for monitors; the staff's page of health stands in coalition.progress."""

from django.urls import path

from spotter.jobs import views

app_name = "jobs"
urlpatterns = [
    path("healthz", views.alive, name="healthz"),
    path("readyz", views.ready, name="readyz"),
    path("health/deep", views.deep, name="health-deep"),
]
