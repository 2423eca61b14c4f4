"""How the sign-in library behaves here: nobody registers, administrators invite."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedDoor(DefaultAccountAdapter):
    """Accounts are given, not taken."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
