"""What is kept of searches: those that somebody follows by e-mail, and those that found nothing."""

from portal.finding.models.saved_search import SavedSearch
from portal.finding.models.unanswered import UnansweredSearch, Wish

__all__ = ["SavedSearch", "UnansweredSearch", "Wish"]
