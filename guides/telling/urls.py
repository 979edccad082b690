from django.urls import path

from guides.telling import views

urlpatterns = [
    path("initiatives/raconter/", views.tell, name="tell"),
    path("initiatives/raconter/merci/<int:page>/", views.thanks, name="tell_thanks"),
    path("initiatives/raconter/<int:key>/relire/", views.reread, name="tell_reread"),
    path("initiatives/raconter/<int:key>/supprimer/", views.delete, name="tell_delete"),
    path("initiatives/raconter/<int:key>/<slug:slug>/", views.ask, name="tell_question"),
    path("initiatives/raconter/<int:key>/<slug:slug>/enregistrer/", views.save, name="tell_save"),
]
