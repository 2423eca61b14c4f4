"""Addresses of the surveys room."""

from django.urls import path

from . import editor_views, translation_views, views

app_name = "surveys"
urlpatterns = [
    path("listen/surveys/new/", views.new, name="new"),
    path("listen/surveys/file/", views.bring, name="bring"),
    path("listen/surveys/file/keep/", views.keep, name="keep"),
    path("listen/surveys/<slug:code>/", views.survey, name="survey"),
    path("listen/surveys/<slug:code>/edit/", editor_views.edit, name="edit"),
    path("listen/surveys/<slug:code>/translations/", translation_views.translations, name="translations"),
    path("listen/surveys/<slug:code>/translations.csv", translation_views.table, name="translation_file"),
    path("listen/surveys/<slug:code>/preview/", views.preview, name="preview"),
    path("listen/surveys/<slug:code>/versions/<int:number>/", views.version, name="version"),
    path("listen/surveys/<slug:code>/file/", views.download, name="download"),
    path("listen/surveys/<slug:code>/qr.svg", views.qr, name="qr"),
    path("listen/surveys/<slug:code>/poster/", views.poster, name="poster"),
    path("listen/surveys/<slug:code>/forget-tests/", views.forget_tests, name="forget_tests"),
    path("listen/surveys/<slug:code>/close/", views.close, name="close"),
    path("listen/surveys/<slug:code>/reopen/", views.reopen, name="reopen"),
]
