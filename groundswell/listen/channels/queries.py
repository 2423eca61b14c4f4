"""Ask about messages and imported files."""

from django.db.models import Exists, OuterRef, QuerySet

from groundswell.foundation.access.models import User

from .models import Delivery, FileImport, Message, Upload


def messages_visible_to(user: User) -> QuerySet[Message]:
    """What went out. Only those who see everything read other people's messages."""
    sent = Delivery.objects.filter(message=OuterRef("pk"), outcome=Delivery.Outcome.SENT)
    every = Message.objects.select_related("customer", "person").annotate(is_sent=Exists(sent))
    return every if user.is_authenticated and user.sees_everything else every.filter(person=user.person or 0)


def imports_visible_to(user: User) -> QuerySet[FileImport]:
    """Files that were brought in: for those who see everything."""
    return (
        FileImport.objects.all()
        if user.is_authenticated and user.sees_everything
        else FileImport.objects.none()
    )


def uploads_of(user: User) -> QuerySet[Upload]:
    """Files that wait, to be seen by the one who brought them."""
    return Upload.objects.filter(by=user)
