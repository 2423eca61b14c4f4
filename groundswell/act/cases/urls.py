"""Addresses of the cases."""

from django.urls import path

from . import list_pages, rule_pages, together_pages, views
from .afterwards import pages as afterwards_pages
from .escalation import pages as ladder_pages
from .follow_ups import pages as promise_pages
from .letters import pages as letter_pages
from .merging import pages as merge_pages
from .offers import pages as offer_pages
from .root_causes import pages as cause_pages
from .routing import pages as people_pages

app_name = "cases"
urlpatterns = [
    path("act/cases/", list_pages.case_list, name="list"),
    path("act/cases/afterwards/", afterwards_pages.page, name="afterwards"),
    path("act/cases/changes/", list_pages.changes, name="changes"),
    path("act/cases/keep/", list_pages.keep, name="keep"),
    path("act/cases/kept/<int:pk>/forget/", list_pages.forget, name="forget"),
    path("act/cases/together/", together_pages.together, name="together"),
    path("act/cases/rules/", rule_pages.rules, name="rules"),
    path("act/cases/rules/new/", rule_pages.new_rule, name="new_rule"),
    path("act/cases/rules/<int:pk>/", rule_pages.change_rule, name="rule"),
    path("act/cases/rules/<int:pk>/end/", rule_pages.end_rule, name="end_rule"),
    path("act/cases/ladder/", ladder_pages.ladder, name="ladder"),
    path("act/cases/ladder/<int:pk>/end/", ladder_pages.end, name="end_rung"),
    path("act/cases/limits/", offer_pages.limit_page, name="limits"),
    path("act/cases/limits/<int:pk>/end/", offer_pages.end, name="end_limit"),
    path("act/cases/offers/<int:pk>/word/", offer_pages.word, name="offer_word"),
    path("act/cases/promises/<int:pk>/end/", promise_pages.end, name="end_promise"),
    path("act/cases/merges/<int:pk>/apart/", merge_pages.apart, name="take_apart"),
    path("act/cases/causes/", cause_pages.causes, name="causes"),
    path("act/cases/causes/<int:pk>/", cause_pages.cause, name="cause"),
    path("act/cases/causes/<int:pk>/retire/", cause_pages.retire, name="retire_cause"),
    path("act/cases/people/", people_pages.people, name="people"),
    path("act/cases/people/<int:pk>/", people_pages.person, name="person"),
    path("act/cases/people/<int:pk>/abilities/", people_pages.abilities, name="abilities"),
    path("act/cases/people/<int:pk>/absence/", people_pages.absence, name="absence"),
    path("act/cases/people/absences/<int:pk>/end/", people_pages.end_absence, name="end_absence"),
    path("act/cases/<int:pk>/", views.call_card, name="card"),
    path("act/cases/<int:pk>/changes/", list_pages.card_changes, name="card_changes"),
    path("act/cases/<int:pk>/take/", together_pages.take_case, name="take"),
    path("act/cases/<int:pk>/contact/", views.contact, name="contact"),
    path("act/cases/<int:pk>/letter/", letter_pages.write, name="write"),
    path("act/cases/<int:pk>/offer/", offer_pages.offer, name="offer"),
    path("act/cases/<int:pk>/promise/", promise_pages.promise, name="promise"),
    path("act/cases/<int:pk>/merge/", merge_pages.merge, name="merge"),
    path("act/cases/<int:pk>/answer/", views.answer, name="answer"),
    path("act/cases/<int:pk>/close/", views.close, name="close"),
    path("act/cases/<int:pk>/hand-over/", views.hand_over_case, name="hand_over"),
    path("act/cases/<int:pk>/wait/", views.wait, name="wait"),
    path("act/cases/<int:pk>/go-on/", views.resume, name="go_on"),
    path("act/cases/<int:pk>/ask-again/", views.ask_customer_again, name="ask_again"),
]
