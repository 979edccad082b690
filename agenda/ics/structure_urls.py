"""Calendars under the pages of structures."""

from django.urls import path

from agenda.ics import views

urlpatterns = [
    path("<slug:slug>/agenda.ics", views.of_structure, name="structure_ics"),
    path("<slug:structure>/<slug:slug>/evenement.ics", views.of_event, name="structure_event_ics"),
]
