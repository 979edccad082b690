"""Small tags that every template may use."""

from django import template
from django.templatetags.static import static
from django.utils import translation
from django.utils.formats import date_format
from django.utils.html import format_html

register = template.Library()


@register.simple_tag
def icon(name):
    """Draw an icon of the sprite (static/img/icones.svg); always beside words, so hidden from screen readers."""
    return format_html(
        '<svg class="icone" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static("img/icones.svg"),
        name,
    )


@register.filter
def long_date(value):
    """A date as people say it: « 5 décembre 2026 », with « 1er » in French."""
    text = date_format(value, "j F Y")
    if translation.get_language() == "fr" and text.startswith("1 "):
        return f"1er {text[2:]}"
    return text
