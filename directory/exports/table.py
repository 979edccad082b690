"""The columns of a sheet, the same in CSV and XLSX; cells that a spreadsheet would run are made harmless."""

from django.utils.translation import gettext as _

from directory.exports.public import facts, page_url, printable

# What makes a spreadsheet read a formula (OWASP, CSV injection), full-width forms included.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def columns():
    """[(heading, function of (entry, its facts))] in the current language."""
    access = {
        "full": _("accessible en fauteuil"),
        "partial": _("accessible avec de l’aide"),
        "none": _("pas accessible en fauteuil"),
    }
    status = {
        "active": _("en activité"),
        "dormant": _("en sommeil"),
        "closed": _("fermée"),
        "merged": _("réunie à une autre"),
    }
    kinds = {"structure": _("Structure"), "institution": _("Institution partenaire")}
    yes, everywhere = _("oui"), _("sur tout le territoire")
    return [
        (_("Numéro"), lambda entry, known: entry.page_id),
        (_("Nom"), lambda entry, known: entry.title),
        (_("Sigle"), _fact("acronym")),
        (_("Anciens noms"), _list("former_names")),
        (_("Fiche"), lambda entry, known: page_url(entry)),
        (_("En une phrase"), lambda entry, known: entry.summary),
        (_("Type"), _word("kind", kinds)),
        (_("Statut juridique"), _fact("legal_family")),
        (_("SIRET"), _fact("siret")),
        (_("SIREN"), _fact("siren")),
        (_("RNA"), _fact("rna")),
        (_("Année de création"), _fact("year_founded")),
        (_("Labels"), _list("labels")),
        (_("Domaines d’activité"), _list("fields")),
        (_("Publics"), _list("audiences")),
        (_("Services"), _list("services")),
        (_("Mots-clés"), _list("tags")),
        (_("Adresse"), _fact("address")),
        (_("Code postal"), _list("postal_codes")),
        (_("Commune"), _fact("commune")),
        (_("Code INSEE"), _fact("code_insee")),
        (_("Vallée"), _fact("valley")),
        (_("Intercommunalité"), _fact("epci")),
        (_("Agit"), lambda entry, known: everywhere if known.get("serves_all") else _joined(known.get("serves", ()))),
        (_("Latitude"), lambda entry, known: entry.latitude),
        (_("Longitude"), lambda entry, known: entry.longitude),
        (_("Accès en fauteuil"), _word("access", access)),
        (_("Précisions sur l’accès"), _fact("access_text")),
        (_("Horaires (opening_hours)"), _fact("opening_hours")),
        (_("Fermetures de saison"), _fact("closures")),
        (_("Téléphone"), _fact("phone")),
        (_("Site web"), _fact("website")),
        (_("Réseaux sociaux"), lambda entry, known: _joined(account["url"] for account in known.get("social", ()))),
        (_("Cherche des bénévoles"), _fact("volunteers")),
        (_("Situation"), _word("status", status)),
        (_("Vérifiée le"), lambda entry, known: entry.verified_on.isoformat() if entry.verified_on else ""),
        (_("Source"), _fact("source")),
        (_("Exemple fictif"), lambda entry, known: yes if known.get("is_fictional") else ""),
    ]


def _fact(name):
    return lambda entry, known: known.get(name, "")


def _list(name):
    return lambda entry, known: _joined(known.get(name, ()))


def _word(name, words):
    return lambda entry, known: words.get(known.get(name), known.get(name, ""))


def _joined(values):
    return " | ".join(values)


def rows(entries, cells):
    """Yield a list of safe cells for each entry; cells: functions of `columns()`."""
    for entry in entries:
        known = facts(entry)
        yield [safe(cell(entry, known)) for cell in cells]


def safe(value):
    """A number as it is; a text that a spreadsheet would take for a formula, behind an apostrophe; None as ""."""
    if isinstance(value, str):
        value = printable(value)  # first: what it takes out may hide what a formula begins with
        return f"'{value}" if value.startswith(FORMULA_STARTS) else value
    return "" if value is None else value
