"""What hangs on an event: its tags and its files."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail.models import Orderable


class EventTag(TaggedItemBase):
    """A free tag of an event."""

    content_object = ParentalKey("agenda.EventPage", on_delete=models.CASCADE, related_name="tagged_items")


class EventFile(Orderable):
    """A file to download: programme, form, map."""

    event = ParentalKey("agenda.EventPage", on_delete=models.CASCADE, related_name="files")
    document = models.ForeignKey(
        "wagtaildocs.Document", verbose_name=_("fichier"), on_delete=models.CASCADE, related_name="+"
    )

    class Meta(Orderable.Meta):
        verbose_name = _("fichier")
        verbose_name_plural = _("fichiers")

    def __str__(self):
        return self.document.title
