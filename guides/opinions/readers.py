"""Who reads which opinions: the coordination all of them, the keeper of a page those on that page."""

from django.db.models import Q

from guides.models import Feedback, GuidePage, StoryPage


def opinions_of(user, right="view"):
    """The opinions that somebody may read ("view") or mark as read ("change").

    A guide's keeper answers for its parts, and the owner of a story for the story.
    """
    everything = Feedback.objects.all()
    if user.has_perm(f"guides.{right}_feedback"):
        return everything
    kept = Q(page__in=StoryPage.objects.filter(owner=user).values("pk"))
    for path in GuidePage.objects.filter(keeper=user).values_list("path", flat=True):
        kept |= Q(page__path__startswith=path)
    return everything.filter(kept)


def may_read(user):
    """The coordination; and whoever keeps a page on which there is an opinion."""
    return user.has_perm("guides.view_feedback") or opinions_of(user).exists()
