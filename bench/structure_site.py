"""The part of bench/structure.py that runs in Django, on a database that bench/directory_site.py has filled.

`complete` says all that can be said of some structures, far apart in the alphabet, and prints their addresses; `measure
ADDRESS…` asks for the portal's page and for the naive one in turn; `around` for what is around structures. JSON each.
"""

import json
import statistics
import sys
import time
from datetime import timedelta
from io import BytesIO

import django

from bench.directory_site import _without_extremes, call

FULL = 10
ROUNDS = 15
TIMES_AROUND = 200
PRESENTATION = (
    "<p>Un atelier ouvert à tous : on y répare, on y prête, on y apprend. Chacun vient avec ce qu’il sait faire et "
    "repart avec autre chose, les mardis et les samedis, toute l’année.</p>"
)


# -- Full sheets ------------------------------------------------------------------------------------------------------
def complete():
    """Say all that can be said of FULL structures; returns their addresses."""
    from agenda.models import AgendaIndexPage
    from directory.models import StructurePage
    from guides.models import GuideIndexPage, StoryIndexPage

    agenda, guides, stories = (
        model.objects.get(locale__language_code="fr") for model in (AgendaIndexPage, GuideIndexPage, StoryIndexPage)
    )
    keys = list(StructurePage.objects.live().order_by("sort_name", "pk").values_list("pk", flat=True))
    pages = StructurePage.objects.in_bulk(keys[:: len(keys) // FULL][:FULL])
    networks, picture = list(StructurePage.objects.filter(pk__in=keys[1:3])), _picture()
    for page in pages.values():
        _complete(page, networks, picture)
        _tell_of(page, agenda, guides, stories)
    return [page.get_url() for page in pages.values()]


def _complete(page, networks, picture):
    from django.utils import timezone

    from directory.models import NamedContact, SocialAccount, StructurePhoto, Verification
    from portal.core.models import Audience, Label, Valley

    today = timezone.localdate()
    consent = {"consent_given_on": today, "consent_recorded_by": "La coordination", "consent_text": "Oui."}
    values = {
        "presentation": [("text", PRESENTATION), ("heading", {"text": "Pour venir", "level": "h3"})],
        "acronym": "REM",
        "former_names": "L’Ancienne Remise",
        "address": "3 rue de l’Exemple",
        "opening_hours": "Mo-Fr 09:00-12:00,14:00-18:00",
        "closures": "Fermé en novembre",
        "access": "full",
        "access_text": "de plain-pied",
        "services": "prêt d’outils\nréparation",
        "email": "remise@remise.example",
        "phone": "04 65 71 00 12",
        "website": "https://remise.example/",
        "siret": "73282932000074",
        "year_founded": 1998,
        "needs_volunteers": True,
        "volunteer_text": "Tenir l’accueil le samedi.",
        "source": "Exemple fictif",
        "logo": picture,
        "main_field": page.fields_of_activity.first(),
        "labels": list(Label.objects.filter(locale=page.locale_id)[:2]),
        "audiences": list(Audience.objects.filter(locale=page.locale_id)[:2]),
        "networks": networks,
        "served_valleys": list(Valley.objects.all()[:2]),
        "photos": [StructurePhoto(image=picture, caption=caption) for caption in ("L’atelier", "La cour")],
        "social_accounts": [SocialAccount(network="Mastodon", url="https://exemple.social/@remise")],
        "named_contacts": [NamedContact(name="Camille Exemple", role="Accueil", **consent)],
        "verifications": [Verification(group=group, verified_on=today) for group in ("place", "hours")],
    }
    for name, value in values.items():
        setattr(page, name, value)
    page.tags.add("vélo", "outils")
    page.save()


def _tell_of(page, agenda, guides, stories):
    """Dates, a story and a guide of the structure."""
    from django.utils import timezone

    from portal.demo.builders import make_event, make_guide, make_story

    for number in range(3):
        start = timezone.now() + timedelta(days=number + 1)
        values = {"commune": page.commune, "organiser": page, "summary": "Avec ce qu’on a."}
        make_event(agenda, title=f"Atelier {number} {page.slug}", start=start, end=start + timedelta(hours=2), **values)
    make_story(stories, title=f"Un récit de {page.title}", summary="Comment cela s’est fait.", structures=[page])
    make_guide(guides, title=f"Un guide avec {page.title}", summary="Pas à pas.", contributors=[page])


def _picture():
    from django.core.files.base import ContentFile
    from PIL import Image

    from portal.core.models import PortalImage

    Image.new("RGB", (1300, 800), "#1f6f8b").save(drawn := BytesIO(), "PNG")
    file = ContentFile(drawn.getvalue(), "bleu.png")
    return PortalImage.objects.create(title="Bleu", file=file, description="Un carré bleu", consent="nobody")


# -- Measures ---------------------------------------------------------------------------------------------------------
def measure(addresses):
    from django.core.handlers.wsgi import WSGIHandler

    from bench.naive_structure import naive_application

    ways, found = {"": WSGIHandler(), "naive_": naive_application()}, {}
    for prefix, application in ways.items():
        found[f"{prefix}queries"] = max(_queries(application, address) for address in addresses)
    times = {prefix: [] for prefix in ways}
    for _round in range(ROUNDS):
        for prefix, application in ways.items():
            times[prefix] += [_time(application, address) for address in addresses]
    for prefix, values in times.items():
        found[f"{prefix}rate"] = 1 / statistics.fmean(_without_extremes(values))
    return found


def _time(application, address):
    begin = time.process_time()
    call(application, address, "")
    return time.process_time() - begin


def _queries(application, address):
    """SQL queries of the second call: the first may draw pictures and remember the frame."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    call(application, address, "")
    with CaptureQueriesContext(connection) as captured:
        call(application, address, "")
    return len(captured)


def around():
    """Mean milliseconds to find who is around a structure and to read their entries, for structures far apart."""
    from directory.around import around as look_around
    from directory.filters import directory_shelf

    held = directory_shelf("fr")
    slots = range(0, len(held.keys), max(1, len(held.keys) // TIMES_AROUND))

    def ask():
        for slot in slots:
            facets, _name, point, *_others = held.rows[slot]
            look_around(held, facets, point, key=held.keys[slot])

    ask()  # what is kept is made
    begin = time.process_time()
    ask()
    return (time.process_time() - begin) / len(slots) * 1000


if __name__ == "__main__":
    django.setup()
    what, *rest = sys.argv[1:]
    print(json.dumps({"complete": complete, "around": around}[what]() if what != "measure" else measure(rest)))
