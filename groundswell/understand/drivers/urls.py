"""Addresses of the drivers."""

from django.urls import path

from . import measures_views, views

app_name = "drivers"
urlpatterns = [
    path("understand/drivers/", views.drivers, name="drivers"),
    path("understand/drivers/measures/", measures_views.measures, name="measures"),
    path("understand/drivers/beside/", measures_views.measure_beside, name="measure_beside"),
    path("understand/drivers/beside/<int:pk>/remove/", measures_views.remove_beside, name="remove_beside"),
    path(
        "understand/drivers/measures/<slug:token>/", measures_views.look_at_measures, name="look_at_measures"
    ),
]
