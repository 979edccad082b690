"""Listings: their GET parameters are read here, once, so that no value typed in an address can break a page.

A listing declares a ListingForm; what it does not understand is left out and said to the visitor, never an error.
"""

from urllib.parse import urlencode

from django import forms
from django.core.paginator import Paginator
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

PAGE_SIZE = 20
MAX_LENGTH = 200
MAX_VALUES = 50
# Added by mail and social tools, not by the visitor: there is nothing to tell about them.
TRACKING = ("utm_", "mtm_", "pk_", "fbclid", "gclid")


class ListingForm(forms.Form):
    """The parameters of a listing. Subclasses add theirs; all are optional.

    After `read`, `values` holds what was understood and `ignored` one French sentence for each thing left out.
    """

    page = forms.IntegerField(label=gettext_lazy("page"), required=False, min_value=1)

    def __init__(self, data):
        super().__init__(data)
        self.ignored = []
        self.values = {}

    @classmethod
    def read(cls, get, **options):
        """Return the form for a request's GET, already validated."""
        form = cls(_tidied(get), **options)
        form.full_clean()
        form.values = {name: form.cleaned_data.get(name) for name in form.fields}
        form.ignored = [
            _("« %(value)s » n’a pas été compris pour « %(name)s » : ce réglage est ignoré.")
            % {"value": shortened(", ".join(get.getlist(name))), "name": form.fields[name].label}
            for name in form.errors
        ]
        if unknown := sorted({shortened(name) for name in get if _is_unknown(name, form.fields)}):
            form.ignored.append(_("Paramètres inconnus, ignorés : %(names)s.") % {"names": ", ".join(unknown[:5])})
        return form

    def paginated(self, rows, size=PAGE_SIZE):
        """Return the asked page of rows (a queryset or a list); past the end, the last one, and that is said."""
        paginator = Paginator(rows, size)
        number = self.values.get("page") or 1
        if number > paginator.num_pages:
            self.ignored.append(
                _("Il n’y a pas de page %(asked)s : voici la dernière.") % {"asked": shortened(str(number))}
            )
        return paginator.get_page(number)

    def state(self):
        """What was understood, page left out, as the address writes it: {name: [values]}, in the form's own order."""
        return {name: self._used(name) for name in self.fields if name != "page" and self.values.get(name)}

    def _used(self, name):
        """The values of the address that count: all of them, or the last where the field takes one."""
        widget = self.fields[name].widget
        value = widget.value_from_datadict(self.data, self.files, name)
        return value if isinstance(value, list) else [value]

    def query_prefix(self):
        """Return "?a=b&", ready to take "page=2": the address holds the whole state, in one order only."""
        query = query_string(self.state())
        return f"?{query}&" if query else "?"


def query_string(state):
    """Return {name: [values]} as a query string, without its question mark."""
    return urlencode(state, doseq=True)


def _tidied(get):
    """A copy with the spaces trimmed and the empty or repeated values left out, at most MAX_VALUES a name."""
    tidy = MultiValueDict()
    for name in get:
        values = dict.fromkeys(value.strip() for value in get.getlist(name))
        tidy.setlist(name, [value for value in values if value][:MAX_VALUES])
    return MultiValueDict({name: values for name, values in tidy.lists() if values})


def _is_unknown(name, fields):
    return name not in fields and not name.startswith(TRACKING)


def shortened(value):
    """A value safe to repeat in a sentence: printable, 40 characters at most."""
    printable = "".join(char for char in value if char.isprintable())
    return printable if len(printable) <= 40 else printable[:40] + "…"
