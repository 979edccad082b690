"""The six mini-guides and the first stories, written by the editors in content/: real texts, with their sources.

Each file says all of its page: what it is about, whom it names, where its links lead. What a story's file leaves out is
not known, and stays empty.
"""

import re
from functools import cache, partial
from pathlib import Path

from django.utils.translation import gettext as _
from wagtail.models import Page

from directory.models import StructurePage
from guides.models import GuidePage, StoryPage
from guides.models.story import TOLD
from portal.core.content import read_values, stream
from portal.core.models import Commune, CooperationField, FieldOfActivity, StructureSize, Valley
from portal.demo.builders import make_guide, make_part, make_story, terms
from portal.demo.documents import document_at
from portal.demo.part_blocks import paragraph, part_stream
from portal.demo.partners import SOURCE

CONTENT = Path(__file__).parent / "content"
PAGE_FIELDS = ("title", "slug", "summary", "search_description", "show_in_menus", "tags")
GUIDE_FIELDS = (*PAGE_FIELDS, "number", "dated", "review_on", "last_reviewed_on")
STORY_TEXTS = (*TOLD, "place", "cost_text", "time_text")
STORY_LINES = ("sources", "outside_partners", "funders")
INTERNAL_LINK = re.compile(r'href="(/[^"#?]*)')


class PageMissing(LookupError):
    """A text leads to a page that the portal does not have."""


def load_articles(home, guide_index, story_index):
    """Add the guides and the stories that are not there yet (known by their slug).

    The parts of the new guides come last, since they may lead to any guide and to any story.
    """
    find = cache(partial(page_at, home))
    guides = [(_guide(guide_index, values, find), values) for values in _missing(GuidePage, guide_index, "guides")]
    stories = [(_story(story_index, values, find), values) for values in _missing(StoryPage, story_index, "stories")]
    for guide, values in guides:
        _complete(guide, values, find)
    for _page, values in guides + stories:
        check_links(values, find)


def page_at(home, path):
    """Return the live page at a path below the home, such as "/annuaire/"; raises PageMissing."""
    page = Page.objects.live().filter(url_path=home.url_path.rstrip("/") + path).first()
    if page is None:
        raise PageMissing(
            _("Aucune page publiée à l’adresse %(path)s sous « %(home)s ».") % {"path": path, "home": home}
        )
    return page


def check_links(values, find):
    """Find each page that the texts of a file lead to; raises what `find` raises."""
    if isinstance(values, str):
        for path in INTERNAL_LINK.findall(values):
            find(path)
    elif isinstance(values, dict | list):
        for value in values.values() if isinstance(values, dict) else values:
            check_links(value, find)


def _missing(model, index, folder):
    """Yield the values of the files whose page is not under the index page, in the files' order."""
    present = set(model.objects.child_of(index).values_list("slug", flat=True))
    for path in sorted((CONTENT / folder).glob("*.toml")):
        values = read_values(path)
        if values["slug"] not in present:
            yield values


def _guide(index, values, find):
    language = {"locale": index.locale_id}
    return make_guide(
        index,
        body=stream(values["body"], find),
        sources="\n".join(values["sources"]),
        cooperation=terms(CooperationField, [values["cooperation"]], **language),
        sizes=terms(StructureSize, values["sizes"], **language),
        fields_of_activity=terms(FieldOfActivity, values["fields"], **language),
        valleys=terms(Valley, values["valleys"]),
        **{name: values[name] for name in GUIDE_FIELDS},
    )


def _complete(guide, values, find):
    guide.related_guides = terms(GuidePage, values["related"], locale=guide.locale_id)
    guide.save()
    for part in values["parts"]:
        body = part_stream(part["body"], find, document_at)
        make_part(guide, title=part["title"], slug=part["slug"], summary=part["summary"], body=body)


def _story(index, values, find):
    language = {"locale": index.locale_id}
    return make_story(
        index,
        steps=[("step", _step(step)) for step in values.get("steps", [])],
        body=stream(values.get("body", []), find),
        figures=[("figure", figure) for figure in values.get("figures", [])],
        structures=[(_partner(link["title"], index), link.get("role", "")) for link in values.get("structures", [])],
        commune=Commune.objects.get(name=values["commune"]) if "commune" in values else None,
        size=next(iter(terms(StructureSize, [values["size"]], **language))) if "size" in values else None,
        cooperation=terms(CooperationField, values["cooperation"], **language),
        guides=terms(GuidePage, values["guides"], **language),
        year=values.get("year"),
        cost_amount=values.get("cost_amount"),
        **{name: values[name] for name in PAGE_FIELDS},
        **{name: values.get(name, "").strip() for name in STORY_TEXTS},
        **{name: "\n".join(values.get(name, [])) for name in STORY_LINES},
    )


def _step(step):
    return {"when": step.get("when", ""), "what": paragraph(step["what"])}


def _partner(title, index):
    """A partner as the list of 2019 names it."""
    return StructurePage.objects.get(title=title, source=SOURCE, locale=index.locale_id)
