"""Addresses of the channels: the public answer page, files, the outbox."""

from django.urls import path

from . import consent_api, file_views, views
from .connections import hooks
from .connections import views as connections
from .notices import views as notices
from .outbox import views as outbox
from .web import colleagues, consents, pages, previewing, sites

app_name = "channels"
urlpatterns = [
    path("api/v1/consents", consent_api.consents, name="consent_api"),
    path("a/<str:token>/", pages.answer, name="answer"),
    path("s/<slug:code>/", pages.open_answer, name="open_answer"),
    path("s/<slug:code>/kiosk/", pages.kiosk, name="kiosk"),
    path("s/<slug:code>/kiosk/<str:token>/", pages.kiosk, name="kiosk_going_on"),
    path("s/<slug:code>/question.json", sites.question, name="site_question"),
    path("s/<slug:code>/<str:token>/", pages.going_on, name="going_on"),
    path("p/<str:token>/", consents.consents, name="consents"),
    path("p/<str:token>/stop/<slug:purpose>/", consents.stop, name="stop"),
    path("ask.js", sites.intercept, name="intercept"),
    path("listen/surveys/<slug:code>/test/", colleagues.test, name="test"),
    path("listen/surveys/<slug:code>/screen/", previewing.screen, name="screen"),
    path("listen/surveys/", views.surveys, name="surveys"),
    path("listen/files/", file_views.files, name="files"),
    path("listen/files/waiting/<str:token>/", file_views.waiting, name="waiting_file"),
    path("listen/files/<int:pk>/", file_views.file_report, name="file_report"),
    path("listen/files/<int:pk>/stop/", file_views.stop_file, name="stop_file"),
    path("listen/files/<int:pk>/rejected.csv", file_views.rejected_rows, name="rejected_rows"),
    path("listen/outbox/", outbox.outbox, name="outbox"),
    path("listen/outbox/<int:pk>/", outbox.message, name="message"),
    path("listen/outbox/<int:pk>/again/", outbox.again, name="send_again"),
    path("listen/outbox/returned/", outbox.returned, name="returned"),
    path("listen/outbox/returned/<int:pk>/", outbox.mend, name="mend_address"),
    path("listen/channels/", connections.connections, name="connections"),
    path("listen/channels/new/<str:code>/", connections.new_connection, name="new_connection"),
    path("listen/channels/<int:pk>/", connections.connection, name="connection"),
    path("listen/channels/<int:pk>/fetch/", connections.fetch_connection, name="fetch_connection"),
    path("listen/channels/<int:pk>/file/", connections.tell_connection, name="tell_connection"),
    path("listen/channels/<int:pk>/<slug:deed>/", connections.do_with_connection, name="do_with_connection"),
    path("listen/channels/notices/", notices.subscriptions, name="subscriptions"),
    path("listen/channels/notices/new/", notices.new_subscription, name="new_subscription"),
    path("listen/channels/notices/<int:pk>/", notices.subscription, name="subscription"),
    path("listen/channels/notices/<int:pk>/secret/", notices.rotate, name="rotate_secret"),
    path("listen/channels/notices/<int:pk>/<int:notice_pk>/again/", notices.again, name="tell_again"),
    path("listen/channels/notices/<int:pk>/end/", notices.end, name="end_subscription"),
    path("hooks/<str:channel>/<str:token>/", hooks.hook, name="hook"),
]
