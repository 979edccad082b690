"""What becomes of a message: sent at once and forgotten, or kept for the coordination to look at."""

import logging
import re
from datetime import timedelta

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from directory.models import ContactMessage

LINK = re.compile(r"(?:https?://|www\.)\S", re.IGNORECASE)
MAX_LINKS = 2
KEPT_DAYS = 30  # a treated message
logger = logging.getLogger(__name__)


def relay(message, *, is_trapped, is_too_fast):
    """Send an unsaved ContactMessage at once, or keep it waiting; return True when it has left."""
    forget_old()
    message.reason = suspicion(message.text, is_trapped=is_trapped, is_too_fast=is_too_fast)
    if not message.reason and not deliver(message):
        message.reason = ContactMessage.Reason.MAIL
    if not message.reason:
        return True
    message.save()
    return False


def suspicion(text, *, is_trapped, is_too_fast):
    """Why a message should be read by somebody first; "" when nothing says so."""
    reasons = ContactMessage.Reason
    if is_trapped:
        return reasons.TRAP
    if is_too_fast:
        return reasons.FAST
    return reasons.LINKS if len(LINK.findall(text)) > MAX_LINKS else ""


def deliver(message):
    """Mail a message to its structure; False when the mail server refuses, which is logged without its words."""
    try:
        return bool(mail_of(message).send())
    except Exception:  # each mail backend has its own family of errors, and any of them means the same here
        logger.exception("A message to structure %s could not be sent.", message.structure_id)
        return False


def mail_of(message):
    """A plain text mail from the portal; the structure answers to the sender, whose name heads no header."""
    structure, about = message.structure, message.about
    words = _("Demande de conseil de %(sender)s") if about else _("Message de %(sender)s par l’annuaire")
    subject = words % {"sender": message.sender_name}
    context = {"message": message, "structure": structure, "about": about, "url": (about or structure).full_url}
    body = render_to_string("emails/contact_message.txt", context)
    return EmailMessage(" ".join(subject.split()), body, to=[structure.email], reply_to=[message.sender_email])


def transmit(message):
    """Send a waiting message; False when it could not leave, and then it still waits."""
    if message.state != ContactMessage.State.WAITING or not message.structure.can_be_written_to():
        return False
    if not deliver(message):
        return False
    _treated(message, ContactMessage.State.SENT)
    return True


def refuse(message):
    """Put a waiting message aside: its structure never sees it."""
    if message.state != ContactMessage.State.WAITING:
        return False
    _treated(message, ContactMessage.State.REFUSED)
    return True


def _treated(message, state):
    message.state, message.treated_at = state, timezone.now()
    message.save(update_fields=["state", "treated_at"])
    forget_old()


def forget_old(now=None):
    """Erase the messages treated long ago."""
    limit = (now or timezone.now()) - timedelta(days=KEPT_DAYS)
    ContactMessage.objects.filter(treated_at__lt=limit).delete()
