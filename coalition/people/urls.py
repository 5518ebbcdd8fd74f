"""Names of the pages about oneself."""

from django.urls import path

from coalition.people import views

app_name = "people"
urlpatterns = [
    path("start/", views.start, name="start"),
    path("pledge/", views.pledge, name="pledge"),
    path("me/", views.own_settings, name="settings"),
    path("me/rest/", views.rest, name="rest"),
    path("me/unsent/", views.unsent, name="unsent"),
    path("me/again/", views.again, name="again"),
    path("letters/<str:token>/", views.stop, name="stop"),
]
