"""Addresses of the scores room."""

from django.urls import path

from . import views

app_name = "scores"
urlpatterns = [
    path("understand/", views.explorer, name="explorer"),
    path("understand/units/<int:pk>/", views.unit, name="unit"),
    path("understand/compare/", views.compare, name="compare"),
    path("understand/themes/", views.themes, name="themes"),
    path("understand/employees/<slug:code>/", views.employees, name="employees"),
]
