"""A page that fails says what to do next, and needs nothing that may have failed."""

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.template.loader import render_to_string
from django.test import RequestFactory

from groundswell.look.errors import server_error


def test_our_mistake_is_told_without_a_database():
    page = server_error(RequestFactory().get("/anything/"))
    assert page.status_code == 500
    assert "Nothing you sent was acknowledged" in page.content.decode()


def test_our_mistake_is_told_where_the_static_files_were_never_collected(settings):
    manifest = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": manifest}
    assert not staticfiles_storage.exists("staticfiles.json")
    with pytest.raises(ValueError, match="manifest"):
        render_to_string("look/error.html")
    page = server_error(RequestFactory().get("/anything/")).content.decode()
    assert "Go to the start" in page
    assert "<style>" in page
