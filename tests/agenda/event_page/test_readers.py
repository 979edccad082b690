"""Who reads an event: everybody, or the network only; and what a preview shows."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import AnonymousUser, Group
from django.core.exceptions import PermissionDenied
from django.test import RequestFactory

from agenda.models import EventPage
from portal.core.models import Commune, EventCategory
from portal.demo.builders import make_member, make_structure, make_user
from portal.editorial.roles import COORDINATORS
from tests.agenda.event_page.conftest import facts, in_days, nodes, words
from tests.rooms import agenda, directory, make_private

pytestmark = pytest.mark.django_db
NETWORK = EventPage.Visibility.NETWORK


def account(role):
    """Somebody of each kind who may sign in."""
    if role == "member":
        return make_member(make_structure(directory(), title="La Remise"), "membre@exemple.fr")
    if role == "coordinator":
        return make_user("coordination@exemple.fr", groups=[Group.objects.get(name=COORDINATORS)])
    return make_user("visite@exemple.fr")


def test_anonymous_people_are_sent_to_sign_in(client, event):
    page = event("Assemblée secrète", visibility=NETWORK)
    response = client.get(page.url)
    assert response.status_code == 302
    assert response.url.endswith(f"?next={page.url}")
    assert "Assemblée secrète" not in response.text


@pytest.mark.parametrize(("role", "status"), [("none", 403), ("member", 200), ("coordinator", 200)])
def test_only_the_network_reads_what_is_for_the_network(client, event, role, status):
    page = event("Assemblée secrète", visibility=NETWORK)
    client.force_login(account(role))
    response = client.get(page.url)
    assert response.status_code == status
    assert ("Assemblée secrète" in response.text) is (status == 200)


def test_a_member_whose_account_was_closed_reads_nothing(event):
    page = event(visibility=NETWORK)
    for user in (AnonymousUser(), make_user("ancien@exemple.fr", is_active=False, is_superuser=True)):
        request = RequestFactory().get(page.url)
        request.user = user
        with pytest.raises(PermissionDenied):
            page.serve(request)


@pytest.mark.parametrize("role", ["none", "member"])
def test_everybody_reads_a_public_event(client, event, role):
    page = event()
    assert client.get(page.url).status_code == 200
    client.force_login(account(role))
    assert client.get(page.url).status_code == 200


def test_an_event_for_the_network_is_not_for_search_engines_nor_calendars(client, event, embrun):
    page = event(visibility=NETWORK, commune=embrun, organiser=make_structure(directory(), title="Le Rucher"))
    client.force_login(account("member"))
    soup = BeautifulSoup(client.get(page.url).text, "html.parser")
    assert soup.select_one("meta[name=robots]")["content"] == "noindex"
    assert nodes(soup) == []
    assert [link["href"] for link in soup.select(".a-noter a")] == [f"{page.url}evenement.ics"], "no calendar signs in"
    assert facts(soup)["Organisé par"] == ["Le Rucher"]
    assert facts(soup)["Commune"] == ["Embrun"]


def test_what_somebody_restricted_by_hand_is_not_for_search_engines(client, event, embrun):
    page = event(commune=embrun)
    make_private(page)
    client.force_login(account("none"))
    soup = BeautifulSoup(client.get(page.url).text, "html.parser")
    assert soup.select_one("meta[name=robots]")["content"] == "noindex"
    assert nodes(soup) == []


def test_a_public_event_is_for_search_engines(client, event, embrun):
    soup = BeautifulSoup(client.get(event(commune=embrun).url).text, "html.parser")
    assert not soup.select("meta[name=robots]")
    assert len(nodes(soup)) == 1


def test_an_event_made_public_again_is_read_by_all(client, event):
    page = event(visibility=NETWORK)
    page.visibility = EventPage.Visibility.PUBLIC
    page.save_revision().publish()
    assert client.get(page.url).status_code == 200


def test_a_draft_is_not_served(client, event):
    assert client.get(event(live=False).url).status_code == 404


# -- Previews ---------------------------------------------------------------------------------------------------------
def preview(page):
    response = page.make_preview_request(None, page.default_preview_mode)
    assert response.status_code == 200
    return BeautifulSoup(response.text, "html.parser")


def test_the_preview_of_a_change_shows_the_change(event, embrun):
    page = event(commune=embrun, price="free")
    page.title, page.price, page.commune = "Titre nouveau", "open", Commune.objects.get(name="Gap")
    page.categories = [EventCategory.objects.filter(locale__language_code="fr").first()]
    soup = preview(page)
    assert soup.h1.text == "Titre nouveau"
    assert facts(soup)["Tarif"] == ["Prix libre"]
    assert facts(soup)["Commune"] == ["Gap"]
    assert page.categories.first().name in words(soup.select_one(".puces"))
    assert nodes(soup) == []


def test_an_event_that_was_never_saved_has_a_preview(portal_site, embrun):
    """As Wagtail makes it: no number, and a path under its parent."""
    parent = agenda()
    page = EventPage(title="Tout neuf", slug="tout-neuf", start=in_days(3), end=in_days(3, 16), commune=embrun)
    page.depth, page.path = parent.depth + 1, EventPage._get_children_path_interval(parent.path)[1]
    page.locale = parent.locale
    page.set_url_path(parent)
    soup = preview(page)
    assert soup.h1.text == "Tout neuf"
    assert facts(soup)["Commune"] == ["Embrun"]
    assert not soup.select(".a-noter")
