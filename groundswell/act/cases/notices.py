"""What other systems may be told about cases."""

from groundswell.listen.channels.notices.kinds import Kind

SUBJECT = "cases.case"
NOTICES = (
    Kind("case.opened", "A case is opened", "opened a case", SUBJECT, "cases:card", ("rule",)),
    Kind(
        "case.closed", "A case is closed", "closed a case", SUBJECT, "cases:card", ("outcome", "root_cause")
    ),
)
