"""Addresses of asking."""

from django.urls import path

from . import api, phone_views, plan_views, views

app_name = "asking"
urlpatterns = [
    path("api/v1/episodes", api.episodes, name="episodes"),
    path("listen/invite/", views.invite_one, name="invite"),
    path("listen/asking/", plan_views.plans, name="plans"),
    path("listen/asking/new/", plan_views.new_plan, name="new_plan"),
    path("listen/phone/", phone_views.phone, name="phone_any"),
    path("listen/phone/callers/", phone_views.callers, name="callers"),
    path("listen/surveys/<slug:code>/phone/", phone_views.phone, name="phone"),
    path("listen/asking/list/", views.invite_list, name="list"),
    path("listen/asking/left-out/<slug:reason>/", plan_views.left_out, name="left_out"),
    path("listen/asking/rules/", views.contact_rules, name="rules"),
    path("listen/asking/why/", views.why, name="why"),
    path("listen/asking/why/<int:pk>/ban/", views.ban, name="ban"),
    path("listen/asking/<int:pk>/", plan_views.plan_page, name="plan"),
    path("listen/asking/<int:pk>/change/", plan_views.change, name="change_plan"),
    path("listen/asking/<int:pk>/pause/", plan_views.pause, name="pause_plan"),
    path("listen/asking/<int:pk>/go-on/", plan_views.go_on, name="resume_plan"),
    path("listen/asking/<int:pk>/end/", plan_views.stop_plan, name="end_plan"),
    path("listen/asking/<int:pk>/<slug:step>/", plan_views.step_list, name="step"),
]
