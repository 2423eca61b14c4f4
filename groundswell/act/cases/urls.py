"""Addresses of the cases."""

from django.urls import path

from . import rule_pages, views

app_name = "cases"
urlpatterns = [
    path("act/cases/", views.case_list, name="list"),
    path("act/cases/rules/", rule_pages.rules, name="rules"),
    path("act/cases/rules/new/", rule_pages.new_rule, name="new_rule"),
    path("act/cases/rules/<int:pk>/", rule_pages.change_rule, name="rule"),
    path("act/cases/rules/<int:pk>/end/", rule_pages.end_rule, name="end_rule"),
    path("act/cases/<int:pk>/", views.call_card, name="card"),
    path("act/cases/<int:pk>/contact/", views.contact, name="contact"),
    path("act/cases/<int:pk>/answer/", views.answer, name="answer"),
    path("act/cases/<int:pk>/close/", views.close, name="close"),
    path("act/cases/<int:pk>/hand-over/", views.hand_over_case, name="hand_over"),
    path("act/cases/<int:pk>/wait/", views.wait, name="wait"),
    path("act/cases/<int:pk>/go-on/", views.resume, name="go_on"),
    path("act/cases/<int:pk>/ask-again/", views.ask_customer_again, name="ask_again"),
]
