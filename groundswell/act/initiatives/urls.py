"""Addresses of initiatives."""

from django.urls import path

from . import api, behind_views, design_views, effect_views, lot_views, views

app_name = "initiatives"
urlpatterns = [
    path("api/v1/lots", api.lots, name="lots_api"),
    path("act/initiatives/", views.initiatives, name="board"),
    path("act/initiatives/start/<int:decision_pk>/", views.start_one, name="start"),
    path("act/initiatives/expected/", effect_views.expected, name="expected"),
    path("act/initiatives/<int:pk>/effect/", effect_views.effect, name="effect"),
    path("act/initiatives/<int:pk>/effect/answers/", behind_views.answers, name="answers"),
    path("act/initiatives/<int:pk>/", views.initiative, name="initiative"),
    path("act/initiatives/<int:pk>/measure/", views.measure, name="measure"),
    path("act/initiatives/<int:pk>/design/", design_views.design, name="design"),
    path("act/initiatives/<int:pk>/lots/", lot_views.lots, name="lots"),
    path("act/initiatives/<int:pk>/lots/customers.csv", lot_views.lots_file, name="lots_file"),
    path("act/initiatives/<int:pk>/<slug:deed>/", views.do, name="do"),
    path("act/initiatives/<int:pk>/milestones/<int:milestone_pk>/", views.reach, name="reach"),
    path("act/initiatives/<int:pk>/<slug:part>/<int:part_pk>/", views.do_part, name="part"),
]
