"""Addresses of what is watched."""

from django.urls import path

from . import views

app_name = "watching"
urlpatterns = [
    path("understand/watching/", views.watching, name="list"),
    path("understand/watching/new/", views.new_series, name="new"),
    path("understand/watching/<int:pk>/", views.series, name="series"),
    path("understand/watching/<int:pk>/hand-over/", views.hand_over_series, name="hand_over"),
    path("understand/watching/<int:pk>/stop/", views.stop, name="stop"),
    path("understand/watching/alerts/<int:pk>/", views.alert, name="alert"),
    path("understand/watching/alerts/<int:pk>/acknowledge/", views.acknowledge_alert, name="acknowledge"),
    path("understand/watching/alerts/<int:pk>/settle/", views.settle, name="settle"),
]
