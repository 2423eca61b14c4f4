"""Addresses of the council."""

from django.urls import path

from . import api, body_views, calendar_views, following_views, log_views, meeting_views, papers, views

app_name = "council"
urlpatterns = [
    path("api/v1/council/decisions", api.decisions, name="api"),
    path("act/council/", views.council, name="council"),
    path("act/council/calendar.ics", calendar_views.mine, name="calendar"),
    path("act/council/calendar/<str:secret>.ics", calendar_views.feed, name="calendar_feed"),
    path("act/council/log/", log_views.log, name="log"),
    path("act/council/log/decisions.csv", log_views.log_file, name="log_file"),
    path("act/council/bodies/new/", body_views.new_body, name="new_body"),
    path("act/council/bodies/<int:pk>/", body_views.body, name="body"),
    path("act/council/bodies/<int:pk>/<slug:setting>/", body_views.change, name="change"),
    path("act/council/meetings/<int:pk>/", meeting_views.meeting, name="meeting"),
    path("act/council/meetings/<int:pk>/paper/", papers.meeting, name="meeting_paper"),
    path("act/council/meetings/<int:pk>/paper.pdf", papers.meeting_file, name="meeting_file"),
    path("act/council/meetings/<int:pk>/book.pdf", papers.book, name="book"),
    path("act/council/meetings/<int:pk>/remarks/<int:remark_pk>/", meeting_views.reword, name="reword"),
    path("act/council/meetings/<int:pk>/places/<int:proposal_pk>/", meeting_views.place, name="place"),
    path("act/council/meetings/<int:pk>/<slug:step>/", meeting_views.act, name="meet"),
    path("act/council/propose/<int:opportunity_pk>/", views.propose_one, name="propose"),
    path("act/council/proposals/<int:pk>/", views.proposal, name="proposal"),
    path("act/council/proposals/<int:pk>/read-before/", papers.read_before, name="read_before"),
    path("act/council/proposals/<int:pk>/read-before.pdf", papers.read_before_file, name="read_before_file"),
    path("act/council/proposals/<int:pk>/vote/", views.cast_vote, name="vote"),
    path("act/council/proposals/<int:pk>/keep-out/", views.keep_out, name="keep_out"),
    path("act/council/proposals/<int:pk>/agree/", views.give_word, name="agree"),
    path("act/council/proposals/<int:pk>/input/", views.be_heard, name="input"),
    path("act/council/proposals/<int:pk>/more/", views.ask_more, name="more"),
    path("act/council/proposals/<int:pk>/impact/", views.ask_impact, name="impact"),
    path("act/council/proposals/<int:pk>/decide/", views.take_decision, name="decide"),
    path("act/council/proposals/<int:pk>/circulate/", views.circulate_one, name="circulate"),
    path("act/council/proposals/<int:pk>/talk/", views.talk_first, name="talk"),
    path("act/council/proposals/<int:pk>/stand/", views.hand_on, name="stand"),
    path("act/council/proposals/<int:pk>/kind/", views.say_kind, name="kind"),
    path("act/council/proposals/<int:pk>/withdraw/", views.withdraw_one, name="withdraw"),
    path("act/council/proposals/<int:pk>/escalate/", views.pass_on, name="escalate"),
    path("act/council/proposals/<int:pk>/review/", following_views.look_again, name="review"),
    path("act/council/proposals/<int:pk>/answer/", following_views.answer_no, name="answer"),
    path(
        "act/council/proposals/<int:pk>/conditions/<int:condition_pk>/", following_views.settle, name="settle"
    ),
    path(
        "act/council/proposals/<int:pk>/conditions/<int:condition_pk>/owner/",
        following_views.entrust,
        name="entrust",
    ),
]
