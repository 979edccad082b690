"""Forms of the screens of calendars: all work without scripts."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from agenda.coming_in.access import is_coordinator, structures_for
from agenda.coming_in.addresses import clean_url
from agenda.coming_in.fetch import MAX_BYTES
from agenda.coming_in.problems import FeedRefused
from agenda.models import Feed
from directory.models import StructurePage
from portal.core.models import Commune, EventCategory


def read_file(file):
    """The bytes of an uploaded file, its size seen before it is read."""
    if file.size > MAX_BYTES:
        raise ValidationError(_("Ce fichier pèse plus de 1 Mo : demandez-en une version plus courte."))
    return file.read(MAX_BYTES + 1)


class FileForm(forms.Form):
    file = forms.FileField(label=_("Fichier (.ics)"), help_text=_("1 Mo et 2 000 événements au plus."))

    def clean_file(self):
        self.content = read_file(self.cleaned_data["file"])
        return self.cleaned_data["file"]


class AddForm(forms.Form):
    """An address or a file, and whose calendar it is."""

    structure = forms.ModelChoiceField(label=_("Structure"), queryset=StructurePage.objects.none())
    name = forms.CharField(
        label=_("Nom du calendrier"), max_length=100, help_text=_("Pour le reconnaître : « Agenda de la MJC ».")
    )
    url = forms.CharField(
        label=_("Adresse du calendrier"),
        max_length=1000,
        required=False,
        widget=forms.URLInput,
        help_text=_(
            "Celle que donnent Google Agenda, Nextcloud, OpenAgenda, Mobilizon, YesWiki : elle finit souvent par .ics."
        ),
    )
    file = forms.FileField(
        label=_("ou un fichier (.ics)"), required=False, help_text=_("1 Mo et 2 000 événements au plus.")
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["structure"]
        field.queryset = structures_for(user)
        if is_coordinator(user):
            field.required, field.empty_label = False, _("aucune : l’agenda de la coordination")

    def clean_url(self):
        url = self.cleaned_data["url"]
        try:
            return clean_url(url) if url else ""
        except FeedRefused as problem:
            raise ValidationError(str(problem)) from problem

    def clean(self):
        data = super().clean()
        if "url" in data and bool(data["url"]) == bool(data.get("file")):
            self.add_error("url", _("Donnez une adresse ou un fichier, l’un des deux."))
        elif data.get("file"):
            self.content = read_file(data["file"])
        return data


class SettingsForm(forms.ModelForm):
    """What is done with the events of a calendar."""

    class Meta:
        model = Feed
        fields = ["name", "structure", "category", "place", "commune", "visibility", "rule", "interval"]
        help_texts = {
            "category": _("Pour les événements dont le calendrier ne dit pas une catégorie d’ici."),
            "place": _("Pour les événements sans lieu."),
            "commune": _("Pour les événements dont la commune n’est pas reconnue."),
            "visibility": _("Pour les événements qui viendront ; ceux qui sont déjà là ne changent pas."),
            "interval": _("De 1 à 168 heures."),
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["category"].queryset = EventCategory.objects.filter(locale=Locale.get_default())
        self.fields["commune"].queryset = Commune.objects.only("name", "code_insee").order_by("name")
        if self.instance.subscribed_at:
            del self.fields["structure"]  # its events are there already
        else:
            self.fields["structure"].queryset = structures_for(user)
            self.fields["structure"].required = not is_coordinator(user)
        if not self.instance.url:
            del self.fields["interval"]
