"""What the guides and the stories say: complete, readable, true to their sources, typed as French is."""

import re
from datetime import date

import pytest
from django.test import TestCase
from django.utils.html import strip_tags

from guides.models import GuidePage, GuidePartPage, StoryPage
from guides.models.guide import RESERVED
from portal.core.content import read_values
from portal.core.models import CooperationField
from portal.demo.articles import CONTENT
from portal.demo.documents import TITLES
from portal.demo.part_blocks import CELLS
from tests.demo.loaded import load, rows
from tests.rooms import guides

FILES = sorted((*(CONTENT / "guides").glob("*.toml"), *(CONTENT / "stories").glob("*.toml")))
# Every figure that the sources give, and the two laws that everybody knows; no other stands in a text.
FIGURES = {
    *("2018", "6", "2015", "2021", "2022", "2023", "1985", "2019"),  # days and years
    *("310", "28", "54", "850", "6381", "20", "400", "40", "5"),  # the study, its survey, the INSEE, the directory
    *("6000", "126900", "9000", "05", "15"),  # the project
    *("160", "10000", "18", "800", "30", "10"),  # cooperations
    *("3", "4"),  # structures a place; partners
    *("1", "1901", "31", "2014"),  # the laws of 1 July 1901 and of 31 July 2014
}
# (euros, cost in words, time, lines of who paid): what the sources say of each story, and nothing more.
COSTS = {
    "altitudes-cooperantes": (None, "Coût total non connu ; les financements, eux, le sont.", "", 2),
    "animacoop-koopera-formation-commune": (None, "", "", 0),
    "creacoop-tresorerie-commune": (None, "", "", 0),
    "locommun-a-gap": (None, "", "", 0),
    "manger-bio-en-provence": (None, "", "", 0),
}
STRUCTURES = {
    "altitudes-cooperantes": {
        *("France Active Paca", "MJC centre social Briançonnais", "ADELHA", "Pays Grand Briançonnais"),
    },
    "animacoop-koopera-formation-commune": {"Animacoop", "Koopéra (animacoop)"},
    "creacoop-tresorerie-commune": {"Créacoop"},
    "locommun-a-gap": set(),
    "manger-bio-en-provence": {"Manger Bio en Provence", "Echanges Paysans"},
}
OTHER_SITES = {"https://www.legifrance.gouv.fr/", "https://www.service-public.gouv.fr/"}


def words(*texts):
    return " ".join(" ".join(strip_tags(str(text).replace("<", " <")).split()) for text in texts)


def read_of_guide(guide):
    """All that is read of a guide: its own page, then each of its parts, headings of blocks included."""
    parts = [text for part in guide.parts for text in (part.title, part.summary, part.body)]
    return words(guide.title, guide.summary, guide.body, *parts)


def strings(value):
    """Every text of a file that a reader sees; not its keys, its slugs or its addresses."""
    unseen = {"slug", "page", "path", "example_page", "address", "document", "type", "level", "kind", "to"}
    unseen |= {"related", "guides", "cooperation"}
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for name, inner in value.items() if name not in unseen for text in strings(inner)]
    return [text for inner in value for text in strings(inner)] if isinstance(value, list) else []


class ReadTests(TestCase):
    """One load for all that only reads it."""

    @classmethod
    def setUpTestData(cls):
        load()

    def test_each_field_of_cooperation_has_its_guide(self):
        found = GuidePage.objects.order_by("number")
        assert [guide.number for guide in found] == [1, 2, 3, 4, 5, 6]
        slugs = [[term.slug for term in guide.cooperation.all()] for guide in found]
        assert slugs == [[term.slug] for term in CooperationField.objects.filter(locale=guides().locale_id)]

    def test_a_guide_is_complete(self):
        for guide in GuidePage.objects.all():
            assert 4 <= len(guide.parts) <= 5, guide
            assert 2 <= guide.tags.count() <= 5
            assert guide.related_guides.exclude(pk=guide.pk).count() >= 2
            assert guide.dated.startswith("étude de 2018")
            assert guide.sources.splitlines()
            assert date(2027, 1, 1) < guide.review_on < date(2028, 1, 1)
            assert all(part.summary and part.slug not in RESERVED for part in guide.parts)
            blocks = {block.block_type for part in guide.parts for block in part.body}
            assert {"points", "alternatives", "steps", "message", "further"} <= blocks
            kinds = {block.value["kind"] for part in guide.parts for block in part.body if block.block_type == "points"}
            assert kinds == {"purpose", "conditions", "success", "traps"}

    def test_a_guide_has_800_to_1500_words(self):
        counts = {guide.slug: len(re.findall(r"\w[\w’-]*", read_of_guide(guide))) for guide in GuidePage.objects.all()}
        assert {slug: count for slug, count in counts.items() if not 800 <= count <= 1500} == {}

    def test_the_editor_would_take_every_page(self):
        """Lengths, numbers of rows, one link a resource: what the forms check."""
        for model, names in (
            *((GuidePage, ["body"]), (GuidePartPage, ["body"])),
            (StoryPage, ["body", "steps", "figures"]),
        ):
            for page in model.objects.all():
                page.full_clean()
                for name in names:
                    value = getattr(page, name)
                    value.stream_block.clean(value)

    def test_every_page_answers(self):
        pages = [*GuidePage.objects.all(), *GuidePartPage.objects.all(), *StoryPage.objects.all()]
        for page in pages:
            response = self.client.get(page.url)
            assert response.status_code == 200, page
            assert page.title in response.content.decode()

    def test_stories_tell_what_the_sources_say_and_nothing_more(self):
        told = {story.slug: story for story in StoryPage.objects.all()}
        assert {
            slug: (
                story.cost_amount,
                story.cost_text.replace("\u202f", " "),
                story.time_text,
                len(story.funders.splitlines()),
            )
            for slug, story in told.items()
        } == COSTS
        named = {slug: {link.structure.title for link in story.structures.all()} for slug, story in told.items()}
        assert named == STRUCTURES
        assert {slug: story.year for slug, story in told.items() if story.year} == {
            "altitudes-cooperantes": 2018,
            "manger-bio-en-provence": 2018,
        }
        assert {slug: story.commune.code_insee for slug, story in told.items() if story.commune} == {
            "locommun-a-gap": "05061"
        }
        for story in told.values():
            assert story.sources
            assert story.cooperation.exists()
            assert (story.advice_open, story.size, story.otherwise) == (False, None, "")

    def test_stories_lead_to_their_guides(self):
        numbers = {story.slug: {guide.number for guide in story.guides.all()} for story in StoryPage.objects.all()}
        assert numbers == {
            "altitudes-cooperantes": {2, 5, 6},
            "animacoop-koopera-formation-commune": {3},
            "creacoop-tresorerie-commune": {3, 4},
            "locommun-a-gap": {1},
            "manger-bio-en-provence": {5},
        }

    def test_other_sites_are_the_two_that_last(self):
        found = {row["address"] for _part, row in rows("further", "resources")}
        assert found - {""} == OTHER_SITES

    def test_what_is_not_known_of_an_alternative_is_empty(self):
        found = [row for _part, row in rows("alternatives", "alternatives")]
        assert {row["name"]: row["cost"] for row in found}["La monnaie locale"] == ""
        assert all(isinstance(row[name], str) for row in found for name in CELLS)
        examples = {row["example_page"].slug for row in found if row["example_page"]}
        assert examples >= {"locommun-a-gap", "creacoop-tresorerie-commune", "manger-bio-en-provence"}

    def test_guides_offer_the_models(self):
        found = [(part, row["document"]) for part, row in rows("further", "resources")]
        offered = {(part.guide.number, document.title) for part, document in found if document}
        assert {number for number, _title in offered} == {1, 3, 5, 6}
        assert {title for _number, title in offered} == set(TITLES.values())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_figure_is_invented(path):
    texts = words(*strings(read_values(path)))
    found = set(re.findall(r"\d+", re.sub(r"(?<=\d)[\s\u202f](?=\d{3}\b)", "", texts)))
    assert found <= FIGURES


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_texts_are_typed_as_french_is_printed(path):
    texts = [re.sub(r"<[^>]*>", "", text) for text in strings(read_values(path))]
    for pattern in ("'", "·", r"\.\.\.", r" [:;?!»]", "« ", r"\w[;?!»]", r"\d [€%]", " {2}", r"\w\(|\)\w"):
        assert [text for text in texts if re.search(pattern, text)] == [], pattern
