"""Addresses of the advocates: pages inside, and those that customers and everybody open."""

from django.urls import path

from . import api, asking_views, public_views, referral_views, together_views, views, wall_views

app_name = "advocates"
urlpatterns = [
    path("act/advocates/", views.advocate_list, name="list"),
    path("act/advocates/health/", together_views.health, name="health"),
    path("act/advocates/how-often/", asking_views.how_often, name="how_often"),
    path("act/advocates/how-often/<slug:kind>/", asking_views.set_how_often, name="set_how_often"),
    path("act/advocates/words/", wall_views.words_list, name="words"),
    path("act/advocates/words/<int:pk>/<slug:how>/", wall_views.decide_wall, name="decide_wall"),
    path("act/advocates/together/", together_views.gatherings, name="gatherings"),
    path("act/advocates/together/<int:pk>/", together_views.gathering, name="gathering"),
    path("act/advocates/calls/", together_views.needs, name="needs"),
    path("act/advocates/calls/<int:pk>/", together_views.need, name="need"),
    path("act/advocates/reviews/", together_views.reviews, name="reviews"),
    path("act/advocates/reviews/round/", together_views.review_round, name="review_round"),
    path("act/advocates/code/", referral_views.take_code, name="take_code"),
    path("act/advocates/thank/<int:signal_pk>/", views.thank_promoter, name="thank"),
    path("act/advocates/<int:pk>/", views.advocate_page, name="advocate"),
    path("act/advocates/<int:pk>/ask/", asking_views.ask_advocate, name="ask"),
    path("act/advocates/<int:pk>/give/", asking_views.give, name="give"),
    path("act/advocates/asks/<int:pk>/<str:how>/", asking_views.settle, name="settle"),
    path("api/v1/referrals", api.referrals, name="referrals_api"),
    path("advocates/join/<str:token>/", public_views.join_page, name="join"),
    path("advocates/ask/<str:token>/", public_views.answer_page, name="answer"),
    path("advocates/words/<str:token>/", public_views.own_words, name="own_words"),
    path("r/<str:code>/", public_views.referred, name="referred"),
    path("wall/", wall_views.wall, name="wall"),
    path("wall/frame/", wall_views.wall_frame, name="wall_frame"),
    path("wall.json", wall_views.wall_feed, name="wall_feed"),
]
