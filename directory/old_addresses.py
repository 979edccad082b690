"""What stands below a structure's address (card, code, poster, writing form) follows it when its slug changes.

Wagtail's redirects know the page's old address alone.
"""

from functools import wraps
from urllib.parse import urlsplit

from django.http import Http404, HttpResponsePermanentRedirect
from wagtail.contrib.redirects.middleware import get_redirect
from wagtail.contrib.redirects.models import Redirect


def following(view):
    """Decorate a view of `<slug>/…`: where it finds no structure, it follows the redirect of that address."""

    @wraps(view)
    def wrapper(request, slug):
        try:
            return view(request, slug)
        except Http404:
            address, below = _split(request.path, slug)
            known = get_redirect(request, Redirect.normalise_path(address, decode_unicode=False))
            if not (known and known.link):
                raise
            there = known.link.rstrip("/") + below
            if urlsplit(there).path == request.path:  # renamed, then named again as before
                raise
            return HttpResponsePermanentRedirect(there)

    return wrapper


def _split(path, slug):
    """("/annuaire/la-remise", "/vcard.vcf")"""
    start, _slug, below = path.partition(f"/{slug}/")
    return f"{start}/{slug}", f"/{below}"
