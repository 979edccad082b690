"""Communes by what people write: INSEE code, name, former name, postal code. Two answers are a question."""

from django.utils.translation import gettext as _

from directory.communes import CommuneIndex, split
from directory.imports.problems import RowRefused
from portal.core.models import Commune, FormerCommune

MOST_CHOICES = 8


class Communes(CommuneIndex):
    """Every commune of both departments: two queries. `get` gives a Commune or None."""

    def __init__(self):
        communes = Commune.objects.select_related("valley", "epci").defer("outline", "epci__outline")
        super().__init__(
            ((commune.pk, commune, commune.code_insee, commune.name, commune.postal_codes) for commune in communes),
            FormerCommune.objects.values_list("code_insee", "name", "commune_id"),
        )

    def get(self, name="", postal="", code=""):
        """Raise RowRefused, with the choices, when the cells name no commune, or several."""
        code = code.strip().zfill(5) if code else ""
        if code and code not in self.by_code:
            raise RowRefused(_("aucune commune des deux départements n’a le code INSEE « %s ».") % code)
        postal, name = split(postal, name)
        found = self._by_code(code) if code else None
        if name:
            found = self._meet(found, self.by_name.get(name, {}), _("la commune « %s »") % name, postal)
        if postal and postal in self.by_postal:
            found = self._meet(found, self.by_postal[postal], _("le code postal %s") % postal, postal)
        elif postal and found is None:
            raise RowRefused(_("aucune commune des deux départements n’a le code postal %s.") % postal)
        if not found:
            return None
        if len(found) > 1:
            raise RowRefused(_("plusieurs communes possibles : %s. Précisez laquelle.") % choices(found))
        return next(iter(found.values()))

    def _by_code(self, code):
        commune = self.by_code[code]
        return {commune.pk: commune}

    def _meet(self, found, others, what, postal):
        """What both say. Raises RowRefused when they disagree."""
        if not others:
            near = self.by_postal.get(postal, {})
            hint = _(" Le code postal %(code)s est celui de : %(names)s.") % {"code": postal, "names": choices(near)}
            raise RowRefused(_("%s est inconnue dans les deux départements.") % what + (hint if near else ""))
        both = others if found is None else {key: found[key] for key in found if key in others}
        if not both:
            raise RowRefused(
                _("%(what)s ne va pas avec le reste : %(one)s, ou %(other)s ? Précisez laquelle.")
                % {"what": what, "one": choices(found), "other": choices(others)}
            )
        return both


def choices(communes):
    names = sorted(f"{commune.name} ({commune.code_insee})" for commune in communes.values())
    more = _(" et %d autres") % (len(names) - MOST_CHOICES) if len(names) > MOST_CHOICES else ""
    return ", ".join(names[:MOST_CHOICES]) + more
