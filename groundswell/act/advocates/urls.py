"""Addresses of the advocates: pages inside, and two that customers open."""

from django.urls import path

from . import public_views, views

app_name = "advocates"
urlpatterns = [
    path("act/advocates/", views.advocate_list, name="list"),
    path("act/advocates/thank/<int:signal_pk>/", views.thank_promoter, name="thank"),
    path("act/advocates/<int:pk>/", views.advocate_page, name="advocate"),
    path("act/advocates/<int:pk>/ask/", views.ask_advocate, name="ask"),
    path("act/advocates/asks/<int:pk>/<str:how>/", views.settle, name="settle"),
    path("advocates/join/<str:token>/", public_views.join_page, name="join"),
    path("r/<str:code>/", public_views.referred, name="referred"),
]
