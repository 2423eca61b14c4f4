"""Addresses of the channels: the public answer page, files, the outbox."""

from django.urls import path

from . import views
from .web import colleagues, pages

app_name = "channels"
urlpatterns = [
    path("a/<str:token>/", pages.answer, name="answer"),
    path("s/<slug:code>/", pages.open_answer, name="open_answer"),
    path("s/<slug:code>/kiosk/", pages.kiosk, name="kiosk"),
    path("s/<slug:code>/kiosk/<str:token>/", pages.kiosk, name="kiosk_going_on"),
    path("s/<slug:code>/<str:token>/", pages.going_on, name="going_on"),
    path("ask.js", pages.intercept, name="intercept"),
    path("listen/surveys/<slug:code>/test/", colleagues.test, name="test"),
    path("listen/surveys/<slug:code>/phone/", colleagues.phone, name="phone"),
    path("listen/", views.surveys, name="surveys"),
    path("listen/invite/", views.invite_one, name="invite"),
    path("listen/files/", views.files, name="files"),
    path("listen/files/<int:pk>/", views.file_report, name="file_report"),
    path("listen/outbox/", views.outbox, name="outbox"),
    path("listen/outbox/<int:pk>/", views.message, name="message"),
]
