"""Addresses of the complaints room."""

from django.urls import path

from . import views

app_name = "complaints"
urlpatterns = [
    path("complain/", views.complain, name="complain"),
    path("listen/complaints/", views.register, name="register"),
]
