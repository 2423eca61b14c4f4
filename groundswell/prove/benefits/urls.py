"""Addresses of benefits."""

from django.urls import path

from . import views

app_name = "benefits"
urlpatterns = [path("prove/benefits/", views.benefits, name="list")]
