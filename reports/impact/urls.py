"""Names of the public figures."""

from django.urls import path

from reports.impact import views

app_name = "impact"
urlpatterns = [
    path("", views.public_figures, name="figures"),
    path("figures.csv", views.figures_csv, name="csv"),
    path("figures.json", views.figures_json, name="json"),
]
