"""Addresses of registered decisions."""

from django.urls import path

from . import api, letter_pages, views

app_name = "decisions"
urlpatterns = [
    path("api/v1/decisions", api.decisions, name="api"),
    path("act/decisions/", views.register_page, name="list"),
    path("act/decisions/new/", views.new, name="new"),
    path("act/decisions/limits/", views.limits_page, name="limits"),
    path("act/decisions/filing-address/", letter_pages.filing_address, name="filing_address"),
    path("act/decisions/letters/<int:pk>/", letter_pages.letter, name="letter"),
    path("act/decisions/<int:pk>/", views.decision, name="decision"),
    path("act/decisions/<int:pk>/assess/", views.assess_page, name="assess"),
    path("act/decisions/<int:pk>/day/", views.day_page, name="day"),
    path("act/decisions/<int:pk>/owner/", views.owner_page, name="owner"),
    path("act/decisions/<int:pk>/learn/", views.learn_page, name="learn"),
]
