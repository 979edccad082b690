"""JSON: GeoJSON, the entries of a YesWiki, the elements of a GoGoCarto, or any list of objects."""

import json

from django.utils.translation import gettext as _

from directory.imports.encodings import decode
from directory.imports.problems import ImportRefused
from directory.imports.readers import column_names, make_sheet

DEEPEST = 4  # levels of objects that are opened: address.streetAddress is the second


def read(content):
    text, _encoding = decode(content)
    try:
        data = json.loads(text)
    except RecursionError as error:
        raise ImportRefused(_("Ce fichier JSON est imbriqué bien trop profondément.")) from error
    except ValueError as error:
        line = getattr(error, "lineno", 1)
        raise ImportRefused(_("Ligne %(row)d : ce fichier JSON est mal formé.") % {"row": line}) from error
    kind, items = _items(data)
    if any(not isinstance(item, dict) for item in items):
        number = next(n for n, item in enumerate(items, start=1) if not isinstance(item, dict))
        raise ImportRefused(_("Élément %(row)d : un objet était attendu.") % {"row": number})
    return _sheet(kind, [flat(item) for item in items])


def _items(data):
    """Return (kind, list of objects) of what the file holds."""
    match data:
        case {"type": "FeatureCollection", "features": list(features)}:
            return "geojson", [_feature(feature) for feature in features]
        case {"data": list(elements)}:
            return "gogocarto", elements
        case list():
            return _kind(data), data
        case dict() if data and all(isinstance(value, dict) for value in data.values()):
            return _kind(list(data.values())), list(data.values())  # YesWiki: {"PageName": {entry}}
    raise ImportRefused(
        _("Ce fichier JSON n’est ni un GeoJSON, ni un export de YesWiki ou de GoGoCarto, ni une liste d’objets.")
    )


def _kind(items):
    first = items[0] if items and isinstance(items[0], dict) else {}
    return "yeswiki" if "bf_titre" in first or "id_fiche" in first else "json"


def _feature(feature):
    """The properties of a feature, with its point; other geometries have no point to give."""
    if not isinstance(feature, dict):
        return feature
    properties = feature.get("properties")
    values = dict(properties) if isinstance(properties, dict) else {}
    if feature.get("id") is not None:
        values.setdefault("id", feature["id"])
    match feature.get("geometry"):
        case {"type": "Point", "coordinates": [longitude, latitude, *_height]}:
            values |= {"latitude": latitude, "longitude": longitude}
    return values


def flat(item, prefix="", depth=1):
    """{"geo": {"latitude": 44.5}} as {"geo.latitude": "44.5"}; a list is its texts, one a line."""
    values = {}
    for key, value in item.items():
        name = f"{prefix}{key}"
        if isinstance(value, dict):
            if depth < DEEPEST:
                values |= flat(value, f"{name}.", depth + 1)
        elif text := _text(value):
            values[name] = text
    return values


def _text(value):
    match value:
        case None:
            return ""
        case bool():
            return _("oui") if value else _("non")
        case list():
            names = [part.get("name", "") if isinstance(part, dict) else part for part in value]
            return "\n".join(text for part in names if not isinstance(part, list) and (text := _text(part)))
        case float() if value.is_integer():
            return str(int(value))
        case dict():
            return ""
    return str(value)


def _sheet(kind, items):
    names = list({name: None for item in items for name in item})
    columns = column_names(names) if names else []
    records = ((number, [item.get(name, "") for name in names]) for number, item in enumerate(items, start=1))
    return make_sheet(kind, columns, records)
