"""Addresses of the themes' words."""

from django.urls import path

from . import file_views, views

app_name = "theming"
urlpatterns = [
    path("understand/themes/words/", views.theme_words, name="list"),
    path("understand/themes/new/", views.new_theme, name="new"),
    path("understand/themes/file/", file_views.bring, name="file"),
    path("understand/themes/file/<str:token>/", file_views.look_at, name="look_at_file"),
    path("understand/themes/<int:pk>/", views.theme, name="theme"),
    path("understand/themes/<int:pk>/retire/", views.retire, name="retire"),
]
