"""/recherche/export.csv, export.geojson and agenda.ics: what a search finds, to take away."""

from django.http import StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agenda.ics.feed import CONTENT_TYPE as CALENDAR
from agenda.ics.feed import Face, of_entries
from directory.exports.public import LICENCE
from directory.exports.records import enveloped
from directory.exports.sheets import csv_lines
from portal.finding.answer import answer
from portal.finding.going_out.records import columns, records, row
from portal.finding.going_out.room import ROOM

NOT_PROPERTIES = ("id", "latitude", "longitude")


@require_safe
@ROOM.conditional("csv")
def csv(request):
    return _sent(request, "csv", "text/csv; charset=utf-8; header=present", _csv)


@require_safe
@ROOM.conditional("geojson")
def geojson(request):
    return _sent(request, "geojson", "application/geo+json", _geojson)


@require_safe
@ROOM.conditional("ics")
def ics(request):
    """The events that are found, past ones too, as a calendar to subscribe to."""
    return _sent(request, "", CALENDAR, _ics)


def _sent(request, extension, content_type, pieces):
    """extension: of a file to keep; "" for a feed."""
    content = () if request.method == "HEAD" else pieces(answer(ROOM.form_of(request)))
    response = StreamingHttpResponse(content, content_type=content_type)
    if extension:
        name = _(ROOM.file) % {"day": timezone.localdate().isoformat()}
        response["Content-Disposition"] = f'attachment; filename="{name}.{extension}"'
    return response


def _csv(found):
    headings, names = zip(*columns(), strict=True)
    return csv_lines(headings, (row(values, names) for values in records(found)))


def _geojson(found):
    head = {"type": "FeatureCollection", "license": LICENCE}
    return enveloped(head, "features", (_feature(values) for values in records(found)))


def _feature(values):
    """A feature without geometry is what has no place (RFC 7946, 3.2)."""
    point = None
    if values["latitude"] is not None:
        point = {"type": "Point", "coordinates": [round(values["longitude"], 6), round(values["latitude"], 6)]}
    properties = {name: value for name, value in values.items() if name not in NOT_PROPERTIES}
    return {"type": "Feature", "id": values["id"], "geometry": point, "properties": properties}


def _ics(found):
    words = found.in_words()
    name = _("Agenda : %(words)s") % {"words": words} if words else _("Agenda")
    form = found.form
    face = Face(name, ROOM.address("finding:ics", form), ROOM.address("search", form))
    keys = found.found["event"].keys() if found.is_asked and "event" in found.shown else []
    return of_entries(face, keys)
