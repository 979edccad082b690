"""The coordinators' screen of events told twice: pairs with reasons, to merge or to tell apart."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from agenda.coming_in.access import is_coordinator
from agenda.coming_in.merge import MergeRefused, merge, say_two
from agenda.coming_in.same import likely_pairs
from agenda.coming_in.views import page
from agenda.models import EventPage

PER_PAGE = 20


def _check(request):
    if not is_coordinator(request.user):
        raise PermissionDenied


@require_http_methods(["GET", "HEAD"])
def pairs(request):
    _check(request)
    shown = Paginator(likely_pairs(), PER_PAGE).get_page(request.GET.get("p"))
    keys = {key for pair in shown for key in (pair.one, pair.other)}
    events = EventPage.objects.select_related("organiser", "commune", "place", "at_structure").in_bulk(keys)
    rows = [
        {"pair": pair, "sides": [_drawn(events[pair.one], pair.other), _drawn(events[pair.other], pair.one)]}
        for pair in shown
    ]
    return page(request, "pairs", _("Événements en double"), pairs=shown, rows=rows)


def _drawn(event, other):
    organiser = event.get_organiser()
    facts = (
        timezone.localtime(event.start).strftime("%d/%m/%Y %H:%M"),
        event.where,
        str(event.get_commune() or ""),
        organiser.title if organiser else _("l’agenda commun"),
    )
    return {"key": event.pk, "title": event.title, "other": other, "facts": [fact for fact in facts if fact]}


@require_POST
def unite(request, kept, other):
    _check(request)
    try:
        event = merge(kept, other, request.user)
    except MergeRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request,
            _("C’est un seul événement : « %(name)s ». L’ancienne adresse y conduit.") % {"name": event.title},
        )
    return redirect("agenda_feeds:pairs")


@require_POST
def two(request, one, other):
    _check(request)
    if one == other or EventPage.objects.filter(pk__in=[one, other]).count() < 2:
        raise Http404
    say_two(one, other, request.user)
    messages.success(request, _("C’est noté : ce sont deux événements, la paire ne sera plus proposée."))
    return redirect("agenda_feeds:pairs")
