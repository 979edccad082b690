"""Who proposes a change, who sees it, who decides."""

from django.db.models import BigIntegerField, Q
from django.urls import get_resolver
from wagtail.permissions import page_permission_policy

from directory.models import StructurePage
from guides.models import Amendment, GuideIndexPage, GuidePage, GuidePartPage


def refused(request):
    """Answer 403 with the site's own page: Wagtail's admin would only send people home."""
    return get_resolver().resolve_error_handler(403)(request, exception=None)


def is_coordinator(user):
    """Someone who may publish guides, whoever keeps them."""
    return any(index.permissions_for_user(user).can_publish_subpage() for index in GuideIndexPage.objects.all())


def may_propose(user):
    """The members of structures, who may change the page of one, and the coordination."""
    if not user.is_active or not user.has_perm("wagtailadmin.access_admin"):
        return False
    pages = page_permission_policy.instances_user_has_permission_for(user, "change")
    return StructurePage.objects.filter(pk__in=pages.values("pk")).exists() or is_coordinator(user)


def may_see(user):
    """Whoever may propose, keeps a guide, or once proposed something."""
    if may_propose(user) or GuidePage.objects.filter(keeper=user).exists():
        return True
    return Amendment.objects.filter(author=user).exists()


def amendments_for(user):
    """All of them for the coordination; else those of the guides that one keeps, and one's own."""
    found = Amendment.objects.select_related("part", "author", "decided_by")
    if is_coordinator(user):
        return found
    seen = Q(author=user)
    for path in GuidePage.objects.filter(keeper=user).values_list("path", flat=True):
        seen |= Q(part__path__startswith=path)
    return found.filter(seen)


def may_decide(user, amendment):
    """The coordination and the guide's keeper; nobody on their own proposal, not even an administrator."""
    if amendment.author_id == user.pk:
        return False
    return amendment.part.guide.keeper_id == user.pk or is_coordinator(user)


def one_of(rows, key):
    """The row with this number, or None: addresses hold any number, databases do not."""
    return rows.filter(pk=key).first() if key <= BigIntegerField.MAX_BIGINT else None


def open_part(key):
    """The part with this number if visitors read it, in a guide that they read; else None."""
    part = one_of(GuidePartPage.objects.live().public(), key)
    return part if part and part.guide.live else None
