from django.apps import AppConfig


class LookConfig(AppConfig):
    """The design of the house as a Django app: templates, style sheets and template tags."""

    name = "groundswell.look"
    label = "look"
    verbose_name = "Look"
