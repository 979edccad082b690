"""Addresses of alerts, below /recherche/."""

from django.urls import path

from portal.finding.saved import views

app_name = "saved_search"
urlpatterns = [
    path("alerte/", views.ask, name="ask"),
    path("alerte/demandee/", views.asked, name="asked"),
    path("alerte/<str:token>/confirmer/", views.confirm, name="confirm"),
    path("alerte/<str:token>/arreter/", views.stop, name="stop"),
]
