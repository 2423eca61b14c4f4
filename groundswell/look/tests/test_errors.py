"""A page that fails says what to do next, and needs nothing that may have failed."""

from django.test import RequestFactory

from groundswell.look.errors import server_error


def test_our_mistake_is_told_without_a_database():
    page = server_error(RequestFactory().get("/anything/"))
    assert page.status_code == 500
    assert "Nothing you sent was acknowledged" in page.content.decode()
