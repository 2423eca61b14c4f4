"""Addresses of the desk."""

from django.urls import path

from . import views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("voices/<int:pk>/", views.home, name="voice"),
    path("complaint/<str:token>/", views.home, name="complaint_status"),
]
