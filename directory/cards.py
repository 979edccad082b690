"""How a structure shows: its card in lists, its facts and its map on its page."""

from django.utils.translation import gettext as _

from portal.core.templatetags.portal_tags import long_date
from portal.core.territory.groups import PlaceCount, draw_map


def structure_card(structure):
    """Return what components/card.html shows; the structure comes from `.with_card_data()`."""
    return {
        "url": structure.get_url(),
        "title": structure.title,
        "meta": [str(part) for part in (_nature(structure), structure.commune) if part],
        "summary": structure.summary,
        "chips": [field.name for field in structure.fields_of_activity.all()[:3]],
        "freshness": freshness(structure),
        "lang": "",
    }


def freshness(structure):
    if not structure.last_reviewed_on:
        return ""
    return _("Fiche vérifiée le %(date)s") % {"date": long_date(structure.last_reviewed_on)}


def structure_chips(structure):
    """What it is, then what it does, in a few words."""
    fields = [field.name for field in structure.fields_of_activity.all()]
    return [str(text) for text in (_nature(structure), *fields) if text]


def structure_facts(structure):
    """Return the known facts, for components/key_facts.html; nothing is said of the unknown ones."""
    commune = structure.commune
    facts = [
        (_("Nature"), structure.get_kind_display()),
        (_("Famille juridique"), structure.legal_family),
        (_("Commune"), commune),
        (_("Vallée"), commune and commune.valley),
        (_("Intercommunalité"), commune and commune.epci),
        (_("Source"), structure.source),
    ]
    return [{"label": label, "value": str(value), "url": ""} for label, value in facts if value]


def structure_map(structure):
    """Return the outline map with the structure's dot, or None when nobody has said where it is."""
    if not structure.point:
        return None
    place = PlaceCount(str(structure.commune or structure.title), "", *structure.point, 1, "#coordonnees")
    return draw_map([place], title=_("Où se trouve %(name)s") % {"name": structure.title}, towns=())


def _nature(structure):
    """The legal family when it is known, else only what tells an institution from the others."""
    if structure.legal_family:
        return structure.legal_family
    return _("Institution partenaire") if structure.kind == structure.Kind.INSTITUTION else ""
