"""Addresses of the complaints room."""

from django.urls import path

from . import doors, views

app_name = "complaints"
urlpatterns = [
    path("complain/", doors.complain, name="complain"),
    path("listen/complaints/", views.register, name="register"),
    path("listen/complaints/phone/", doors.phone, name="phone"),
    path("listen/complaints/clocks/", doors.clocks, name="clocks"),
    path("listen/complaints/clocks/<int:pk>/", doors.edit, name="clock"),
    path("listen/complaints/clocks/<int:pk>/choose/", doors.choose, name="choose_clock"),
    path("listen/complaints/<int:pk>/", views.entry, name="entry"),
    path("listen/complaints/<int:pk>/answer/", views.answer, name="answer"),
    path("listen/complaints/<int:pk>/hand-over/", views.hand_over, name="hand_over"),
    path("listen/complaints/<int:pk>/acknowledge/", views.acknowledge, name="acknowledge"),
    path("listen/complaints/<int:pk>/extend/", views.extend, name="extend"),
    path("listen/complaints/<int:pk>/care/", views.care, name="care"),
]
