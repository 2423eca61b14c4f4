"""Addresses of the journey as customers live it."""

from django.urls import path

from . import views

app_name = "journeys_read"
urlpatterns = [path("understand/journey/", views.journey, name="journey")]
