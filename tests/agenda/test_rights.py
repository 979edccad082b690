"""The rights matrix of the agenda: who gets what answer at each of its addresses. A new address needs its line."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from agenda.models import Feed, FeedRun
from portal.demo.builders import make_event, make_member, make_structure, make_user
from portal.editorial.roles import COORDINATORS
from tests.rooms import agenda, directory, in_hours

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
PUBLIC = (200, 200, 200, 200)
NETWORK = (302, 403, 200, 200)
EDITOR = (302, 302, 403, 200)  # Wagtail sends an account without a part in the editor to sign in
OWN = (302, 302, 404, 200)
MEMBERS = (302, 302, 200, 200)
# Name, arguments, and the status of a GET for a stranger, an account without a role, the member of ANOTHER structure, a
# coordinator.
MATRIX = {
    "agenda:listing": ((), PUBLIC),
    "agenda:month": ((2026, 12), PUBLIC),
    "agenda:week": ((2026, 49), PUBLIC),
    "agenda:day": ((2026, 12, 5), PUBLIC),
    "agenda:network": ((), NETWORK),
    "agenda:propose": ((), PUBLIC),
    "agenda:ics": ((), PUBLIC),
    "agenda:event_ics": (("slug",), PUBLIC),
    "agenda:feed": ((), PUBLIC),
    "agenda:export_csv": ((), PUBLIC),
    "agenda:openagenda": ((), PUBLIC),
    "agenda:week_pdf": ((), PUBLIC),
    "agenda:week_text": ((), PUBLIC),
    "agenda:widget": ((), PUBLIC),
    "agenda:widget_code": ((), PUBLIC),
    "agenda_editor:preview": ((), MEMBERS),
    "agenda_editor:dates": (("event",), EDITOR),
    "agenda_planning:choose": ((), MEMBERS),
    "agenda_feeds:index": ((), MEMBERS),
    "agenda_feeds:add": ((), MEMBERS),
    "agenda_feeds:feed": (("feed",), OWN),
    "agenda_feeds:settings": (("feed",), OWN),
    "agenda_feeds:drop": (("feed",), OWN),
    "agenda_feeds:run": (("feed", "run"), OWN),
    "agenda_feeds:preview": (("feed",), (302, 302, 404, 302)),  # already subscribed: to its page
    "agenda_feeds:refresh": (("feed",), (302, 302, 405, 405)),
    "agenda_feeds:upload": (("feed",), (302, 302, 405, 405)),
    "agenda_feeds:pause": (("feed",), (302, 302, 405, 405)),
    "agenda_feeds:approve": (("feed",), (302, 302, 405, 405)),
    "agenda_feeds:pairs": ((), (302, 302, 302, 200)),
}
# By POST, or on a date of a series: tests/agenda/editor and tests/agenda/coming_in ask for them as each reader.
ELSEWHERE = {
    *("agenda_editor:change", "agenda_editor:cancel", "agenda_editor:restore", "agenda_editor:following"),
    *("agenda_feeds:unite", "agenda_feeds:two"),
}
NAMESPACES = ("agenda", "agenda_editor", "agenda_planning", "agenda_feeds")


@pytest.fixture
def place(portal_site):
    """A structure with an event and a subscribed calendar; and the readers."""
    mine, other = (make_structure(directory(), title=title) for title in ("La Remise", "Le Moulin"))
    event = make_event(agenda(), title="Bal", start=in_hours(2), end=in_hours(4))
    own = make_event(mine, title="Fête", start=in_hours(2), end=in_hours(4), rrule="FREQ=WEEKLY")
    feed = Feed.objects.create(
        name="Calendrier", structure=mine, url="https://exemple.fr/a.ics", subscribed_at=timezone.now()
    )
    run = FeedRun.objects.create(feed=feed)
    readers = [Client() for _ in range(4)]
    readers[1].force_login(make_user("sans.role@exemple.fr"))
    readers[2].force_login(make_member(other, "autre@exemple.fr"))
    coordinators = Group.objects.filter(name=COORDINATORS)
    readers[3].force_login(make_user("coordination@exemple.fr", groups=coordinators))
    return {"slug": event.slug, "event": own.pk, "feed": feed.pk, "run": run.pk, "readers": readers}


@pytest.mark.parametrize("name", MATRIX)
def test_who_gets_what(place, name):
    arguments, expected = MATRIX[name]
    address = reverse(name, args=[place.get(argument, argument) for argument in arguments])
    assert tuple(reader.get(address).status_code for reader in place["readers"]) == expected


def test_every_address_of_the_agenda_has_its_line():
    assert names_of(NAMESPACES) == set(MATRIX) | ELSEWHERE


def names_of(namespaces):
    """The names of all addresses of some namespaces, wherever they are included."""
    names = set()
    for namespace in namespaces:
        _prefix, resolver = get_resolver().namespace_dict.get(namespace) or _deep(get_resolver(), namespace)
        names |= {f"{namespace}:{name}" for name in resolver.reverse_dict if isinstance(name, str)}
    return names


def _deep(resolver, namespace):
    """The resolver of a namespace inside patterns of a language, or of the admin."""
    for pattern in resolver.url_patterns:
        if getattr(pattern, "namespace", None) == namespace:
            return "", pattern
        if hasattr(pattern, "url_patterns") and (found := _deep(pattern, namespace)):
            return found
    return None
