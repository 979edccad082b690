"""What the words of a calendar mean here: communes, known places, categories. Read once a run: six queries."""

from wagtail.models import Locale

from agenda.models import Place
from directory.imports.communes import Communes
from portal.core.folding import fold
from portal.core.models import EventCategory

MAX_TAGS, LONGEST_TAG = 8, 40


class Words:
    """Of one feed, whose own category, place and commune stand in for what the calendar does not say."""

    def __init__(self, feed):
        self.feed, self.communes = feed, Communes()
        self.places = {}
        for place in Place.objects.all():
            self.places[fold(place.name), place.commune_id] = place.pk
            self.places.setdefault((fold(place.name), None), place.pk)
        self.categories = {}
        for term in EventCategory.objects.filter(locale=Locale.get_default()):
            self.categories[fold(term.name)] = self.categories[fold(term.slug)] = term.pk

    def sorted_out(self, names):
        """(keys of our categories, tags): what is no category of ours is a tag."""
        known = {self.categories[fold(name)] for name in names if fold(name) in self.categories}
        others = [name for name in names if fold(name) not in self.categories and len(name) <= LONGEST_TAG]
        if not known and self.feed.category_id:
            known = {self.feed.category_id}
        return sorted(known), sorted(others[:MAX_TAGS])

    def where(self, row):
        """« Salle des fêtes, rue du Pont, 05600 Guillestre » taken apart; what is not understood stays in words."""
        found = {"place": None, "commune": None, "place_name": "", "address": ""}
        found |= {"latitude": row.latitude, "longitude": row.longitude}
        parts = [part.strip() for part in row.location.split(",")] if not _is_online(row) else []
        if not any(parts):
            if row.latitude is None and not row.online_url:
                found |= {"place": self.feed.place_id, "commune": None if self.feed.place_id else self.feed.commune_id}
            return found
        commune, before = self._commune(parts)
        if before and before[0] and not before[0][0].isdigit():
            found["place_name"], before = before[0][:150], before[1:]
        found |= {"address": ", ".join(before)[:200], "commune": commune or self.feed.commune_id}
        place = self.places.get((fold(found["place_name"]), commune)) if found["place_name"] else None
        if place and row.latitude is None:
            found |= {"place": place, "commune": None, "place_name": "", "address": ""}
        return found

    def _commune(self, parts):
        """(key of the commune, the parts before it); the last part that means one commune, and one only."""
        for rank in range(len(parts) - 1, -1, -1):
            meant = self.communes.meant(parts[rank])
            if len(meant) == 1:
                return next(iter(meant.values())).pk, parts[:rank]
        return None, parts


def _is_online(row):
    """« En ligne », or the very address of the meeting, is no place."""
    return bool(row.online_url) and (row.location == row.online_url or fold(row.location) == "en ligne")
