"""Who answers for a guide: its keeper, else whoever may publish it."""

from django.contrib.auth import get_user_model
from wagtail.models import GroupPagePermission


def answering(guide):
    """The people to write to about a guide, who have an address: the keeper, or else the coordination."""
    keeper = guide.keeper
    if keeper and keeper.is_active and keeper.email:
        return [keeper]
    above = [guide.path[:end] for end in range(guide.steplen, len(guide.path) + 1, guide.steplen)]
    rights = GroupPagePermission.objects.filter(page__path__in=above, permission__codename="publish_page")
    people = get_user_model().objects.filter(groups__in=rights.values("group"), is_active=True).exclude(email="")
    return list(people.distinct().order_by("pk"))
