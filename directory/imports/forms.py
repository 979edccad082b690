"""Forms of the import screens: all work without scripts."""

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from directory.imports.fields import TARGETS
from directory.imports.mapping import problems


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("Fichier"),
        help_text=_("CSV, XLSX, GeoJSON, ou export JSON de YesWiki ou de GoGoCarto ; 20 Mo au plus."),
    )
    source = forms.CharField(
        label=_("Base d’origine"),
        max_length=60,
        help_text=_(
            "Le nom de la base d’où vient le fichier. Redonnez le même à chaque fois : les fiches sont "
            "reconnues grâce à lui, et les colonnes retenues."
        ),
        widget=forms.TextInput(attrs={"list": "sources", "autocomplete": "off"}),
    )


class MappingForm(forms.Form):
    """One choice a column (field names are ranks: columns may be called anything), and what to do with look-alikes."""

    skip_look_alikes = forms.BooleanField(
        label=_("Laisser de côté les lignes qui ressemblent à une fiche présente"),
        help_text=_("Elles paraissent dans le plan comme « à décider », au lieu d’être créées."),
        required=False,
    )

    def __init__(self, *args, mapping, samples, skip_look_alikes=True, **kwargs):
        """samples: {column of the file: a value in it}."""
        super().__init__(*args, **kwargs)
        self.columns = list(samples)
        self.fields["skip_look_alikes"].initial = skip_look_alikes
        choices = [("", _("(ignorer)")), *((target.name, target.label) for target in TARGETS.values())]
        for rank, column in enumerate(self.columns):
            self.fields[f"column-{rank}"] = forms.ChoiceField(
                label=column,
                choices=choices,
                required=False,
                initial=mapping.get(column, ""),
                help_text=format_lazy(_("Par exemple : {sample}"), sample=samples[column]) if samples[column] else "",
            )

    def clean(self):
        mapping = self.mapping
        for target, columns in problems(mapping):
            self.add_error(
                f"column-{self.columns.index(columns[-1])}",
                _("« %(target)s » est déjà donné à la colonne « %(column)s ».")
                % {"target": target.label, "column": columns[0]},
            )
        if "title" not in mapping.values():
            self.add_error(None, _("Dites quelle colonne donne le nom des structures."))
        return self.cleaned_data

    @property
    def mapping(self):
        return {column: self.cleaned_data.get(f"column-{rank}", "") for rank, column in enumerate(self.columns)}
