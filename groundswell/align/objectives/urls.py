"""Addresses of the objectives."""

from django.urls import path

from . import views

app_name = "objectives"
urlpatterns = [
    path("align/objectives/", views.objective_list, name="list"),
    path("align/objectives/new/", views.new_objective, name="new"),
    path("align/objectives/<int:pk>/", views.objective_page, name="page"),
    path("align/objectives/<int:pk>/metrics/new/", views.new_metric, name="new_metric"),
]
