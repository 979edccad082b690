"""The portal's addresses: a contract. French, and stable."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from portal.home.api import api

handler400 = "portal.home.errors.bad_request"
handler403 = "portal.home.errors.permission_denied"
handler404 = "portal.home.errors.page_not_found"

urlpatterns = [
    path("", include("portal.home.urls")),
    path("api/v1/", api.urls),
    # One door for everybody: Wagtail's own sign-in and reset pages lead to ours.
    path("_util/login/", RedirectView.as_view(pattern_name="workspace:sign_in", query_string=True)),
    path(f"{settings.ADMIN_PATH}login/", RedirectView.as_view(pattern_name="workspace:sign_in", query_string=True)),
    re_path(rf"^{settings.ADMIN_PATH}password_reset/", RedirectView.as_view(pattern_name="workspace:password_reset")),
    path(settings.ADMIN_PATH, include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    *i18n_patterns(
        path("recherche/", include("portal.finding.urls")),
        path("mon-espace/", include("portal.workspace.urls")),
        path("agenda/", include("agenda.urls")),
        path("annuaire/", include("agenda.structure_urls")),
        path("annuaire/", include("directory.urls")),
        path("", include("guides.urls")),
        path("", include(wagtail_urls)),
        prefix_default_language=False,
    ),
]

if settings.DEMO and settings.MEDIA_URL.startswith("/"):
    # Elsewhere the web server gives the pictures, or the object storage does. Documents go through /documents/, which
    # knows who may read them; photos that wait for their description still hold the place where they were taken.
    pictures = rf"^{settings.MEDIA_URL.strip('/')}/(?P<path>(?:images|original_images)/.*)$"
    urlpatterns.insert(0, re_path(pictures, serve, {"document_root": settings.MEDIA_ROOT}))
