"""Admin forms that every room shares."""

from wagtail.admin.forms import WagtailAdminPageForm

from portal.core.models.vocabulary import Term


class PageForm(WagtailAdminPageForm):
    """Offers the words of the vocabularies in the page's own language only."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            queryset = getattr(field, "queryset", None)
            if queryset is not None and issubclass(queryset.model, Term):
                field.queryset = queryset.filter(locale_id=self.instance.locale_id or self.parent_page.locale_id)
