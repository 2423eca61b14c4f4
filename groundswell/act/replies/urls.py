"""Addresses of replies; the last one is public."""

from django.urls import path

from . import views

app_name = "replies"
urlpatterns = [
    path("act/replies/", views.replies, name="list"),
    path("act/replies/new/<int:initiative_pk>/", views.new, name="new"),
    path("you-said-we-did/", views.public, name="public"),
]
