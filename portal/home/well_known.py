"""Small files that robots look for at fixed addresses."""

from datetime import timedelta

from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import index, sitemap
from django.db.models import Max
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from wagtail.models import Page

from portal.home.models import SiteSettings


@require_safe
@cache_control(public=True, max_age=86_400)
def robots(request):
    lines = [
        "User-agent: *",
        f"Disallow: {reverse('wagtailadmin_home')}",
        f"Disallow: {reverse('workspace:home')}",
        f"Disallow: {reverse('search')}",
        f"Disallow: {reverse('directory:listing')}export.",  # the same things again, as files
        f"Sitemap: {request.build_absolute_uri(reverse('sitemap_index'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
@cache_control(public=True, max_age=86_400)
def security(request):
    """security.txt (RFC 9116): needs a contact, so it is only there once the site settings give one."""
    settings = SiteSettings.for_request(request)
    contact = settings.security_contact or settings.contact_email
    if not contact:
        raise Http404
    expires = (timezone.now() + timedelta(days=180)).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [
        f"Contact: mailto:{contact}",
        f"Expires: {expires.isoformat()}",
        "Preferred-Languages: fr, en",
        f"Canonical: {request.build_absolute_uri(reverse('security_txt'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def favicon(request):
    return redirect(static("img/favicon.ico"))


class PageSitemap(Sitemap):
    """Every public page of every language, with its translations; a fixed number of queries for 1 000 addresses."""

    limit = 1000

    def items(self):
        return (
            Page.objects.live()
            .public()
            .filter(depth__gt=1)
            .only("path", "url_path", "translation_key", "locale", "last_published_at", "depth")
            .select_related("locale")
            .order_by("path")
        )

    def get_latest_lastmod(self):
        return self.items().order_by().aggregate(latest=Max("last_published_at"))["latest"]

    def lastmod(self, page):
        return page.last_published_at

    def _urls(self, page, protocol, domain):
        """Django's entries ask each page for its languages; here one query finds them all."""
        rows = list(self.paginator.page(page).object_list)
        languages = {}
        for other in self.items().filter(translation_key__in=[row.translation_key for row in rows]):
            languages.setdefault(other.translation_key, []).append(other)
        return [self._entry(row, languages[row.translation_key]) for row in rows]

    def _entry(self, page, versions):
        return {
            "location": page.full_url,
            "lastmod": page.last_published_at,
            "alternates": [{"location": other.full_url, "lang_code": other.locale.language_code} for other in versions]
            if len(versions) > 1
            else [],
        }


@cache_control(public=True, max_age=3600)
def sitemap_index(request):
    """/sitemap.xml: the sitemaps, of 1 000 addresses each (https://www.sitemaps.org/protocol.html#index)."""
    return index(request, sitemaps={"pages": PageSitemap()}, sitemap_url_name="sitemap_section")


@cache_control(public=True, max_age=3600)
def sitemap_section(request, section):
    return sitemap(request, sitemaps={"pages": PageSitemap()}, section=section)
