"""The edit form of a structure."""

from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext as _

from directory.hours import OpeningHoursField
from portal.core.forms import PageForm


class StructureForm(PageForm):
    """Wagtail's form, with opening hours as a table of days, and only the places and pages that make sense here."""

    opening_hours = OpeningHoursField(required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "opening_hours" in self.fields:
            model_field = self._meta.model._meta.get_field("opening_hours")
            self.fields["opening_hours"].label = model_field.verbose_name.capitalize()
            self.fields["opening_hours"].help_text = model_field.help_text
        self._narrow("served_communes", in_territory=True)
        self._narrow("served_epcis", communes__in_territory=True)
        self._narrow("networks", live=True, locale_id=self.instance.locale_id or self.parent_page.locale_id)

    def _narrow(self, name, **conditions):
        """Offer fewer choices; what the page has already stays, whatever it is."""
        if field := self.fields.get(name):
            order = "sort_name" if name == "networks" else "name"
            kept = field.queryset.filter(pk__in=[row.pk for row in getattr(self.instance, name).all()])
            field.queryset = (field.queryset.filter(**conditions) | kept).distinct().order_by(order)

    def clean(self):
        """A structure says in which commune it is before it is published; a body of the State may have none of ours."""
        values = super().clean()
        is_told = values.get("commune") or "commune" not in self.fields
        if not is_told and not self.is_deferred_validation and values.get("kind") == self.instance.Kind.STRUCTURE:
            sentence = _("Choisissez la commune : sans elle, la fiche n’est ni sur la carte ni dans sa vallée.")
            self.add_error("commune", sentence)
        return values

    def save(self, commit=True):
        """A value typed here no longer comes from an import."""
        for name in self.changed_data:
            self.instance.value_sources.pop(name, None)
        return super().save(commit)

    def is_valid(self):
        """One verification a part of the sheet: told in the form, before the database refuses it."""
        return super().is_valid() and self._verifications_are_distinct()

    def _verifications_are_distinct(self):
        formset = self.formsets.get("verifications")
        seen = set()
        for form in formset.forms if formset else ():
            group = form.cleaned_data.get("group")
            if not group or form.cleaned_data.get("DELETE"):
                continue
            if group in seen:
                form.add_error(
                    NON_FIELD_ERRORS, _("Cette partie de la fiche a déjà une vérification : changez sa date.")
                )
                return False
            seen.add(group)
        return True
