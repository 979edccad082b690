"""The edit form of a structure, in the order in which a volunteer thinks of it."""

from datetime import date

from django import forms
from django.core.exceptions import FieldDoesNotExist
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, Panel, TitleFieldPanel

from directory.completeness import missing, score
from directory.point_widget import CommuneSelect, DegreesInput, PointPanel

SUGGESTIONS = 4


class CompletenessPanel(Panel):
    """How complete the sheet is, and what would help most: read only, as the sheet was when the form was opened."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "directory/structure/completeness_panel.html"

        def get_context_data(self, parent_context=None):
            steps = missing(self.instance)
            context = super().get_context_data(parent_context)
            return context | {"score": score(self.instance), "steps": steps[:SUGGESTIONS], "more": steps[SUGGESTIONS:]}


class SourcesPanel(Panel):
    """Where each imported value comes from: read only, and only when there is one."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "directory/structure/sources_panel.html"

        def is_shown(self):
            return bool(self.instance.value_sources)

        def get_context_data(self, parent_context=None):
            known = self.instance.value_sources.items()
            rows = [
                (capfirst(self._label(name)), value["source"], date.fromisoformat(value["on"])) for name, value in known
            ]
            return super().get_context_data(parent_context) | {"rows": sorted(rows)}

        def _label(self, name):
            """The field's name in words; of a list kept beside the page, what it lists."""
            try:
                field = self.instance._meta.get_field(name)
            except FieldDoesNotExist:  # of a former version
                return name
            return field.related_model._meta.verbose_name_plural if field.auto_created else field.verbose_name


class LongChoices(forms.CheckboxSelectMultiple):
    """Boxes in a frame that scrolls, those that are ticked first: in a plain list, one click loses all the others."""

    def optgroups(self, name, value, attrs=None):
        return sorted(super().optgroups(name, value, attrs), key=lambda group: not group[1][0]["selected"])


def choices(name, **options):
    return FieldPanel(name, widget=forms.CheckboxSelectMultiple, classname="choix", **options)


STRUCTURE_PANELS = [
    CompletenessPanel(heading=_("Où en est la fiche")),
    TitleFieldPanel("title", help_text=_("Le nom de la structure, comme on la cherche dans l’annuaire.")),
    MultiFieldPanel(
        [
            FieldPanel("kind"),
            FieldPanel("summary"),
            FieldRowPanel([FieldPanel("acronym"), FieldPanel("year_founded")]),
            FieldPanel("former_names"),
            FieldPanel("legal_family", widget=forms.Select),
            FieldRowPanel(
                [
                    FieldPanel("siret", help_text=_("14 chiffres ; le SIREN s’en déduit.")),
                    FieldPanel("siren", help_text=_("9 chiffres, à défaut de SIRET.")),
                    FieldPanel("rna", help_text=_("Association : W et 9 chiffres.")),
                ]
            ),
            choices("labels"),
            FieldPanel("networks", widget=LongChoices, classname="choix choix-longs"),
        ],
        _("Qui elle est"),
    ),
    MultiFieldPanel(
        [
            FieldPanel("main_field", widget=forms.Select),
            choices("fields_of_activity", help_text=_("Tous ceux qui la concernent, en plus du principal.")),
            choices("audiences"),
            FieldPanel("services"),
            FieldPanel("tags"),
            FieldPanel("needs_volunteers"),
            FieldPanel("volunteer_text", help_text=_("Par exemple : tenir l’accueil le samedi matin.")),
        ],
        _("Ce qu’elle fait"),
    ),
    FieldPanel("presentation"),
    MultiFieldPanel([FieldPanel("logo"), InlinePanel("photos", label=_("photo"), max_num=12)], _("Images")),
    MultiFieldPanel(
        [
            FieldPanel("address"),
            FieldPanel("commune", widget=CommuneSelect),
            PointPanel(),
            FieldRowPanel([FieldPanel(name, widget=DegreesInput) for name in ("latitude", "longitude")]),
            FieldPanel("access"),
            FieldPanel("access_text"),
            FieldPanel("serves_all", help_text=_("Les trois listes qui suivent sont alors inutiles.")),
            choices("served_valleys"),
            choices("served_epcis"),
            FieldPanel("served_communes", widget=LongChoices, classname="choix choix-longs"),
        ],
        _("Où"),
    ),
    MultiFieldPanel([FieldPanel("opening_hours"), FieldPanel("closures")], _("Quand")),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("email"), FieldPanel("phone")]),
            FieldPanel("website", help_text=_("L’adresse entière : https://…")),
            InlinePanel("social_accounts", label=_("réseau social"), max_num=8),
            InlinePanel(
                "named_contacts",
                heading=_("Personnes à contacter"),
                label=_("personne à contacter"),
                help_text=_("Seulement avec l’accord de la personne : qui l’a recueilli, quel jour, avec quels mots."),
                max_num=4,
            ),
        ],
        _("Comment la joindre"),
    ),
    MultiFieldPanel(
        [
            FieldPanel("status"),
            FieldPanel("merged_into", help_text=_("Seulement pour une structure réunie à une autre.")),
            FieldPanel("source"),
            SourcesPanel(heading=_("D’où vient chaque valeur")),
            InlinePanel(
                "verifications",
                heading=_("Vérifications"),
                label=_("vérification"),
                help_text=_("Une par partie de la fiche : le dernier jour où la structure a dit que c’était juste."),
                max_num=5,
            ),
            InlinePanel("external_ids", label=_("identifiant ailleurs"), max_num=10),
        ],
        _("Tenue à jour"),
    ),
]
