"""The pages that an import creates, dressed with what their lines say."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from directory.imports.existing import MANY
from directory.imports.words import VOCABULARIES
from directory.imports.writing import accounts_of, index_pages, set_own, tags_named
from directory.models import DirectoryIndexPage, StructurePage, StructureTag
from directory.reserved import is_reserved
from portal.core.bulk import add_pages, slug_from
from portal.search.sync import sync_pages

_BESIDE = ("external_id", "page_name")


def fields_of(after):
    """The fields of the page among what a line brings."""
    return [name for name in after if name not in _BESIDE]


class NewPages:
    """lines: those of a plan that create; each gets its page_id from `add`."""

    def __init__(self, lines, words, source, *, live):
        self.lines, self.words, self.source, self.live = lines, words, source, live
        self.terms = {
            name: {term.slug: term for term in model.objects.filter(pk__in=words.keys[name].values())}
            for name, model in VOCABULARIES.items()
        }
        self.tags = tags_named({name for line in lines for name in line.after.get("tags", ())})

    def add(self, progress=None):
        """Add the pages under the directory's index; the index of the admin's search follows once all is committed."""
        if not self.lines:
            return
        index = DirectoryIndexPage.objects.get(locale__language_code=settings.LANGUAGE_CODE)
        pages = (self._page(line) for line in self.lines)
        written = sync_pages if self.live else None  # drafts are not in the catalogue
        keys = add_pages(index, pages, written=written, progress=progress)
        for line, key in zip(self.lines, keys, strict=True):
            line.page_id = key
        transaction.on_commit(lambda: index_pages(keys), robust=True)

    def _page(self, line):
        today = timezone.localdate().isoformat()
        page = StructurePage(live=self.live, source=self.source)
        set_own(page, line.after, self.words)
        page.slug = slug_from(page.title)
        if is_reserved(page.slug):
            page.slug += "-2"  # add_pages then sees to those that are taken
        page.value_sources = {name: {"source": self.source, "on": today} for name in fields_of(line.after)}
        page.commune = self.words.communes.by_key.get(page.commune_id)  # what the catalogue reads is not read back
        page.legal_family = self.terms["legal_family"].get(line.after.get("legal_family"))
        page.main_field = self.terms["main_field"].get(line.after.get("main_field"))
        page._cluster_related_objects = self._related(line)
        return page

    def _related(self, line):
        """What hangs on the page, where modelcluster keeps it (as add_pages does): no query is asked for it."""
        related = {
            name: [term for slug, term in self.terms[name].items() if slug in slugs]  # in the vocabulary's own order
            for name in MANY
            if (slugs := line.after.get(name))
        }
        if names := line.after.get("tags"):
            related["tagged_items"] = [StructureTag(tag=self.tags[name]) for name in names]
        if accounts := line.after.get("social_accounts"):
            related["social_accounts"] = accounts_of(accounts)
        return related
