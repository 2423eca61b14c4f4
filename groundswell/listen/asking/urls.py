"""Addresses of asking."""

from django.urls import path

from . import api, views

app_name = "asking"
urlpatterns = [
    path("api/v1/episodes", api.episodes, name="episodes"),
    path("listen/invite/", views.invite_one, name="invite"),
    path("listen/asking/", views.plans, name="plans"),
    path("listen/asking/new/", views.new_plan, name="new_plan"),
    path("listen/asking/list/", views.invite_list, name="list"),
    path("listen/asking/rules/", views.contact_rules, name="rules"),
    path("listen/asking/why/", views.why, name="why"),
    path("listen/asking/why/<int:pk>/ban/", views.ban, name="ban"),
    path("listen/asking/<int:pk>/", views.plan_page, name="plan"),
    path("listen/asking/<int:pk>/end/", views.stop_plan, name="end_plan"),
    path("listen/asking/<int:pk>/<slug:step>/", views.step_list, name="step"),
]
