"""Addresses under a structure's own: what can be taken away of it."""

from django.urls import path

from directory.sheets import views

urlpatterns = [
    path("<slug:slug>/vcard.vcf", views.vcard, name="vcard"),
    path("<slug:slug>/qr.svg", views.qr, name="qr"),
    path("<slug:slug>/affiche.pdf", views.poster, name="poster"),
]
