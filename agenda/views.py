"""/agenda/ read from the catalogue, as a list, a month, a week or a day; and the two pages of those who contribute.

As the directory's (directory/views.py): what surrounds the parts is printed once and kept. An agenda that is not
published in the language asked for goes on to Wagtail, which says so.
"""

from datetime import date

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail.views import serve as wagtail_serve

from agenda import period
from agenda.cards import network_rows
from agenda.contribute import places_to_write
from agenda.filters import FIRST, LAST, agenda_shelf
from agenda.listing import listing_context
from agenda.models import AgendaIndexPage, Occurrence
from agenda.printed import PARTS
from agenda.visibility import sees_network
from directory.shell import kept_shell
from directory.skeleton import Skeleton
from portal.core.addresses import path_for_wagtail
from portal.core.listing import ListingForm


@require_safe
def listing(request):
    return _answer(request, "list", None)


@require_safe
def month(request, year, month):
    first = _day(year, month, 1)
    return _answer(request, "month", period.month(first.year, first.month))


@require_safe
def week(request, year, week):
    try:
        monday = date.fromisocalendar(year, week, 1)
    except ValueError:
        raise Http404 from None
    if not FIRST <= monday <= LAST:
        raise Http404
    return _answer(request, "week", period.week(monday))


@require_safe
def day(request, year, month, day):
    here = _day(year, month, day)
    return _answer(request, "day", period.Period(here, here))


def _day(year, month, day):
    try:
        here = date(year, month, day)
    except ValueError:
        raise Http404 from None
    if not FIRST <= here <= LAST:
        raise Http404
    return here


def _answer(request, view, days):
    held = agenda_shelf(get_language() or settings.LANGUAGE_CODE)
    home = reverse("agenda:listing")
    shell = kept_shell(request, held, "agenda", home, _new_shell)
    if not shell:
        return wagtail_serve(request, path_for_wagtail(request))
    context = listing_context(request.GET, home, view, days, settings.BASE_URL, held)
    context["parts"]["network"] = _network_alert(request)
    return HttpResponse(shell["skeleton"].filled(context["parts"]))


def _new_shell(request):
    """All that surrounds the parts; None when visitors may not see the agenda in this language."""
    code = get_language() or settings.LANGUAGE_CODE
    index = AgendaIndexPage.objects.live().public().filter(locale__language_code=code).first()
    if not index or index.get_url(request) != reverse("agenda:listing"):
        return None
    breadcrumb, social = index.get_breadcrumb(), index.get_social_card(request)

    def context(marks):
        card = social | {"url": marks["canonical"]}
        return {"page": index, "breadcrumb": breadcrumb, "social": card, "parts": marks, "home": index.get_url(request)}

    return {"skeleton": Skeleton(AgendaIndexPage.template, PARTS, context, request)}


# -- Those who contribute ---------------------------------------------------------------------------------------------
def _network_alert(request):
    """For members: how many dates the network keeps to itself for now."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not sees_network(request.user):
        return ""
    count = Occurrence.objects.of_network().upcoming(timezone.now()).values("event").distinct().count()
    return render_to_string("agenda/network_alert.html", {"count": count}) if count else ""


@never_cache
@login_required
@require_safe
def network(request):
    """« Réservez la date »: what structures plan and the public does not know yet. For members and coordinators."""
    if not sees_network(request.user):
        raise PermissionDenied
    form = ListingForm.read(request.GET)
    events = Occurrence.objects.of_network().next_of_each(timezone.now())
    page_obj = form.paginated(events)
    context = _frame(_("Dates du réseau")) | {
        "page_obj": page_obj,
        "weeks": network_rows(page_obj),
        "ignored": form.ignored,
        "query_prefix": form.query_prefix(),
    }
    return render(request, "agenda/network.html", context)


@never_cache
@require_safe
def propose(request):
    """« Proposer un événement »: the form of one's own structure, or how to come to have one."""
    context = _frame(_("Proposer un événement")) | {
        "places": places_to_write(request.user),
        "sign_in": f"{reverse('workspace:sign_in')}?next={request.path}",
        "is_known": request.user.is_authenticated,
    }
    return render(request, "agenda/propose.html", context)


def _frame(title):
    return {
        "heading": title,
        "breadcrumb": [
            {"title": _("Accueil"), "url": reverse("wagtail_serve", args=[""])},
            {"title": _("Agenda"), "url": reverse("agenda:listing")},
            {"title": title, "url": None},
        ],
    }
