"""The mails about proposals: to whoever answers for the guide when one arrives, to its author once it is decided."""

import logging

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from guides.keepers import answering
from guides.models import Amendment

logger = logging.getLogger(__name__)


def tell_keeper(amendment):
    """Whoever answers for the guide, but not of what they wrote themselves."""
    for reader in answering(amendment.part.guide):
        if reader.pk != amendment.author_id:
            _send(reader, amendment, "amendment_new", _new_subject)


def tell_author(amendment):
    if amendment.author_id and amendment.state != Amendment.State.WITHDRAWN:
        _send(amendment.author, amendment, "amendment_decided", _decided_subject)


def _new_subject(part):
    return _("Une modification est proposée pour « %(part)s »") % {"part": part}


def _decided_subject(part):
    return _("Votre proposition pour « %(part)s »") % {"part": part}


def _send(reader, amendment, template, subject):
    """In the site's own language, whatever that of the person at work; a mail that cannot leave is logged."""
    if not (reader.is_active and reader.email):
        return
    part = amendment.part
    with translation.override(settings.LANGUAGE_CODE):
        address = settings.BASE_URL + reverse("guides_admin:amendment", args=[amendment.pk])
        context = {"amendment": amendment, "part": part.title, "guide": part.guide.title, "url": address}
        body = render_to_string(f"emails/{template}.txt", context)
        mail = EmailMessage(" ".join(subject(part.title).split()), body, to=[reader.email])
    try:
        mail.send()
    except Exception:  # each mail backend has its own family of errors, and any of them means the same here
        logger.exception("The mail about amendment %s could not be sent.", amendment.pk)
