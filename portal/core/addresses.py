"""Addresses, as Wagtail and Django each see them."""

from django.conf import settings
from django.utils.translation import get_language


def path_for_wagtail(request):
    """The path as Wagtail's own address pattern would give it: without the language."""
    path = request.path_info.lstrip("/")
    language = get_language()
    return path if language == settings.LANGUAGE_CODE else path.removeprefix(f"{language}/")
