"""How the guides and the stories of content/ are loaded: once, whole, and leading somewhere."""

import re
import shutil

import pytest
from wagtail.documents import get_document_model
from wagtail.models import Page

from directory.models import StructurePage
from guides.models import GuidePage
from portal.demo import articles
from portal.demo.articles import CONTENT, PageMissing, load_articles
from portal.demo.documents import FOLDER, TITLES
from tests.demo.loaded import load
from tests.rooms import guides, stories


@pytest.fixture
def loaded(portal_site):
    load()


def test_a_second_load_adds_nothing(loaded):
    before = Page.objects.count(), get_document_model().objects.count()
    load()
    assert (Page.objects.count(), get_document_model().objects.count()) == before


def test_what_people_changed_is_left_and_what_is_missing_comes_back(loaded):
    kept, gone = GuidePage.objects.order_by("number")[:2]
    kept.parts[0].delete()
    gone_parts = len(gone.parts)
    gone.delete()
    load()
    assert len(GuidePage.objects.get(slug=kept.slug).parts) == 4
    assert len(GuidePage.objects.get(slug=gone.slug).parts) == gone_parts


LEADS = {
    "a text of a part": ("guides", "1-", '<a href=\\"/annuaire/\\">', '<a href=\\"/nulle-part/\\">'),
    "a text of a story": (
        "stories",
        "creacoop",
        '<a href="/initiatives/altitudes-cooperantes/">',
        '<a href="/nulle-part/">',
    ),
    "an example": ("guides", "1-", 'example_page = "/initiatives/locommun-a-gap/"', 'example_page = "/nulle-part/"'),
    "a resource": ("guides", "2-", 'page = "/agenda/"', 'page = "/nulle-part/"'),
    "a button": ("guides", "2-", 'path = "/agenda/"', 'path = "/nulle-part/"'),
}


@pytest.mark.parametrize("lead", LEADS.values(), ids=LEADS)
def test_a_link_to_nowhere_is_an_error(portal_site, tmp_path, monkeypatch, lead):
    folder, start, right, wrong = lead
    shutil.copytree(CONTENT, tmp_path / "content")
    monkeypatch.setattr(articles, "CONTENT", tmp_path / "content")
    [file] = (tmp_path / "content" / folder).glob(f"{start}*.toml")
    text = file.read_text()
    assert right in text
    file.write_text(text.replace(right, wrong))
    with pytest.raises(PageMissing, match="/nulle-part/"):
        load()


def test_a_partner_that_the_directory_does_not_have_is_an_error(portal_site):
    with pytest.raises(StructurePage.DoesNotExist):
        load_articles(portal_site, guides(), stories())  # no partner has been loaded


def test_models_can_be_downloaded_and_edited_again(client, loaded):
    documents = get_document_model().objects.all()
    assert sorted(document.title for document in documents) == sorted(TITLES.values())  # one for the two guides
    for document in documents:
        assert document.file_size
        assert document.file_hash
        document.full_clean(exclude=["uploaded_by_user"])  # what the library's form checks, the extension among it
        response = client.get(document.url)
        assert response.status_code == 200
        assert b"".join(response.streaming_content).startswith(b"{\\rtf1")


@pytest.mark.parametrize("name", TITLES)
def test_a_model_says_that_it_is_to_be_adapted(name):
    text = (FOLDER / name).read_text(encoding="ascii")
    assert "Mod\\'e8le \\'e0 adapter" in text
    depths = [0]
    for sign in re.findall(r"(?<!\\)[{}]", text):
        depths.append(depths[-1] + (1 if sign == "{" else -1))
    assert (min(depths[1:-1]), depths[-1]) == (1, 0)  # one group, closed at the very end


def test_the_files_and_their_titles_are_the_same():
    assert {path.name for path in FOLDER.glob("*")} == set(TITLES)
