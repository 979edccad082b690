"""Addresses of the agenda that are not Wagtail pages. They come first: agenda/reserved.py keeps events off them."""

from django.urls import include, path

from agenda import views

app_name = "agenda"
urlpatterns = [
    path("", views.listing, name="listing"),
    path("mois/<int:year>/<int:month>/", views.month, name="month"),
    path("semaine/<int:year>/<int:week>/", views.week, name="week"),
    path("jour/<int:year>/<int:month>/<int:day>/", views.day, name="day"),
    path("reseau/", views.network, name="network"),
    path("proposer/", views.propose, name="propose"),
    path("", include("agenda.export_urls")),
    path("", include("agenda.ics.urls")),
]
