"""Calendars under /agenda/."""

from django.urls import path

from agenda.ics import views

urlpatterns = [
    path("flux.ics", views.everything, name="ics"),
    path("<slug:slug>/evenement.ics", views.of_event, name="event_ics"),
]
