"""Names of the public guides."""

from django.urls import path

from coalition.learning import views

app_name = "learning"
urlpatterns = [
    path("", views.guide, name="guide"),
    path("safety/", views.safety, name="safety"),
    path("privacy/", views.privacy, name="privacy"),
]
