"""Addresses of guides and stories that are not Wagtail pages; they come before those of the pages."""

from django.urls import include, path

from guides import serving
from guides.feeds import guides_feed, stories_feed
from guides.paper.views import booklet

app_name = "guides"
urlpatterns = [
    path("", include("guides.opinions.urls")),
    path("", include("guides.telling.urls")),
    path("", include("guides.advice.urls")),
    path("guides/", serving.guides, name="guides"),
    path("guides/flux.atom", guides_feed, name="guides_feed"),
    path("guides/<slug:slug>/une-page/", serving.one_page, name="one_page"),
    path("guides/<slug:slug>/livret.pdf", booklet, name="booklet"),
    path("guides/<slug:slug>/", serving.guide, name="guide"),
    path("guides/<slug:slug>/<slug:part>/", serving.part, name="part"),
    path("initiatives/", serving.stories, name="stories"),
    path("initiatives/flux.atom", stories_feed, name="stories_feed"),
    path("initiatives/<slug:slug>/", serving.story, name="story"),
]
