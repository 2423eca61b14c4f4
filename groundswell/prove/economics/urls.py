"""Addresses of economics."""

from django.urls import path

from . import views

app_name = "economics"
urlpatterns = [
    path("prove/economics/", views.economics, name="economics"),
    path("prove/economics/customers/", views.customers, name="customers"),
]
