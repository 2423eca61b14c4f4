"""Addresses of the benchmarks."""

from django.urls import path

from . import views

app_name = "benchmarks"
urlpatterns = [
    path("understand/benchmarks/", views.studies, name="list"),
    path("understand/benchmarks/new/", views.new_study, name="new"),
    path("understand/benchmarks/new/<slug:token>/", views.look_at_study, name="look"),
    path("understand/benchmarks/<int:pk>/", views.study, name="study"),
    path("understand/benchmarks/<int:pk>/growth/", views.growth, name="growth"),
    path("understand/benchmarks/<int:pk>/remove/", views.remove, name="remove"),
]
