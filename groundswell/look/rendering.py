"""Forms in the look of the house: `FORM_RENDERER = "groundswell.look.rendering.LookRenderer"`."""

from django.forms.renderers import DjangoTemplates


class LookRenderer(DjangoTemplates):
    """Renders every form and field with a label, a hint and an error that the field points to."""

    form_template_name = "look/forms/form.html"
    field_template_name = "look/forms/field.html"
