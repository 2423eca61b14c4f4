"""Who may do what, for templates: ``{% if request.user|may_open:address %}``, ``{{ words|words_for:request.user }}``."""

from django import template

from ..rules import may_open, words_for

register = template.Library()
register.filter("may_open", may_open)
register.filter("words_for", words_for)
