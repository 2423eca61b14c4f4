"""Addresses of the desk."""

from django.urls import path

from . import views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("voices/", views.voices, name="voices"),
    path("voices/export/<slug:form>/", views.export_voices, name="export_voices"),
    path("voices/<int:pk>/", views.voice, name="voice"),
    path("complaint/<str:token>/", views.complaint_status, name="complaint_status"),
]
