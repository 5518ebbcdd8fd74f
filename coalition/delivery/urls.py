"""Names of the staff's pages about deliveries."""

from django.urls import path

from coalition.delivery import views

app_name = "delivery"
urlpatterns = [
    path("staff/deliveries/", views.stuck, name="stuck"),
    path("staff/deliveries/<slug:event_id>/send-again/", views.send_again, name="send-again"),
]
