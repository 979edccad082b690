"""The commune and the point of a row."""

import json
import re

from django.utils.translation import gettext as _

from directory.imports.problems import LeftOut, RowRefused
from portal.core.geometry import distance_km
from portal.core.territory.projection import in_view, project

FAR_KM = 20  # from the town hall: farther than any place of a commune of the territory
DECIMALS = 6  # a tenth of a metre
_PAIR = re.compile(r"^\s*(-?\d{1,3}(?:[.,]\d+)?)\s*°?\s*[|;/ ]\s*(-?\d{1,3}(?:[.,]\d+)?)\s*°?\s*$")
_PAIR_WITH_DOTS = re.compile(r"^\s*(-?\d{1,3}(?:\.\d+)?)\s*,\s*(-?\d{1,3}(?:\.\d+)?)\s*$")


def commune_of(communes, name, postal, code):
    if not (name or postal or code):
        return None
    return communes.get(name, postal, code)


def point_of(latitude, longitude, pair=""):
    """Return ((latitude, longitude), notes) from two cells, or from one that holds both."""
    if not (latitude or longitude) and pair:
        latitude, longitude = _pair(pair)
    if not (latitude and longitude):
        raise LeftOut(_("il manque la latitude ou la longitude :"))
    point = _number(latitude), _number(longitude)
    if point == (0, 0):
        raise LeftOut(_("0, 0 n’est pas un lieu :"))
    if _inside(*point):
        return point, []
    if _inside(*reversed(point)):
        return tuple(reversed(point)), [
            _("la latitude et la longitude étaient inversées ; elles ont été remises à l’endroit.")
        ]
    raise RowRefused(
        _("le point %(latitude)s, %(longitude)s est hors du territoire. Corrigez-le, ou videz les deux cellules.")
        % {"latitude": latitude, "longitude": longitude}
    )


def warn_of_distance(point, commune):
    if commune is None or commune.point is None or distance_km(point, commune.point) <= FAR_KM:
        return []
    return [
        _("le point est à %(km)d km de la mairie (%(commune)s).")
        % {"km": distance_km(point, commune.point), "commune": commune}
    ]


def _pair(text):
    """« 44.56|6.08 » (YesWiki), « 44.56, 6.08 », or YesWiki's JSON in a cell."""
    if text.startswith("{"):
        try:
            found = json.loads(text)
        except (ValueError, RecursionError):
            found = {}
        get = found.get if isinstance(found, dict) else {}.get
        values = (get("latitude") or get("bf_latitude") or "", get("longitude") or get("bf_longitude") or "")
        return tuple(str(value) if isinstance(value, (str, int, float)) else "" for value in values)
    match = _PAIR_WITH_DOTS.match(text) or _PAIR.match(text)
    if not match:
        raise RowRefused(_("« %s » n’est pas un point : écrivez « 44.56, 6.08 ».") % text[:60])
    return match[1], match[2]


def _number(text):
    bare = text.replace(",", ".").replace("°", "").replace(" ", "").replace("−", "-")
    if not re.fullmatch(r"[+-]?\d{1,3}(\.\d{0,20})?", bare):
        raise RowRefused(_("« %s » n’est pas un nombre de degrés, comme 44,56.") % text[:60])
    return round(float(bare), DECIMALS)


def _inside(latitude, longitude):
    return abs(latitude) <= 90 and abs(longitude) <= 180 and in_view(*project(latitude, longitude))
