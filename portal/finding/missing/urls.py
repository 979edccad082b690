"""Addresses of « Dites-nous ce qui manque », below /recherche/."""

from django.urls import path

from portal.finding.missing import views

app_name = "missing"
urlpatterns = [
    path("manque/", views.missing, name="form"),
    path("manque/merci/", views.thanks, name="thanks"),
]
