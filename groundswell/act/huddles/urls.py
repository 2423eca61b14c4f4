"""Addresses of the huddles."""

from django.urls import path

from . import views

app_name = "huddles"
urlpatterns = [
    path("act/huddles/", views.huddle_list, name="list"),
    path("act/huddles/plan/", views.plan, name="plan"),
    path("act/huddles/<int:pk>/", views.running_sheet, name="huddle"),
    path("act/huddles/<int:pk>/sheet/", views.printed_sheet, name="sheet"),
    path("act/huddles/<int:pk>/start/", views.start, name="start"),
    path("act/huddles/<int:pk>/end/", views.end, name="end"),
    path("act/huddles/<int:pk>/promise/", views.promise, name="promise"),
    path("act/huddles/<int:pk>/raise/", views.raise_it, name="raise"),
    path("act/huddles/<int:pk>/promises/<int:promise_pk>/carry-over/", views.carry_over, name="carry_over"),
    path("act/huddles/promises/<int:pk>/keep/", views.keep, name="keep"),
]
