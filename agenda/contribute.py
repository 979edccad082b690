"""Where somebody may write an event: Wagtail's own tree permissions decide."""

from django.conf import settings
from django.urls import reverse
from wagtail.permission_policies.pages import PagePermissionPolicy

from agenda.models import AgendaIndexPage
from directory.models import StructurePage

MOST = 50  # structures: whoever may write for more finds them in the editor


def places_to_write(user):
    """Return [{"title", "url"}]: the agenda itself, then the structures below which this user may add an event."""
    if not user.is_authenticated or not user.has_perm("wagtailadmin.access_admin"):
        return []
    allowed = PagePermissionPolicy().instances_user_has_permission_for(user, "add").values("pk")
    pages = [
        *AgendaIndexPage.objects.filter(pk__in=allowed, locale__language_code=settings.LANGUAGE_CODE)[:1],
        *StructurePage.objects.in_source_language().filter(pk__in=allowed).order_by("sort_name")[:MOST],
    ]
    return [
        {"title": page.title, "url": reverse("wagtailadmin_pages:add", args=["agenda", "eventpage", page.pk])}
        for page in pages
    ]
