"""The workbench in the admin: who may open it, what it lists, and what its buttons do, without a script."""

import pytest
from bs4 import BeautifulSoup
from django.db import IntegrityError, transaction

from directory.duplicates.refusals import refused_pairs, remember
from directory.duplicates.sheets import likely_pairs, look_alikes
from directory.models import NotDuplicate, StructurePage
from portal.core.bulk import add_pages
from portal.demo.builders import make_structure
from portal.demo.partners import load_partners
from tests.rooms import directory

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
LIST, APART = "/admin/doublons/", "/admin/doublons/ecartees/"


def compare_url(kept, other):
    return f"{LIST}{kept.pk}/{other.pk}/"


def soup(response):
    return BeautifulSoup(response.text, "html.parser")


def said(client, url, data=None):
    """The messages shown after a POST, as one text."""
    response = client.post(url, data or {}, follow=True)
    assert response.status_code == 200
    return " ".join(str(message) for message in response.context["messages"])


def test_strangers_sign_in_and_members_are_refused(client, kept, other, member):
    urls = (LIST, APART, compare_url(kept, other))
    for url in urls:
        response = client.get(url)
        assert (response.status_code, response["Location"].split("?")[0]) == (302, "/mon-espace/connexion/"), url
    client.force_login(member)
    for url in urls:
        assert client.get(url).status_code == 403, url
    for url in (compare_url(kept, other), f"{compare_url(kept, other)}deux/", f"{compare_url(kept, other)}revoir/"):
        assert client.post(url).status_code == 403, url
    assert StructurePage.objects.filter(status="merged").count() == NotDuplicate.objects.count() == 0


def test_the_menu_shows_the_workbench_to_coordinators_only(client, coordinator, member):
    client.force_login(coordinator)
    assert LIST in client.get("/admin/").text
    client.force_login(member)
    assert LIST not in client.get("/admin/").text


def test_the_partners_pair_comes_first_with_its_reason(client, coordinator):
    load_partners(directory())
    client.force_login(coordinator)
    pairs = soup(client.get(LIST)).select(".doublon")
    assert len(pairs) == 1
    assert {name.text for name in pairs[0].select(".doublon-nom")} == {"Animacoop", "Koopéra (animacoop)"}
    assert "animacoop" in pairs[0].select_one(".doublon-raisons").text


def test_nothing_to_look_at_says_so(client, coordinator):
    client.force_login(coordinator)
    response = client.get(LIST)
    assert "Aucun doublon en vue" in response.text
    assert soup(response).select_one(".doublon-vide a[href]")
    assert "Aucune paire écartée" in client.get(APART).text


def test_the_list_is_paged_and_bears_any_page_number(client, coordinator):
    add_pages(directory(), [StructurePage(title="Même nom") for _number in range(8)])  # 28 pairs
    client.force_login(coordinator)
    first = soup(client.get(LIST))
    assert len(first.select(".doublon")) == 20
    assert first.select_one('a[rel="next"]')["href"] == "?page=2"
    assert len(soup(client.get(f"{LIST}?page=2")).select(".doublon")) == 8
    for odd in ("0", "99", "abc", "-1"):
        assert client.get(f"{LIST}?page={odd}").status_code == 200


def test_queries_do_not_grow_with_the_sheets(django_assert_max_num_queries, portal_site):
    add_pages(directory(), [StructurePage(title=f"Atelier {number}") for number in range(200)])
    with django_assert_max_num_queries(4):
        likely_pairs()
    with django_assert_max_num_queries(3):
        likely_pairs()
    with django_assert_max_num_queries(1):
        look_alikes("Atelier 12")


def test_a_change_of_a_sheet_is_seen_at_once(kept, other):
    assert len(likely_pairs()) == 1
    other.title = "Tout autre chose"
    other.phone = ""
    other.save_revision().publish()
    assert likely_pairs() == []


def test_two_structures_is_remembered_and_can_be_taken_back(client, kept, other, coordinator):
    client.force_login(coordinator)
    form = soup(client.get(LIST)).select_one(".doublon form")
    assert "ce sont deux structures" in said(client, form["action"])
    said(client, form["action"])  # twice changes nothing
    row = NotDuplicate.objects.get()
    assert (row.one_id, row.other_id, row.said_by) == (min(kept.pk, other.pk), max(kept.pk, other.pk), coordinator)
    assert "Aucun doublon en vue" in client.get(LIST).text
    form = soup(client.get(APART)).select_one(".doublon form")
    said(client, form["action"])
    assert not NotDuplicate.objects.exists()
    assert len(likely_pairs()) == 1


def test_a_pair_is_stored_once_in_order(kept, other, coordinator):
    remember(other.pk, kept.pk, coordinator)
    remember(kept.pk, other.pk, coordinator)
    assert refused_pairs() == {(kept.pk, other.pk)}
    for one, two in ((kept, other), (other, kept), (kept, kept)):
        with pytest.raises(IntegrityError), transaction.atomic():
            NotDuplicate.objects.create(one=one, other=two)


def test_side_by_side_then_merged(client, kept, other, coordinator):
    client.force_login(coordinator)
    page = soup(client.get(compare_url(kept, other)))
    lines = {line.legend.text: line for line in page.select(".doublon-ligne")}
    assert set(lines) == {"Titre", "Domaines d’activité", "En une phrase", "Services", "Téléphone", "Site web"}
    chosen = {box["name"]: box["value"] for box in page.select(".doublon-ligne input[checked]")}
    assert chosen["choix-website"] == "other"  # a gap is filled
    assert chosen["choix-services"] == "both"
    assert chosen["choix-phone"] == "kept"
    assert page.select_one(".doublon-carte svg circle")
    for box in page.select(".doublon-ligne input[aria-describedby]"):
        assert page.find(id=box["aria-describedby"])
    data = chosen | {"seen": page.select_one("input[name=seen]")["value"], "choix-phone": "other"}
    assert "n’en font plus qu’une" in said(client, compare_url(kept, other), data)
    merged = StructurePage.objects.get(pk=kept.pk)
    assert (merged.phone, merged.website) == ("04 92 00 00 02", "https://koopera.exemple.org")


def test_the_second_coordinator_gets_a_sentence(client, kept, other, coordinator):
    client.force_login(coordinator)
    seen = soup(client.get(compare_url(kept, other))).select_one("input[name=seen]")["value"]
    said(client, compare_url(kept, other), {"seen": seen})
    assert "a déjà été réunie à" in said(client, compare_url(kept, other), {"seen": seen})
    assert "a déjà été réunie à" in said(client, compare_url(other, kept), {"seen": seen})
    other_sheet = make_structure(directory(), title="Autre")
    assert "a changé entre-temps" in said(client, compare_url(kept, other_sheet), {"seen": seen})


@pytest.mark.parametrize("values", [{}, {"choix-phone": "<script>", "choix-nope": "other", "seen": "\x01"}])
def test_a_form_made_by_hand_changes_nothing(client, kept, other, coordinator, values):
    client.force_login(coordinator)
    said(client, compare_url(kept, other), values)
    assert StructurePage.objects.get(pk=other.pk).live


def test_addresses_made_by_hand(client, kept, coordinator):
    client.force_login(coordinator)
    for url in (f"{LIST}{kept.pk}/{kept.pk}/", f"{LIST}{kept.pk}/999999/", f"{LIST}999999/999998/"):
        assert client.get(url).status_code == 302, url
        assert said(client, url)
    assert client.post(f"{LIST}{kept.pk}/{kept.pk}/deux/").status_code in (302, 404)
    assert client.get(f"{LIST}{kept.pk}/999999/deux/").status_code == 405


def test_scripts_in_a_name_are_only_text(client, kept, coordinator):
    bad = make_structure(directory(), title="Animacoop <script>alert(un)</script>", phone=kept.phone)
    client.force_login(coordinator)
    for url in (LIST, compare_url(kept, bad)):
        text = client.get(url).text
        assert "<script>alert(un)" not in text
        assert "&lt;script&gt;alert(un)" in text
