"""What becomes of a proposal. One decision each: the second person is told who took it."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import WorkflowState

from guides.amending.access import may_decide
from guides.amending.bodies import same, state_of
from guides.models import Amendment, GuidePartPage
from portal.core.templatetags.portal_tags import long_date

PUBLISHED, WAITING, DRAFT, ALREADY = "published", "waiting", "draft", "already"
STATE = Amendment.State


class Refusal(Exception):
    """Nothing was done; str() is the sentence to show."""


class TooLate(Refusal):
    """Somebody decided before."""


def who_decided(amendment):
    who = amendment.decided_by or _("quelqu’un dont le compte est fermé")
    day = long_date(timezone.localdate(amendment.decided_at))
    values = {"state": amendment.get_state_display(), "who": who, "day": day}
    return _("Cette proposition est déjà %(state)s, par %(who)s, le %(day)s.") % values


# -- What there is to know before ------------------------------------------------------------------------------------
def has_changed(amendment, part):
    """Does the part say something else than when the proposal was made?"""
    return not same(amendment.before, part.body)


def is_already_said(amendment, part):
    return part.live and same(amendment.body, part.body)


def draft_of(part):
    """The revision that somebody wrote since and that a decision would leave behind, or None."""
    latest = part.get_latest_revision() if part.has_unpublished_changes else None
    if latest and (part.live or not same(latest.as_object().body, part.body)):
        return latest
    return None


def must_confirm(amendment, part):
    """Would a decision leave behind what somebody wrote since the proposal was made?"""
    return not is_already_said(amendment, part) and (has_changed(amendment, part) or draft_of(part) is not None)


def lock_on(part, user):
    lock = part.get_lock()
    return lock if lock and lock.for_user(user) else None


# -- Deciding ---------------------------------------------------------------------------------------------------------
@transaction.atomic
def accept(key, user, *, note, answer, seen, confirmed):
    """Make the part say what is proposed. Returns (amendment, PUBLISHED, WAITING, DRAFT or ALREADY); raises Refusal."""
    amendment, part = _held(key, user)
    if not part.live:
        raise Refusal(_("Cette partie n’est plus publiée : reprenez la proposition dans l’éditeur, ou refusez-la."))
    if is_already_said(amendment, part):
        return _decided(amendment, STATE.ACCEPTED, user, answer), ALREADY
    _check_seen(amendment, part, user, seen, confirmed)
    if part.permissions_for_user(user).can_publish():
        outcome = _publish(amendment, part, user, note)
    else:
        outcome = _submit(_draft(amendment, part, user, note), user)
    return _decided(amendment, STATE.ACCEPTED, user, answer), outcome


@transaction.atomic
def edit(key, user, *, note, answer, seen, confirmed):
    """Put what is proposed into the part's draft, for its keeper to rewrite in the editor; raises Refusal."""
    amendment, part = _held(key, user)
    if not part.permissions_for_user(user).can_edit():
        raise Refusal(_("Vous n’avez pas le droit de modifier cette page dans l’éditeur."))
    _check_seen(amendment, part, user, seen, confirmed)
    _draft(amendment, part, user, note)
    return _decided(amendment, STATE.EDITED, user, answer)


@transaction.atomic
def decline(key, user, *, answer):
    amendment, _part = _held(key, user)
    return _decided(amendment, STATE.DECLINED, user, answer)


@transaction.atomic
def withdraw(key, user):
    """By its author only; raises Refusal."""
    amendment = _waiting(key)
    if amendment.author_id != user.pk:
        raise Refusal(_("Seule la personne qui a proposé peut retirer sa proposition."))
    return _decided(amendment, STATE.WITHDRAWN, user, "")


def _waiting(key):
    amendment = Amendment.objects.select_for_update().get(pk=key)
    if amendment.state != STATE.WAITING:
        raise TooLate(who_decided(amendment))
    return amendment


def _held(key, user):
    """The proposal and its part, nobody else's until the transaction ends: always locked in that order."""
    amendment = _waiting(key)
    part = GuidePartPage.objects.select_for_update().get(pk=amendment.part_id)
    amendment.part = part
    if not may_decide(user, amendment):
        raise Refusal(_("Vous ne pouvez pas décider de cette proposition."))
    return amendment, part


def _check_seen(amendment, part, user, seen, confirmed):
    """Nothing that somebody wrote meanwhile is lost in silence."""
    if lock_on(part, user):
        raise Refusal(_("Cette partie est verrouillée ou en relecture : rien n’a été changé."))
    if seen != state_of(part):
        raise Refusal(_("Cette partie vient de changer : relisez ce qui serait remplacé, puis décidez."))
    if must_confirm(amendment, part) and not confirmed:
        raise Refusal(_("La partie n’est plus celle d’où est partie la proposition : cochez la case après avoir relu."))


def _publish(amendment, part, user, note):
    """From what the public reads: a draft that waits is not published with it, and stays in the page's history."""
    part.body, part.change_note, part.go_live_at = amendment.body, note, None
    part.save_revision(user=user, log_action=True, clean=False).publish(user=user)
    return PUBLISHED


def _draft(amendment, part, user, note):
    draft = part.get_latest_revision_as_object()
    draft.body, draft.change_note = amendment.body, note
    return draft.save_revision(user=user, log_action=True, clean=False)


def _submit(revision, user):
    """Send a revision to moderation, where workflows publish the last one; DRAFT when there is none on this page."""
    page = revision.as_object()
    state = page.current_workflow_state
    if state and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        state.resume(user)
    elif state and state.current_task_state:
        state.current_task_state.revision = revision
        state.current_task_state.save(update_fields=["revision"])
    elif workflow := page.get_workflow():
        workflow.start(page, user)
    else:
        return DRAFT
    return WAITING


def _decided(amendment, state, user, answer):
    amendment.state, amendment.answer = state, answer
    amendment.decided_by, amendment.decided_at = user, timezone.now()
    amendment.save(update_fields=["state", "answer", "decided_by", "decided_at"])
    return amendment
