"""A template printed once, with marks where the parts that change go: what a template says stays in the template."""

import re
import secrets

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe


class Skeleton:
    """names: the parts, which the template may only print; context(marks): what to print it with, the same for all."""

    def __init__(self, template, names, context=dict, request=None):
        token = secrets.token_hex(8)  # unforeseeable, so that no text can hold one
        marks = {name: mark_safe(f"{token}-{name}-") for name in names}  # noqa: S308 - our own
        html = render_to_string(template, context(marks), request)
        self.pieces = re.split(f"{token}-([a-z_]+)-", html)  # text, name, text, name ... text

    def filled(self, parts):
        """The template's text with the parts in place: {name: HTML, already escaped}."""
        pieces = list(self.pieces)
        pieces[1::2] = [parts[name] for name in pieces[1::2]]
        return mark_safe("".join(pieces))  # noqa: S308 - printed by templates, but for the parts
