"""Two sheets made one: all of it in one transaction, or nothing."""

from hashlib import sha256

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import GroupPagePermission

from directory.duplicates.apply import apply_choices
from directory.duplicates.links import move_children, redirect, repoint_links
from directory.duplicates.parts import content, parts
from directory.models import ExternalId, StructurePage

MERGE, MERGED = "directory.merge", "directory.merged_into"  # actions of the log


class MergeRefused(Exception):
    """The merge cannot be done; its text is a sentence for the person who asked."""


def may_merge(user, *pages):
    """Only someone who can publish every one of the pages."""
    return all(page.permissions_for_user(user).can_publish() for page in pages)


def working_copy(page):
    """What the sheet says: published, what is published; never published, its last draft."""
    return page if page.live else page.get_latest_revision_as_object()


def state_of(kept, other):
    """A print of both sheets: a form made from other sheets than these is out of date."""
    said = [(page.pk, page.status, [content(part, working_copy(page)) for part in parts()]) for page in (kept, other)]
    return sha256(repr(said).encode()).hexdigest()[:24]


@transaction.atomic
def merge(kept_pk, other_pk, choices, user, seen=None):
    """Merge the other sheet into the kept one, which is returned.

    choices: see apply_choices. seen: state_of() the sheets that the person saw, when there is one.
    Raises MergeRefused, or PermissionDenied when the user may not publish both.
    """
    kept, other = _locked(kept_pk, other_pk, user)
    if seen is not None and seen != state_of(kept, other):
        raise MergeRefused(_("Une des deux fiches a changé entre-temps : relisez la comparaison avant de fusionner."))
    publish = kept.live or other.live
    others = [(other, kept), *_translations(kept, other, user)]
    moved = {}
    for old, new in others:
        moved |= _hand_over(new, old, user)
    _write_kept(kept, other, choices, user, publish)
    for old, new in others:
        address = old.get_url() if old.first_published_at else None
        _withdraw(old, new, user)
        if address:
            redirect(address, new)
    _journal(kept, other, moved, choices, user)
    return kept


def _locked(kept_pk, other_pk, user):
    """Both rows, locked in one order whoever asks, so that two coordinators wait for each other and never for ever."""
    if kept_pk == other_pk:
        raise MergeRefused(_("C’est deux fois la même fiche : il n’y a rien à fusionner."))
    rows = StructurePage.objects.select_for_update().order_by("pk").in_bulk([kept_pk, other_pk])
    if len(rows) < 2:
        raise MergeRefused(_("Une des deux fiches n’existe plus : quelqu’un l’a supprimée."))
    kept, other = rows[kept_pk], rows[other_pk]
    if not may_merge(user, kept, other):
        raise PermissionDenied
    for reason in (obstacle(kept), obstacle(other)):
        if reason:
            raise MergeRefused(reason)
    if kept.locale_id != other.locale_id:
        raise MergeRefused(_("Ces deux fiches ne sont pas dans la même langue."))
    return kept, other


def obstacle(page):
    """Why the sheet cannot be merged now, in a sentence; "" when it can."""
    name = {"name": page.title}
    if page.status == StructurePage.Status.MERGED:
        into = page.merged_into.title if page.merged_into else "?"
        text = _("« %(name)s » a déjà été réunie à « %(into)s » : il n’y a plus rien à faire.")
        return text % (name | {"into": into})
    if page.alias_of_id:
        return _("« %(name)s » est la copie d’une autre fiche.") % name
    if page.locked:
        return _("« %(name)s » est verrouillée : déverrouillez-la d’abord.") % name
    if page.revisions.filter(approved_go_live_at__isnull=False).exists():
        return _("« %(name)s » attend une publication programmée, qui déferait la fusion : annulez-la d’abord.") % name
    if page.workflow_in_progress:
        return _("« %(name)s » attend une relecture : acceptez-la ou refusez-la d’abord.") % name
    return ""


def _translations(kept, other, user):
    """[(page to withdraw, page that replaces it)] for the other sheet's pages in other languages."""
    mine = {page.locale_id: page for page in kept.get_translations()}
    pairs = [(page, mine.get(page.locale_id, kept)) for page in other.get_translations()]
    for page, replacement in pairs:
        if not may_merge(user, page):
            raise PermissionDenied
        if replacement is kept and page.numchild:
            raise MergeRefused(
                _("« %(name)s » a des pages en %(language)s, que l’autre fiche n’a pas : gardez plutôt celle-ci.")
                % {"name": page.title, "language": page.locale.get_display_name()}
            )
    return pairs


def _hand_over(kept, other, user):
    """What hangs on the other sheet, then what leads to it; returns what was moved, for the journal."""
    moved = {"pages": move_children(other, kept, user), **repoint_links(other, kept)}
    for right in GroupPagePermission.objects.filter(page_id=other.pk):
        GroupPagePermission.objects.get_or_create(group=right.group, page_id=kept.pk, permission=right.permission)
    return moved


def _write_kept(kept, other, choices, user, publish):
    page, source = working_copy(kept), working_copy(other)
    ids = {(row.source, row.value): ExternalId(source=row.source, value=row.value) for row in source.external_ids.all()}
    # In the table at once, even when the merged sheet stays a draft: imports read it, and an id names one structure.
    ExternalId.objects.filter(structure_id=other.pk).update(structure_id=kept.pk)
    ids |= {(row.source, row.value): row for row in ExternalId.objects.filter(structure_id=kept.pk)}
    apply_choices(page, source, choices)
    page.networks = [network for network in page.networks.all() if network.pk not in (kept.pk, other.pk)]
    known = {(row.source, row.value) for row in page.external_ids.all()}
    page.external_ids.add(*(row for pair, row in ids.items() if pair not in known))
    try:
        page.full_clean()
    except ValidationError as error:
        raise MergeRefused(_("La fiche réunie ne serait pas valable. %(why)s") % {"why": _sentences(error)}) from error
    revision = page.save_revision(user=user, log_action=False, clean=False)
    if publish:
        revision.publish(user=user, skip_permission_checks=True)
    kept.refresh_from_db()


def _sentences(error):
    labels = {name: part.label for part in parts() for name in part.fields}
    return " ".join(f"{labels.get(name, name)} : {' '.join(texts)}" for name, texts in error.message_dict.items())


def _withdraw(other, kept, user):
    """The other sheet is kept for its history: no longer public, and saying where it went."""
    other = StructurePage.objects.get(pk=other.pk)
    if other.live:
        other.unpublish(user=user, log_action=False)
    page = other.get_latest_revision_as_object()
    for row in (other, page):
        row.status = StructurePage.Status.MERGED
        row.merged_into = kept
        row.external_ids.set([])
    other.save(clean=False)
    page.save_revision(user=user, log_action=False, clean=False)


def _journal(kept, other, moved, choices, user):
    data = {"moved": {label: keys for label, keys in moved.items() if keys}, "choices": choices}
    log(kept, MERGE, user=user, data={"page": {"id": other.pk, "title": other.title}, **data}, title=kept.title)
    log(other, MERGED, user=user, data={"page": {"id": kept.pk, "title": kept.title}}, title=other.title)
