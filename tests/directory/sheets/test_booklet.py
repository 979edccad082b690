"""The booklet holds what the listing holds, by valley, with the right page numbers."""

import pytest
from django.core.cache import cache

from directory.sheets import booklet, views
from portal.core import pdf
from portal.demo.builders import make_structure
from tests.directory.sheets.conftest import read_pdf, text_of
from tests.rooms import directory, make_private

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("pdf_engine")]
URL = "/annuaire/carnet.pdf"


def made(client, query=""):
    response = client.get(f"{URL}?{query}")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    return read_pdf(response.content)


def pages_with(reader, text):
    return [number for number, page in enumerate(reader.pages, 1) if text in " ".join(page.extract_text().split())]


def test_every_structure_is_in_its_valley(client, structures, communes):
    reader = made(client)
    text = text_of(reader)
    for name in ("Épicerie du Coin", "Atelier Vélo", "La Remise (LR)"):
        assert text.count(name) >= 1, name
    for words in ("12, rue de la Liberté, 05200 Embrun", "04 92 43 00 00", "laremise.example.org", "9 h"):
        assert words in text, words
    assert "secret" not in text
    gap, embrun = communes["Gap"].valley.name, communes["Embrun"].valley.name
    sheets = {
        name: " ".join(reader.pages[pages_with(reader, name)[1] - 1].extract_text().split()) for name in (gap, embrun)
    }
    assert sheets[gap].index("Atelier Vélo") < sheets[gap].index("Épicerie du Coin")
    assert "La Remise (LR)" in sheets[embrun]
    assert "La Remise" not in sheets[gap]


def test_the_contents_and_the_index_give_the_printed_page(client, structures, communes):
    reader = made(client)
    contents = reader.pages[1].extract_text()
    for name in (communes["Gap"].valley.name, communes["Embrun"].valley.name):
        number = pages_with(reader, name)[1]
        line = next(line for line in contents.splitlines() if line.startswith(name))
        assert line.split()[-1] == str(number)
        assert reader.pages[number - 1].extract_text().split()[-1] == str(number) or str(number) in (
            reader.pages[number - 1].extract_text()
        )
    index = reader.pages[-1].extract_text()
    line = next(line for line in index.splitlines() if line.startswith("La Remise"))
    assert line.split()[-1] == str(pages_with(reader, "La Remise (LR)")[0])


def test_the_cover_says_what_it_is_and_whose(client, structures):
    cover = " ".join(made(client, "domaine=reemploi&couleur=bleu").pages[0].extract_text().split())
    assert "2 structures, par vallée" in cover
    assert "Seulement" in cover
    assert "Licence Ouverte" in cover
    assert "INSEE" in cover
    assert "couleur" in cover  # what was not understood is said


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("domaine=reemploi", ["Atelier Vélo", "La Remise"]),
        ("domaine=reemploi&commune=gap&page=7", ["Atelier Vélo"]),
        ("commune=zzz&page=%00", ["Atelier Vélo", "Épicerie du Coin", "La Remise"]),
        ("autour=embrun&km=5", ["La Remise"]),
    ],
)
def test_the_parameters_are_those_of_the_listing(client, structures, query, names):
    listed = sorted(card["title"] for card in client.get(f"/annuaire/?{query.partition('&page')[0]}").context["cards"])
    assert listed == sorted(names)
    text = text_of(made(client, query))
    everybody = ("Atelier Vélo", "Épicerie du Coin", "La Remise")
    assert [name for name in everybody if name in text] == [name for name in everybody if name in names]


def test_nobody_found_makes_a_booklet_that_says_so(client, structures):
    reader = made(client, "commune=barcelonnette")
    assert "Aucune structure ne répond à tout cela" in text_of(reader)
    assert len(reader.pages) == 2


def test_drafts_and_private_pages_are_not_printed(client, structures):
    make_structure(directory(), title="Brouillon", live=False)
    make_private(structures[0])
    text = text_of(made(client))
    assert "Brouillon" not in text
    assert "Épicerie" not in text


def test_beyond_the_limit_the_cover_says_how_many_are_missing(client, structures, monkeypatch):
    monkeypatch.setattr(booklet, "MAX_STRUCTURES", 2)
    text = text_of(made(client))
    assert "s’arrête aux 2 premières structures sur 3" in text
    assert "La Remise" not in text


def test_a_screen_reader_is_told_the_structure_the_title_and_the_language(client, structures):
    reader = made(client)
    catalog = reader.trailer["/Root"]
    assert catalog["/StructTreeRoot"]["/K"]
    assert catalog["/MarkInfo"]["/Marked"]
    assert catalog["/Lang"] == "fr"
    assert catalog["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "Carnet de l’annuaire" in reader.metadata.title
    assert b"pdfuaid" in catalog["/Metadata"].get_data()
    fonts = {str(font) for page in reader.pages for font in page["/Resources"].get("/Font", {}).values()}
    assert fonts


def test_what_people_typed_stays_text(client, structures):
    page = structures[0]
    page.title, page.summary = (
        "<script>x</script> & <img src=http://evil.example/x.png>",
        "<style>*{display:none}</style>",
    )
    page.save_revision().publish()
    text = text_of(made(client))
    assert "<script>x</script>" in text
    assert "<style>" in text
    assert "La Remise" in text


def test_a_repeat_is_not_built_again_until_something_changes(client, structures, monkeypatch):
    builds = []
    monkeypatch.setattr(booklet.Booklet, "pdf", lambda self, request: builds.append(1) or b"%PDF")
    for _time in range(3):
        client.get(URL)
    assert len(builds) == 1
    client.get(f"{URL}?utm_source=lettre")
    assert len(builds) == 1
    client.get(f"{URL}?domaine=reemploi")
    assert len(builds) == 2
    structures[0].title = "Épicerie d’en face"
    structures[0].save_revision().publish()
    client.get(URL)
    assert len(builds) == 3


def test_while_one_is_built_others_are_told_when_to_come_back(client, structures):
    cache.add("pdf:carnet:lock", "someone", 60)
    response = client.get(f"{URL}?domaine=reemploi")
    assert response.status_code == 503
    assert response["Retry-After"] == "10"
    assert 'href="/annuaire/carnet.pdf?domaine=reemploi"' in response.text
    cache.delete("pdf:carnet:lock")
    assert client.get(f"{URL}?domaine=reemploi").status_code == 200


def test_a_build_that_breaks_lets_the_next_one_try(client, structures, monkeypatch):
    client.raise_request_exception = False
    with monkeypatch.context() as patch:
        patch.setattr(booklet.Booklet, "pdf", lambda self, request: 1 / 0)
        assert client.get(URL).status_code == 500
    assert client.get(URL).status_code == 200


# -- The poster -------------------------------------------------------------------------------------------------------
def poster(client, slug="la-remise"):
    response = client.get(f"/annuaire/{slug}/affiche.pdf")
    assert response.status_code == 200
    return read_pdf(response.content)


def test_the_poster_is_one_page_with_what_leads_to_the_structure(client, structures):
    reader = poster(client)
    assert len(reader.pages) == 1
    assert [round(float(side)) for side in reader.pages[0].mediabox[2:]] == [595, 842]
    text = text_of(reader)
    for words in ("La Remise", "prêt d’outils", "05200 Embrun", "testserver/annuaire/la-remise", "Exemple fictif"):
        assert words in text, words
    assert "secret" not in text
    links = [note.get_object()["/A"]["/URI"] for note in reader.pages[0]["/Annots"]]
    assert "http://testserver/annuaire/la-remise/" in links
    assert reader.trailer["/Root"]["/Lang"] == "fr"
    assert "/StructTreeRoot" in reader.trailer["/Root"]


@pytest.mark.parametrize("title", ["A", "Ressourcerie " * 19, "M" * 250])
def test_a_poster_stays_one_page_whatever_the_name(client, communes, title):
    page = make_structure(
        directory(),
        title=title.strip(),
        slug="longue",
        summary="Réemploi et partage en vallée, " * 5,
        commune=communes["Gap"],
        address="12 rue de la République " * 8,
        website="https://example.org/" + "a" * 150,
        phone="+33492430000",
        opening_hours="Mo 09:00-12:00; Tu 10:00-12:00; We 11:00-12:00; Th 09:00-18:00; Fr 09:00-10:00; Sa 09:00-11:30",
    )
    assert len(poster(client, page.slug).pages) == 1


# -- Keeping ----------------------------------------------------------------------------------------------------------
def test_the_views_wait_for_a_poster_but_not_for_a_booklet(client, structures, monkeypatch):
    waits = []
    monkeypatch.setattr(views, "kept_pdf", lambda *args, wait, **options: waits.append(wait) or b"%PDF")
    client.get("/annuaire/la-remise/affiche.pdf")
    client.get(URL)
    assert waits == [views.POSTER_WAIT, 0]


def test_the_kept_files_are_bounded(monkeypatch):
    for number in range(60):
        pdf.kept_pdf("essai", f"signature {number}", lambda: b"x")
    assert len([slot for slot in range(60) if cache.get(f"pdf:essai:{slot}")]) <= pdf.SLOTS
