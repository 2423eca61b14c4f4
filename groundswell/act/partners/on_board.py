"""What everything on a board has: where it stands, who put it there and when."""

from django.db import models

from groundswell.foundation.access.models import User


class OnBoard(models.Model):
    """Something that somebody put on a board. ``author`` is one of us or of an agency."""

    board = models.ForeignKey("partners.PartnerBoard", on_delete=models.CASCADE, related_name="%(class)ss")
    author = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        abstract = True
        ordering = ["-at", "-pk"]
