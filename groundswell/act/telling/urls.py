"""Addresses of what is new."""

from django.urls import path

from . import chat_views, less_views, views

app_name = "telling"
urlpatterns = [
    path("new/", views.tidings, name="list"),
    path("new/read/", views.read_all, name="read"),
    path("new/choices/", views.choices, name="choices"),
    path("new/choices/paces/", views.choose, name="choose"),
    path("new/choices/chat/", views.own_chat, name="own_chat"),
    path("new/chats/", chat_views.chats, name="chats"),
    path("new/chats/language/", chat_views.part_language, name="part_language"),
    path("new/chats/<int:pk>/test/", chat_views.test, name="test"),
    path("new/chats/<int:pk>/end/", chat_views.end, name="end"),
    path("new/sent/", chat_views.sent, name="sent"),
    path("new/<int:pk>/", views.open_tiding, name="open"),
    path("less/<str:token>/", less_views.less, name="less"),
]
