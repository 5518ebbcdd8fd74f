"""Names of the guides and of the first lesson."""

from django.urls import path

from coalition.learning import views

app_name = "learning"
urlpatterns = [
    path("", views.guide, name="guide"),
    path("safety/", views.safety, name="safety"),
    path("lesson/", views.lesson, name="lesson"),
    path("privacy/", views.privacy, name="privacy"),
]
