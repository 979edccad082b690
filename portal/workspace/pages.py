"""The pages that somebody may edit, and how they show in « Mon espace »."""

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy


def editable_pages(user):
    """Return the pages that Wagtail's tree permissions let this user change, the latest changed first."""
    allowed = PagePermissionPolicy().instances_user_has_permission_for(user, "change")
    return (
        Page.objects.filter(pk__in=allowed.values("pk"), depth__gt=1)
        .select_related("content_type", "locale")
        .defer_streamfields()
        .order_by("-latest_revision_created_at", "title")
    )


def page_row(page):
    return {
        "title": page.title,
        "kind": str(page.cached_content_type.model_class()._meta.verbose_name).capitalize(),
        "state": state_in_words(page),
        "edit_url": reverse("wagtailadmin_pages:edit", args=[page.pk]),
        "url": page.get_url() if page.live else "",
    }


def state_in_words(page):
    """Plain words for Wagtail's flags."""
    if not page.live:
        return _("Brouillon, pas encore en ligne")
    return _("En ligne, avec des changements à publier") if page.has_unpublished_changes else _("En ligne")
