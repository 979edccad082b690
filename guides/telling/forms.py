"""What each question asks for. A form is always bound: to what was posted, or to the answers kept so far.

Its cleaned values are what is kept, so they are JSON: texts, numbers, lists of keys.
"""

from django import forms
from django.conf import settings
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from guides.models import StoryPage
from guides.telling.fields import Euros, Line, Words, Year
from guides.telling.prose import rich
from portal.core.models import CooperationField, StructureSize


def most(name):
    """Signs that a field of the page takes."""
    return StoryPage._meta.get_field(name).max_length


class Answer(forms.Form):
    """teller: who writes; looked_for: a name that they look for (see places.WithWhom)."""

    passing = ()  # fields that are no part of the answer

    def __init__(self, data, *, teller, looked_for="", **options):
        self.teller, self.looked_for = teller, looked_for
        super().__init__(data, **options)

    def kept(self):
        """{field: value} of the valid fields."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if name not in self.passing}

    def told(self):
        """[(label, HTML)] of what was answered, to be read again."""
        values = self.kept()
        rows = ((self.fields[name], value) for name, value in values.items() if value not in ("", None, []))
        return [(field.label, self.in_words(field, value)) for field, value in rows]

    def in_words(self, field, value):
        if choices := dict(getattr(field, "choices", ())):
            chosen = value if isinstance(value, list) else [value]
            return rich(", ".join(str(choices[key]) for key in chosen if key in choices))
        return rich(str(value))


class Subject(Answer):
    title = Line(_("Titre"), _("Court, comme dans un journal : « Un camion pour cinq épiceries »."), most=150)
    summary = Line(
        _("L’initiative en une phrase"),
        _("Qui a fait quoi, où, et pour quel effet."),
        most=most("summary"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class Need(Answer):
    need = Words(_("Le besoin"))


class Means(Answer):
    cost_amount = Euros(
        _("Coût total, en euros"), _("Zéro si rien n’a été dépensé ; laissez vide si vous ne savez pas.")
    )
    cost_text = Line(_("Le coût en quelques mots"), _("Ce que comprend cette somme, ce qui a été prêté ou donné."))
    time_text = Line(_("Le temps passé"), _("« Deux bénévoles, six mois, un jour sur cinq. »"))
    funders = Words(_("Qui a payé"), _("Un financement par ligne."), most=2_000, rows=4)


class Gives(Answer):
    gives = Words(_("Ce que cela donne"), _("Pour qui, combien, depuis quand."))


class Success(Answer):
    success = Words(_("Ce qui a fait réussir"))


class Failures(Answer):
    failures = Words(_("Ce qui n’a pas marché"), rows=7)
    otherwise = Words(_("Ce que nous ferions autrement"), rows=7)


class Advice(Answer):
    advice = Words(_("Nos conseils"))


class Further(Answer):
    further = Words(
        _("Pour aller plus loin"), _("Sites, documents, personnes-ressources. Une adresse https://… devient un lien.")
    )


def terms(model):
    """[(slug, name)] of a vocabulary in the active language, else in the source language."""
    for code in (get_language(), settings.LANGUAGE_CODE):
        if found := list(model.objects.in_language(code).values_list("slug", "name")):
            return found
    return []


class About(Answer):
    """What the lists are filtered by, besides the place (places.WhereAndWhen)."""

    year = Year(_("Année"), _("Celle où l’initiative a commencé."))
    size = forms.ChoiceField(label=_("Taille de la structure qui porte"), required=False)
    cooperation = forms.MultipleChoiceField(
        label=_("Domaines de coopération"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["size"].choices = [("", _("Je ne sais pas")), *terms(StructureSize)]
        self.fields["cooperation"].choices = terms(CooperationField)


# -- Rows -------------------------------------------------------------------------------------------------------------
class Row(Answer):
    """One of several alike: `when` and `what` again and again. An empty one is no row."""

    needed = ()
    unfinished = ""

    def has_words(self):
        return any(self.kept().values())

    def together(self):
        """HTML of the whole row."""
        return mark_safe("".join(words for _label, words in self.told()))  # noqa: S308 - each part is escaped (prose.py)

    def problem(self):
        """What a row that was begun still lacks, as a sentence; "" when it is whole."""
        values = self.kept()
        return self.unfinished if self.has_words() and not all(values.get(name) for name in self.needed) else ""


class Step(Row):
    when = Line(_("Quand"), _("Comme vous le diriez : « mi-octobre 2018 »."), most=60)
    what = Words(_("Ce qui a été fait"), most=2_000, rows=3)

    needed = ("what",)
    unfinished = _("Une étape a une date mais ne dit pas ce qui a été fait.")


class Figure(Row):
    figure = Line(_("Chiffre"), _("Avec son unité : « 126 900 € »."), most=20)
    label = Line(_("Ce qu’il compte"), most=120)

    needed = ("figure", "label")
    unfinished = _("Un chiffre clé est à compléter : le chiffre, et ce qu’il compte.")
