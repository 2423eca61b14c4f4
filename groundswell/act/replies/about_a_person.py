"""What somebody was told about what became of their words."""

from groundswell.foundation.held import Held

from .models import Announcement, Reply

HELD = [Held("What we told them about what we did", Reply, customer=["customer", "message__customer"])]
WORDS = {Announcement: ("you_said", "we_did", "what_came_of_it")}
