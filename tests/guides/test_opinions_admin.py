"""« Avis des lecteurs » in the admin: who reads what, filters, sheets, and what is marked as read."""

import csv
from io import BytesIO, StringIO

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from guides.models import Feedback, GuidePage, StoryPage
from guides.opinions.readers import opinions_of
from portal.demo.builders import make_guide, make_member, make_part, make_story, make_structure, make_user
from portal.editorial.roles import COORDINATORS
from tests.rooms import at, directory, guides, stories

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
LIST = "/admin/avis-des-lecteurs/"


@pytest.fixture
def structure(portal_site):
    return make_structure(directory(), title="La Remise")


@pytest.fixture
def coordinator(portal_site):
    return make_user("coordination@exemple.fr", groups=[Group.objects.get(name=COORDINATORS)])


@pytest.fixture
def keeper(structure):
    return make_member(structure, "gardienne@exemple.fr")


@pytest.fixture
def owner(structure):
    return make_member(structure, "autrice@exemple.fr")


@pytest.fixture
def opinions(keeper, owner):
    """One on each page; the number of each by the page's title."""
    kept = make_guide(guides(), title="Gardé", keeper=keeper)
    pages = [
        kept,
        make_part(kept, title="Partie gardée"),
        make_guide(guides(), title="Autre guide"),
        make_story(stories(), title="Fête", owner=owner),
        make_story(stories(), title="Autre fête"),
    ]
    return {page.title: Feedback.objects.create(page=page, helped=False, missing=f"Sur {page.title}") for page in pages}


def seen(client, **filters):
    """The pages of the opinions that the list shows."""
    response = client.get(LIST, filters)
    if response.status_code != 200:
        return response.status_code
    table = BeautifulSoup(response.text, "html.parser").select_one("table.listing")
    return {row.select("td")[1].get_text(strip=True) for row in table.select("tbody tr")} if table else set()


def has_item(client):
    return "Avis des lecteurs" in client.get("/admin/").text


def marking(*opinions):
    ids = "&".join(f"id={opinion if isinstance(opinion, str) else opinion.pk}" for opinion in opinions)
    return f"{reverse('wagtail_bulk_action', args=['guides', 'feedback', 'lu'])}?{ids}&next={LIST}"


def read():
    return set(Feedback.objects.filter(state=Feedback.State.DONE).values_list("page__title", flat=True))


# -- Who sees what ----------------------------------------------------------------------------------------------------
def test_the_coordination_sees_all(client, coordinator, opinions):
    client.force_login(coordinator)
    assert seen(client) == set(opinions)
    assert has_item(client)


def test_the_keeper_of_a_guide_sees_what_is_said_of_it_and_of_its_parts(client, keeper, opinions):
    client.force_login(keeper)
    assert seen(client) == {"Gardé", "Partie gardée"}
    assert has_item(client)


def test_the_owner_of_a_story_sees_what_is_said_of_it(client, owner, opinions):
    client.force_login(owner)
    assert seen(client) == {"Fête"}
    assert has_item(client)


def test_owning_a_guide_or_having_kept_it_gives_nothing(client, keeper, owner, opinions):
    GuidePage.objects.update(keeper=None, owner=keeper)
    StoryPage.objects.update(owner=None)
    for user in (keeper, owner):
        assert not opinions_of(user).exists()
        client.force_login(user)
        assert seen(client) == 302


def test_others_see_nothing(client, structure, opinions):
    member = make_member(structure, "membre@exemple.fr")
    assert not opinions_of(member).exists()
    client.force_login(member)
    assert seen(client) == 302
    assert not has_item(client)
    for address in (f"{LIST}resultats/", f"{LIST}?export=csv", marking(opinions["Fête"])):
        response = client.get(address)
        assert (response.status_code, response["Location"]) == (302, "/admin/")
    client.logout()
    assert client.get(LIST)["Location"].startswith("/mon-espace/connexion/")


def test_an_account_that_does_not_enter_the_admin_sees_nothing(client, opinions, coordinator):
    user = make_user("simple@exemple.fr")
    GuidePage.objects.update(keeper=user)
    client.force_login(user)
    assert client.get(LIST).status_code == 302


def test_whoever_keeps_a_page_without_opinions_has_no_item_yet(client, keeper, opinions):
    Feedback.objects.all().delete()
    client.force_login(keeper)
    assert not has_item(client)


def test_no_chooser_of_the_admin_shows_them(client, keeper, opinions):
    client.force_login(keeper)
    assert client.get("/admin/snippets/choose/guides/feedback/").status_code == 404
    assert client.get("/admin/snippets/guides/feedback/").status_code == 404


# -- The list ---------------------------------------------------------------------------------------------------------
def test_the_list_says_the_whole_text_and_escapes_it(client, coordinator, opinions):
    Feedback.objects.update(missing="<script>alert(1)</script>" + "mot " * 400 + "fin")
    client.force_login(coordinator)
    html = client.get(LIST).text
    assert "<script>alert(1)" not in html
    assert "fin" in BeautifulSoup(html, "html.parser").select_one("table.listing").text
    assert opinions["Fête"].page.url in html


def test_the_list_is_filtered(client, coordinator, opinions):
    Feedback.objects.filter(pk=opinions["Fête"].pk).update(helped=True, state="done")
    client.force_login(coordinator)
    assert seen(client, helped="true") == {"Fête"}
    assert seen(client, state="done") == {"Fête"}
    assert seen(client, state="new") == set(opinions) - {"Fête"}
    assert seen(client, page=opinions["Gardé"].page_id) == {"Gardé"}
    assert seen(client, page="abc", helped="?", state="x", p="999", ordering="x") != 500


def test_a_keeper_filters_by_their_own_pages_only(client, keeper, opinions):
    client.force_login(keeper)
    options = BeautifulSoup(client.get(LIST).text, "html.parser").select("select[name=page] option")
    assert {option.text for option in options if option["value"]} == {"Gardé", "Partie gardée"}
    assert "Autre guide" not in client.get(LIST, {"page": opinions["Autre guide"].page_id}).text


def test_the_list_takes_as_many_queries_for_thirty_opinions_as_for_five(client, coordinator, opinions):
    client.force_login(coordinator)

    def count():
        client.get(LIST)
        with CaptureQueriesContext(connection) as queries:
            client.get(LIST)
        return len(queries)

    few = count()
    pages = [make_story(stories(), title=f"Fête {n}") for n in range(25)]
    Feedback.objects.bulk_create(Feedback(page=page, helped=True) for page in pages)
    assert count() == few


# -- Sheets -----------------------------------------------------------------------------------------------------------
def table(client, kind, **filters):
    response = client.get(LIST, {"export": kind} | filters)
    assert response.status_code == 200
    assert "avis-des-lecteurs-" in response["Content-Disposition"]
    content = b"".join(response.streaming_content)
    if kind == "csv":
        return list(csv.reader(StringIO(content.decode())))
    return [[cell.value for cell in row] for row in load_workbook(BytesIO(content)).active.iter_rows()]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_sheet_says_it_in_words_and_on_the_clocks_of_here(client, coordinator, opinions, kind):
    Feedback.objects.filter(pk=opinions["Fête"].pk).update(written_at=at(2026, 7, 14, 9, 30), state="done")
    client.force_login(coordinator)
    [heading, row] = table(client, kind, state="done")
    assert heading == ["Page", "A aidé", "Ce qui manque", "Reçu le", "État", "Adresse"]
    assert [str(cell) for cell in row[:5]] == ["Fête", "non", "Sur Fête", "2026-07-14 09:30:00", "lu"]
    assert row[5].endswith("/initiatives/fete/")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("text", ["=1+1", "+33 6", "-2", "@x", "\t=1", "＝1", "\x0b=cmd|'/c calc'!A1"])
def test_no_cell_is_a_formula(client, coordinator, opinions, kind, text):
    Feedback.objects.filter(pk=opinions["Fête"].pk).update(missing=text, state="done")
    StoryPage.objects.filter(pk=opinions["Fête"].page_id).update(title="=Fête")
    client.force_login(coordinator)
    page, _helped, missing, *_rest = table(client, kind, state="done")[1]
    assert page == "'=Fête"
    assert missing.startswith("'")


def test_a_keeper_takes_away_their_own_only(client, keeper, opinions):
    client.force_login(keeper)
    assert {row[0] for row in table(client, "csv")[1:]} == {"Gardé", "Partie gardée"}


def test_a_sheet_holds_more_than_a_screen(client, coordinator, opinions):
    Feedback.objects.bulk_create(Feedback(page=opinions["Fête"].page, helped=True) for _n in range(120))
    client.force_login(coordinator)
    assert len(table(client, "csv")) == 1 + 120 + len(opinions)


# -- Read -------------------------------------------------------------------------------------------------------------
def test_several_are_marked_as_read(client, coordinator, opinions):
    client.force_login(coordinator)
    assert marking().split("?")[0] in client.get(LIST).text
    address = marking(opinions["Fête"], opinions["Gardé"])
    assert "2 avis choisis" in client.get(address).text
    assert not read()
    assert client.post(address)["Location"] == LIST
    assert read() == {"Fête", "Gardé"}


def test_a_keeper_marks_their_own_only(client, keeper, opinions):
    client.force_login(keeper)
    client.post(marking(*opinions.values()))
    assert read() == {"Gardé", "Partie gardée"}


def test_somebody_who_keeps_nothing_marks_nothing(client, structure, opinions):
    client.force_login(make_member(structure, "membre@exemple.fr"))
    client.post(marking(*opinions.values()))
    client.logout()
    client.post(marking(*opinions.values()))
    assert not read()


def test_all_of_a_filtered_list_are_marked_and_no_more(client, coordinator, keeper, opinions):
    client.force_login(coordinator)
    client.post(marking("all") + f"&page={opinions['Fête'].page_id}")
    assert read() == {"Fête"}
    client.force_login(keeper)
    client.post(marking("all"))
    assert read() == {"Fête", "Gardé", "Partie gardée"}


@pytest.mark.parametrize("key", ["abc", "9" * 40, "-1", "", "²"])
def test_a_number_that_is_none_is_not_found(client, coordinator, opinions, key):
    client.force_login(coordinator)
    assert client.get(marking(key)).status_code == 404
