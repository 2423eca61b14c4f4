"""Ask about imported files."""

from django.db.models import QuerySet

from groundswell.foundation.access.models import User

from .models import FileImport, Upload


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
