"""A practice is what a team does; a customer may be named in its words."""

from .models import Adoption, Practice, Withdrawal

WORDS = {Practice: ("what", "why", "how"), Withdrawal: ("why",), Adoption: ("given_up_because",)}
