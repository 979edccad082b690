from django.urls import path

from guides.telling import views

urlpatterns = [path("initiatives/raconter/", views.tell, name="tell")]
