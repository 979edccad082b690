"""Addresses of the house itself, the same in every language."""

from django.urls import path

from portal.core.territory.views import territory_outline
from portal.home import health, well_known

urlpatterns = [
    path("healthz", health.process, name="healthz"),
    path("readyz", health.readiness, name="readyz"),
    path("robots.txt", well_known.robots, name="robots_txt"),
    path(".well-known/security.txt", well_known.security, name="security_txt"),
    path("favicon.ico", well_known.favicon),
    path("sitemap.xml", well_known.sitemap_index, name="sitemap_index"),
    path("sitemap-<section>.xml", well_known.sitemap_section, name="sitemap_section"),
    path("carte/territoire-<str:version>.svg", territory_outline, name="territory_outline"),
]
