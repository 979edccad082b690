"""Under the admin: <admin>/agenda/calendriers/."""

from django.urls import path

from agenda.coming_in import pairs, subscribing, views

app_name = "agenda_feeds"
urlpatterns = [
    path("", views.index, name="index"),
    path("nouveau/", subscribing.add, name="add"),
    path("doublons/", pairs.pairs, name="pairs"),
    path("doublons/<int:kept>/<int:other>/reunir/", pairs.unite, name="unite"),
    path("doublons/<int:one>/<int:other>/deux/", pairs.two, name="two"),
    path("<int:feed_id>/", views.feed, name="feed"),
    path("<int:feed_id>/apercu/", subscribing.preview, name="preview"),
    path("<int:feed_id>/reglages/", views.settings, name="settings"),
    path("<int:feed_id>/lire/", views.refresh, name="refresh"),
    path("<int:feed_id>/fichier/", views.upload, name="upload"),
    path("<int:feed_id>/pause/", views.pause, name="pause"),
    path("<int:feed_id>/relecture/", views.approve, name="approve"),
    path("<int:feed_id>/supprimer/", views.drop, name="drop"),
    path("<int:feed_id>/lectures/<int:run_id>/", views.run, name="run"),
]
