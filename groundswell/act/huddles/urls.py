"""Addresses of the huddles."""

from django.urls import path

from . import promise_pages, raising_pages, running_pages, views

app_name = "huddles"
urlpatterns = [
    path("act/huddles/", views.huddle_list, name="list"),
    path("act/huddles/plan/", views.plan, name="plan"),
    path("act/huddles/rhythms/", views.rhythms, name="rhythms"),
    path("act/huddles/rhythms/<int:pk>/end/", views.end_rhythm, name="end_rhythm"),
    path("act/huddles/raise/", raising_pages.raise_alone, name="raise_alone"),
    path("act/huddles/promises/", promise_pages.promise_list, name="promises"),
    path("act/huddles/promises/<int:pk>/keep/", promise_pages.keep, name="keep"),
    path("act/huddles/<int:pk>/", running_pages.running_sheet, name="huddle"),
    path("act/huddles/<int:pk>/wall/", running_pages.wall, name="wall"),
    path("act/huddles/<int:pk>/sheet/", running_pages.printed_sheet, name="sheet"),
    path("act/huddles/<int:pk>/sheet.pdf", running_pages.sheet_file, name="sheet_file"),
    path("act/huddles/<int:pk>/state/", running_pages.state, name="state"),
    path("act/huddles/<int:pk>/start/", running_pages.start, name="start"),
    path("act/huddles/<int:pk>/call-off/", running_pages.call_off, name="call_off"),
    path("act/huddles/<int:pk>/end/", running_pages.end, name="end"),
    path("act/huddles/<int:pk>/step/", running_pages.step, name="step"),
    path("act/huddles/<int:pk>/who/", running_pages.attend, name="attend"),
    path("act/huddles/<int:pk>/guest/", running_pages.guest, name="guest"),
    path("act/huddles/<int:pk>/facilitate/", running_pages.take_the_turn, name="facilitate"),
    path("act/huddles/<int:pk>/promise/", promise_pages.promise, name="promise"),
    path("act/huddles/<int:pk>/raise/", running_pages.raise_it, name="raise"),
    path("act/huddles/<int:pk>/promises/<int:promise_pk>/", promise_pages.look_at, name="look_at"),
]
