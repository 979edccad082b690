"""The addresses that the mails of an alert hold. That which confirms is signed, and lasts 48 hours."""

from django.conf import settings
from django.core import signing
from django.urls import reverse

from portal.finding.models import SavedSearch
from portal.finding.saved.times import LINK_LASTS

SALT = "portal.finding.saved.confirm"


def absolute(name, *args, query=""):
    """An address of the site in the current language, whatever host the request named."""
    return settings.BASE_URL + reverse(name, args=args) + (f"?{query}" if query else "")


def confirm_url(alert, frequency):
    """The frequency is in the link: whoever asks again does not change what somebody else receives."""
    return absolute("saved_search:confirm", signing.dumps([alert.token, frequency], salt=SALT))


def stop_url(alert):
    return absolute("saved_search:stop", alert.token)


def asked_with(signed):
    """(alert, frequency) of a link that confirms; None when it is not ours, too old, or of an alert that is gone."""
    try:
        token, frequency = signing.loads(signed, salt=SALT, max_age=LINK_LASTS)
    except signing.BadSignature:
        return None
    alert = SavedSearch.objects.filter(token=token).first()
    return (alert, frequency) if alert else None
