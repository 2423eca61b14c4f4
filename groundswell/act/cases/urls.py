"""Addresses of the cases."""

from django.urls import path

from . import views

app_name = "cases"
urlpatterns = [
    path("act/cases/", views.case_list, name="list"),
    path("act/cases/<int:pk>/", views.call_card, name="card"),
    path("act/cases/<int:pk>/contact/", views.contact, name="contact"),
    path("act/cases/<int:pk>/answer/", views.answer, name="answer"),
    path("act/cases/<int:pk>/close/", views.close, name="close"),
    path("act/cases/<int:pk>/hand-over/", views.hand_over_case, name="hand_over"),
    path("act/cases/<int:pk>/ask-again/", views.ask_customer_again, name="ask_again"),
]
