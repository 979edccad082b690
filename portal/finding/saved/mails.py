"""The two mails of an alert, in plain text: the one that asks, and those that tell what is new."""

import logging

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from directory.exports.public import page_url
from portal.finding.models import SavedSearch
from portal.finding.saved.links import absolute, confirm_url, stop_url

LONGEST_SUBJECT = 120  # characters
MADE_BY_A_MACHINE = {"Auto-Submitted": "auto-generated"}  # RFC 3834: no automatic answer
logger = logging.getLogger(__name__)


class NotSent(Exception):
    """The mail server took nothing."""


def send_confirmation(alert, frequency, followed):
    """Ask the owner of the address; False when the mail could not leave, which is logged without the address."""
    words = followed.in_words()
    context = {
        "words": words,
        "frequency": SavedSearch.Frequency(frequency).label,
        "url": confirm_url(alert, frequency),
    }
    subject = _on_one_line(_("À confirmer : %(words)s") % {"words": words})
    body = render_to_string("emails/saved_search_confirm.txt", context)
    try:
        _send(EmailMessage(subject, body, to=[alert.email], headers=MADE_BY_A_MACHINE))
    except Exception as error:  # each mail backend has its own family of errors; their words often hold the address
        logger.error("The confirmation of alert %s could not be sent: %s.", alert.pk, type(error).__name__)
        return False
    return True


def send_news(alert, followed, entries, total, is_last):
    """Tell what is new of a search, in the active language; raises what the mail backend raises."""
    context = {
        "words": followed.in_words(),
        "frequency": alert.get_frequency_display(),
        "rows": [_row(entry) for entry in entries],
        "total": total,
        "more": total - len(entries),
        "ignored": followed.form.ignored,
        "is_last": is_last,
        "ends_on": timezone.localdate(alert.ends_at),
        "results_url": absolute("search", query=alert.query),
        "again_url": absolute("saved_search:ask", query=alert.query),
        "stop_url": stop_url(alert),
    }
    body = render_to_string("emails/saved_search_news.txt", context)
    subject = _on_one_line(_subject(context["words"], total))
    _send(EmailMessage(subject, body, to=[alert.email], headers=_headers(context)))


def _subject(words, total):
    if not total:
        return _("Votre alerte prend fin : %(words)s") % {"words": words}
    return ngettext("%(n)s nouveauté : %(words)s", "%(n)s nouveautés : %(words)s", total) % {"n": total, "words": words}


def _row(entry):
    return {"title": _on_one_line(entry.title), "summary": " ".join(entry.summary.split()), "url": page_url(entry)}


def _headers(context):
    """What lets a mail program stop the alert by one click (RFC 8058), and answering machines leave it alone."""
    return MADE_BY_A_MACHINE | {
        "Precedence": "bulk",
        "List-Unsubscribe": f"<{context['stop_url']}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def _on_one_line(text):
    line = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    return line if len(line) <= LONGEST_SUBJECT else line[:LONGEST_SUBJECT] + "…"


def _send(mail):
    if not mail.send():
        raise NotSent
