"""The panel: where, how much, how to book, for whom. What nobody has said is not said."""

import pytest
from django.core.files.base import ContentFile
from wagtail.documents.models import Document

from agenda.event_place import Where, place_map
from agenda.models import EventFile, Place
from portal.core.models import Audience, EventCategory
from portal.demo.builders import make_structure
from tests.agenda.event_page.conftest import facts, words
from tests.browser.content import picture
from tests.rooms import directory, make_private

pytestmark = pytest.mark.django_db


def term(model):
    return model.objects.filter(locale__language_code="fr").first()


def full(event, commune, **values):
    """An event of which everything is known."""
    place = Place.objects.create(
        name="Salle de la Manutention", address="6 rue de l’Exemple", commune=commune, access_text="Ascenseur à gauche"
    )
    values = {
        "summary": "On répare ensemble.",
        "body": [("text", "<p>Venez avec votre grille-pain.</p>")],
        "place": place,
        "online_url": "https://www.visio.example/salle",
        "price": "paid",
        "price_text": "5 €, gratuit pour les enfants",
        "booking_url": "https://www.inscription.example/repair",
        "booking_email": "inscription@remise.example",
        "booking_phone": "04 65 71 00 12",
        "seats": 30,
        "age_min": 6,
        "age_max": 12,
        "language": "it",
        "access_mi": True,
        "access_hi": True,
        "contact": "Camille, 04 65 71 00 13",
        "categories": [term(EventCategory)],
        "audiences": [term(Audience)],
    } | values
    page = event(**values)
    page.tags.add("vélo")
    page.save()
    return page


def test_a_full_page_says_all(event, read, embrun):
    soup = read(full(event, embrun, organiser=make_structure(directory(), title="La Remise")))
    assert facts(soup) == {
        "Lieu": ["Salle de la Manutention"],
        "Adresse": ["6 rue de l’Exemple, 05200 Embrun"],
        "Vallée": [embrun.valley.name],
        "Accès": ["Ascenseur à gauche"],
        "En ligne": ["visio.example"],
        "Tarif": ["Payant\xa0: 5 €, gratuit pour les enfants"],
        "Inscription": ["inscription.example", "inscription@remise.example", "04 65 71 00 12", "30 places"],
        "Pour qui": [term(Audience).name, "De 6 à 12 ans"],
        "Accessible": ["Handicap moteur", "Handicap auditif"],
        "Langue": ["Italien"],
        "Contact": ["Camille, 04 65 71 00 13"],
        "Organisé par": ["La Remise"],
    }
    links = {link["href"] for link in soup.select("aside .faits a")}
    assert links >= {"mailto:inscription@remise.example", "tel:0465710012", "https://www.visio.example/salle"}
    assert [words(chip) for chip in soup.select(".entete-fiche .puce")] == [
        term(EventCategory).name,
        "en salle et en ligne",
        "Exemple fictif",
    ]
    assert soup.select_one(".chapo").text == "On répare ensemble."
    assert "grille-pain" in soup.article.text
    assert soup.select_one("article ul.puces:not(.entete-fiche *)").text.strip() == "vélo"


def test_the_bare_page_says_only_its_name_and_date(event, read):
    soup = read(event(is_fictional=False))
    assert facts(soup) == {}
    assert not soup.select(".puces, .carte, figure, .alerte")
    assert [heading.text for heading in soup.select("article h2")] == ["Quand"]
    assert "None" not in soup.text


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"price": "free"}, ["Gratuit"]),
        ({"price": "open"}, ["Prix libre"]),
        ({"price": "paid"}, ["Payant"]),
        ({"price_text": "selon vos moyens"}, ["Selon vos moyens"]),
        ({}, None),
    ],
)
def test_the_price_in_words(event, read, values, said):
    assert facts(read(event(**values))).get("Tarif") == said


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [(6, None, "À partir de 6 ans"), (None, 12, "Jusqu’à 12 ans"), (3, 3, "3 ans"), (1, None, "À partir de 1 an")],
)
def test_ages_in_words(event, read, low, high, said):
    assert facts(read(event(age_min=low, age_max=high)))["Pour qui"] == [said]


def test_a_free_event_and_an_online_one_have_their_chips(event, read):
    page = event(price="free", online_url="https://visio.example/")
    assert [words(chip) for chip in read(page).select(".entete-fiche .puce")][:2] == ["gratuit", "en ligne"]


# -- Where ------------------------------------------------------------------------------------------------------------
def test_a_structure_that_hosts_is_named_with_its_link_and_its_address(event, read, embrun):
    host = make_structure(
        directory(), title="La Remise", address="3 rue Neuve", commune=embrun, access_text="Plain-pied"
    )
    soup = read(event(at_structure=host))
    found = facts(soup)
    assert (found["Lieu"], found["Accès"]) == (["La Remise"], ["Plain-pied"])
    assert found["Adresse"] == ["3 rue Neuve, 05200 Embrun"]
    assert soup.select_one(f".faits a[href='{host.url}']")
    assert soup.select_one(".carte circle")


@pytest.mark.parametrize("hidden", ["draft", "private"])
def test_a_host_that_is_not_public_is_neither_named_nor_located(event, read, embrun, hidden):
    host = make_structure(
        directory(), title="Refuge discret", address="3 rue Cachée", commune=embrun, latitude=44.6, longitude=6.5
    )
    page = event(at_structure=host, summary="Venez")
    if hidden == "private":
        make_private(host)
    else:
        host.unpublish()
    html = str(read(page))
    assert "Refuge discret" not in html
    assert "rue Cachée" not in html
    assert "44.6" not in html
    assert 'class="carte"' not in html


def test_the_map_shows_the_commune_when_nothing_nearer_is_known(event, read, embrun):
    soup = read(event(commune=embrun))
    assert soup.select_one(".carte a")["aria-label"] == "Embrun"
    assert facts(soup)["Commune"] == ["Embrun"]


def test_a_place_beyond_the_map_has_no_map(event):
    page = event()
    assert place_map(page, Where(point=(48.85, 2.35))) is None
    assert place_map(page, Where(point=(44.564, 6.496))).dots


# -- Who --------------------------------------------------------------------------------------------------------------
def test_co_organisers_are_named_with_their_links(event, read):
    first, second = (make_structure(directory(), title=title) for title in ("La Remise", "Le Rucher"))
    soup = read(event(parent=first, co_organisers=[second]))
    assert facts(soup)["Organisé par"] == ["La Remise", "Le Rucher"]
    assert soup.select_one(f".faits a[href='{second.url}']")


@pytest.mark.parametrize("hidden", ["draft", "private"])
def test_only_public_organisers_are_named(event, read, hidden):
    first, second = (make_structure(directory(), title=title) for title in ("La Remise", "Groupe discret"))
    page = event(organiser=first, co_organisers=[second])
    if hidden == "private":
        make_private(second)
    else:
        second.unpublish()
    soup = read(page)
    assert facts(soup)["Organisé par"] == ["La Remise"]
    assert "Groupe discret" not in str(soup)


# -- Pictures and files -----------------------------------------------------------------------------------------------
def test_the_picture_has_its_words_and_its_credit(event, read):
    image = picture()
    image.description, image.credit = "Un grille-pain ouvert", "Camille Exemple"
    image.save()
    soup = read(event(listing_image=image))
    figure = soup.select_one("figure.illustration")
    assert figure.img["alt"] == "Un grille-pain ouvert"
    assert "Crédit : Camille Exemple" in figure.text
    assert [source["type"] for source in figure.select("source")] == ["image/avif", "image/webp"]


def test_files_are_offered_with_their_kind_and_size(event, read):
    page = event()
    document = Document(title="Le programme", file=ContentFile(b"%PDF-1.4 " * 300, name="programme.pdf"))
    document._set_document_file_metadata()
    document.save()
    page.files = [EventFile(document=document)]
    page.save()
    soup = read(page)
    piece = soup.select_one(".piece")
    assert piece.a["href"] == document.url
    assert words(piece) == "Le programme PDF 2,6\xa0Kio".replace("\xa0", " ")


# -- Taking it away ---------------------------------------------------------------------------------------------------
def test_the_event_goes_to_one_s_own_calendar(event, read):
    page = event()
    links = [link["href"] for link in read(page).select(".a-noter a")]
    assert links == [f"{page.url}evenement.ics", f"webcal://testserver{page.url}evenement.ics"]


def test_an_event_written_under_a_structure_has_its_calendar_there(event, read):
    page = event(parent=make_structure(directory(), title="La Remise"))
    assert read(page).select_one(".a-noter a")["href"] == f"/annuaire/la-remise/{page.slug}/evenement.ics"


def test_the_page_can_be_shared_and_printed(event, read):
    soup = read(event())
    assert soup.select_one("[data-share-copy]")
    assert soup.select_one("[data-share-print]")
