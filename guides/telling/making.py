"""The draft page that a telling becomes. Members have no right on /initiatives/: it is made for them, as a draft that
only the coordination can publish, and from answers that have passed the forms again."""

from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import PageLogEntry

from directory.models import StructurePage
from guides.models import StoryIndexPage, StoryPage, StoryStructure, Telling
from guides.models.story import RESERVED
from guides.telling.access import story_index
from guides.telling.prose import rich
from guides.telling.reread import Reread
from portal.core.bulk import slug_from
from portal.core.models import Commune, CooperationField, StructureSize

PROSE = ("need", "gives", "success", "failures", "otherwise", "advice", "further")
PLAIN = ("title", "summary", "outside_partners", "cost_amount", "cost_text", "time_text", "funders", "place", "year")
MADE = "wagtail.edit"


class NotReady(Exception):
    """Something that is required is missing, or an answer no longer passes; see Reread."""


@transaction.atomic
def send(key, author):
    """Make the page of a telling, submit it, throw the telling away, return the page.

    Raises Telling.DoesNotExist (not theirs, or sent already: see `made_from`) and NotReady.
    """
    telling = Telling.objects.select_for_update().get(pk=key, author=author)
    reread = Reread(telling)
    if not reread.is_ready:
        raise NotReady
    parent = StoryIndexPage.objects.select_for_update().get(pk=story_index().pk)
    page = _page(reread.values(), parent, author)
    parent.add_child(instance=page)
    revision = page.save_revision(user=author)
    log(page, MADE, user=author, revision=revision, content_changed=True, data={"telling": telling.pk})
    if workflow := page.get_workflow():
        workflow.start(page, author)
    telling.delete()
    return page


def made_from(key, author):
    """The page that was made of a telling which is no more, or None: a second tap on the button leads there."""
    entries = PageLogEntry.objects.filter(action=MADE, user=author, data__telling=key)
    return stories_of(author).filter(pk__in=entries.values("page_id")).first()


def stories_of(author):
    """The stories whose owner somebody is, the newest first."""
    return StoryPage.objects.filter(owner=author).defer_streamfields().order_by("-pk")


def _page(values, parent, author):
    """The unsaved page. Only answers are read here: who owns it, where it is and that it is a draft are ours."""
    page = StoryPage(owner=author, live=False, has_unpublished_changes=True, locale=parent.locale)
    for name in PLAIN:
        if values.get(name) is not None:
            setattr(page, name, values[name])
    for name in PROSE:
        setattr(page, name, rich(values.get(name, "")))
    page.steps = [
        ("step", {"when": row["when"], "what": rich(row["what"], lists=False)}) for row in values.get("steps", ())
    ]
    page.figures = [("figure", row) for row in values.get("figures", ())]
    page.slug = _free_slug(parent, page.title)
    _link(page, values)
    return page


def _link(page, values):
    """Words and places by their slug, in the language of the page; structures in it where they are translated."""
    page.commune = Commune.objects.filter(slug=values.get("commune_slug", "")).first()
    page.size = StructureSize.objects.filter(locale=page.locale, slug=values.get("size", "")).first()
    page.cooperation = list(CooperationField.objects.filter(locale=page.locale, slug__in=values.get("cooperation", ())))
    chosen = StructurePage.objects.in_bulk(values.get("structures", ()))
    page.structures = [
        StoryStructure(structure=chosen[key].get_translation_or_none(page.locale) or chosen[key])
        for key in values.get("structures", ())
    ]


def _free_slug(parent, title):
    slug = slug_from(title)
    taken = set(parent.get_children().filter(slug__startswith=slug).values_list("slug", flat=True)) | RESERVED
    return next(free for free in (slug, *(f"{slug}-{n}" for n in range(2, len(taken) + 3))) if free not in taken)
