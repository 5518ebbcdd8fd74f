"""Names of the pages about progress and health."""

from django.urls import path

from coalition.progress import views

app_name = "progress"
urlpatterns = [
    path("progress/", views.overview, name="overview"),
    path("staff/health/", views.health, name="health"),
    path("staff/health/jobs/<int:job_id>/try-again/", views.try_again, name="try-again"),
]
