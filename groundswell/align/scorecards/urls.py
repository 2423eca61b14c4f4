"""Addresses of the scorecards."""

from django.urls import path

from . import views

app_name = "scorecards"
urlpatterns = [
    path("align/scorecards/", views.scorecard_list, name="list"),
    path("align/scorecards/new/", views.new_scorecard, name="new"),
    path("align/scorecards/<int:pk>/", views.scorecard_page, name="page"),
    path("align/scorecards/<int:pk>/targets/new/", views.new_target, name="new_target"),
    path("align/scorecards/targets/<int:pk>/correct/", views.correct, name="correct"),
]
