"""/agenda/flux.ics, <structure>/agenda.ics and <event>/evenement.ics."""

from dataclasses import replace

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.contrib.redirects.middleware import get_redirect
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from agenda.filters import read_form
from agenda.ics.addresses import feed_path
from agenda.ics.feed import CONTENT_TYPE, Face, face_of_all, of_entries, recent_keys
from agenda.ics.feed import of_event as calendar_of
from agenda.ics.http import conditional, sent, tag_of
from agenda.ics.kept import RELEASE, whole
from agenda.models import EventPage
from agenda.visibility import sees_network
from directory.exports.http import dress
from directory.exports.kept import gzipped
from directory.old_addresses import following
from portal.core.addresses import path_for_wagtail
from portal.core.listing import query_string
from portal.search.catalogue import Query, find
from portal.search.memory import bits_of
from portal.search.models import Entry

OWN = "evenement.ics"


@require_safe
@conditional
def everything(request, held):
    """Every public event of the language, or those that the listing's parameters choose."""
    form = read_form(request.GET, held)
    state = form.state()
    page = reverse("agenda:listing") + (f"?{query_string(state)}" if state else "")
    face = face_of_all(feed_path(form), page)
    return sent(request, _chosen(form, face) if state else whole(held, face), "agenda")


def _chosen(form, face):
    query = form.query()
    if not (form.period or form.is_past):  # the listing shows what is to come, a calendar keeps what was
        query = replace(query, sets={"recent": _recent_bits})
    return _kept(face, form.shelf, lambda: of_entries(face, find(query).keys()))


def _recent_bits(held):
    return bits_of([held.slots[key] for key in recent_keys(held)])


def _kept(face, held, make):
    """Kept compressed in one of the few places that all filtered answers share."""
    return gzipped(f"ics {RELEASE} {face}", held.version, False, make)


@require_safe
@following
def of_structure(request, slug):
    """The public events that a public structure organises, alone or with others."""
    return _of_structure(request, slug)


@conditional
def _of_structure(request, held, slug):
    path = request.path.rsplit("/", 1)[0] + "/"
    listed = Entry.objects.listed().filter(kind="structure", language=held.language, url__in=_urls(path))
    entry = get_object_or_404(listed.order_by("pk")[:1])
    face = Face(_("Agenda – %(site)s") % {"site": entry.title}, request.path, path)
    sets = {"recent": _recent_bits}
    query = Query(held.kind, held.language, facets={"organisateur": (str(entry.page_id),)}, sets=sets, held=held)
    return sent(request, _kept(face, held, lambda: of_entries(face, find(query).keys())), f"agenda-{slug}")


@require_safe
def of_event(request, slug, structure=""):
    """One event: to everybody when it is in the catalogue, else to whom its page would be shown."""
    path = request.path.removesuffix(OWN)
    listed = Entry.objects.listed().filter(kind="event", url__in=_urls(path)).order_by("pk")
    entry = listed.values("page_id", "title", "version").first()
    if not entry:
        return _of_page(request, path, slug)
    tag = tag_of(RELEASE, settings.BASE_URL, path, entry["version"])
    response = get_conditional_response(request, etag=tag)
    response = response or _one(Face(entry["title"], request.path, path), entry["page_id"], slug)
    dress(response, tag)
    return response


def _of_page(request, path, slug):
    """What is not in the catalogue: plans of the network for its members, old addresses; else Http404."""
    page = _routed(request, path)
    if page is None:
        known = get_redirect(request, Redirect.normalise_path(path))
        if known and known.link and known.link.rstrip("/") != path.rstrip("/"):
            return HttpResponsePermanentRedirect(f"{known.link.rstrip('/')}/{OWN}")
        raise Http404
    hidden = page.visibility == EventPage.Visibility.NETWORK and not sees_network(request.user)
    if hidden or not all(restriction.accept_request(request) for restriction in page.get_view_restrictions()):
        raise Http404
    response = _one(Face(page.title, request.path, path), page.pk, slug)
    response["Cache-Control"] = "private, no-store"
    return response


def _routed(request, path):
    """The published event at an address, or None."""
    found = Page.route_for_request(request, path_for_wagtail(request).removesuffix(OWN))
    page = found.page.specific if found else None
    return page if isinstance(page, EventPage) and not page.expired else None


def _one(face, key, slug):
    calendar = calendar_of(face, key)
    if calendar is None:
        raise Http404
    response = HttpResponse(calendar, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{slug}.ics"'
    return response


def _urls(path):
    return [path, settings.BASE_URL + path]
