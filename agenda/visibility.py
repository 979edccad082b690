"""Who reads an event: everybody, or the network only (« réservez la date »).

A network-only event carries Wagtail's own restriction, so that whatever lists public pages leaves it out.
"""

from django.core.exceptions import PermissionDenied
from wagtail.models import PageViewRestriction

NETWORK = "network"


def sees_network(user):
    """Members and coordinators: whoever has a part in the portal's editor."""
    return user.is_active and user.has_perm("wagtailadmin.access_admin")


class ReadByItsNetwork:
    """Mixin of a page with a `visibility`: Wagtail's restriction sends strangers to sign in, this one sends away those
    who did but have no part in the network."""

    def serve(self, request, *args, **kwargs):
        if self.visibility == NETWORK and not sees_network(request.user):
            raise PermissionDenied
        return super().serve(request, *args, **kwargs)


def follow_visibility(event, before):
    """Put the restriction of a page that was just saved in step with its `visibility`; before: that of the row before.

    A restriction that somebody set by hand on a public event stays.
    """
    own = PageViewRestriction.objects.filter(page_id=event.pk, restriction_type=PageViewRestriction.LOGIN)
    if event.visibility == NETWORK:
        if not own.exists():
            PageViewRestriction.objects.create(page_id=event.pk, restriction_type=PageViewRestriction.LOGIN)
    elif before == NETWORK:
        for restriction in own:
            restriction.delete()
