"""The row of chips above the agenda: the questions that come back, one click each, the other filters kept."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.core.listing import query_string


def quick_links(context):
    """[{"text", "url", "active"}]: what is to come, this week-end, this month's calendar, free, accessible, online."""
    from agenda.printed import address

    form, home, view = context["form"], context["home"], context["view"]
    state = {name: values for name, values in form.state().items() if name not in ("quand", "du", "au")}
    today = timezone.localdate()
    asked = form.values["quand"], form.values["du"], form.values["au"]
    query = query_string(state)
    links = [
        (_("À venir"), _url(home, query), view == "list" and not any(asked)),
        (
            _("Ce week-end"),
            _url(home, query_string({"quand": ["week-end"]} | state)),
            form.values["quand"] == "week-end",
        ),
        (_("Cette semaine"), _url(address("week", today), query), view == "week"),
        (date_format(today, "F").capitalize(), _url(address("month", today), query), view == "month"),
    ]
    for text, name, value in (
        (_("Gratuit"), "gratuit", "1"),
        (_("Accessible PMR"), "accessible", "moteur"),
        (_("En ligne"), "en_ligne", "1"),
    ):
        chosen = value in state.get(name, ())
        rest = {key: values for key, values in state.items() if key != name}
        quand = {"quand": [form.values["quand"]]} if form.values["quand"] else {}
        toggled = quand | (rest if chosen else rest | {name: [value]})
        links.append((text, _url(home, query_string(toggled)), chosen))
    return [{"text": text, "url": url, "active": active} for text, url, active in links]


def _url(path, query):
    return f"{path}?{query}" if query else path
