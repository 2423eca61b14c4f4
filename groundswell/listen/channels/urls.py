"""Addresses of the channels: the public answer page, files, the outbox."""

from django.urls import path

from . import file_views, views
from .connections import views as connections
from .web import colleagues, pages, previewing

app_name = "channels"
urlpatterns = [
    path("a/<str:token>/", pages.answer, name="answer"),
    path("s/<slug:code>/", pages.open_answer, name="open_answer"),
    path("s/<slug:code>/kiosk/", pages.kiosk, name="kiosk"),
    path("s/<slug:code>/kiosk/<str:token>/", pages.kiosk, name="kiosk_going_on"),
    path("s/<slug:code>/<str:token>/", pages.going_on, name="going_on"),
    path("ask.js", pages.intercept, name="intercept"),
    path("listen/surveys/<slug:code>/test/", colleagues.test, name="test"),
    path("listen/surveys/<slug:code>/screen/", previewing.screen, name="screen"),
    path("listen/surveys/<slug:code>/phone/", colleagues.phone, name="phone"),
    path("listen/", views.surveys, name="surveys"),
    path("listen/files/", file_views.files, name="files"),
    path("listen/files/waiting/<str:token>/", file_views.waiting, name="waiting_file"),
    path("listen/files/<int:pk>/", file_views.file_report, name="file_report"),
    path("listen/outbox/", views.outbox, name="outbox"),
    path("listen/outbox/<int:pk>/", views.message, name="message"),
    path("listen/channels/", connections.connections, name="connections"),
    path("listen/channels/new/<str:code>/", connections.new_connection, name="new_connection"),
    path("listen/channels/<int:pk>/", connections.connection, name="connection"),
    path("listen/channels/<int:pk>/fetch/", connections.fetch_connection, name="fetch_connection"),
    path("listen/channels/<int:pk>/file/", connections.tell_connection, name="tell_connection"),
    path("listen/channels/<int:pk>/end/", connections.end, name="end_connection"),
    path("hooks/<str:channel>/<str:token>/", connections.hook, name="hook"),
]
