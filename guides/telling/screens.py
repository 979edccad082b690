"""What the screens share: who may open them, and whose telling it is."""

from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from guides.telling.access import for_tellers, frame
from guides.telling.making import made_from


def screen(view):
    """A page of somebody's own, that no cache keeps."""
    return never_cache(login_required(for_tellers(view)))


def of_own_telling(view):
    """Give the view the reader's telling. One that was sent leads to its thanks; somebody else's does not exist."""

    @wraps(view)
    def found(request, key, **kwargs):
        telling = request.user.tellings.filter(pk=key).select_related("author").first()
        return view(request, telling, **kwargs) if telling else gone(request, key)

    return found


def gone(request, key):
    if page := made_from(key, request.user):
        return redirect("guides:tell_thanks", page.pk)
    raise Http404


def telling_frame(heading, telling):
    """The frame of a screen of one telling."""
    crumbs = [(_("Raconter"), reverse("guides:tell"))]
    return frame(heading, *crumbs) | {"telling": telling}
