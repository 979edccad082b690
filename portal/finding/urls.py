"""Addresses of the search, below /recherche/."""

from django.urls import include, path

from portal.finding.going_out import atom, files
from portal.finding.suggestions import suggestions
from portal.finding.views import search

own = [
    path("suggestions", suggestions, name="suggestions"),
    path("flux.atom", atom.feed, name="feed"),
    path("export.csv", files.csv, name="csv"),
    path("export.geojson", files.geojson, name="geojson"),
    path("agenda.ics", files.ics, name="ics"),
]
urlpatterns = [
    path("", search, name="search"),
    path("", include((own, "finding"))),
    path("", include("portal.finding.missing.urls")),
    path("", include("portal.finding.saved.urls")),
]
