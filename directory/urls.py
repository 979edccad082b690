"""Addresses of the directory that are not Wagtail pages. They come first: no structure can have the slug "widget"."""

from django.urls import include, path

from directory import feeds, views, widget
from directory.contact import views as contact
from directory.exports.views import compact, exports, stable_address
from directory.sheets.views import booklet
from directory.structure_view import structure

app_name = "directory"
urlpatterns = [
    path("", views.listing, name="listing"),
    *(path(f"export.{extension}", view, name=f"export_{extension}") for extension, view in exports.items()),
    path("carte.json", compact, name="compact"),
    path("flux.atom", feeds.feed, name="feed"),
    path("widget/", widget.widget, name="widget"),
    path("widget/code/", widget.widget_code, name="widget_code"),
    path("carnet.pdf", booklet, name="booklet"),
    path("id/<int:page_id>/", stable_address, name="stable_address"),
    path("", include("directory.structure_urls")),
    path("<slug:slug>/ecrire/", contact.write, name="write"),
    path("<slug:slug>/ecrire/merci/", contact.written, name="written"),
    path("<slug:slug>/", structure, name="structure"),
]
