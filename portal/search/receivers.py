"""The only signal receivers of the house: whatever changes what the public may read changes the catalogue with it."""

from django.conf import settings
from django.db.models.signals import post_delete, post_save, pre_delete
from django.dispatch import receiver
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.signals import page_slug_changed, page_unpublished, post_page_move

from portal.core.models import (
    Audience,
    BasePage,
    Commune,
    CooperationField,
    Epci,
    EventCategory,
    FieldOfActivity,
    GlossaryTerm,
    Label,
    LegalFamily,
    StructureSize,
    Valley,
)
from portal.search.memory import WORDS, part_of
from portal.search.models import Synonym
from portal.search.sync import (
    entry_models,
    next_version,
    remove_pages,
    sync_everything,
    sync_pages,
    sync_subtree,
    sync_words,
    using,
)

# See portal/search/names.py and synonyms.py.
LISTED_WORDS = (Audience, Commune, CooperationField, Epci, EventCategory, FieldOfActivity, Label, LegalFamily)
LISTED_WORDS += (GlossaryTerm, StructureSize, Synonym, Valley)
# What Wagtail writes when it saves a draft: nothing of it is public, while the instance holds what is not public yet.
DRAFT_FIELDS = {"latest_revision", "latest_revision_id", "latest_revision_created_at", "draft_title"}
DRAFT_FIELDS |= {"has_unpublished_changes", "live_revision", "live_revision_id", "go_live_at", "numchild"}
DRAFT_FIELDS |= {"locked", "locked_by", "locked_at", "translation_key"}


@receiver(post_save)
def follow_page(sender, instance, raw=False, update_fields=None, **kwargs):
    """Publishing saves the whole page; a save of some fields is read back, since the rest may be a draft's."""
    if not isinstance(instance, BasePage) or raw:
        return
    if instance.entry_is_above:
        if update_fields is None or set(update_fields) - DRAFT_FIELDS:
            _follow_above(instance)
    elif update_fields is None:
        sync_pages([instance])
    elif set(update_fields) - DRAFT_FIELDS:
        sync_pages(sender.objects.filter(pk=instance.pk))


@receiver(page_unpublished)
def follow_unpublication(sender, instance, **kwargs):
    remove_pages([instance.pk])
    if isinstance(instance, BasePage) and instance.entry_is_above:
        _follow_above(instance)


@receiver(page_slug_changed)
def follow_address(sender, instance, **kwargs):
    sync_subtree(instance)
    if isinstance(instance, BasePage) and instance.entry_is_above:
        _follow_above(instance)


@receiver(post_page_move)
def follow_move(sender, instance, parent_page_before, parent_page_after, **kwargs):
    if parent_page_before.pk != parent_page_after.pk:
        sync_subtree(instance)
        for parent in (parent_page_before, parent_page_after):
            _sync_parent(parent)
    else:  # only the order changed, and with it the paths that are kept in memory
        _sync_parent(parent_page_after)
        next_version({part_of(BasePage.entry_kind, code) for code, _name in settings.LANGUAGES})


@receiver(post_delete)
def follow_deletion(sender, instance, **kwargs):
    if sender is Page:  # sent once for each page, whatever its class and its place in a deleted tree
        remove_pages([instance.pk])
        model = instance.cached_content_type.model_class()
        if model and getattr(model, "entry_is_above", False):
            _follow_above(instance)


def _follow_above(page):
    """The words of a part are in the entry of the page that it is a part of."""
    _sync_parent(Page.objects.filter(path=page.path[: -page.steplen]).first())


def _sync_parent(page):
    specific = page and page.specific_class
    if (
        specific
        and issubclass(specific, BasePage)
        and any(model.entry_is_above for model in specific.allowed_subpage_models())
    ):
        sync_pages(specific.objects.filter(pk=page.pk))


@receiver([post_save, post_delete], sender=PageViewRestriction)
def follow_restriction(sender, instance, **kwargs):
    sync_subtree(instance.page)


@receiver([post_save, post_delete], sender=Site)
def follow_site(sender, instance, raw=False, **kwargs):
    """All addresses may change. It is rare, and takes as long as a rebuild."""
    if not raw:
        Site.clear_site_root_paths_cache()
        sync_everything()


@receiver(post_save)
def follow_word(sender, instance, created, raw=False, **kwargs):
    """A word that changes is told to the lists, and to the entries that show it; a new one only to the lists."""
    if raw or not _is_word(sender):
        return
    if created:
        next_version({WORDS})
    else:
        sync_words(using(instance))


@receiver(pre_delete)
def remember_who_used(sender, instance, **kwargs):
    if _is_word(sender):
        instance._pages_that_used_it = using(instance)


@receiver(post_delete)
def follow_deleted_word(sender, instance, **kwargs):
    if _is_word(sender):
        sync_words(instance.__dict__.pop("_pages_that_used_it", []))


def _is_word(model):
    """Does a list of filters, or an entry of some class, show the words of this model?"""
    return model in LISTED_WORDS or any(model._meta.label in page.entry_follows for page in entry_models())
