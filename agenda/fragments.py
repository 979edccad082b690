"""What is many on a page of the agenda, printed by plain functions; a test compares rows with their component."""

from functools import lru_cache
from html import escape

from django.urls import reverse
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agenda.cards import status_chip
from agenda.engine.school import is_school_holiday, school_holidays
from agenda.timeline import is_cancelled
from directory.hours.holidays import is_public_holiday
from portal.core.templatetags.portal_tags import long_date


def event_row_html(event):
    """components/event_row.html."""
    lang = f' lang="{escape(event["lang"])}"' if event["lang"] else ""
    meta = "".join([f"<span>{escape(text)}</span>" for text in event["meta"]])
    tone = f" {event['chip_tone']}" if event["chip_tone"] else ""
    return "".join(
        [
            f'<article class="evt{" annule" if event["cancelled"] else ""}">\n',
            f'<time class="jour" datetime="{event["iso"]}"><span>{escape(event["month"])}</span>',
            f"<b>{event['day']}</b></time>\n",
            f'<div><h3{lang}><a href="{escape(event["url"])}">{escape(event["title"])}</a></h3>\n',
            f'<p class="meta">{meta}</p>' if meta else "",
            "</div>\n",
            f'<span class="puce{tone}">{escape(event["chip"])}</span>\n' if event["chip"] else "",
            "</article>\n",
        ]
    )


def quick_html(links):
    chips = []
    for link in links:
        state, current = (" active", ' aria-current="true"') if link["active"] else ("", "")
        words = escape(str(link["text"]))
        chips.append(f'<li><a class="puce{state}" href="{escape(link["url"])}"{current}>{words}</a></li>')
    return f'<ul class="puces">{"".join(chips)}</ul>'


# -- The month --------------------------------------------------------------------------------------------------------
def month_html(cells, suffix, today):
    """The month as a table of weeks, from the cells of agenda.listing; suffix: the query that days keep."""
    first, last = cells[0]["day"], cells[-1]["day"]
    blank = '<td class="hors-mois"></td>'
    html = [blank] * first.weekday() + [_cell(cell, suffix, today) for cell in cells] + [blank] * (6 - last.weekday())
    weeks = ["<tr>" + "".join(html[start : start + 7]) + "</tr>\n" for start in range(0, len(html), 7)]
    return f'<table class="mois">{_caption(first, last)}{_head()}<tbody>\n{"".join(weeks)}</tbody></table>'


@lru_cache(maxsize=50)
def _caption(first, last):
    periods = [
        _("%(name)s, du %(first)s au %(last)s")
        % {"name": period.name, "first": long_date(period.first), "last": long_date(period.last)}
        for period in school_holidays(first, last)
    ]
    said = _("Fond clair : vacances scolaires, zone B (%(periods)s).") % {"periods": " ; ".join(periods)}
    return f"<caption>{escape(said if periods else _('Pas de vacances scolaires ce mois-ci.'))}</caption>"


def _head():
    days = [
        f'<th scope="col"><abbr title="{escape(str(WEEKDAYS[n]))}">{escape(str(WEEKDAYS_ABBR[n]))}</abbr></th>'
        for n in range(7)
    ]
    return f"<thead><tr>{''.join(days)}</tr></thead>"


def _cell(cell, suffix, today):
    day, more = cell["day"], cell["more"]
    address = _day_address(day) + escape(suffix)
    here, said, rest_of_date = _day_words(day)
    weekday = escape(str(WEEKDAYS[day.weekday()]))
    here += " aujourdhui" if day == today else ""
    current = ' aria-current="date"' if day == today else ""
    number = (
        f'<a class="date" data-jour="{weekday}" href="{address}">{day.day}{rest_of_date}</a>'
        if cell["dates"]
        else (f'<span class="date" data-jour="{weekday}">{day.day}</span>')
    )
    dates = "".join([_date(packed, card) for packed, card, _row in cell["dates"]])
    rest = ""
    if more:
        words = ngettext("et %(n)d autre", "et %(n)d autres", more) % {"n": more}
        rest = f'<a class="suite-jour" href="{address}">{escape(words)}</a>'
    return f'<td class="{here.strip()}"{current}>{number}{said}{dates}{rest}</td>'


@lru_cache(maxsize=1000)
def _day_address(day):
    return reverse("agenda:day", args=[day.year, day.month, day.day])


@lru_cache(maxsize=1000)
def _day_words(day):
    """(classes, what the shade says, what a link to the day says after its number)."""
    school, public = is_school_holiday(day), is_public_holiday(day)
    shown = f'<span class="ferie">{escape(_("férié"))}</span>' if public else ""
    hidden = f'<span class="hors-vue">{escape(_("vacances scolaires"))}</span>' if school else ""
    rest = f'<span class="hors-vue"> {escape(date_format(day, "F Y"))}</span>'
    return " vacances" if school else "", shown + hidden, rest


def _date(packed, card):
    """A state is never told by its colour alone."""
    status = card["card"]["status"]
    cancelled = status == "cancelled" or is_cancelled(packed)
    words, tone = status_chip(status, cancelled) or ("", "or" if card["card"]["booking"] else "")
    classes = "".join([f" {tone}" if tone else "", " annule" if cancelled else ""])
    said = f" ({escape(words)})" if words else ""
    return f'<a class="puce{classes}" href="{escape(card["url"])}">{escape(card["title"])}{said}</a>'
