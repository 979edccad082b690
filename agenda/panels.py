"""The edit form of an event, in the order in which a volunteer thinks of it: what, when, where, then the rest."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, TitleFieldPanel

from agenda.editor.panels import DatesPanel, PlanningPanel, SchedulePanel
from directory.panels import LongChoices, choices
from directory.point_widget import CommuneSelect, DegreesInput, PointPanel
from portal.core.models import BasePage

EVENT_PANELS = [
    TitleFieldPanel("title", help_text=_("Ce qui se passe, sans la date : « Repair café ».")),
    FieldPanel("summary"),
    MultiFieldPanel(
        [
            SchedulePanel("schedule_typed", heading=_("Jours et heures")),
            DatesPanel(heading=_("Les dates une à une")),
            PlanningPanel(heading=_("Choisir une date")),
            FieldPanel("status"),
            FieldPanel("former_start", help_text=_("Seulement pour un événement reporté.")),
        ],
        _("Quand"),
    ),
    MultiFieldPanel(
        [
            FieldPanel("at_structure"),
            FieldPanel("place"),
            FieldPanel("place_name"),
            FieldPanel("address"),
            FieldPanel("commune", widget=CommuneSelect),
            PointPanel(),
            FieldRowPanel([FieldPanel(name, widget=DegreesInput) for name in ("latitude", "longitude")]),
            FieldPanel("online_url"),
            *(FieldPanel(f"access_{name}") for name in ("mi", "hi", "vi", "pi", "ii")),
        ],
        _("Où, et accessible à qui"),
    ),
    FieldPanel("listing_image", heading=_("Image")),
    FieldPanel("body"),
    MultiFieldPanel(
        [
            choices("categories"),
            choices("audiences"),
            FieldRowPanel([FieldPanel("age_min"), FieldPanel("age_max"), FieldPanel("language")]),
            FieldPanel("tags"),
        ],
        _("Quoi, pour qui"),
    ),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("price", widget=forms.Select), FieldPanel("price_text")]),
            FieldPanel("booking_url"),
            FieldRowPanel([FieldPanel("booking_email"), FieldPanel("booking_phone"), FieldPanel("seats")]),
            FieldPanel("contact"),
            InlinePanel("files", label=_("fichier"), max_num=8),
        ],
        _("Tarif, inscription, contact"),
    ),
    MultiFieldPanel(
        [
            FieldPanel("organiser"),
            FieldPanel("co_organisers", widget=LongChoices, classname="choix choix-longs"),
            FieldPanel("visibility"),
        ],
        _("Qui organise, qui le voit"),
    ),
]
# The picture of lists is the event's own, above: it is not asked for twice.
EVENT_PROMOTE_PANELS = [
    MultiFieldPanel([FieldPanel("last_reviewed_on")], _("Dans les listes")),
    *BasePage.promote_panels[1:2],
]
