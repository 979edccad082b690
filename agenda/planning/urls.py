"""/admin/agenda/choisir-une-date/."""

from django.urls import path

from agenda.planning import views

urlpatterns = [path("", views.ChooseDate.as_view(), name="choose")]
