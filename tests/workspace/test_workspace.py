"""« Mon espace »: one's own pages, in plain words."""

import pytest
from bs4 import BeautifulSoup
from wagtail.models import PageViewRestriction

from portal.demo.builders import make_event, make_member, make_structure, make_user
from tests.rooms import directory, in_hours

pytestmark = pytest.mark.django_db
URL = "/mon-espace/"


@pytest.fixture
def structure(portal_site):
    return make_structure(directory(), title="La Remise")


def rows(client):
    return {row["title"]: row for row in client.get(URL).context["rows"]}


def test_a_member_sees_their_own_pages_and_no_other(client, structure):
    make_structure(directory(), title="Le Rucher")
    make_event(structure, title="Repair café", start=in_hours(1), end=in_hours(2), live=False)
    client.force_login(make_member(structure, "membre@exemple.fr"))
    found = rows(client)
    assert set(found) == {"La Remise", "Repair café"}
    assert found["La Remise"]["state"] == "En ligne"
    assert found["Repair café"]["state"] == "Brouillon, pas encore en ligne"
    assert found["Repair café"]["url"] == ""
    assert found["La Remise"]["edit_url"] == f"/admin/pages/{structure.pk}/edit/"


def test_a_page_with_changes_to_publish_says_so(client, structure):
    structure.title = "La Grande Remise"
    structure.save_revision()
    client.force_login(make_member(structure, "membre@exemple.fr"))
    assert [row["state"] for row in rows(client).values()] == ["En ligne, avec des changements à publier"]


def test_an_account_without_a_page_is_told_whom_to_ask(client, portal_site):
    client.force_login(make_user("simple@exemple.fr"))
    html = client.get(URL).text
    assert "Aucune page ne vous est encore confiée" in html
    assert "Ouvrir l’éditeur complet" not in html


def test_an_administrator_is_told_that_everything_is_open(client, structure):
    client.force_login(make_user("admin@exemple.fr", is_superuser=True))
    assert "Vous faites partie de la coordination" in client.get(URL).text


def test_the_page_is_kept_by_no_cache_nor_search_engine(client, portal_site):
    client.force_login(make_user("simple@exemple.fr"))
    response = client.get(URL)
    assert "no-store" in response.headers["Cache-Control"]
    assert '<meta name="robots" content="noindex">' in response.text


def test_a_wrong_password_is_said_without_telling_which_of_the_two_is_wrong(client, portal_site):
    make_user("awa@exemple.fr", password="Valgaude-2026")
    answers = []
    for email in ("awa@exemple.fr", "personne@exemple.fr"):
        response = client.post("/mon-espace/connexion/", {"username": email, "password": "non"})
        soup = BeautifulSoup(response.text, "html.parser")
        answers.append(soup.select_one(".alerte.erreur").get_text(strip=True))
        assert soup.select_one('input[name="username"]')["value"] == email
    assert answers[0] == answers[1] != ""


def test_somebody_signed_in_does_not_see_the_sign_in_again(client, portal_site):
    client.force_login(make_user("simple@exemple.fr"))
    assert client.get("/mon-espace/connexion/").url == URL


def test_an_account_that_may_not_enter_the_editor_is_told_so(client, db):
    client.force_login(make_user("personne@example.org"))
    response = client.get("/admin/", follow=True)
    assert response.status_code == 403


def test_an_account_that_never_had_a_password_is_opened_by_the_mailed_link(client, structure, mailoutbox):
    person = make_member(structure, "nouvelle@exemple.fr")
    assert not person.has_usable_password()
    client.post(f"{URL}mot-de-passe/", {"email": "Nouvelle@exemple.fr"})
    (mail,) = mailoutbox
    assert mail.to == ["nouvelle@exemple.fr"]
    assert "http://testserver/mon-espace/mot-de-passe/" in mail.body


def test_no_mail_leaves_for_an_address_without_an_account(client, portal_site, mailoutbox):
    response = client.post(f"{URL}mot-de-passe/", {"email": "personne@exemple.fr"})
    assert response.url == f"{URL}mot-de-passe/envoye/"
    assert mailoutbox == []


def test_a_page_with_a_password_asks_for_it_in_our_own_page(client, structure):
    PageViewRestriction.objects.create(page=structure, restriction_type="password", password="mélèze")
    html = client.get(structure.url).text
    assert "Cette page est protégée" in html
    assert "La Remise" not in html
    form = BeautifulSoup(html, "html.parser").select_one("form.formulaire")
    answer = {field["name"]: field.get("value", "") for field in form.select("input[name]")} | {"password": "mélèze"}
    assert "La Remise" in client.post(form["action"], answer, follow=True).text
