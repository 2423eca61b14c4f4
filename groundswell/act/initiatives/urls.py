"""Addresses of initiatives."""

from django.urls import path

from . import views

app_name = "initiatives"
urlpatterns = [
    path("act/initiatives/", views.initiatives, name="board"),
    path("act/initiatives/start/<int:decision_pk>/", views.start_one, name="start"),
    path("act/initiatives/<int:pk>/", views.initiative, name="initiative"),
    path("act/initiatives/<int:pk>/measure/", views.measure, name="measure"),
    path("act/initiatives/<int:pk>/end/", views.end, name="end"),
    path("act/initiatives/<int:pk>/<slug:deed>/", views.do, name="do"),
    path("act/initiatives/<int:pk>/milestones/<int:milestone_pk>/", views.reach, name="reach"),
]
