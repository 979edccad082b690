"""Addresses under those of structures that belong to the agenda: they come before the directory's own."""

from django.urls import include, path

urlpatterns = [path("", include("agenda.ics.structure_urls"))]
