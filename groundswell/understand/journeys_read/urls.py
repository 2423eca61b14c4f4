"""Addresses of the journey as customers live it."""

from django.urls import path

from . import views

app_name = "journeys_read"
urlpatterns = [
    path("understand/journey/", views.journey, name="journey"),
    path("understand/journey/rates/", views.rates, name="rates"),
    path("understand/journey/before/<int:pk>/", views.before, name="before"),
    path("understand/journey/turned/<int:pk>/", views.turned, name="turned"),
]
