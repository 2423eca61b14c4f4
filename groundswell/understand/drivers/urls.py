"""Addresses of the drivers."""

from django.urls import path

from . import views

app_name = "drivers"
urlpatterns = [path("understand/drivers/", views.drivers, name="drivers")]
