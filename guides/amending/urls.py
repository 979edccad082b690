from django.urls import path

from guides.amending import views

app_name = "guides_admin"
urlpatterns = [path("parties/<int:pk>/proposer/", views.propose, name="propose")]
