"""Addresses of the register."""

from django.urls import path

from . import views

app_name = "opportunities"
urlpatterns = [
    path("act/opportunities/", views.register, name="register"),
    path("act/opportunities/new/", views.new, name="new"),
    path("act/opportunities/elevations/<int:pk>/", views.triage, name="triage"),
    path("act/opportunities/elevations/<int:pk>/join/", views.join, name="join"),
    path("act/opportunities/elevations/<int:pk>/set-aside/", views.set_aside, name="set_aside"),
    path("act/opportunities/<int:pk>/", views.opportunity, name="opportunity"),
    path("act/opportunities/<int:pk>/voices/", views.voices, name="voices"),
    path("act/opportunities/<int:pk>/settle/", views.settle, name="settle"),
]
