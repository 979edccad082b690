"""/admin/agenda/choisir-une-date/?jour=…&commune=…&public=…: for members, what a day and its evening are like."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import get_resolver, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from agenda.cards import hours
from agenda.engine.clocks import midnight
from agenda.planning.around import between, rank
from agenda.planning.asked import from_form, read
from agenda.planning.days import day_said
from agenda.planning.evenings import WEEKS, freest, is_in_the_evening
from agenda.visibility import sees_network
from portal.core.models import Audience, Commune
from portal.core.templatetags.portal_tags import long_date

MOST = 30  # events of the day
A_DAY = timedelta(days=1)


class ChooseDate(WagtailAdminTemplateMixin, TemplateView):
    """The page; with `fragment=1` what it found only, for the script of the event's form."""

    template_name = "agenda/planning/choose.html"
    page_title = gettext_lazy("Choisir une date")
    header_icon = "calendar-check"

    def dispatch(self, request, *args, **kwargs):
        if not sees_network(request.user):
            return get_resolver().resolve_error_handler(403)(request, exception=None)
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def post(self, request, *args, **kwargs):
        """The button of the event's form sends the whole form: what matters of it becomes an address."""
        return redirect(f"{reverse('agenda_planning:choose')}?{from_form(request.POST).query()}")

    def get(self, request, *args, **kwargs):
        if not request.GET.get("fragment"):
            return super().get(request, *args, **kwargs)
        context = {"found": found(read(request.GET))}
        return HttpResponse(render_to_string("agenda/planning/found.html", context))

    def get_context_data(self, **kwargs):
        asked = read(self.request.GET)
        words = Audience.objects.in_language(get_language()).values_list("slug", "name")
        communes = Commune.objects.in_territory().values_list("slug", "name")
        return super().get_context_data(**kwargs) | {
            "action": reverse("agenda_planning:choose"),
            "day": asked.day.isoformat() if asked.day else asked.typed_day,
            "without": asked.without.pk if asked.without else "",
            "communes": [(slug, name, bool(asked.commune) and asked.commune.slug == slug) for slug, name in communes],
            "audiences": [(slug, name, slug in asked.audiences) for slug, name in words],
            "found": found(asked),
        }


def found(asked):
    """What the template shows: the day, what happens in it and in its evening, and the freest evenings."""
    today = timezone.localdate()
    first, last = today + A_DAY, today + WEEKS * 7 * A_DAY
    coming = _between(asked, first, last)
    that_day = []
    if asked.day:
        inside = first <= asked.day <= last
        that_day = coming if inside else _between(asked, asked.day, asked.day)
        begins, ends = midnight(asked.day), midnight(asked.day + A_DAY)
        that_day = [one for one in that_day if one.start < ends and (one.end > begins or one.start >= begins)]
        that_day = sorted(that_day, key=rank)
    return {
        "errors": list(asked.errors.values()),
        "day": _day_words(asked.day) if asked.day else "",
        "said": day_said(asked.day) if asked.day else "",
        "commune": asked.commune.name if asked.commune else "",
        "events": [_row(one, asked.day) for one in that_day[:MOST]],
        "more": max(len(that_day) - MOST, 0),
        "evenings": [_evening(evening, asked) for evening in freest(coming, first, last, asked.day)],
        "weeks": WEEKS,
    }


def _between(asked, first, last):
    return between(
        asked.commune.point if asked.commune else None,
        midnight(first),
        midnight(last + A_DAY),
        audiences=asked.audiences,
        network=True,
        without=str(asked.without.translation_key) if asked.without else "",
    )


def _day_words(day):
    return f"{date_format(day, 'l')} {long_date(day)}"


def _row(neighbour, day):
    evening = is_in_the_evening(neighbour, day) and not neighbour.all_day
    return {
        "title": neighbour.title,
        "url": neighbour.get_url() or "",
        "hours": hours(neighbour, neighbour.all_day) or _("toute la journée"),
        "evening": evening,
        "place": neighbour.place,
        "distance": _("à %(km)s km") % {"km": round(neighbour.km)} if neighbour.km is not None else "",
        "same_audience": neighbour.same_audience,
        "network": neighbour.is_network,
        "tentative": neighbour.status == "tentative",
    }


def _evening(evening, asked):
    again = read_again(asked, evening.day)
    return {
        "text": capfirst(_day_words(evening.day)),
        "iso": evening.day.isoformat(),
        "said": evening.said,
        "why": evening.why(),
        "url": f"{reverse('agenda_planning:choose')}?{again}",
    }


def read_again(asked, day):
    """The parameters that ask the same of another day."""
    return type(asked)(day=day, commune=asked.commune, audiences=asked.audiences, without=asked.without).query()
