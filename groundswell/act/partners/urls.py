"""Addresses of the partners' room."""

from django.urls import path

from . import agency_views, door_views, views
from .files import views as file_views

app_name = "partners"
urlpatterns = [
    path("act/partners/", views.boards, name="boards"),
    path("act/partners/<int:pk>/", views.board, name="board"),
    path("act/partners/<int:pk>/voices/", views.voices, name="voices"),
    path("act/partners/<int:pk>/downloads/", file_views.downloads, name="downloads"),
    path("act/partners/<int:pk>/files/<int:file_pk>/", file_views.file, name="file"),
    path("act/partners/<int:pk>/<slug:doing>/", views.do, name="do"),
    path("act/partners/<int:pk>/<slug:saying>/<int:thing_pk>/", views.do_part, name="part"),
    path("act/partners/open/<int:pk>/", views.open_one, name="open"),
    path("act/partners/agencies/", agency_views.agencies, name="agencies"),
    path("act/partners/agencies/<int:pk>/", agency_views.agency, name="agency"),
    path("act/partners/agencies/<int:pk>/<slug:deed>/<int:part_pk>/", agency_views.end, name="end"),
    path("partners/<str:token>/", door_views.come_in, name="come_in"),
]
