"""Addresses of the roll-out."""

from django.urls import path

from . import views

app_name = "programme"
urlpatterns = [
    path("act/programme/", views.programme, name="programme"),
    path("act/programme/deeds/", views.deeds, name="deeds"),
    path("act/programme/<int:stage_pk>/", views.change, name="change"),
    path("act/programme/<int:stage_pk>/begin/", views.begin, name="begin"),
    path("act/programme/<int:stage_pk>/end/", views.end, name="end"),
]
