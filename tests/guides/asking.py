"""Asking for advice as a visitor does."""

import time

from bs4 import BeautifulSoup
from django.utils import timezone

from directory.models import ContactMessage
from guides.models import AdviceRequest
from portal.core.visitors.stamp import stamp

ADDRESS = "atelier@remise.example"
TEXT = "Bonjour,\npar où commencer ?"


def url_of(story):
    return f"{story.url}demander-conseil/"


def values(story, *, age=60, **changes):
    token = stamp("advice", story.pk, time.time() - age)
    return {"name": "Camille", "email": "camille@exemple.fr", "text": TEXT, "jeton": token} | changes


def send(client, story, network="192.0.2.1", **changes):
    return client.post(url_of(story), values(story, **changes), REMOTE_ADDR=network)


def soup(response):
    return BeautifulSoup(response.text, "html.parser")


def kept(response):
    """What the page gives back of the text that was sent."""
    return soup(response).textarea.text.removeprefix("\n")


def waiting():
    return list(ContactMessage.objects.values_list("reason", "about"))


def ask(story, times=1, moment=None):
    """Requests as if they had been made."""
    now = moment or timezone.now()
    AdviceRequest.objects.bulk_create(AdviceRequest(story=story, asked_at=now) for _n in range(times))
