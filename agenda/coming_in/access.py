"""Who may do what with a feed: whoever may add pages where its events live; who publishes there lets it publish."""

from wagtail.permissions import page_permission_policy

from agenda.coming_in.known import parent_of
from agenda.models import AgendaIndexPage, Feed
from directory.models import StructurePage


def is_coordinator(user):
    """Someone who may publish events, whoever organises them."""
    return any(index.permissions_for_user(user).can_publish_subpage() for index in AgendaIndexPage.objects.all())


def structures_for(user):
    """Structures under whose page the user may add events."""
    pages = page_permission_policy.instances_user_has_permission_for(user, "add")
    return StructurePage.objects.filter(pk__in=pages.values("pk"), alias_of=None).order_by("title")


def may_subscribe(user):
    return is_coordinator(user) or structures_for(user).exists()


def feeds_for(user):
    """The feeds that the user sees and changes: all of them for coordinators, else those of their structures."""
    feeds = Feed.objects.select_related("structure", "created_by").defer("content")
    return feeds if is_coordinator(user) else feeds.filter(structure__in=structures_for(user))


def may_approve(user, feed):
    return parent_of(feed).permissions_for_user(user).can_publish_subpage()
