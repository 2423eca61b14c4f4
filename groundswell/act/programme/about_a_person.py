"""The roll-out is about teams and touchpoints; a customer may be named in its words."""

from .models import Stage, StageEnd

WORDS = {Stage: ("goal",), StageEnd: ("why", "warned")}
