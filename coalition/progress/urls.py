"""Names of the pages about progress and health."""

from django.urls import path

from coalition.progress import views

app_name = "progress"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("health/", views.health, name="health"),
    path("health/jobs/<int:job_id>/try-again/", views.try_again, name="try-again"),
]
