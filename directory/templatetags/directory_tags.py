"""What is many on the pages of the directory."""

from django import template

from directory.fragments import card_html, joined

register = template.Library()


@register.simple_tag
def cards(shown):
    """components/card.html for each of them, without a template's cost."""
    return joined([card_html(card) for card in shown])
