"""What surrounds every page: name, menu, footer, languages. Read once a minute at most, and anew after each edit."""

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import DisallowedHost
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from wagtail.models import Page, Site

from portal.core.territory import ATTRIBUTION
from portal.home.models import SiteSettings, StandardPage

SECONDS = 60


def frame_for(request, page=None):
    """Return what the base template shows around `page` (None on a view or an error page) in the active language."""
    language = get_language()
    stored = cache.get_or_set(_key(language), lambda: _read(_site(request), language), SECONDS)
    path = request.path if request else ""
    menu = [item | {"current": path.startswith(item["url"])} for item in stored["menu"]]
    return stored | {
        "menu": menu,
        "languages": _languages(stored["homes"], language, page),
        "search_url": reverse("search"),
        "workspace_url": reverse("workspace:home"),
        "demo": settings.DEMO,
        "attribution": ATTRIBUTION,
    }


def forget_frame():
    """Call after any change of a page or of the site settings."""
    cache.delete_many([_key(code) for code, _name in settings.LANGUAGES])


def _key(language):
    return f"frame:{language}"


def _site(request):
    """The site asked for; the default one when the host is forged and an error page is being shown."""
    try:
        return Site.find_for_request(request)
    except DisallowedHost:
        return Site.objects.filter(is_default_site=True).first()


def _read(site, language):
    """Read the frame from the database: six queries."""
    site_settings = SiteSettings.for_site(site)
    pages = list(
        Page.objects.live()
        .public()
        .filter(Q(depth=2) | Q(depth=3, show_in_menus=True))
        .select_related("locale")
        .defer_streamfields()
        .order_by("path")
    )
    pages = [page for page in pages if page.get_url()]  # not those outside the site
    homes = {page.locale.language_code: page.get_url() for page in pages if page.depth == 2}
    footer = StandardPage.objects.live().public().filter(in_footer=True).select_related("locale").defer_streamfields()
    return {
        "name": site_settings.name,
        "tagline": site_settings.tagline,
        "contact_email": site_settings.contact_email,
        "contact_phone": site_settings.contact_phone,
        "social_links": list(site_settings.social_links.values("title", "url")),
        "homes": homes,
        "home_url": homes.get(language, "/"),
        "menu": _in_language([page for page in pages if page.depth == 3], language),
        "footer_links": _in_language(footer.order_by("path"), language),
    }


def _in_language(pages, language):
    """The pages in this language; one that is not translated is shown in the source language, and marked so."""
    found = {}
    for page in pages:
        code, url = page.locale.language_code, page.get_url()
        if not url:  # outside the site
            continue
        if code == language or (code == settings.LANGUAGE_CODE and page.translation_key not in found):
            mark = "" if code == language else code
            found[page.translation_key] = {"title": page.title, "url": url, "lang": mark}
    return list(found.values())


def _languages(homes, language, page):
    """Each language with the address of this page in it, else of its home."""
    versions = {}
    if page is not None and page.pk:
        translations = page.get_translations().live().public().select_related("locale").defer_streamfields()
        versions = {other.locale.language_code: other for other in translations}
        if page.live:
            versions[language] = page  # a page is served in its own language only
    return [
        {
            "code": code,
            "name": name,
            "current": code == language,
            "url": versions[code].get_url() if code in versions else homes.get(code, "/"),
            "translated": code in versions,
            "full_url": versions[code].full_url if code in versions else "",
        }
        for code, name in settings.LANGUAGES
        if code == language or code in homes
    ]
