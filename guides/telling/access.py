"""Who may tell a story: whoever writes for a structure of the directory, and whoever may add a story by themselves.

Wagtail's own tree permissions decide, as in the agenda; a member has no right on /initiatives/ itself.
"""

from functools import wraps

from django.conf import settings
from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.permissions import page_permission_policy

from directory.models import StructurePage
from guides.models import StoryIndexPage


def story_index():
    """The published index of the active language, else that of the source language; 404 when there is none."""
    published = StoryIndexPage.objects.live().select_related("locale")
    found = {index.locale.language_code: index for index in published}
    index = found.get(get_language()) or found.get(settings.LANGUAGE_CODE)
    if index is None:
        raise Http404
    return index


def own_structures(user):
    """The structures that somebody writes for, each once, by name."""
    allowed = page_permission_policy.instances_user_has_permission_for(user, "add")
    own = StructurePage.objects.in_source_language().filter(pk__in=allowed.values("pk"), alias_of=None)
    return own.order_by("sort_name")


def may_use_the_editor(user):
    """May they write the story in the full editor? Members may not: their story is made for them."""
    return story_index().permissions_for_user(user).can_add_subpage()


def may_tell(user):
    if not user.has_perm("wagtailadmin.access_admin"):
        return False
    return may_use_the_editor(user) or own_structures(user).exists()


def for_tellers(view):
    """Somebody signed in who has no structure is told why they are stopped, and what to do."""

    @wraps(view)
    def checked(request, *args, **kwargs):
        if may_tell(request.user):
            return view(request, *args, **kwargs)
        return render(request, "guides/telling/no_structure.html", frame(_("Raconter une initiative")), status=403)

    return checked


def for_tellers_in_place(view):
    """The same for a script, which gets a sentence to show where people would be led to another page."""

    @wraps(view)
    def checked(request, *args, **kwargs):
        if not request.user.is_authenticated:
            words = _("Votre connexion a expiré : le texte est gardé dans ce navigateur. Reconnectez-vous.")
            return JsonResponse({"message": words}, status=401)
        if not may_tell(request.user):
            return JsonResponse({"message": _("Votre compte n’est lié à aucune structure.")}, status=403)
        return view(request, *args, **kwargs)

    return checked


def frame(heading, *crumbs):
    """What the base template needs of a page that is not in the tree; crumbs: [(title, address)] before the heading."""
    trail = [
        (_("Accueil"), reverse("wagtail_serve", args=[""])),
        (_("Initiatives"), reverse("guides:stories")),
        *crumbs,
    ]
    return {
        "heading": heading,
        "breadcrumb": [{"title": title, "url": url} for title, url in (*trail, (heading, None))],
    }
