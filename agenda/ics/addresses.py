"""Addresses of calendars."""

from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse

from portal.core.listing import query_string


def feed_path(form=None):
    """The path of /agenda/flux.ics with the parameters of a listing (an AgendaForm)."""
    state = query_string(form.state()) if form else ""
    return reverse("agenda:ics") + (f"?{state}" if state else "")


def webcal(path):
    """The webcal: address of a path of the portal: it opens the visitor's calendar, which then subscribes.

    The scheme is no standard; calendars read it as https, and those of telephones fall back to http.
    """
    return f"webcal://{urlsplit(settings.BASE_URL).netloc}{path}"
