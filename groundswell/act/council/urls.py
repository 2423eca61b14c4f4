"""Addresses of the council."""

from django.urls import path

from . import views

app_name = "council"
urlpatterns = [
    path("act/council/", views.council, name="council"),
    path("act/council/propose/<int:opportunity_pk>/", views.propose_one, name="propose"),
    path("act/council/proposals/<int:pk>/", views.proposal, name="proposal"),
    path("act/council/proposals/<int:pk>/vote/", views.cast_vote, name="vote"),
    path("act/council/proposals/<int:pk>/decide/", views.take_decision, name="decide"),
    path("act/council/proposals/<int:pk>/escalate/", views.pass_on, name="escalate"),
]
