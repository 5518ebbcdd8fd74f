"""Names of the pages about members."""

from django.urls import path

from coalition.members import views

app_name = "members"
urlpatterns = [path("", views.member_list, name="list")]
