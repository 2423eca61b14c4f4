"""Addresses of coaching."""

from django.urls import path

from . import appeal_views, conversation_views, views

app_name = "coaching"
urlpatterns = [
    path("act/coaching/", views.coaching, name="list"),
    path("act/coaching/voices/", views.own_voices, name="voices"),
    path("act/coaching/voices/<int:pk>/show/", views.show_voice, name="show"),
    path("act/coaching/voices/<int:pk>/appeal/", appeal_views.make_appeal, name="make_appeal"),
    path("act/coaching/people/<int:pk>/", views.colleague, name="person"),
    path("act/coaching/people/<int:pk>/plan/", views.plan, name="plan"),
    path("act/coaching/people/<int:pk>/coach/", views.name_coach, name="name_coach"),
    path("act/coaching/talks/<int:pk>/", conversation_views.conversation, name="conversation"),
    path("act/coaching/talks/<int:pk>/hold/", conversation_views.hold, name="hold"),
    path("act/coaching/talks/<int:pk>/call-off/", conversation_views.call_off, name="call_off"),
    path("act/coaching/talks/<int:pk>/voices/", conversation_views.bring, name="bring"),
    path("act/coaching/talks/<int:pk>/agree/", conversation_views.agree, name="agree"),
    path("act/coaching/talks/<int:pk>/note/", conversation_views.note, name="note"),
    path(
        "act/coaching/talks/<int:pk>/actions/<int:action_pk>/",
        conversation_views.look_again,
        name="look_again",
    ),
    path("act/coaching/appeals/<int:pk>/", appeal_views.appeal, name="appeal"),
    path("act/coaching/appeals/<int:pk>/decide/", appeal_views.decide, name="decide"),
    path("act/coaching/appeals/<int:pk>/withdraw/", appeal_views.withdraw, name="withdraw_appeal"),
    path("act/coaching/policy/", views.policy, name="policy"),
]
