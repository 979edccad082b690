"""Fills an empty portal with the demo: real partners, guides and stories, then made-up structures and events."""

from contextlib import nullcontext
from datetime import timedelta

from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agenda.engine import Rule
from agenda.models import AgendaIndexPage, EventPage
from agenda.rebuild import rebuild_dates
from directory.models import DirectoryIndexPage, NamedContact, StructurePage, Verification
from guides.models import GuideIndexPage, StoryIndexPage
from portal.core.bulk import add_pages, slug_from
from portal.core.models import Audience, EventCategory, FieldOfActivity, Label, LegalFamily
from portal.demo.accounts import load_accounts
from portal.demo.articles import load_articles
from portal.demo.fictional_events import ONLINE, fictional_events
from portal.demo.fictional_sheets import CONSENT
from portal.demo.fictional_structures import SEED, SOURCE, fictional_structures
from portal.demo.partners import load_partners, partner_rows
from portal.demo.searches import load_searches
from portal.home.setup import prepare_site
from portal.search.rebuild import rebuild

DEFAULT_SCALE = 400
MIN_SCALE, MAX_SCALE = 80, 10_000  # structures, the 62 real partners included
OCCURRENCES_PER_STRUCTURE = 2
WITH_OTHERS = 8  # one event in so many has a second organiser
ONLY_NETWORK = slice(12, 15)  # events that only the network sees
# First words of a title -> tags of the mini-guides that the event is about.
TAGGED = {
    "Comprendre la trésorerie": ["trésorerie"],
    "Formation": ["formation"],
    "Journée de l’économie sociale": ["communication", "événement commun"],
    "Atelier : partager un véhicule": ["matériel"],
}
TAGGED_OF_EACH = 12
ONLINE_ADDRESS = "https://visio.example.org/exemple-fictif"
INDEX_CHUNK = 500  # pages held in memory at a time while the search index is built
# Fields of the page that a fictional sheet gives as they are.
PLAIN = (
    *("opening_hours", "closures", "access", "access_text", "address", "phone", "website", "email", "services"),
    *("year_founded", "volunteer_text", "serves_all", "status"),
)


def is_loaded():
    """True when the portal holds any fictional structure."""
    return StructurePage.objects.filter(is_fictional=True).exists()


@transaction.atomic
def load(scale=DEFAULT_SCALE, *, seed=SEED, now=None, progress=None):
    """Load everything, or nothing when it is interrupted; the search index included where it lives in the database.

    scale: structures in all; now: the day that events are drawn around; progress(label, total): a context manager
    that gives a function to call with each number of things done.
    """
    progress = progress or (lambda label, total: nullcontext())
    home = prepare_site()
    directory, agenda, guides, stories = (
        model.objects.child_of(home).get()
        for model in (DirectoryIndexPage, AgendaIndexPage, GuideIndexPage, StoryIndexPage)
    )
    load_partners(directory)
    load_articles(home, guides, stories)
    structures = fictional_structures(scale - len(partner_rows()), seed=seed)
    now = now or timezone.now()
    keys = _add_structures(directory, structures, timezone.localdate(now), progress)
    _join_networks(structures, keys)
    _add_events(agenda, structures, keys, scale, seed, now, progress)
    load_accounts(StructurePage.objects.filter(pk__in=keys[:2]).order_by("pk"))
    load_searches()
    with progress(_("Catalogue"), None):
        rebuild()
    with progress(_("Index de recherche"), None):
        call_command("update_index", chunk_size=INDEX_CHUNK, verbosity=0)


def _add_structures(index, structures, today, progress):
    """Return the keys of the new pages, in the order of the structures."""
    terms = {model: _by_slug(model, index) for model in (FieldOfActivity, LegalFamily, Label, Audience)}
    with progress(_("Structures"), len(structures)) as advance:
        pages = (_structure_page(structure, terms, today) for structure in structures)
        return add_pages(index, pages, progress=advance)


def _structure_page(structure, terms, today):
    sheet = structure.sheet
    fields = [terms[FieldOfActivity][slug] for slug in structure.fields]
    page = StructurePage(
        title=structure.title,
        slug=slug_from(structure.name),
        summary=structure.summary,
        presentation=[("text", structure.presentation)],
        legal_family=terms[LegalFamily][structure.legal_family],
        main_field=fields[0],
        commune=structure.commune,
        source=SOURCE,
        is_fictional=True,
        needs_volunteers=bool(sheet.volunteer_text),
        **{name: getattr(sheet, name) for name in PLAIN},
    )
    page.fields_of_activity = fields
    page.labels = [terms[Label][slug] for slug in sheet.labels]
    page.audiences = [terms[Audience][slug] for slug in sheet.audiences]
    page.verifications = [
        Verification(group=group, verified_on=today - timedelta(days=days)) for group, days in sheet.verified
    ]
    page.named_contacts = [_person(*sheet.person, today)] if sheet.person else []
    return page


def _person(name, role, today):
    return NamedContact(
        name=name,
        role=role,
        consent_given_on=today - timedelta(days=30),
        consent_recorded_by=_("La démonstration"),
        consent_text=CONSENT,
    )


def _join_networks(structures, keys):
    """In each field of activity the first structure is a network that some of the others belong to."""
    heads = {}
    links = StructurePage.networks.through
    rows = []
    for structure, key in zip(structures, keys, strict=True):
        head = heads.setdefault(structure.fields[0], key)
        if structure.sheet.joins_network and head != key:
            rows.append(links(from_structurepage_id=key, to_structurepage_id=head))
    links.objects.bulk_create(rows, batch_size=INDEX_CHUNK)


def _add_events(index, structures, keys, scale, seed, now, progress):
    organisers = {structure.name: key for structure, key in zip(structures, keys, strict=True)}
    categories = _by_slug(EventCategory, index)
    total = scale * OCCURRENCES_PER_STRUCTURE
    with progress(_("Dates de l’agenda"), total) as advance:
        pages = (
            _event_page(event, organisers, categories, advance)
            for event in fictional_events(total, structures, today=now, seed=seed)
        )
        _join_organisers(add_pages(index, pages), keys)
        rebuild_dates(EventPage.objects.child_of(index), now=now)
    _tag_events(index)
    for event in EventPage.objects.child_of(index).order_by("pk")[ONLY_NETWORK]:
        event.visibility = EventPage.Visibility.NETWORK
        event.save()


def _tag_events(index):
    """A few events have the tags of a mini-guide, whose page then leads to them."""
    events = EventPage.objects.child_of(index).order_by("start")
    for title, tags in TAGGED.items():
        for event in events.filter(title__startswith=title)[:TAGGED_OF_EACH]:
            event.tags.add(*tags)
            event.save()


def _event_page(event, organisers, categories, advance):
    online = event.place_name == ONLINE
    page = EventPage(
        title=event.title,
        slug=slug_from(f"{event.name} {event.organiser.name}"),
        summary=event.summary,
        body=[("text", event.body)],
        place_name="" if online else event.place_name,
        online_url=ONLINE_ADDRESS if online else "",
        commune=event.commune,
        organiser_id=organisers[event.organiser.name],
        status=event.status,
        price=event.price,
        access_mi=event.access,
        start=event.times[0][0],
        end=event.times[0][1],
        rrule=_rule(event.times),
        is_fictional=True,
    )
    page.categories = [categories[event.category]]
    if event.status == EventPage.Status.POSTPONED:
        page.former_start = event.times[0][0] - timedelta(days=14)
    if advance:
        advance(len(event.times))
    return page


def _rule(times):
    """The dates of the recipe are one, two or four weeks apart."""
    if len(times) == 1:
        return ""
    weeks = (times[1][0].date() - times[0][0].date()).days // 7
    return str(Rule("WEEKLY", interval=weeks, count=len(times)))


def _join_organisers(events, structures):
    """Some events are of two structures, so that both pages show them."""
    links = EventPage.co_organisers.through
    links.objects.bulk_create(
        links(eventpage_id=event, structurepage_id=structures[number % len(structures)])
        for number, event in enumerate(events)
        if number % WITH_OTHERS == 0
    )


def _by_slug(model, index):
    return {term.slug: term for term in model.objects.filter(locale=index.locale_id)}
