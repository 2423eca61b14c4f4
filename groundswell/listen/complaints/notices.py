"""What other systems may be told about complaints: that there is one and that it is answered, never who complained."""

from groundswell.listen.channels.notices.kinds import Kind

SUBJECT = "complaints.complaint"
NOTICES = (
    Kind(
        "complaint.received",
        "A complaint is received",
        "received complaint",
        SUBJECT,
        "complaints:entry",
        ("reference",),
    ),
    Kind(
        "complaint.answered",
        "A complaint is answered",
        "answered a complaint",
        SUBJECT,
        "complaints:entry",
        ("channel",),
    ),
)
