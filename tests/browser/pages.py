"""Every template of the site, by a page that uses it. `make test` looks at each in a real browser."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Template:
    """`path` is None when tests/browser/content.py names it; `member`: seen by somebody signed in."""

    name: str
    path: str | None = None
    status: int = 200
    member: bool = False


TEMPLATES = (
    Template("accueil", "/"),
    Template("accueil-it", "/it/"),
    Template("accueil-en", "/en/"),
    Template("annuaire", "/annuaire/"),
    Template("annuaire-filtre", "/annuaire/?q=a&vallee=gapencais&inconnu=1"),
    Template("annuaire-vide", "/annuaire/?q=zzzzzz"),
    Template("structure"),
    Template("partenaire"),
    Template("agenda", "/agenda/"),
    Template("agenda-deuxieme-page", "/agenda/?page=2"),
    Template("agenda-filtre", "/agenda/?quand=mois&vallee=gapencais&gratuit=1"),
    Template("agenda-vide", "/agenda/?q=zzzzzz"),
    Template("agenda-mois", "/agenda/mois/2026/12/"),
    Template("agenda-semaine", "/agenda/semaine/2026/50/"),
    Template("agenda-proposer", "/agenda/proposer/"),
    Template("agenda-reseau", "/agenda/reseau/", member=True),
    Template("agenda-widget", "/agenda/widget/"),
    Template("agenda-sur-votre-site", "/agenda/widget/code/"),
    Template("evenement"),
    Template("evenement-annule"),
    Template("mini-guides", "/guides/"),
    Template("mini-guides-filtres", "/guides/?cooperation=communication&inconnu=1"),
    Template("mini-guide"),
    Template("mini-guide-formules"),
    Template("mini-guide-etapes"),
    Template("mini-guide-entier"),
    Template("avis-de-lecture"),
    Template("initiatives", "/initiatives/"),
    Template("initiatives-vide", "/initiatives/?q=zzzzzz"),
    Template("initiative"),
    Template("initiative-conseil"),
    Template("raconter", "/initiatives/raconter/", member=True),
    Template("a-propos", "/a-propos/"),
    Template("accessibilite", "/accessibilite/"),
    Template("donnees-ouvertes", "/donnees-ouvertes/"),
    Template("mentions-legales", "/mentions-legales/"),
    Template("tous-les-blocs"),
    Template("recherche", "/recherche/"),
    Template("recherche-resultats", "/recherche/?q=atelier"),
    Template("recherche-filtree", "/recherche/?q=atelier&type=evenement&vallee=gapencais&quand=mois&inconnu=1"),
    Template("recherche-lieu-et-jour", "/recherche/?q=atelier+embrun+ce+week-end"),
    Template("recherche-corrigee", "/recherche/?q=epicrie"),
    Template("recherche-vide", "/recherche/?q=zzzzzz+gap"),
    Template("recherche-alerte", "/recherche/alerte/?q=velo"),
    Template("recherche-alerte-demandee", "/recherche/alerte/demandee/"),
    Template("recherche-manque", "/recherche/manque/?q=velo"),
    Template("recherche-manque-merci", "/recherche/manque/merci/"),
    Template("connexion", "/mon-espace/connexion/"),
    Template("mot-de-passe", "/mon-espace/mot-de-passe/"),
    Template("mot-de-passe-envoye", "/mon-espace/mot-de-passe/envoye/"),
    Template("mot-de-passe-lien-perime", "/mon-espace/mot-de-passe/MQ/perime/"),
    Template("mon-espace", "/mon-espace/", member=True),
    Template("api", "/api/v1/"),
    Template("erreur-404", "/une-page-qui-n-existe-pas/", status=404),
    Template("erreur-400", "/annuaire/%00/", status=400),
)
