"""Addresses of the form, by the page's number: the same for guides, parts and stories."""

from django.urls import path

from guides.opinions import views

urlpatterns = [
    path("avis/<int:pk>/", views.opinion, name="opinion"),
    path("avis/<int:pk>/merci/", views.thanks, name="opinion_thanks"),
]
