"""A guide with parts, as a coordinator would write it."""

import pytest

from portal.demo.builders import make_guide
from tests.rooms import guides

STEPS = (
    "steps",
    {
        "steps": [
            {"title": "Listez ce que vous avez", "detail": "<p>Une demi-heure suffit.</p>"},
            {"title": "Essayez", "detail": ""},
        ]
    },
)
TRAPS = ("points", {"kind": "traps", "points": ["<p>Louer d’abord.</p>", "<p>Ne rien écrire.</p>"]})
ALTERNATIVES = (
    "alternatives",
    {
        "caption": "Deux façons de partager",
        "alternatives": [
            {"name": "Le prêt", "fits_when": "Pour un besoin ponctuel", "cost": "gratuit"},
            {"name": "La SCIC", "fits_when": "Pour un service durable", "legal_form": "coopérative"},
        ],
    },
)
MESSAGE = ("message", {"to": "deciders", "text": "<p>Une salle prêtée lance un lieu.</p>"})
TEXT = ("text", '<p>Une SCIC, puis une autre SCIC. <a href="https://exemple.fr/loi">La loi</a></p>')


@pytest.fixture
def guide(portal_site):
    return make_guide(
        guides(),
        title="Partager locaux et matériels",
        summary="À plusieurs, on les paie moins cher.",
        body=[("text", "<p>Une salle vide le soir.</p>")],
        tags=["Locaux"],
        parts=[
            {"title": "Pourquoi partager", "slug": "pourquoi", "body": [TEXT, TRAPS]},
            {"title": "Choisir sa formule", "slug": "formules", "body": [ALTERNATIVES]},
            {"title": "Pas à pas", "slug": "pas-a-pas", "body": [STEPS, MESSAGE], "summary": "Six étapes."},
        ],
    )
