"""Names of the staff's pages: the queue and the listing."""

from django.urls import path

from reports.triage import views

app_name = "triage"
urlpatterns = [
    path("", views.queue, name="queue"),
    path("<slug:code>/", views.listing, name="listing"),
    path("<slug:code>/claim/", views.claim, name="claim"),
    path("<slug:code>/give-back/", views.give_back, name="give-back"),
    path("<slug:code>/confirm/", views.confirm, name="confirm"),
    path("<slug:code>/dismiss/", views.dismiss, name="dismiss"),
    path("<slug:code>/ask/", views.ask, name="ask"),
    path("<slug:code>/undo/", views.undo, name="undo"),
    path("<slug:code>/forward/", views.forward, name="forward"),
    path("<slug:code>/screenshots/<int:pk>/<slug:size>/", views.screenshot, name="screenshot"),
    path("<slug:code>/pictures/<int:pk>/<slug:size>/", views.picture, name="picture"),
]
