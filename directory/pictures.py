"""The logo and the photos of a sheet, in one query once their copies have been drawn."""

from functools import cache

from django.db import models

from portal.core.models import PortalImage
from portal.core.models.image import PortalRendition
from portal.core.prepared import Prepared, holes

LOGO, PHOTO = "max-320x160|format-webp", "width-800|format-webp"


def pictures(data):
    """Return (logo or None, [photos]) of an entry's data: {"url", "width", "height", "alt", "credit", "caption"}."""
    logo = data.get("logo")
    photos = data.get("photos", [])
    wanted = {(photo["image"], PHOTO) for photo in photos} | ({(logo, LOGO)} if logo else set())
    if not wanted:
        return None, []
    drawn = _drawn(wanted)
    shown = [
        _shown(drawn[photo["image"], PHOTO], photo["caption"]) for photo in photos if (photo["image"], PHOTO) in drawn
    ]
    return (_shown(drawn[logo, LOGO]) if (logo, LOGO) in drawn else None), shown


def _drawn(wanted):
    """{(image id, filter): rendition}; a copy that is missing is drawn, the first time that the sheet is read."""
    keys = sorted({image for image, _spec in wanted})
    rows = _copies_of(len(keys))(images=keys)
    found = {(row.image_id, row.filter_spec): row for row in rows}
    missing = wanted - found.keys()
    images = PortalImage.objects.in_bulk({image for image, _spec in missing}) if missing else {}
    for image, spec in missing:
        if image in images:
            found[image, spec] = images[image].get_rendition(spec)
    return found


@cache
def _copies_of(count):
    images = holes("images", models.BigIntegerField(), count)
    copies = PortalRendition.objects.filter(image__pk__in=images, filter_spec__in=(LOGO, PHOTO), focal_point_key="")
    return Prepared(copies.select_related("image"))


def _shown(rendition, caption=""):
    image = rendition.image
    return {
        "url": rendition.url,
        "width": rendition.width,
        "height": rendition.height,
        "alt": image.default_alt_text,
        "credit": image.credit,
        "caption": caption,
    }
