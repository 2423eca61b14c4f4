"""E-mail: invitations and replies rendered to the outbox, delivered by a job."""
