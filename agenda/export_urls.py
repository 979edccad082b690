"""What goes out of the agenda and is no calendar file: included in agenda/urls.py."""

from django.urls import path

from agenda import feeds, widget
from agenda.exports import views as exports
from agenda.sheets import views as sheets

urlpatterns = [
    path("flux.atom", feeds.feed, name="feed"),
    path("export.csv", exports.press, name="export_csv"),
    path("openagenda.json", exports.openagenda, name="openagenda"),
    path("semaine.pdf", sheets.week_pdf, name="week_pdf"),
    path("semaine.txt", sheets.week_text, name="week_text"),
    path("widget/", widget.widget, name="widget"),
    path("widget/code/", widget.widget_code, name="widget_code"),
]
