"""A field for more than one file."""

from typing import Any

from django import forms


class SeveralFiles(forms.ClearableFileInput):
    """The usual field, for more than one file."""

    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """One file or several, each checked as one."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> Any:
        given = data if isinstance(data, list) else [data]
        return [super(SeveralFilesField, self).clean(one, initial) for one in given]
