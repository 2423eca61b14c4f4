"""Addresses of the journey as customers live it."""

from django.urls import path

from . import placing_pages, views

app_name = "journeys_read"
urlpatterns = [
    path("understand/journey/", views.journey, name="journey"),
    path("understand/journey/rates/", views.rates, name="rates"),
    path("understand/journey/touchpoints/", placing_pages.touchpoints, name="touchpoints"),
    path("understand/journey/touchpoints/<int:pk>/", placing_pages.touchpoint, name="touchpoint"),
    path("understand/journey/before/<int:pk>/", views.before, name="before"),
    path("understand/journey/turned/<int:pk>/", views.turned, name="turned"),
]
