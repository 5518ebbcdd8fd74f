"""Addresses of the scoring room: how often reasons were right, alarms, the learned models, strikes."""

from django.urls import path

from reports.scoring.views import alarms, models, strikes, terms

app_name = "scoring"

urlpatterns = [
    path("staff/scoring/", terms.terms, name="terms"),
    path("staff/scoring/reasons.csv", terms.terms_csv, name="terms-csv"),
    path("staff/scoring/alarms/", alarms.alarms, name="alarms"),
    path("staff/scoring/alarms/<int:pk>/acknowledge/", alarms.acknowledge, name="acknowledge"),
    path("staff/scoring/models/", models.models, name="models"),
    path("staff/scoring/receipts/<int:pk>/<int:line>/strike/", strikes.strike, name="strike"),
    path("staff/scoring/receipts/<int:pk>/<int:line>/take-back/", strikes.take_back, name="take-back"),
    path("staff/scoring/<str:version>/publish/", models.publish, name="publish"),
    path("staff/scoring/<str:version>/withdraw/", models.withdraw, name="withdraw"),
]
