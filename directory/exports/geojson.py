"""GeoJSON (RFC 7946): one feature a structure, its public facts as properties."""

from directory.exports.public import LICENCE, entries, facts, page_url
from directory.exports.records import enveloped

DECIMALS = 6  # of a degree: 10 cm


def geojson_pieces(form, found):
    box = Box()
    return enveloped(
        {"type": "FeatureCollection", "license": LICENCE},
        "features",
        (feature(entry, box) for entry in entries(found)),
        box.member,
    )


def feature(entry, box):
    return {
        "type": "Feature",
        "id": entry.page_id,
        "geometry": {"type": "Point", "coordinates": box.take(entry)} if entry.latitude is not None else None,
        "properties": {"name": entry.title, "url": page_url(entry), "summary": entry.summary}
        | facts(entry)
        | ({"verified_on": entry.verified_on.isoformat()} if entry.verified_on else {}),
    }


class Box:
    """The box around the points seen: [west, south, east, north]."""

    def __init__(self):
        self.corners = None

    def take(self, entry):
        """Return the position of an entry, longitude first, having made room for it."""
        position = [round(entry.longitude, DECIMALS), round(entry.latitude, DECIMALS)]
        west, south, east, north = self.corners or position * 2
        self.corners = [
            min(west, position[0]),
            min(south, position[1]),
            max(east, position[0]),
            max(north, position[1]),
        ]
        return position

    def member(self):
        return {"bbox": self.corners} if self.corners else {}
