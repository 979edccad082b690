"""Addresses under a story's own."""

from django.urls import path

from guides.advice import views

urlpatterns = [
    path("initiatives/<slug:slug>/demander-conseil/", views.ask, name="ask_advice"),
    path("initiatives/<slug:slug>/demander-conseil/merci/", views.asked, name="asked_advice"),
]
