"""The admin forms of guides and of their parts."""

from django import forms
from django.utils.translation import gettext as _

from portal.core.forms import PageForm


class ChangeNoteForm(PageForm):
    """The reason of the last change is not that of the next one: an editor starts from none once it is published."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "change_note" in self.fields and self.instance.live and not self.instance.has_unpublished_changes:
            self.initial["change_note"] = ""


class GuideForm(ChangeNoteForm):
    pass


class GuidePartForm(ChangeNoteForm):
    def clean_slug(self):
        from guides.models.guide import RESERVED

        slug = self.cleaned_data["slug"]
        if slug in RESERVED:
            raise forms.ValidationError(
                _("« %(slug)s » est une adresse du mini-guide lui-même : choisissez-en une autre.") % {"slug": slug}
            )
        return slug
