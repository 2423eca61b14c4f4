"""Addresses of the practices."""

from django.urls import path

from . import views

app_name = "practices"
urlpatterns = [
    path("act/practices/", views.practice_list, name="list"),
    path("act/practices/new/", views.new, name="new"),
    path("act/practices/<int:pk>/", views.practice, name="practice"),
    path("act/practices/<int:pk>/take-up/", views.take_up, name="take_up"),
    path("act/practices/<int:pk>/give-up/", views.give_up, name="give_up"),
    path("act/practices/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
]
