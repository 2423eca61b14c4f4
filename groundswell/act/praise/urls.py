"""Addresses of praise."""

from django.urls import path

from . import views

app_name = "praise"
urlpatterns = [
    path("act/praise/", views.praise_list, name="list"),
    path("act/praise/thank/", views.thank_colleague, name="thank"),
    path("act/praise/cards/<int:pk>/take-back/", views.take_card_back, name="take_back"),
]
