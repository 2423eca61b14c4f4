"""Addresses of the complaints room."""

from django.urls import path

from . import clock_views, deeds, doors, phone_views, views

app_name = "complaints"
urlpatterns = [
    path("complain/", doors.complain, name="complain"),
    path("listen/complaints/", views.register, name="register"),
    path("listen/complaints/save/", views.save, name="save_list"),
    path("listen/complaints/saved/<int:pk>/forget/", views.forget, name="forget_list"),
    path("listen/complaints/owners/", views.owners, name="owners"),
    path("listen/complaints/phone/", phone_views.phone, name="phone"),
    path("listen/complaints/phone/callers/", phone_views.callers, name="callers"),
    path("listen/complaints/clocks/", clock_views.clocks, name="clocks"),
    path("listen/complaints/clocks/<int:pk>/", clock_views.edit, name="clock"),
    path("listen/complaints/clocks/<int:pk>/choose/", clock_views.choose, name="choose_clock"),
    path("listen/complaints/<int:pk>/", views.entry, name="entry"),
    path("listen/complaints/<int:pk>/answer/", deeds.answer, name="answer"),
    path("listen/complaints/<int:pk>/last-word/", deeds.last_word, name="last_word"),
    path("listen/complaints/<int:pk>/hand-over/", deeds.hand_over, name="hand_over"),
    path("listen/complaints/<int:pk>/acknowledge/", deeds.acknowledge, name="acknowledge"),
    path("listen/complaints/<int:pk>/extend/", deeds.extend, name="extend"),
    path("listen/complaints/<int:pk>/wait/", deeds.wait, name="wait"),
    path("listen/complaints/<int:pk>/go-on/", deeds.resume, name="go_on"),
    path("listen/complaints/<int:pk>/clock/", deeds.change, name="change_clock"),
    path("listen/complaints/<int:pk>/care/", deeds.care, name="care"),
    path("listen/complaints/<int:pk>/care/end/", deeds.end_care, name="end_care"),
]
