"""Addresses of the register."""

from django.urls import path

from . import api, behind_pages, triage_pages, views
from .candidates import pages as candidate_pages
from .merging import pages as merging_pages
from .roots import pages as root_pages

app_name = "opportunities"
urlpatterns = [
    path("act/opportunities/", views.register, name="register"),
    path("act/opportunities/export/<slug:form>/", views.export, name="export"),
    path("act/opportunities/counting/", views.counting, name="counting"),
    path("act/opportunities/new/", views.new, name="new"),
    path("act/opportunities/candidates/", candidate_pages.candidates, name="candidates"),
    path("act/opportunities/candidates/enter/", candidate_pages.enter, name="enter"),
    path("act/opportunities/candidates/pass/", candidate_pages.pass_by, name="pass_by"),
    path("act/opportunities/triage/", triage_pages.desk, name="desk"),
    path("act/opportunities/elevations/<int:pk>/", triage_pages.triage, name="triage"),
    path("act/opportunities/elevations/<int:pk>/join/", triage_pages.join, name="join"),
    path("act/opportunities/elevations/<int:pk>/set-aside/", triage_pages.set_aside, name="set_aside"),
    path("act/opportunities/<int:pk>/", views.opportunity, name="opportunity"),
    path("act/opportunities/<int:pk>/voices/", behind_pages.behind, name="voices"),
    path("act/opportunities/<int:pk>/change/", views.change, name="change"),
    path("act/opportunities/<int:pk>/settle/", views.settle, name="settle"),
    path("act/opportunities/<int:pk>/merge/", merging_pages.merge, name="merge"),
    path("act/opportunities/<int:pk>/separate/", merging_pages.separate, name="separate"),
    path("act/opportunities/<int:pk>/split/", triage_pages.split, name="split"),
    path("act/opportunities/<int:pk>/roots/", root_pages.roots, name="roots"),
    path("act/opportunities/<int:pk>/roots/<slug:ask>/", root_pages.do_root, name="do_root"),
    path("api/v1/opportunities", api.opportunities, name="api"),
]
