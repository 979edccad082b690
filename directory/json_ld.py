"""A structure as search engines read it, in the page's head: the same node as in /annuaire/export.jsonld."""

from django.utils.safestring import mark_safe

from directory.exports.linked import organisation
from directory.exports.records import dumps

# Characters that could close the <script> or open markup; JSON allows their escaped form.
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def structured_data(entry):
    """Return the JSON text, safe inside a <script>; "" for a page that is not in the catalogue."""
    return script({"@context": "https://schema.org"} | organisation(entry)) if entry else ""


def script(node):
    """A node of JSON-LD as text, safe inside a <script>."""
    return mark_safe(dumps(node).translate(ESCAPES))  # noqa: S308 - escaped above
