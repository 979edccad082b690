"""The QR code of a structure's page, as an SVG drawing."""

import io
import re

import segno
from django.utils.translation import gettext as _

from directory.sheets import facts

NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
DARK, LIGHT = "#15241e", "#ffffff"


def code(entry):
    """The code of the absolute address: level M stands a poster's wear, 15 % of it hidden."""
    return segno.make(facts.absolute(entry), error="m", micro=False)


def qr_svg(entry):
    """Return the drawing as bytes; its title says where it leads."""
    title = _("Code QR de la page « %(name)s » : %(url)s") % {
        "name": NOT_XML.sub("", entry.title),
        "url": facts.absolute(entry),
    }
    out = io.BytesIO()
    code(entry).save(out, kind="svg", scale=8, dark=DARK, light=LIGHT, title=title, svgclass=None, lineclass=None)
    return out.getvalue().replace(b"<svg ", b'<svg role="img" ', 1)
