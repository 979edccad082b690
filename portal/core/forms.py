"""Admin forms that every room shares."""

import json
import re

from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.blocks import StreamValue

from portal.core.models.vocabulary import Term

# An address that names a host without saying how to reach it: it looks like one of ours, and leads elsewhere.
ELSEWHERE = re.compile(r"""href=\\?["']\s*([/\\]{2}[^"'\\\s>]*)""", re.IGNORECASE)


class PageForm(WagtailAdminPageForm):
    """Offers the words of the vocabularies in the page's own language only, and refuses links that hide where they go.

    Wagtail has already dropped javascript: and its like from what is typed (wagtail.whitelist.check_url).
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            queryset = getattr(field, "queryset", None)
            if queryset is not None and issubclass(queryset.model, Term):
                field.queryset = queryset.filter(locale_id=self.instance.locale_id or self.parent_page.locale_id)

    def clean(self):
        cleaned = super().clean()
        for name, value in list(self.cleaned_data.items()):
            if address := _hidden_address(value):
                words = _("Le lien « %(address)s » ne dit pas où il mène : écrivez l’adresse entière, avec https://.")
                self.add_error(name, words % {"address": address[:100]})
        return cleaned


def _hidden_address(value):
    """The first address of the sort in a rich text or a stream of blocks; "" when there is none."""
    if isinstance(value, StreamValue):
        value = json.dumps(value.get_prep_value(), ensure_ascii=False)
    found = ELSEWHERE.search(value) if isinstance(value, str) else None
    return found[1] if found else ""
