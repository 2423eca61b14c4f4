"""Addresses of the scores room."""

from django.urls import path

from . import api, category_pages, views

app_name = "scores"
urlpatterns = [
    path("understand/", views.explorer, name="explorer"),
    path("understand/units/<int:pk>/", views.unit, name="unit"),
    path("understand/compare/", views.compare, name="compare"),
    path("understand/weighted/", views.weighted, name="weighted"),
    path("understand/themes/", views.themes, name="themes"),
    path("understand/categories/", category_pages.categories, name="categories"),
    path("api/v1/scores", api.scores, name="api"),
    path("understand/employees/<slug:code>/", views.employees, name="employees"),
]
