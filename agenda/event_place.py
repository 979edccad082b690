"""Where an event takes place, as visitors may know it: a structure that is not public is neither named nor shown."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from directory.exports.public import web_address
from directory.page import address as in_one_line
from portal.core.territory.groups import PlaceCount, draw_map


@dataclass(frozen=True)
class Where:
    """url: of the structure that hosts; street: number and street; point: WGS84 degrees or None; online: an address."""

    name: str = ""
    url: str = ""
    street: str = ""
    commune: str = ""
    postal_codes: tuple = ()
    valley: str = ""
    access: str = ""
    point: tuple | None = None
    online: str = ""

    @property
    def is_on_site(self):
        return bool(self.name or self.street or self.commune)

    @property
    def address(self):
        """« 3 rue de l’Exemple, 05200 Embrun »."""
        known = {"address": self.street, "commune": self.commune, "postal_codes": self.postal_codes}
        return in_one_line(known).strip()


def where_of(event, data, host, point):
    """Return the Where. data: the public facts; host: the entry of the structure it is at, None when not public."""
    at_host = bool(event.at_structure_id and not event.place_id)
    is_hidden = at_host and not host
    if is_hidden and event.latitude is None:
        point = event.commune.point if event.commune_id else None
    return Where(
        name=event.place_name if is_hidden else data.get("place", ""),
        url=host.url if at_host and host else "",
        street=event.address if is_hidden else data.get("address", ""),
        commune=data.get("commune", ""),
        postal_codes=tuple(data.get("postal_codes", ())),
        valley=data.get("valley", ""),
        access="" if is_hidden else data.get("access_text", ""),
        point=point,
        online=followed(event.online_url),
    )


def followed(address):
    """The address when a browser may follow it, http(s) with a host, else "": an import may bring anything."""
    try:
        return address if web_address(address) and urlsplit(address).hostname else ""
    except ValueError:
        return ""


def place_map(event, where):
    """The outline map with the event's dot; None when nobody has said where it is, or when it is beyond the map."""
    if not where.point:
        return None
    place = PlaceCount(where.name or where.commune or event.title, "", *where.point, 1, "#ou")
    drawn = draw_map([place], title=_("Où se passe « %(title)s »") % {"title": event.title}, towns=())
    return drawn if drawn.dots else None
