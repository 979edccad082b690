"""The amendments' screens in Wagtail's admin."""

from django.urls import include, path
from wagtail import hooks


@hooks.register("register_admin_urls")
def amending_urls():
    return [path("guides/", include("guides.amending.urls"))]
