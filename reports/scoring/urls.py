"""Addresses of the scoring room: the learned models."""

from django.urls import path

from reports.scoring.views import models, strikes

app_name = "scoring"

urlpatterns = [
    path("staff/scoring/", models.models, name="models"),
    path("staff/scoring/receipts/<int:pk>/<int:line>/strike/", strikes.strike, name="strike"),
    path("staff/scoring/receipts/<int:pk>/<int:line>/take-back/", strikes.take_back, name="take-back"),
    path("staff/scoring/<str:version>/publish/", models.publish, name="publish"),
    path("staff/scoring/<str:version>/withdraw/", models.withdraw, name="withdraw"),
]
