"""The rest of a fictional structure's sheet: hours, access, labels, telephone, verifications, people.

Nothing can be taken for somebody's: numbers of the range reserved for fiction in the south-east (04 65 71 xx xx, ARCEP
decision 2018-0881), the reserved domain .example, and no SIRET, since a made-up one may be a real one's.
"""

from dataclasses import dataclass
from random import Random

HOURS = (
    ("Mo-Fr 09:00-12:00,14:00-17:30", 20),
    ("Tu-Sa 09:30-12:30,14:00-18:30", 15),
    ("We,Sa 14:00-18:00", 15),
    ("Mo,Th 09:00-12:00; Tu,Fr 14:00-18:00", 10),
    ("Mo-Sa 08:00-19:00; PH off", 10),
    ("Fr 17:00-20:00", 10),
    ("Jul-Aug 09:00-19:00; Sep-Jun Sa 10:00-17:00", 5),
    ("Th-Sa 18:00-23:00", 5),
    ("", 10),
)
CLOSURES = ("Fermé la deuxième quinzaine d’août.", "Fermé en novembre.", "Fermé pendant les fêtes de fin d’année.")
ACCESS = (("full", 45), ("partial", 25), ("none", 10), ("", 20))
ACCESS_TEXT = {
    "full": ("De plain-pied.", "Rampe à l’entrée, place réservée devant la porte.", "Ascenseur, toilettes adaptées."),
    "partial": ("Une marche à l’entrée : sonnez, on vous aide.", "Rez-de-chaussée seulement."),
    "none": ("Premier étage sans ascenseur.",),
    "": ("",),
}
STREETS = ("rue de l’Exemple", "chemin du Modèle", "place de la Fiction", "montée du Prototype", "allée de l’Essai")
LABELS = {
    "insertion": ("iae", "esus"),
    "education": ("organisme-formation", "qualiopi", "jep"),
    "alimentation": ("agriculture-biologique",),
    "tourisme": ("tourisme-handicap",),
    "numerique": ("france-services", "tiers-lieu"),
    "culture": ("jep", "tiers-lieu"),
    "sante": ("utilite-publique",),
    "services": ("esus", "tiers-lieu"),
}
OTHER_LABELS = ("esus", "service-civique", "espace-vie-sociale")
SERVICES = {
    "alimentation": ("épicerie", "paniers de légumes", "ateliers de cuisine"),
    "reemploi": ("prêt d’outils", "réparation", "dépôt d’objets"),
    "culture": ("salle à louer", "résidences d’artistes", "cours"),
    "insertion": ("chantiers", "aide à l’emploi", "formation"),
    "mobilite": ("location de vélos", "covoiturage", "transport à la demande"),
    "habitat": ("logements partagés", "conseil aux propriétaires"),
    "sante": ("permanences", "visites à domicile", "groupes de parole"),
    "education": ("formations", "aide aux devoirs", "accueil de loisirs"),
    "sport": ("sorties", "prêt de matériel", "cours"),
    "environnement": ("sorties nature", "chantiers participatifs"),
    "numerique": ("aide aux démarches", "ordinateurs en libre accès", "ateliers"),
    "finance": ("prêts", "conseil", "épargne locale"),
    "services": ("salles", "comptabilité", "secrétariat"),
    "tourisme": ("hébergement", "repas", "balades"),
}
VOLUNTEERS = (
    "Tenir l’accueil une demi-journée par mois.",
    "Aider aux chantiers du samedi.",
    "Conduire le minibus, permis B.",
    "Rejoindre le conseil d’administration.",
)
GROUPS = ("identity", "activity", "place", "hours", "contact")
PEOPLE = ("Camille", "Dominique", "Claude", "Maxime", "Sacha", "Alix", "Charlie", "Noa")
ROLES = ("Coordination", "Accueil", "Présidence", "Secrétariat")
CONSENT = (
    "Exemple fictif : « J’accepte que mon nom et mon rôle paraissent sur la fiche. Je peux le retirer à tout moment "
    "en écrivant à la coordination. »"
)


@dataclass(frozen=True)
class FictionalSheet:
    """labels, audiences: slugs; verified: ((group, days before the load)); person: (name, role) or None."""

    opening_hours: str
    closures: str
    access: str
    access_text: str
    address: str
    phone: str
    website: str
    email: str
    services: str
    labels: tuple[str, ...]
    audiences: tuple[str, ...]
    year_founded: int | None
    volunteer_text: str
    serves_all: bool
    status: str
    verified: tuple[tuple[str, int], ...]
    person: tuple[str, str] | None
    joins_network: bool


def fictional_sheet(seed, slug, field, audiences, year):
    """Return the sheet of one structure: the same for the same seed and slug, whatever else is drawn.

    field: slug of its main field of activity; audiences: slugs to choose among; year: that its texts say.
    """
    rng = Random(f"{seed}:{slug}")  # noqa: S311 - nothing secret is drawn
    access = _weighted(rng, ACCESS)
    return FictionalSheet(
        opening_hours=_weighted(rng, HOURS),
        closures=_sometimes(rng, 0.2, CLOSURES),
        access=access,
        access_text=rng.choice(ACCESS_TEXT[access]),
        address=f"{rng.randint(1, 60)} {rng.choice(STREETS)}" if rng.random() < 0.8 else "",
        phone=f"04 65 71 {rng.randint(0, 99):02} {rng.randint(0, 99):02}" if rng.random() < 0.8 else "",
        website=f"https://{slug[:60].strip('-')}.example/" if rng.random() < 0.6 else "",
        email=f"contact@{slug[:60].strip('-')}.example" if rng.random() < 0.85 else "",
        services="\n".join(SERVICES[field][: rng.randint(0, 3)]),
        labels=_labels(rng, field),
        audiences=tuple(audiences[: rng.randint(1, len(audiences))]),
        year_founded=year if rng.random() < 0.5 else None,
        volunteer_text=_sometimes(rng, 0.25, VOLUNTEERS),
        serves_all=rng.random() < 0.15,
        status="dormant" if rng.random() < 0.02 else "active",
        verified=_verified(rng),
        person=(f"{rng.choice(PEOPLE)} Exemple", rng.choice(ROLES)) if rng.random() < 0.2 else None,
        joins_network=rng.random() < 0.15,
    )


def _weighted(rng, choices):
    return rng.choices([value for value, _weight in choices], weights=[weight for _value, weight in choices])[0]


def _sometimes(rng, share, choices):
    return rng.choice(choices) if rng.random() < share else ""


def _labels(rng, field):
    found = [rng.choice(LABELS[field])] if field in LABELS and rng.random() < 0.4 else []
    found += [rng.choice(OTHER_LABELS)] if rng.random() < 0.1 else []
    return tuple(dict.fromkeys(found))


def _verified(rng):
    """Two thirds of the sheets have been verified, whole or in part, in the last two years."""
    if rng.random() < 0.35:
        return ()
    day = rng.randint(5, 720)
    return tuple((group, day if rng.random() < 0.8 else day + 60) for group in rng.sample(GROUPS, rng.randint(2, 5)))
