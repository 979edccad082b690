"""The point of a structure in its edit form: two typed fields, and the outline map on which a dot can be moved.

The fields are what is sent; static/js/point-admin.js keeps the map in step with them. Without scripts no map is shown.
"""

import json

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import Panel

from directory.point import HALF, OUTSIDE, SWAPPED
from portal.core.territory import ATTRIBUTION
from portal.core.territory.groups import draw_map
from portal.core.territory.projection import project


class CommuneSelect(forms.Select):
    """The communes, ours first; those whose town hall is known say where it is: data-point="latitude,longitude"."""

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        commune = getattr(value, "instance", None)
        if commune and commune.point:
            option["attrs"]["data-point"] = ",".join(map(str, commune.point))
        return option

    def optgroups(self, name, value, attrs=None):
        """Two homonyms are told apart by the part of the country under which they stand."""
        parts = {None: [], True: [], False: []}
        for _title, options, _rank in super().optgroups(name, value, attrs):
            commune = getattr(options[0]["value"], "instance", None)
            parts[commune and commune.in_territory] += options
        titles = {None: None, True: _("Hautes-Alpes et Ubaye"), False: _("Ailleurs dans les Alpes-de-Haute-Provence")}
        return [(titles[part], options, rank) for rank, (part, options) in enumerate(parts.items()) if options]


class DegreesInput(forms.TextInput):
    """Degrees as people write them: « 44,564 », « 44.564° »."""

    is_localized = True

    def __init__(self, attrs=None):
        super().__init__({"inputmode": "decimal", "autocomplete": "off"} | (attrs or {}))

    def value_from_datadict(self, data, files, name):
        value = super().value_from_datadict(data, files, name)
        return value.replace(",", ".").replace("°", "").strip() if value else value


# What the map says; {…} are filled in by the script.
TEXTS = {
    "hall": gettext_lazy("Le point est celui de la mairie ({commune}) : {point}."),
    "near": gettext_lazy("Le point est à {distance} {direction} de la mairie ({commune}) : {point}."),
    "alone": gettext_lazy("Le point est à {point}."),
    "none": gettext_lazy(
        "Pas encore de point : choisissez la commune, touchez la carte ou écrivez la latitude et la longitude."
    ),
    "number": gettext_lazy("Écrivez deux nombres, par exemple 44,564 et 6,496."),
    "half": HALF,
    "swapped": SWAPPED,
    "outside": OUTSIDE,
    "back": gettext_lazy("Revenir à la mairie"),
    "erase": gettext_lazy("Effacer le point"),
}
DIRECTIONS = (
    *(gettext_lazy("au nord"), gettext_lazy("au nord-est"), gettext_lazy("à l’est"), gettext_lazy("au sud-est")),
    *(gettext_lazy("au sud"), gettext_lazy("au sud-ouest"), gettext_lazy("à l’ouest"), gettext_lazy("au nord-ouest")),
)


def projection():
    """[[x of longitude 0, units a degree], [y of latitude 0, units a degree]]: the map's own, for the script."""
    (x, y), (next_x, next_y) = project(0, 0), project(1, 1)
    return [[x, next_x - x], [y, next_y - y]]


class PointPanel(Panel):
    """The map, beside the fields `latitude`, `longitude` and `commune` of the same form."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "directory/point_widget.html"
        media = forms.Media(js=[forms.Script("js/point-admin.js", type="module")], css={"all": ["css/point-admin.css"]})

        def get_context_data(self, parent_context=None):
            fields = {name: self.form[name].id_for_label for name in ("latitude", "longitude", "commune")}
            texts = {name: str(text) for name, text in TEXTS.items()} | {"directions": [str(way) for way in DIRECTIONS]}
            settings = {"projection": projection(), "fields": fields, "texts": texts}
            return super().get_context_data(parent_context) | {
                "map": draw_map([], _("Carte du territoire")),
                "settings": json.dumps(settings),
                "attribution": ATTRIBUTION,
            }
