"""Addresses of the scoring room: the learned models."""

from django.urls import path

from reports.scoring import views

app_name = "scoring"

urlpatterns = [
    path("staff/scoring/", views.models, name="models"),
    path("staff/scoring/<str:version>/publish/", views.publish, name="publish"),
    path("staff/scoring/<str:version>/withdraw/", views.withdraw, name="withdraw"),
]
