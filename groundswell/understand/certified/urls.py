"""Addresses of figures on record."""

from django.urls import path

from . import api, views

app_name = "certified"
urlpatterns = [
    path("api/v1/certified", api.certified, name="api"),
    path("understand/certified/", views.certified_list, name="list"),
    path("understand/certified/draft/", views.draft, name="draft"),
    path("understand/certified/<int:pk>/", views.figure, name="figure"),
    path("understand/certified/<int:pk>/certify/", views.certify_figure, name="certify"),
    path("understand/certified/<int:pk>/withdraw/", views.withdraw_figure, name="withdraw"),
    path("understand/certified/<int:pk>/again/", views.draft_figure_again, name="again"),
    path("understand/certified/<int:pk>/recount/", views.recount_figure, name="recount"),
]
