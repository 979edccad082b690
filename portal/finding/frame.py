"""What the small pages around the search show around themselves."""

from django.urls import reverse
from django.utils.translation import gettext as _


def frame(heading, query=""):
    """heading: the title; query: the search that it is about, as the address of its results writes it."""
    search = reverse("search")
    back = f"{search}?{query}" if query else search
    return {
        "heading": heading,
        "back_url": back,
        "breadcrumb": [
            {"title": _("Accueil"), "url": reverse("wagtail_serve", args=[""])},
            {"title": _("Recherche"), "url": back},
            {"title": heading, "url": None},
        ],
    }
