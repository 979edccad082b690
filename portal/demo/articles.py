"""The six mini-guides and the first stories, written by the editors in content/: real texts, with their sources."""

from pathlib import Path

from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from wagtail.models import Page

from directory.models import StructurePage
from guides.models import GuidePage, StoryPage
from portal.core.content import read_page
from portal.demo.builders import make_guide, make_story
from portal.demo.partners import SOURCE

CONTENT = Path(__file__).parent / "content"
# Which guides (by number) each story illustrates: those that its last paragraph leads to.
GUIDES_OF_STORIES = {
    "locommun-a-gap": (1,),
    "animacoop-koopera-formation-commune": (3,),
    "creacoop-tresorerie-commune": (3, 4),
    "manger-bio-en-provence": (5,),
}
# Which partners each story is about: those that it names as the list of 2019 does.
STRUCTURES_OF_STORIES = {
    "animacoop-koopera-formation-commune": ("Animacoop", "Koopéra (animacoop)"),
    "creacoop-tresorerie-commune": ("Créacoop",),
    "manger-bio-en-provence": ("Manger Bio en Provence",),
}


class PageMissing(LookupError):
    """A text leads to a page that the portal does not have."""


def load_articles(home, guide_index, story_index):
    """Add the guides, then the stories, that are not there yet (known by their slug)."""
    for values in _missing(GuidePage, guide_index, "guides", home):
        values["body"] += _sources(values.pop("sources"))
        make_guide(guide_index, **values)
    guides = {guide.number: guide for guide in GuidePage.objects.child_of(guide_index)}
    for values in _missing(StoryPage, story_index, "stories", home):
        values["sources"] = "\n".join(values["sources"])
        values["year"] = values["year"] or None
        linked = [guides[number] for number in GUIDES_OF_STORIES.get(values["slug"], ()) if number in guides]
        named = STRUCTURES_OF_STORIES.get(values["slug"], ())
        structures = StructurePage.objects.live().filter(source=SOURCE, title__in=named)
        make_story(story_index, guides=linked, structures=structures, **values)


def page_at(home, path):
    """Return the live page at a path below the home, such as "/annuaire/"; raises PageMissing."""
    page = Page.objects.live().filter(url_path=home.url_path.rstrip("/") + path).first()
    if page is None:
        raise PageMissing(
            _("Aucune page publiée à l’adresse %(path)s sous « %(home)s ».") % {"path": path, "home": home}
        )
    return page


def _missing(model, index, folder, home):
    """Yield the values of the files whose page is not under the index page, in the files' order."""
    present = set(model.objects.child_of(index).values_list("slug", flat=True))
    for path in sorted((CONTENT / folder).glob("*.toml")):
        values = read_page(path, page_at=lambda address: page_at(home, address))
        if values["slug"] not in present:
            yield values


def _sources(lines):
    """The blocks that say, at the end of a guide, where its facts come from."""
    items = format_html_join("", "<li>{}</li>", ((line,) for line in lines))
    return [("heading", {"text": "D’où viennent ces faits", "level": "h2"}), ("text", f"<ul>{items}</ul>")]
