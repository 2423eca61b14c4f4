"""All settings, in one file. Values that differ between installations come from ``environment``."""

from pathlib import Path

import dj_database_url
import django
from csp.constants import NONE, SELF
from django.contrib.messages import constants

from groundswell.look.public_scripts import PUBLIC_SCRIPT_SOURCES
from groundswell.look.public_style import PUBLIC_STYLE_SOURCE

from .environment import read_environment

environment = read_environment()

GROUNDSWELL_HOME = environment.home
EVIDENCE_HOME = GROUNDSWELL_HOME / "evidence"
BASE_URL = environment.base_url
VERSION = environment.version
PORT = int(BASE_URL.rsplit(":", 1)[-1]) if BASE_URL.count(":") == 2 else 8000
CURRENCY = environment.currency
COUNTRY = environment.country

SECRET_KEY = environment.secret_key
DEBUG = environment.debug
ALLOWED_HOSTS = environment.allowed_hosts
ROOT_URLCONF = "groundswell.config.urls"
WSGI_APPLICATION = "groundswell.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "access.User"

ROOMS = [
    "groundswell.desk",
    "groundswell.prove.benefits",
    "groundswell.prove.economics",
    "groundswell.align.scorecards",
    "groundswell.align.objectives",
    "groundswell.act.telling",
    "groundswell.act.practices",
    "groundswell.act.programme",
    "groundswell.act.replies",
    "groundswell.act.partners",
    "groundswell.act.initiatives",
    "groundswell.act.council",
    "groundswell.act.decisions",
    "groundswell.act.opportunities",
    "groundswell.act.huddles",
    "groundswell.act.advocates",
    "groundswell.act.coaching",
    "groundswell.act.praise",
    "groundswell.act.cases",
    "groundswell.understand.watching",
    "groundswell.understand.benchmarks",
    "groundswell.understand.journeys_read",
    "groundswell.understand.certified",
    "groundswell.understand.drivers",
    "groundswell.understand.theming",
    "groundswell.understand.scores",
    "groundswell.understand.evidence",
    "groundswell.understand.themes",
    "groundswell.listen.complaints",
    "groundswell.listen.asking",
    "groundswell.listen.channels",
    "groundswell.listen.signals",
    "groundswell.listen.surveys",
    "groundswell.foundation.access",
    "groundswell.foundation.erasing",
    "groundswell.foundation.customers",
    "groundswell.foundation.journeys",
    "groundswell.foundation.organisation",
    "groundswell.foundation.timetable",
    "groundswell.foundation.history",
    "groundswell.look",
]
INSTALLED_APPS = [
    *ROOMS,
    "groundswell.config.tables",
    "tree_queries",
    "allauth",
    "allauth.account",
    "csp",
    "django.forms",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "groundswell.desk.context.frame",
            ],
            "builtins": [
                "groundswell.look.templatetags.look",
                "groundswell.look.templatetags.look_forms",
                "groundswell.look.templatetags.look_lists",
                "groundswell.look.templatetags.look_words",
                "groundswell.foundation.access.templatetags.access",
            ],
        },
    }
]

DATABASES = {
    "default": dj_database_url.parse(environment.database_url, conn_max_age=600, conn_health_checks=True)
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;",
    }
else:  # whatever the server's own default is: what we acknowledge is on its disk
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c synchronous_commit=on")

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_ADAPTER = "groundswell.foundation.access.adapter.ClosedDoor"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:home"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = [BASE_URL]
CSRF_FAILURE_VIEW = "groundswell.look.errors.stale_form"
MESSAGE_STORAGE = "groundswell.look.typed.MessagesWithWords"
MESSAGE_TAGS = {constants.ERROR + 1: "typed"}
IS_SERVED_OVER_TLS = BASE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_SERVED_OVER_TLS
SECURE_HSTS_SECONDS = 31_536_000 if IS_SERVED_OVER_TLS else 0
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, *PUBLIC_SCRIPT_SOURCES],
        "style-src": [SELF, PUBLIC_STYLE_SOURCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

LANGUAGE_CODE = "en-gb"
FORMAT_MODULE_PATH = "groundswell.look.written"
USE_I18N = True
USE_TZ = True
TIME_ZONE = environment.time_zone

STATIC_URL = "/static/"
STATIC_ROOT = GROUNDSWELL_HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = False
FILE_UPLOAD_TEMP_DIR = None

DEFAULT_FROM_EMAIL = environment.mail_from
MAIL_SERVER = environment.mail_server
# Only tests set this: requests to addresses that people enter never reach this machine.
OUTBOUND_MAY_REACH_LOOPBACK = False
PLUS_TAGS_ARE_ALIASES = environment.plus_tags_are_aliases

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "console": {"format": "{asctime} {levelname:<7} {name}: {message}", "style": "{"},
        "json": {"()": "groundswell.config.logs.JsonLines"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": environment.log_format}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django.request": {"level": "ERROR"},
        "django.server": {"level": "WARNING"},
        "httpx": {"level": "WARNING"},
        "uvicorn": {"level": "WARNING"},
    },
}
IS_DJANGO_5 = django.VERSION < (6, 0)
PACKAGE_HOME = Path(__file__).resolve().parent.parent
