"""Names of capture's pages."""

from django.urls import path

from reports.capture import views

app_name = "capture"
urlpatterns = [path("staff/looks/", views.looks, name="looks")]
