"""What a column can become: each target with its name, its part of the sheet, its door and the names it goes by."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from directory.models import Verification

_GROUP = Verification.Group


@dataclass(frozen=True)
class Target:
    """door: the function of cleaning.DOORS that lets its values in. names: folded names of columns that mean it."""

    name: str
    label: str | Promise
    door: str
    names: tuple[str, ...] = ()
    group: str = ""
    several: bool = False  # more than one column may feed it


def _target(name, label, door, names, group="", several=False):
    words = tuple(word.strip() for word in names.split(","))
    return Target(name, label, door, words, group, several)


NETWORKS = {
    "facebook": "Facebook",
    "instagram": "Instagram",
    "mastodon": "Mastodon",
    "linkedin": "LinkedIn",
    "youtube": "YouTube",
    "peertube": "PeerTube",
    "twitter": "X",
}
_LIST = [
    _target(
        "external_id",
        _("identifiant dans la source"),
        "identity",
        "id, identifiant, id fiche, uuid, external id, identifiant externe, ref, reference, code",
    ),
    _target(
        "page_name",
        _("nom de la page du YesWiki"),
        "page_name",
        "page, nom de page, page yeswiki, wiki page, url fiche, tag",
    ),
    _target(
        "title",
        _("nom"),
        "title",
        "nom, name, titre, title, nom de la structure, raison sociale, denomination, structure, nom complet, "
        "nom de l association, nom association, organisme",
        _GROUP.IDENTITY,
    ),
    _target("acronym", _("sigle"), "text", "sigle, acronyme, acronym, nom court", _GROUP.IDENTITY),
    _target(
        "former_names",
        _("anciens noms"),
        "lines",
        "anciens noms, ancien nom, former names, autre nom, autres noms",
        _GROUP.IDENTITY,
    ),
    _target(
        "summary",
        _("en une phrase"),
        "text",
        "en une phrase, accroche, chapeau, resume, summary, slogan, description courte, abstract, objet",
        _GROUP.IDENTITY,
    ),
    _target("kind", _("type de structure"), "kind", "type de structure, kind, type, nature", _GROUP.IDENTITY),
    _target(
        "legal_family",
        _("statut juridique"),
        "legal_family",
        "statut juridique, forme juridique, famille juridique, legal family, statut, categorie juridique",
        _GROUP.IDENTITY,
    ),
    _target("siret", _("SIRET"), "siret", "siret, numero siret, n siret, no siret", _GROUP.IDENTITY),
    _target("rna", _("numéro RNA"), "rna", "rna, numero rna, n rna, waldec, id association", _GROUP.IDENTITY),
    _target(
        "year_founded",
        _("année de création"),
        "year",
        "annee de creation, annee creation, year founded, creation, date de creation, fondee en, annee",
        _GROUP.IDENTITY,
    ),
    _target(
        "labels",
        _("labels"),
        "labels",
        "labels, label, agrements, agrement, labels et agrements",
        _GROUP.IDENTITY,
        several=True,
    ),
    _target(
        "main_field",
        _("domaine principal"),
        "main_field",
        "domaine principal, activite principale, main field, secteur principal",
        _GROUP.ACTIVITY,
    ),
    _target(
        "fields_of_activity",
        _("domaines d’activité"),
        "fields_of_activity",
        "domaines, domaine, domaines d activite, domaine d activite, secteur, secteurs, secteur d activite, "
        "activites, activite, thematique, thematiques, categories, categorie, categoriesfull, fields of activity",
        _GROUP.ACTIVITY,
        several=True,
    ),
    _target(
        "audiences",
        _("publics"),
        "audiences",
        "publics, public, publics vises, audience, audiences, public cible",
        _GROUP.ACTIVITY,
        several=True,
    ),
    _target("services", _("services"), "lines", "services, service, services proposes, offre", _GROUP.ACTIVITY),
    _target(
        "tags", _("mots-clés"), "tags", "mots cles, mot cle, tags, keywords, etiquettes", _GROUP.ACTIVITY, several=True
    ),
    _target(
        "presentation",
        _("présentation"),
        "rich_text",
        "description, presentation, descriptif, texte, contenu, description longue, descriptionmore, desc",
        _GROUP.ACTIVITY,
    ),
    _target(
        "needs_volunteers",
        _("cherche des bénévoles"),
        "boolean",
        "cherche des benevoles, benevoles, needs volunteers, recherche benevoles",
        _GROUP.ACTIVITY,
    ),
    _target(
        "volunteer_text",
        _("bénévoles : pour quoi faire"),
        "text",
        "pour quoi faire, missions benevoles, volunteer text",
        _GROUP.ACTIVITY,
    ),
    _target(
        "address",
        _("adresse"),
        "text",
        "adresse, rue, address, voie, streetaddress, address streetaddress, adresse postale, numero et rue, adresse1",
        _GROUP.PLACE,
    ),
    _target(
        "postal_code",
        _("code postal"),
        "",
        "code postal, cp, postal code, postalcode, zip, codepostal, address postalcode",
        _GROUP.PLACE,
    ),
    _target(
        "commune",
        _("commune"),
        "",
        "commune, ville, city, localite, town, address addresslocality, addresslocality, nom commune, "
        "nom de la commune",
        _GROUP.PLACE,
    ),
    _target(
        "code_insee",
        _("code INSEE de la commune"),
        "",
        "code insee, insee, code commune, codeinsee, code insee commune, com",
        _GROUP.PLACE,
    ),
    _target("latitude", _("latitude"), "", "latitude, lat, y, geo latitude, geolocation bf latitude", _GROUP.PLACE),
    _target(
        "longitude",
        _("longitude"),
        "",
        "longitude, lon, lng, long, x, geo longitude, geolocation bf longitude",
        _GROUP.PLACE,
    ),
    _target(
        "point",
        _("latitude et longitude dans une même cellule"),
        "",
        "carte google, coordonnees, coordonnees gps, gps, point, geolocalisation, geolocation, geo point, "
        "localisation, emplacement",
        _GROUP.PLACE,
    ),
    _target("serves_all", _("agit sur tout le territoire"), "boolean", "tout le territoire, serves all", _GROUP.PLACE),
    _target(
        "access",
        _("accès en fauteuil"),
        "access",
        "acces en fauteuil, accessible, accessibilite, pmr, acces pmr, access, wheelchair",
        _GROUP.PLACE,
    ),
    _target("access_text", _("précisions sur l’accès"), "text", "precisions sur l acces, access text", _GROUP.PLACE),
    _target(
        "opening_hours",
        _("horaires"),
        "hours",
        "horaires, opening hours, horaires d ouverture, heures d ouverture",
        _GROUP.HOURS,
    ),
    _target("closures", _("fermetures de saison"), "text", "fermetures, fermetures de saison, closures", _GROUP.HOURS),
    _target(
        "email",
        _("courriel"),
        "email",
        "courriel, email, e mail, mail, adresse mail, adresse email, mel, contact mail, courriel de la structure",
        _GROUP.CONTACT,
    ),
    _target(
        "phone",
        _("téléphone"),
        "phone",
        "telephone, tel, phone, numero de telephone, telephone fixe, tel fixe, telephone1",
        _GROUP.CONTACT,
    ),
    _target(
        "website",
        _("site web"),
        "website",
        "site web, site internet, site, website, url, web, site internet url, lien, adresse du site",
        _GROUP.CONTACT,
    ),
    *(
        _target(f"social:{label}", label, "social", f"{name}, lien {name}, page {name}, url {name}", _GROUP.CONTACT)
        for name, label in NETWORKS.items()
    ),
    _target("status", _("situation"), "status", "situation, status structure, etat de la structure", _GROUP.IDENTITY),
]
TARGETS = {target.name: target for target in _LIST}
BY_NAME = {name: target.name for target in _LIST for name in target.names}

# Where a value is kept: several columns make one field.
LABELS = {name: target.label for name, target in TARGETS.items()} | {
    "social_accounts": _("réseaux sociaux"),
    "siren": _("SIREN"),
}
GROUPS = {name: target.group for name, target in TARGETS.items() if target.group} | {
    "social_accounts": _GROUP.CONTACT,
    "siren": _GROUP.IDENTITY,
}
