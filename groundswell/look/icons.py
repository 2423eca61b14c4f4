"""The line icons of the house: 24 by 24, one stroke, drawn for Groundswell.

Each name maps to the data of one SVG path. The colour is the colour of the text around it.
"""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

_RING = "M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18"

ICONS: dict[str, str] = {
    # the loop
    "today": "M12 8a4 4 0 1 0 0 8a4 4 0 0 0 0-8M12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4"
    "M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4",
    "listen": "M4 5.5h16v11h-9l-4.5 4v-4H4zM8 9.5h8M8 12.5h5",
    "understand": "M10.5 4a6.5 6.5 0 1 0 0 13a6.5 6.5 0 0 0 0-13M15.2 15.2l5.3 5.3M7.5 11.5l2-2.5l2 2l2-3",
    "act": "M13 2.5L5 13.5h6l-1 8l8-11h-6z",
    "align": _RING + "M12 7.5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 0 0 0-9M12 12h.01",
    "prove": "M4 4v16h16M7.5 15.5l4-4.5l3 2.5l5-6.5M15.5 7h4v4",
    # the things in it
    "voice": "M4 17v-5c0-3.6 1.8-5.8 5-6.5M4 12h5v5H4zM14 17v-5c0-3.6 1.8-5.8 5-6.5M14 12h5v5h-5z",
    "theme": "M3.5 4.5h8l9 9l-7 7l-9-9zM8 9h.01",
    "case": _RING + "M12 8a4 4 0 1 0 0 8a4 4 0 0 0 0-8M9.2 9.2L5.6 5.6M14.8 9.2l3.6-3.6M9.2 14.8l-3.6 3.6"
    "M14.8 14.8l3.6 3.6",
    "opportunity": "M9 17.5c0-2.5-3-4-3-8a6 6 0 0 1 12 0c0 4-3 5.5-3 8zM9.5 20.5h5",
    "decision": "M12 3.5v17M7.5 20.5h9M5 6.5h14M5 6.5l-2.5 7h5zM19 6.5l-2.5 7h5z",
    "initiative": "M5.5 21V3.5M5.5 4.5c4.5-2.5 7 2.5 13 0v9c-6 2.5-8.5-2.5-13 0",
    "effect": "M3 17.5h5l3-8l3 5l2.5-4H21",
    "reply": "M9.5 5l-6 5.5l6 5.5M3.5 10.5h10a7 7 0 0 1 7 7v1.5",
    "huddle": "M12 3.5a2 2 0 1 0 0 4a2 2 0 0 0 0-4M5 14.5a2 2 0 1 0 0 4a2 2 0 0 0 0-4M19 14.5a2 2 0 1 0 0 4"
    "a2 2 0 0 0 0-4M9.5 8.2l-3 4.6M14.5 8.2l3 4.6M8.5 17h7",
    "promise": "M6 3.5h12v17l-6-4.5l-6 4.5zM9 9.5l2.2 2.2L15.2 7.5",
    "thank": "M12 20C6.5 16 3.5 12.8 3.5 9a4.5 4.5 0 0 1 8.5-2a4.5 4.5 0 0 1 8.5 2c0 3.8-3 7-8.5 11z",
    "person": "M12 4a4 4 0 1 0 0 8a4 4 0 0 0 0-8M4.5 20.5c.8-4 3.7-6 7.5-6s6.7 2 7.5 6",
    "team": "M9 5a3.5 3.5 0 1 0 0 7a3.5 3.5 0 0 0 0-7M2.5 19.5c.6-3.3 3-5 6.5-5s5.9 1.7 6.5 5M15.5 5.3"
    "a3.5 3.5 0 0 1 0 6.4M17.5 14.8c2.2.6 3.6 2.2 4 4.7",
    "unit": "M9 3.5h6v5H9zM3 15.5h6v5H3zM15 15.5h6v5h-6zM12 8.5v3.5M6 15.5V12h12v3.5",
    # what people do
    "search": "M10.5 4a6.5 6.5 0 1 0 0 13a6.5 6.5 0 0 0 0-13M15.2 15.2l5.3 5.3",
    "call": "M5 3.5h4l1.5 5l-2.5 1.5a12 12 0 0 0 6 6l1.5-2.5l5 1.5v4a1.5 1.5 0 0 1-1.5 1.5"
    "C11 20.5 3.5 13 3.5 5A1.5 1.5 0 0 1 5 3.5z",
    "mail": "M3.5 5.5h17v13h-17zM4 6.5l8 6.5l8-6.5",
    "note": "M5 3.5h14v11l-6 6H5zM13 20.5v-6h6M8.5 8h7M8.5 11.5h4",
    "plus": "M12 5v14M5 12h14",
    "close": "M6 6l12 12M18 6L6 18",
    "edit": "M4 20l1-4.5L16 4.5l3.5 3.5L8.5 19zM13.5 7l3.5 3.5",
    "filter": "M4 7h16M7 12h10M10 17h4",
    "settings": "M4 7h9M17 7h3M15 4.5v5M4 17h3M11 17h9M9 14.5v5",
    "download": "M12 4v11M7.5 11l4.5 4.5l4.5-4.5M4.5 20h15",
    "upload": "M12 15.5V4.5M7.5 9l4.5-4.5L16.5 9M4.5 20h15",
    "print": "M7 9V3.5h10V9M7 17H3.5V9h17v8H17M7 13.5h10v7H7z",
    "sign-out": "M14 4.5H5v15h9M10 12h10.5M17 8.5l3.5 3.5l-3.5 3.5",
    # how it stands
    "clock": _RING + "M12 7v5l3.5 2",
    "clock-soon": _RING + "M12 3v9h9",
    "overdue": "M12 3.5L2.5 20h19zM12 10v4.5M12 17.2h.01",
    "kept": _RING + "M8 12.3l2.8 2.8l5.4-5.8",
    "late": _RING + "M8 12.3l2.8 2.8l5.4-5.8M19 3l2.5 2.5",
    "waiting": "M12 3a9 9 0 0 1 4.5 1.2M19.8 7.5a9 9 0 0 1 1.2 4.5M19.8 16.5a9 9 0 0 1-3.3 3.3M12 21"
    "a9 9 0 0 1-4.5-1.2M4.2 16.5A9 9 0 0 1 3 12M4.2 7.5a9 9 0 0 1 3.3-3.3",
    "current": _RING + "M12 9a3 3 0 1 0 0 6a3 3 0 0 0 0-6",
    "thin": "M4 12h2M9 12h2M14 12h2M19 12h1.5",
    "information": _RING + "M12 11v5.5M12 7.7h.01",
    "help": _RING + "M9.3 9.5a2.7 2.7 0 1 1 3.8 2.5c-.8.4-1.1.9-1.1 2M12 17h.01",
    "lock": "M5.5 10.5h13v10h-13zM8.5 10.5V7.5a3.5 3.5 0 0 1 7 0v3",
    "up": "M12 19V5M6.5 10.5L12 5l5.5 5.5",
    "down": "M12 5v14M6.5 13.5L12 19l5.5-5.5",
    "next": "M9 5.5l6.5 6.5L9 18.5",
    "previous": "M15 5.5L8.5 12l6.5 6.5",
    "more": "M5.5 9l6.5 6.5L18.5 9",
}


def icon_of(name: str, label: str = "") -> SafeString:
    """The icon as inline SVG: hidden from screen readers, or named by `label`. KeyError names a wrong icon."""
    spoken = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="icon icon-{}" viewBox="0 0 24 24" width="20" height="20" fill="none" stroke="currentColor"'
        ' stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round" {}><path d="{}"/></svg>',
        name,
        spoken,
        ICONS[name],
    )
