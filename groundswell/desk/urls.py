"""Addresses of the desk."""

from django.urls import path

from . import (
    api_pages,
    complaint_pages,
    customer_editing,
    customer_pages,
    erasing_pages,
    huddle_pages,
    survey_pages,
    views,
)
from .agreed import pages as agreed_pages
from .colleagues import file_pages as colleague_files
from .colleagues import pages as colleague_pages
from .colleagues import unit_pages
from .money import pages as money_pages

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("listen/", views.listening, name="listening"),
    path("api/openapi.json", api_pages.openapi, name="openapi"),
    path("api/docs", api_pages.docs, name="api_docs"),
    path("colleagues/", colleague_pages.colleagues, name="colleagues"),
    path("colleagues/new/", colleague_pages.new_colleague, name="new_colleague"),
    path("colleagues/file/", colleague_files.bring, name="colleagues_file"),
    path("colleagues/file/<str:token>/", colleague_files.look_at, name="look_at_colleagues"),
    path("colleagues/<int:pk>/", colleague_pages.colleague, name="colleague"),
    path("colleagues/<int:pk>/password/", colleague_pages.new_password, name="new_password"),
    path("colleagues/<int:pk>/leave/", colleague_pages.leave, name="leave"),
    path("colleagues/<int:pk>/back/", colleague_pages.come_back, name="come_back"),
    path("colleagues/without/<int:person_pk>/", colleague_pages.without_sign_in, name="without_sign_in"),
    path("colleagues/units/", unit_pages.units, name="units"),
    path("colleagues/units/<int:pk>/", unit_pages.unit, name="unit"),
    path("colleagues/units/<int:pk>/close/", unit_pages.close, name="close_unit"),
    path("voices/", views.voices, name="voices"),
    path("voices/export/<slug:form>/", views.export_voices, name="export_voices"),
    path("voices/<int:pk>/", views.voice, name="voice"),
    path("voices/<int:pk>/complaint/", complaint_pages.voice_is_complaint, name="voice_is_complaint"),
    path("complaint/<str:token>/", complaint_pages.complaint_status, name="complaint_status"),
    path("complaint/<str:token>/add/", complaint_pages.add_to_complaint, name="complaint_add"),
    path("complaint/<str:token>/settled/", complaint_pages.judge_answer, name="complaint_verdict"),
    path("listen/complaints/causes/", complaint_pages.complaint_causes, name="complaint_causes"),
    path("listen/complaints/register.csv", complaint_pages.complaint_export, name="complaint_export"),
    path("listen/surveys/<slug:code>/answers/", survey_pages.answers, name="survey_answers"),
    path("listen/surveys/<slug:code>/answers/<str:key>/", survey_pages.answer_voices, name="answer_voices"),
    path("act/huddles/health/", huddle_pages.health, name="huddle_health"),
    path("act/raised/", huddle_pages.raised_list, name="raised_list"),
    path("act/raised/time/", huddle_pages.answer_time, name="answer_time"),
    path("act/raised/<int:pk>/", huddle_pages.raised, name="raised"),
    path("customers/agreed/", agreed_pages.agreed, name="agreed"),
    path("customers/agreed/<str:token>/", agreed_pages.look_at, name="look_at_agreed"),
    path("customers/revenue/", money_pages.revenue, name="revenue"),
    path("customers/revenue/<str:token>/", money_pages.look_at, name="look_at_revenue"),
    path("customers/same/", customer_pages.duplicates, name="duplicates"),
    path("customers/same/merge/", customer_pages.merge, name="merge"),
    path("customers/same/apart/", customer_pages.apart, name="apart"),
    path("customers/consent-texts/", customer_pages.consent_texts, name="consent_texts"),
    path("customers/requests/", erasing_pages.requests, name="requests"),
    path("customers/requests/<int:pk>/", erasing_pages.answer, name="answer_request"),
    path("customers/erased/<int:pk>/", erasing_pages.erasure, name="erasure"),
    path("customers/erased/<int:pk>/files/<int:found_pk>/", erasing_pages.decide_file, name="decide_file"),
    path("customers/<int:pk>/held/", erasing_pages.held, name="held"),
    path("customers/<int:pk>/held/file/", erasing_pages.held_file, name="held_file"),
    path("customers/<int:pk>/erase/", erasing_pages.erase, name="erase"),
    path("customers/<int:pk>/", customer_pages.customer, name="customer"),
    path("customers/<int:pk>/same-as/", customer_pages.same_as, name="same_as"),
    path("customers/<int:pk>/details/", customer_editing.details, name="customer_details"),
    path("customers/<int:pk>/account/", customer_editing.join, name="join_account"),
    path("customers/<int:pk>/account/<int:membership>/", customer_editing.leave, name="leave_account"),
    path("customers/<int:pk>/consents/", customer_pages.consents, name="consents"),
]
