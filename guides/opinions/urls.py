from django.urls import path

from guides.opinions import views

urlpatterns = [path("avis/<int:pk>/", views.opinion, name="opinion")]
