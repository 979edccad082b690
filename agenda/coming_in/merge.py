"""Two events made one, by a person who may publish both: in one transaction, or nothing."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from agenda.models import EventPage, FeedItem, NotSameEvent
from directory.duplicates.links import redirect

MERGE, MERGED = "agenda.merge", "agenda.merged_into"  # actions of the log


class MergeRefused(Exception):
    """The merge cannot be done; its text is a sentence for the person who asked."""


def may_merge(user, *pages):
    return all(page.permissions_for_user(user).can_publish() for page in pages)


@transaction.atomic
def merge(kept_pk, other_pk, user):
    """Merge the other event into the kept one, which is returned; both structures organise it.

    The feeds that told the other one are remembered, and heard no more of it. Raises MergeRefused or PermissionDenied.
    """
    rows = EventPage.objects.select_for_update().order_by("pk").in_bulk([kept_pk, other_pk])
    if len(rows) < 2:
        raise MergeRefused(_("Un des deux événements n’existe plus : il n’y a rien à réunir."))
    kept, other = rows[kept_pk], rows[other_pk]
    if not may_merge(user, kept, other):
        raise PermissionDenied
    for page in (kept, other):
        if reason := obstacle(page):
            raise MergeRefused(reason)
    address = other.get_url()
    FeedItem.objects.filter(event=other).update(event=kept, merged=True)
    _add_organisers(kept, other, user)
    other.unpublish(user=user, log_action=False)
    if address:
        redirect(address, kept)
    log(kept, MERGE, user=user, data={"page": {"id": other.pk, "title": other.title}}, title=kept.title)
    log(other, MERGED, user=user, data={"page": {"id": kept.pk, "title": kept.title}}, title=other.title)
    return EventPage.objects.get(pk=kept.pk)


def obstacle(page):
    """Why the event cannot be merged now, in a sentence; "" when it can."""
    name = {"name": page.title}
    if not page.live:
        return _("« %(name)s » n’est pas, ou plus, publié.") % name
    if page.locked:
        return _("« %(name)s » est verrouillé : déverrouillez-le d’abord.") % name
    if page.has_unpublished_changes:
        return (
            _("Des modifications de « %(name)s » attendent d’être publiées : publiez-les ou retirez-les d’abord.")
            % name
        )
    return ""


def _add_organisers(kept, other, user):
    first = kept.get_organiser()
    present = list(kept.co_organisers.all())
    for structure in filter(None, (other.get_organiser(), *other.co_organisers.all())):
        if structure != first and structure not in present:
            present.append(structure)
    kept.co_organisers = present
    revision = kept.save_revision(user=user, log_action=False)
    revision.publish(user=user, log_action=False, skip_permission_checks=True)
    kept.feed_items.filter(merged=False).update(revision=revision.pk)  # nothing that a feed says has changed


def say_two(one, other, user):
    """Remember that these are two events: the pair is not proposed again."""
    first, second = sorted((one, other))
    NotSameEvent.objects.get_or_create(one_id=first, other_id=second, defaults={"said_by": user})
