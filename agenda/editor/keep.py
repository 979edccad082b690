"""A change made outside the ordinary form: a revision like any other, published when the person may publish."""

from wagtail.models import WorkflowState

PUBLISHED, WAITING, DRAFT = "published", "waiting", "draft"


def latest(event):
    """The event as its form shows it: with the changes that wait, if any."""
    return event.get_latest_revision_as_object()


def goes_public(event, user):
    """Would a change be read at once? Not by somebody who may not publish, nor beside other changes that wait."""
    can_publish = event.permissions_for_user(user).can_publish()
    return can_publish and event.live and not event.has_unpublished_changes


def keep(event, user):
    """Write the event in memory as a new revision. Returns PUBLISHED, WAITING (for moderation) or DRAFT."""
    public = goes_public(event, user)
    revision = event.save_revision(user=user, log_action=True, clean=False)
    if public:
        revision.publish(user=user)
        return PUBLISHED
    if event.permissions_for_user(user).can_publish() or not event.live:
        return DRAFT
    return submit(event, revision, user)


def submit(event, revision, user):
    """Send a revision to moderation, or put it in place of the one that waits there."""
    state = event.current_workflow_state
    if state and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        state.resume(user)
        return WAITING
    if state and state.current_task_state:
        state.current_task_state.revision = revision
        state.current_task_state.save(update_fields=["revision"])
        return WAITING
    if workflow := event.get_workflow():
        workflow.start(event, user)
        return WAITING
    return DRAFT
