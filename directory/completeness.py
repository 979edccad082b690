"""How complete a sheet is, out of 100, and what to add next: by what helps a visitor most.

The name and the kind are always known, so they count for nothing: a sheet with only them is at 0.
"""

from django.utils.translation import gettext_lazy as _

BATCH = 500
# (points, what to look at, what to do about it)
PARTS = (
    (12, lambda page: page.commune_id, _("la commune, pour apparaître sur la carte et dans sa vallée")),
    (12, lambda page: page.summary, _("ce que vous faites, en une phrase")),
    (10, lambda page: page.main_field_id or _some(page.fields_of_activity), _("votre domaine d’activité")),
    (10, lambda page: bool(page.presentation), _("une présentation de quelques lignes")),
    (10, lambda page: page.email, _("un courriel, pour recevoir les messages (il n’est jamais affiché)")),
    (8, lambda page: page.opening_hours or page.closures, _("vos horaires")),
    (6, lambda page: page.address, _("votre adresse")),
    (6, lambda page: page.phone or page.website or _some(page.social_accounts), _("un téléphone ou un site web")),
    (6, lambda page: page.services.strip(), _("vos services, un par ligne")),
    (5, lambda page: page.access, _("l’accès en fauteuil")),
    (5, lambda page: _some(page.audiences), _("les publics que vous accueillez")),
    (4, lambda page: page.legal_family_id, _("votre statut juridique")),
    (3, lambda page: page.siret or page.siren or page.rna, _("votre numéro SIRET, SIREN ou RNA")),
    (3, lambda page: page.logo_id or _some(page.photos), _("un logo ou une photo")),
)
RELATIONS = ("fields_of_activity", "audiences", "photos", "social_accounts", "verifications")


def _some(manager):
    return bool(manager.all())


def score(page):
    """0 to 100: the points of PARTS make 100 together."""
    return sum(points for points, known, _words in PARTS if known(page))


def missing(page):
    """What would help most, in words, the most useful first."""
    return [words for _points, known, words in PARTS if not known(page)]


def refresh(pages):
    """Work out the score of many stored structures (a queryset) again, in bounded memory; returns how many changed."""
    changed = 0
    batch = []
    for page in pages.prefetch_related(*RELATIONS).iterator(chunk_size=BATCH):
        batch.append(page)
        if len(batch) == BATCH:
            changed += _store(batch)
            batch = []
    return changed + _store(batch)


def _store(pages):
    stale = []
    for page in pages:
        before = page.completeness
        page.completeness = score(page)
        if page.completeness != before:
            stale.append(page)
    if stale:
        type(stale[0]).objects.bulk_update(stale, ["completeness"])
    return len(stale)
