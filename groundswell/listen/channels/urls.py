"""Addresses of the channels: the public answer page, files, the outbox."""

from django.urls import path

from . import views

app_name = "channels"
urlpatterns = [
    path("a/<str:token>/", views.answer, name="answer"),
    path("s/<slug:code>/", views.open_answer, name="open_answer"),
    path("listen/", views.surveys, name="surveys"),
    path("listen/files/", views.files, name="files"),
    path("listen/files/<int:pk>/", views.file_report, name="file_report"),
    path("listen/outbox/", views.outbox, name="outbox"),
    path("listen/outbox/<int:pk>/", views.message, name="message"),
]
