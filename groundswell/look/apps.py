from django.apps import AppConfig


class LookConfig(AppConfig):
    """The design of the house as a Django app: templates, style sheets and template tags."""

    name = "groundswell.look"
    label = "look"
    verbose_name = "Look"

    def ready(self) -> None:
        from .field_errors import say_what_to_write

        say_what_to_write()
