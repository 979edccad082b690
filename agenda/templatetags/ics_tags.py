"""Links to calendars."""

from django import template

from agenda.ics import addresses

register = template.Library()


@register.simple_tag
def webcal(path):
    """{% webcal path %}: the address that makes a calendar subscribe to that path of the portal."""
    return addresses.webcal(path)
