"""The frame of every page, for base.html."""

from django import template
from django.conf import settings
from django.templatetags.static import static

from portal.home.frame import frame_for

register = template.Library()


@register.simple_tag(takes_context=True)
def site_frame(context):
    """Return the frame (portal/home/frame.py) for the page in the context, if there is one."""
    page = context.get("page")
    return frame_for(context.get("request"), page if hasattr(page, "get_translations") else None)


@register.simple_tag
def social_card(card, frame, language):
    """Complete a page's social card with absolute addresses and the site's own picture."""
    image = card.get("image")
    path = image.get_rendition("fill-1200x630|format-jpeg").url if image else static("img/partage.png")
    return {
        "title": card["title"],
        "description": card.get("description") or frame["tagline"],
        "url": card.get("url") or "",
        "image_url": path if path.startswith("http") else settings.BASE_URL + path,
        "type": card.get("type", "website"),
        "locale": {"fr": "fr_FR", "it": "it_IT", "en": "en_GB"}.get(language, ""),
    }
