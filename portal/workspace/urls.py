"""Addresses of « Mon espace » (/mon-espace/…)."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from portal.workspace import views

app_name = "workspace"
urlpatterns = [
    path("", views.home, name="home"),
    path("connexion/", views.SignIn.as_view(), name="sign_in"),
    path("deconnexion/", LogoutView.as_view(), name="sign_out"),
    path("mot-de-passe/", views.AskForNewPassword.as_view(), name="password_reset"),
    path("mot-de-passe/envoye/", views.password_reset_sent, name="password_reset_sent"),
    path("mot-de-passe/<uidb64>/<token>/", views.ChooseNewPassword.as_view(), name="password_choose"),
]
