"""A structure's sheet: it says what is known and nothing else, in few queries, whichever way it is read."""

import json
from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.test import RequestFactory
from django.utils import timezone

from directory.around import around
from directory.filters import directory_shelf
from directory.models import NamedContact, SocialAccount, StructurePage, StructurePhoto, Verification
from directory.page import structure_context, verified_in_words
from portal.core.models import Audience, Commune, FieldOfActivity, Label, LegalFamily, Valley
from portal.demo.builders import make_event, make_structure
from portal.home.frame import frame_for
from portal.home.templatetags import portal_frame
from portal.search.memory import forget
from portal.search.sync import sync_pages
from tests.browser.content import picture
from tests.rooms import agenda, at, directory, in_hours, make_private

pytestmark = pytest.mark.django_db
HOURS = "Mo-Fr 09:00-12:00,14:00-18:00"
CONSENT = {"consent_given_on": date(2026, 1, 5), "consent_recorded_by": "La coordination", "consent_text": "Oui."}
QUERIES = 6


@pytest.fixture
def embrun(portal_site):
    return Commune.objects.get(name="Embrun")


def term(model):
    return model.objects.filter(locale__language_code="fr").first()


def full(title="La Remise", **values):
    """A structure of which everything is known."""
    parent = directory()
    values = {
        "summary": "On répare ce qui peut l’être.",
        "presentation": [("text", "<p>Un atelier ouvert à tous.</p>")],
        "commune": Commune.objects.get(name="Embrun"),
        "address": "3 rue de l’Exemple",
        "fields": ["reemploi"],
        "legal_family": term(LegalFamily),
        "opening_hours": HOURS,
        "closures": "Fermé en novembre",
        "access": "full",
        "access_text": "de plain-pied",
        "services": "prêt d’outils\nréparation",
        "email": "secret@remise.example",
        "phone": "04 65 71 00 12",
        "website": "https://remise.example/",
        "siret": "73282932000074",
        "year_founded": 1998,
        "needs_volunteers": True,
        "volunteer_text": "Tenir l’accueil le samedi.",
    } | values
    page = make_structure(parent, title=title, **values)
    page.labels = [term(Label)]
    page.audiences = [term(Audience)]
    page.served_valleys = [Valley.objects.first()]
    page.tags.add("vélo")
    page.social_accounts = [SocialAccount(network="Mastodon", url="https://exemple.social/@remise")]
    page.named_contacts = [NamedContact(name="Camille Exemple", role="Accueil", **CONSENT)]
    page.verifications = [Verification(group="place", verified_on=date(2026, 9, 12))]
    page.save()
    return page


def imported(page, **values):
    """Values that came in without the checks of a form."""
    StructurePage.objects.filter(pk=page.pk).update(**values)
    page = StructurePage.objects.get(pk=page.pk)
    sync_pages([page])
    return page


def soup_of(client, page):
    response = client.get(page.url)
    assert response.status_code == 200
    return BeautifulSoup(response.text, "html.parser")


def facts(soup):
    return {row.dt.get_text(strip=True): row.dd.get_text(" ", strip=True) for row in soup.select("aside .faits > div")}


def test_a_full_sheet_says_all(client, embrun):
    soup = soup_of(client, full())
    found = facts(soup)
    code = embrun.postal_codes[0]
    assert found["Adresse"] == f"3 rue de l’Exemple, {code} Embrun"
    assert found["Accès"] == "Accessible en fauteuil · de plain-pied"
    assert found["Téléphone"] == "04 65 71 00 12"
    assert found["Site web"] == "remise.example"
    assert found["SIRET"] == "732\xa0829\xa0320\xa000074"
    assert found["Accueil"] == "Camille Exemple"
    assert found["Réseaux sociaux"] == "Mastodon"
    assert "du lundi au vendredi" in found["Ouverture"]
    assert "Fermé en novembre" in found["Ouverture"]
    assert found["Vérifié par la structure"] == "lieu (12 septembre 2026)"
    assert soup.select_one("a[href='tel:0465710012']")
    assert "Fiche vérifiée par la structure le 12 septembre 2026" in soup.select_one(".fraicheur").text
    headings = [heading.text for heading in soup.select("article h2")]
    assert headings == ["Ce que nous faisons", "Services", "Pour qui", "Cherche des bénévoles", "Mots-clés"]
    assert soup.select_one("a[href='ecrire/']")


def test_the_bare_sheet_says_only_the_name(client, embrun):
    page = make_structure(directory(), title="Le Rucher", is_fictional=False)
    soup = soup_of(client, page)
    assert facts(soup) == {}
    assert [heading.text for heading in soup.select("article h2")] == ["Une fiche à compléter"]
    assert not soup.select("a[href='ecrire/'], .alerte, .fraicheur, .puces, .carte")
    assert "None" not in soup.text


def test_the_e_mail_is_nowhere(client, embrun):
    page = full()
    for address in (page.url, "/annuaire/", "/api/v1/structures", f"{page.url}ecrire/"):
        assert "secret@" not in client.get(address).text, address


def test_a_withdrawn_consent_disappears_at_once(client, embrun):
    page = full()
    assert "Camille" in client.get(page.url).text
    contact = page.named_contacts.first()
    contact.consent_withdrawn_on = timezone.localdate()
    page.named_contacts = [contact]
    page.save()
    assert "Camille" not in client.get(page.url).text
    assert "Camille" not in json.dumps(client.get("/api/v1/structures").json())


def test_two_people_show_once_each_and_in_their_order(client, embrun):
    page = full()
    people = [NamedContact(name=name, sort_order=order, **CONSENT) for order, name in enumerate(("Zoé", "Ali"))]
    gone = NamedContact(name="Parti", sort_order=3, consent_withdrawn_on=date(2026, 2, 1), **CONSENT)
    page.named_contacts = [*people, gone]
    page.save()
    response = client.get(page.url)
    assert [contact["name"] for contact in response.context["contacts"]] == ["Zoé", "Ali"]


def context_at(page, moment):
    neighbours = around(directory_shelf("fr"), page.entry_facets(), page.point)
    return structure_context(page, page.entry_data(), neighbours, [], now=moment)


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (at(2026, 11, 23, 10), "Ouvert · ferme à 12 h"),
        (at(2026, 11, 23, 15), "Ouvert · ferme à 18 h"),
        (at(2026, 11, 23, 13), "Fermé · ouvre à 14 h"),
        (at(2026, 11, 23, 18), "Fermé · ouvre demain à 9 h"),
        (at(2026, 11, 27, 19), "Fermé · ouvre lundi à 9 h"),
    ],
)
def test_open_or_closed_is_told_for_the_moment(embrun, moment, words):
    assert context_at(full(), moment)["open_state"].replace("\u202f", " ").replace("\xa0", " ") == words


def test_hours_that_cannot_be_read_are_not_shown(client, embrun):
    page = imported(full(), opening_hours="n’importe quoi")
    assert "n’importe quoi" not in client.get(page.url).text


@pytest.mark.parametrize(
    ("status", "words"),
    [("dormant", "en sommeil"), ("closed", "a fermé"), ("merged", "a rejoint Le Rucher")],
)
def test_a_structure_that_is_not_active_says_so(client, embrun, status, words):
    other = make_structure(directory(), title="Le Rucher")
    page = full(status=status, merged_into=other if status == "merged" else None)
    banner = soup_of(client, page).select_one(".alerte")
    assert words in banner.text
    if status == "merged":
        assert banner.a["href"] == other.url
    assert bool(BeautifulSoup(client.get(page.url).text, "html.parser").select("a[href='ecrire/']")) == (
        status == "dormant"
    )


def test_a_merged_structure_does_not_name_one_that_is_private(client, embrun):
    other = make_structure(directory(), title="Le Rucher")
    page = full(status="merged", merged_into=other)
    make_private(other)
    assert "Le Rucher" not in client.get(page.url).text


def test_networks_and_their_members_lead_to_each_other(client, embrun):
    network = make_structure(directory(), title="Le Réseau")
    member = make_structure(directory(), title="La Remise")
    member.networks = [network]
    member.save()
    assert soup_of(client, member).select_one(f"article a[href='{network.url}']").text == "Le Réseau"
    assert soup_of(client, network).select_one(f"article a[href='{member.url}']").text == "La Remise"
    network.unpublish()
    assert "Le Réseau" not in client.get(member.url).text


def test_the_nearest_come_first_with_their_distance(client, embrun):
    communes = {name: Commune.objects.get(name=name) for name in ("Gap", "Briançon", "Barcelonnette")}
    for name, commune in communes.items():
        make_structure(directory(), title=f"De {name}", commune=commune)
    make_structure(directory(), title="Voisine", commune=embrun)
    make_structure(directory(), title="Fermée", commune=embrun, status="closed")
    make_structure(directory(), title="Nulle part")
    cards = client.get(full().url).context["nearby"]
    assert [card["title"] for card in cards] == ["Voisine", "De Barcelonnette", "De Gap"]
    assert "au même endroit sur la carte" in cards[0]["meta"]
    assert "à 23 km à vol d’oiseau" in cards[1]["meta"]


def test_similar_ones_share_a_field_and_first_the_valley(client, embrun):
    gap = Commune.objects.get(name="Gap")
    for number in range(4):
        make_structure(directory(), title=f"Voisine {number}", commune=embrun, fields=["culture"])
    make_structure(directory(), title="Vélo de Gap", commune=gap, fields=["reemploi"])
    far = make_structure(directory(), title="Réemploi de la vallée", latitude=44.9, longitude=6.64, commune=embrun)
    far.fields_of_activity = list(FieldOfActivity.objects.filter(slug="reemploi", locale__language_code="fr"))
    far.save()
    cards = client.get(full().url).context["similar"]
    assert [card["title"] for card in cards] == ["Réemploi de la vallée", "Vélo de Gap"]


def test_what_search_engines_read_is_sound_and_closes_no_script(client, embrun):
    page = full(title="La Remise </script><script>alert(1)</script>")
    soup = soup_of(client, page)
    node = json.loads(soup.select_one("script[type='application/ld+json']").string)
    assert node["name"] == page.title
    assert node["address"]["addressLocality"] == "Embrun"
    assert not [
        tag for tag in soup.find_all("script") if not tag.get("src") and tag.get("type") != "application/ld+json"
    ]


def test_a_javascript_link_that_an_import_left_is_not_a_link(client, embrun):
    page = full()
    page.social_accounts.update(url="JavaScript:alert(1)")
    imported(page, website="javascript:alert(1)")
    assert "javascript:" not in client.get(page.url).text.lower()


def test_photos_have_their_words_and_credit(client, embrun):
    page = full()
    image = picture()
    image.credit = "Camille"
    image.save()
    page.logo = image
    page.photos = [StructurePhoto(image=image, caption="L’atelier")]
    page.save()
    figure = soup_of(client, page).select_one(".fiche-photos figure")
    assert figure.img["alt"] == image.description
    assert figure.img["loading"] == "lazy"
    assert figure.figcaption.get_text(" ", strip=True) == "L’atelier Crédit\xa0: Camille"
    assert soup_of(client, page).select_one(".fiche-logo")["alt"] == ""


def test_claiming_and_correcting_lead_to_the_coordination_when_it_has_an_address(client, embrun, monkeypatch):
    page = full(title="La Remise & fils")
    assert "mailto:coordination" not in client.get(page.url).text
    monkeypatch.setattr(
        portal_frame, "frame_for", lambda *given: frame_for(*given) | {"contact_email": "coordination@exemple.fr"}
    )
    forget()  # the shell was kept
    links = {link.text: link["href"] for link in soup_of(client, page).select(".liens-panneau a[href^=mailto]")}
    assert list(links) == ["C’est ma structure", "Signaler une erreur"]
    for link in links.values():
        assert link.startswith("mailto:coordination@exemple.fr?subject=")
        assert "La%20Remise%20%26%20fils&body=http%3A%2F%2F" in link


# -- The two ways to the page -----------------------------------------------------------------------------------------
def test_a_full_sheet_takes_six_queries_however_many_there_are(client, embrun, django_assert_max_num_queries):
    page = full()
    image = picture()
    page.photos, page.logo = [StructurePhoto(image=image), StructurePhoto(image=image, caption="Deux")], image
    network = make_structure(directory(), title="Le Réseau")
    page.networks = [network]
    page.named_contacts.add(NamedContact(name="Ali", **CONSENT))
    page.save()
    for number in range(6):
        make_event(agenda(), title=f"Repair {number}", start=in_hours(2), end=in_hours(4), organiser=page)
        make_structure(directory(), title=f"Voisine {number}", commune=embrun, fields=["reemploi"])
    client.get(page.url)
    with django_assert_max_num_queries(QUERIES) as first:
        response = client.get(page.url)
    assert len(response.context["contacts"]) == 2
    for number in range(10):
        make_structure(directory(), title=f"Autre {number}", commune=embrun, fields=["reemploi"])
    client.get(network.url)
    with django_assert_max_num_queries(QUERIES) as second:
        client.get(page.url)
    assert len(first) == len(second)


def normal(html):
    soup = BeautifulSoup(html, "html.parser")
    head = [tag for tag in soup.head.find_all(True) if not tag.get("hreflang")]  # Wagtail's way names the page itself
    soup.select_one(".langues").decompose()
    around_it = [str(tag) for tag in (*head, soup.header, soup.footer)]
    return [*around_it, soup.select_one("main").get_text("|", strip=True)]


def test_wagtail_s_own_way_and_the_fast_one_show_the_same(client, embrun):
    first = full(search_description="Un atelier <ouvert> & gratuit.")
    page = StructurePage.objects.get(pk=full(title="L’Atelier & <fils>", summary="").pk)
    make_structure(directory(), title="Voisine", commune=embrun, fields=["reemploi"])
    client.get(first.url)  # what surrounds a sheet is kept from here
    for one in (page, StructurePage.objects.get(pk=first.pk)):
        request = RequestFactory().get(one.url)
        request.user = None
        slow = one.serve(request).render()
        assert normal(slow.content.decode()) == normal(client.get(one.url).text)


def test_a_sheet_with_a_picture_of_its_own_is_shared_with_it(client, embrun):
    other, page = make_structure(directory(), title="Sans"), full(listing_image=picture())
    pictures = [soup_of(client, one).select_one("meta[property='og:image']")["content"] for one in (other, page, other)]
    assert pictures[0] == pictures[2] != pictures[1]


def test_what_is_kept_around_sheets_shows_nobody_who_signed_in(client, admin_client, embrun):
    page, other = full(), make_structure(directory(), title="Le Rucher")
    signed_in, unknown = admin_client.get(page.url).text, client.get(other.url).text
    assert "La Remise" in signed_in
    assert "La Remise" not in BeautifulSoup(unknown, "html.parser").head.text
    assert "csrf" not in unknown
    assert signed_in == client.get(page.url).text


def test_nobody_is_around_the_only_structure(embrun):
    found = around(directory_shelf("fr"), {}, None)
    assert (found["own"], found["nearby"], found["similar"], found["members"]) == (None, [], [], [])


def test_drafts_private_pages_and_other_languages_go_on_to_wagtail(client, embrun):
    draft = make_structure(directory(), title="Brouillon", live=False)
    assert client.get(f"/annuaire/{draft.slug}/").status_code == 404
    private = make_structure(directory(), title="Secret")
    make_private(private)
    assert client.get(private.url).status_code == 302
    expired = make_structure(directory(), title="Passée")
    StructurePage.objects.filter(pk=expired.pk).update(live=False, expired=True)
    assert client.get(expired.url).status_code == 404
    assert client.get("/annuaire/inconnue/").status_code == 404
    from wagtail.models import Locale

    english = Locale.objects.get(language_code="en")
    page = full()
    directory().copy_for_translation(english).save_revision().publish()
    copy = page.copy_for_translation(english)
    copy.save_revision().publish()
    response = client.get(copy.url)
    assert copy.url.startswith("/en/")
    assert response.status_code == 200
    assert "La Remise" in response.text
    links = BeautifulSoup(client.get(page.url).text, "html.parser").select("link[hreflang]")
    assert {link["hreflang"] for link in links} == {"fr", "en"}


def test_an_address_that_has_moved_is_redirected(client, embrun):
    from wagtail.contrib.redirects.models import Redirect

    page = full()
    Redirect.objects.create(old_path="/annuaire/ancienne", redirect_page=page, site=None)
    response = client.get("/annuaire/ancienne/")
    assert response.status_code == 301
    assert response.headers["Location"].endswith(page.url)


def test_a_preview_shows_what_is_not_saved(embrun):
    page = full()
    page.title = "Nom à venir"
    page.named_contacts = []
    page.opening_hours = page.closures = ""
    html = page.make_preview_request().content.decode()
    assert "Nom à venir" in html
    assert "Camille" not in html
    assert "Ouverture" not in html


def test_a_new_page_previews_too(embrun):
    page = StructurePage(title="Toute neuve", slug="toute-neuve", locale=directory().locale)
    directory().add_child(instance=page)
    assert "Toute neuve" in page.make_preview_request().content.decode()


@pytest.mark.parametrize(
    ("verified", "words"),
    [
        ({}, ""),
        (
            {"hours": "2026-09-12", "place": "2026-10-03", "identity": "2026-09-12"},
            ("lieu (3 octobre 2026)\u202f; identité, horaires (12 septembre 2026)"),
        ),
        (dict.fromkeys(Verification.Group.values, "2026-12-01"), "toute la fiche (1er décembre 2026)"),
    ],
)
def test_verifications_are_told_by_day(verified, words):
    assert verified_in_words(verified) == words


def test_the_last_verification_is_the_date_of_the_sheet(embrun):
    page = full()
    assert page.last_reviewed_on == date(2026, 9, 12)
    page.verifications = [Verification(group="hours", verified_on=date(2026, 10, 1))]
    page.last_reviewed_on = date(2026, 11, 1)
    page.save()
    assert page.last_reviewed_on == date(2026, 11, 1)
    assert page.freshness() == "Fiche vérifiée le 1er novembre 2026"
