"""Addresses of replies; those without ``act`` are public."""

from django.urls import path

from . import people_views, public_views, views

app_name = "replies"
urlpatterns = [
    path("act/replies/", views.replies, name="list"),
    path("act/replies/<int:pk>/", views.announcement, name="announcement"),
    path("act/replies/<int:pk>/take-back/", views.take_back, name="take_back"),
    path("act/replies/showing/", views.showing, name="showing"),
    path("act/replies/showing/<int:site_pk>/forbid/", views.forbid, name="forbid"),
    path("act/replies/new/<int:initiative_pk>/", views.new, name="new"),
    path("act/replies/<int:pk>/people/", people_views.told, name="told"),
    path("act/replies/new/<int:initiative_pk>/people/", people_views.people, name="people"),
    path(
        "act/replies/new/<int:initiative_pk>/people/<int:customer_pk>/<slug:choice>/",
        people_views.change,
        name="change",
    ),
    path("you-said-we-did/", public_views.public, name="public"),
    path("you-said-we-did/<slug:code>/", public_views.theme, name="theme"),
    path("you-said-we-did/<slug:code>/frame/", public_views.theme_frame, name="theme_frame"),
    path("you-said-we-did/<slug:code>.json", public_views.theme_feed, name="theme_feed"),
    path("you-said-we-did/<slug:code>.svg", public_views.theme_picture, name="theme_picture"),
    path("better/<str:token>/", public_views.better, name="better"),
]
