"""Every address of the product: each room brings its own."""

from importlib.util import find_spec

from allauth.account import views as account
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import TemplateView

from groundswell.config import health
from groundswell.listen.channels.api.posted import refusal

# What allauth needs to sign people in and out; nobody registers here.
signing_in = [
    path("sign-in/", account.login, name="account_login"),
    path("sign-out/", account.logout, name="account_logout"),
    path("no-registration/", account.signup, name="account_signup"),
    path(
        "password/",
        TemplateView.as_view(template_name="account/password.html"),
        name="account_reset_password",
    ),
    path("again/", account.reauthenticate, name="account_reauthenticate"),
    path("no-longer-active/", account.account_inactive, name="account_inactive"),
]


def unknown_call(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Programs are told in their own way that there is nothing."""
    return refusal("not_found")


urlpatterns = [
    *signing_in,
    path("healthz", health.alive, name="alive"),
    path("readyz", health.ready, name="ready"),
    *(path("", include(f"{room}.urls")) for room in settings.ROOMS if find_spec(f"{room}.urls")),
    path("api/", csrf_exempt(unknown_call), name="unknown_call"),
    path("api/<path:rest>", csrf_exempt(unknown_call), name="unknown_call"),
]
handler400 = "groundswell.look.errors.bad_request"
handler403 = "groundswell.look.errors.forbidden"
handler404 = "groundswell.look.errors.not_found"
handler500 = "groundswell.look.errors.server_error"
