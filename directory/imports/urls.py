"""Under the admin: <admin>/annuaire/imports/."""

from django.urls import path

from directory.imports import views

app_name = "structure_imports"
urlpatterns = [
    path("", views.index, name="index"),
    path("nouveau/", views.upload, name="upload"),
    path("<int:run_id>/", views.run, name="run"),
    path("<int:run_id>/colonnes/", views.columns, name="columns"),
    path("<int:run_id>/appliquer/", views.apply, name="apply"),
    path("<int:run_id>/defaire/", views.undo, name="undo"),
    path("<int:run_id>/abandonner/", views.drop, name="drop"),
]
