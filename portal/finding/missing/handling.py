"""« Traitée », for several searches at once; one that is asked again later comes back by itself."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin.views.bulk_action import BulkAction

from portal.editorial.roles import is_coordinator
from portal.finding.missing.groups import grouped
from portal.finding.missing.report import UnansweredFilters
from portal.finding.models import UnansweredSearch

LONGEST_KEY = 18  # digits; more is no number of ours, and too much for a database
AT_ONCE = 200  # words in a query


class MarkAsHandled(BulkAction):
    models = [UnansweredSearch]
    display_name = _("Traitée")  # Wagtail cuts a longer one
    action_type = "traitee"
    aria_label = _("Marquer comme traitées les recherches choisies")
    template_name = "finding/missing/mark.html"

    def dispatch(self, request, *args, **kwargs):
        if not is_coordinator(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_all_objects_in_listing_query(self, parent_id):
        """All those of the list as it is filtered: its parameters come along."""
        return UnansweredFilters(self.request.GET, grouped(), request=self.request).qs.values_list("key", flat=True)

    @classmethod
    def get_queryset(cls, model, object_ids):
        keys = [int(key) for key in map(str, object_ids) if key.isdecimal() and len(key) <= LONGEST_KEY]
        found = list(model.objects.in_bulk(keys).values())  # in as many queries as the database wants
        if not found:
            raise Http404
        return found

    def get_execution_context(self):
        return {"user": self.request.user}

    @classmethod
    def execute_action(cls, objects, user=None, **kwargs):
        """Every month of the same words: the object stands for them all."""
        handled = {"is_open": False, "handled_on": timezone.localdate(), "handled_by": user}
        by_language = {}
        for search in objects:
            by_language.setdefault(search.language, []).append(search.words)
        for language, words in by_language.items():
            for start in range(0, len(words), AT_ONCE):
                rows = UnansweredSearch.objects.filter(language=language, words__in=words[start : start + AT_ONCE])
                rows.update(**handled)
        return len(objects), 0

    def get_success_message(self, done, _children):
        return ngettext("%(n)s recherche traitée.", "%(n)s recherches traitées.", done) % {"n": done}


hooks.register("register_bulk_action", MarkAsHandled)
