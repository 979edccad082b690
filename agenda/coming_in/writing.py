"""The pages of a feed's events: made, changed, submitted to moderation, published."""

from uuid import UUID

from wagtail.models import Page

from agenda.coming_in.known import parent_of
from agenda.coming_in.values import write_values
from agenda.models import EventPage
from agenda.reserved import RESERVED
from portal.core.bulk import slug_from

MOST_SUBMITTED = 20  # new drafts of a run that are sent to the moderators one by one; the others wait with their feed


def create_page(feed, row, values):
    """A new event under the feed's structure: published when the feed is approved, else a draft."""
    parent = Page.objects.get(pk=parent_of(feed).pk)
    page = EventPage(live=False, visibility=feed.visibility, uid=row.uid if _is_free(row.uid) else "")
    write_values(page, values)
    page.slug = _free_slug(parent, page.title)
    parent.add_child(instance=page)
    return _saved(page, feed.is_approved)


def update_page(feed, page, values):
    """Write some values on a page as people left it. It is published when it may be: never what somebody withdrew."""
    write_values(page, values)
    return _saved(page, feed.is_approved and (page.live or not page.first_published_at))


def _saved(page, publish):
    revision = page.save_revision()
    if publish:
        revision.publish()
    page = EventPage.objects.get(pk=page.pk)
    if not publish and (task := page.current_workflow_task_state):
        task.revision = revision  # what is approved is what is read
        task.save(update_fields=["revision"])
    return page


def _is_free(uid):
    if uid.startswith(("sans-uid:", "sha256:")) or EventPage.objects.filter(uid=uid).exists():
        return False
    try:
        return not EventPage.objects.filter(translation_key=UUID(uid)).exists()
    except ValueError:
        return True


def _free_slug(parent, title):
    slug = slug_from(title)
    taken = set(parent.get_children().filter(slug__startswith=slug).values_list("slug", flat=True)) | set(RESERVED)
    return next(free for free in (slug, *(f"{slug}-{n}" for n in range(2, len(taken) + 3))) if free not in taken)


def submit(pages, user):
    """Send drafts to Wagtail's moderation, the first MOST_SUBMITTED of them; those that are there already stay."""
    sent = 0
    for page in pages:
        workflow = page.get_workflow()
        if workflow and not page.workflow_in_progress and sent < MOST_SUBMITTED:
            workflow.start(page, user)
            sent += 1
    return sent


def publish_waiting(feed, user):
    """Publish the drafts that wait for the feed's approval; return how many. What somebody withdrew stays withdrawn."""
    pages = EventPage.objects.filter(feed_items__feed=feed, feed_items__merged=False, live=False)
    count = 0
    for page in pages.filter(first_published_at=None).distinct():
        if state := page.current_workflow_state:
            state.cancel(user=user)
        page.get_latest_revision().publish(user=user)
        count += 1
    return count
