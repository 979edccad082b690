"""The comparison: a month of the agenda as Wagtail sites usually write it, over querysets, kept out of the portal.

Wagtail finds the page; the month's occurrences are a queryset with its joins; each facet is one GROUP BY over the
events of the month with the other filters; rows are printed by a template. It shows the same cells,
with the same limit a day.
"""

from datetime import timedelta
from itertools import groupby
from pathlib import Path

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.db.models import Count, F
from django.http import HttpResponse
from django.template import engines
from django.urls import path
from django.utils import timezone
from wagtail.models import Page

import portal.urls
from agenda import period
from agenda.engine.clocks import midnight
from agenda.models import EventPage
from portal.core.models import BasePage

FACETS = {
    "categorie": "categories",
    "vallee": "commune__valley",
    "epci": "commune__epci",
    "commune": "commune",
    "public": "audiences",
    "organisateur": "organiser",
}
FLAGS = {"gratuit": {"price": "free"}, "accessible": {"access_mi": True}}
IN_CELL = 4
TEMPLATE = Path(__file__).with_suffix(".html")


class NaiveRequest(WSGIRequest):
    urlconf = __name__


class NaiveHandler(WSGIHandler):
    request_class = NaiveRequest


def naive_application():
    return NaiveHandler()


def naive(request, year, month):
    page = Page.route_for_request(request, "agenda/").page
    if list(page.get_view_restrictions()):
        raise PermissionError
    days = period.month(year, month)
    chosen = {name: request.GET.getlist(name) for name in (*FACETS, *FLAGS) if name in request.GET}
    first, last = midnight(days.first), midnight(days.last + timedelta(days=1))
    here = EventPage.objects.live().public().filter(locale=page.locale_id)
    here = here.filter(occurrences__start__lt=last, occurrences__end__gt=first).distinct()
    context = BasePage.get_context(page, request) | {
        "facets": [facet(here, chosen, name) for name in FACETS],
        "flags": [
            {"name": name, "count": filtered(here, chosen, name).filter(**FLAGS[name]).count()} for name in FLAGS
        ],
        "weeks": weeks(filtered(here, chosen), days, first, last),
    }
    return HttpResponse(engines["django"].from_string(TEMPLATE.read_text()).render(context, request))


def weeks(events, days, first, last):
    from agenda.models import Occurrence

    rows = Occurrence.objects.filter(event__in=events, start__lt=last, end__gt=first).order_by("start")
    rows = rows.select_related("event", "event__commune", "event__organiser")
    found = {day: list(group) for day, group in groupby(rows, key=lambda row: timezone.localtime(row.start).date())}
    cells = [
        {"day": day, "rows": found.get(day, [])[:IN_CELL], "more": max(len(found.get(day, [])) - IN_CELL, 0)}
        for day in days.days()
    ]
    cells = [None] * days.first.weekday() + cells
    return [cells[start : start + 7] for start in range(0, len(cells), 7)]


def filtered(events, chosen, but=None):
    for name, values in chosen.items():
        if name != but:
            events = events.filter(**(FLAGS.get(name) or {f"{FACETS[name]}__slug__in": values}))
    return events


def facet(events, chosen, name):
    field = FACETS[name]
    words = "title" if name == "organisateur" else "name"
    rows = filtered(events, chosen, name).order_by().filter(**{f"{field}__isnull": False})
    rows = rows.values(slug_=F(f"{field}__slug"), words=F(f"{field}__{words}")).annotate(
        count=Count("pk", distinct=True)
    )
    return {"name": name, "options": list(rows.order_by("words"))}


urlpatterns = [path("agenda/mois/<int:year>/<int:month>/", naive), *portal.urls.urlpatterns]
