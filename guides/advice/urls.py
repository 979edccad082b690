from django.urls import path

from guides.advice import views

urlpatterns = [path("initiatives/<slug:slug>/demander-conseil/", views.ask, name="ask_advice")]
