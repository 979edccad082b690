"""QR codes that lead to pages of the portal, as SVG drawings."""

import io
import re

import segno
from django.utils.translation import gettext as _

from directory.sheets import facts

NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
DARK, LIGHT = "#15241e", "#ffffff"


def code(address):
    """The code of an absolute address: level M stands a poster's wear, 15 % of it hidden."""
    return segno.make(address, error="m", micro=False)


def qr_svg(entry):
    """Return the drawing for a structure's page as bytes; its title says where it leads."""
    return drawing(facts.absolute(entry), entry.title)


def drawing(address, name):
    """Return the drawing that leads to an absolute address; name: of the page that is there."""
    title = _("Code QR de la page « %(name)s » : %(url)s") % {"name": NOT_XML.sub("", name), "url": address}
    out = io.BytesIO()
    code(address).save(out, kind="svg", scale=8, dark=DARK, light=LIGHT, title=title, svgclass=None, lineclass=None)
    return out.getvalue().replace(b"<svg ", b'<svg role="img" ', 1)
