"""What the catalogue keeps of guides and stories: their cards, facets, public facts and words."""

from django.utils.html import strip_tags
from django.utils.timezone import localdate

from guides.cards import guide_meta, reviewed, story_meta
from portal.core.blocks.text import plain_text
from portal.core.entry_texts import EntryTexts

EVERYBODY = "tous"  # in a facet of a guide for which nothing was chosen
CHANGES_TOLD = 50
ORDER = "_ordre"  # a text by which lists are sorted, kept with the row but in no set of bits


def _filled(values):
    return {name: value for name, value in values.items() if value not in ("", None, [], {}, False)}


def newest_first(moment):
    """A text that sorts the last published first."""
    return f"{10**11 - int(moment.timestamp() if moment else 0):012}"


class GuideEntry:
    """The part of GuidePage that speaks to the catalogue: a guide's entry holds the words of its parts."""

    entry_kind = "guide"
    entry_prefetch = ("cooperation", "sizes", "fields_of_activity", "valleys", "tags", "contributors", "changes")
    entry_prefetch += ("related_guides",)
    entry_follows = {
        "core.CooperationField": "cooperation",
        "core.StructureSize": "sizes",
        "core.FieldOfActivity": "fields_of_activity",
        "core.Valley": "valleys",
        "taggit.Tag": "tags",
    }

    def entry_card(self):
        return {
            "meta": guide_meta(self.number, self.total_minutes()),
            "chips": [field.name for field in self.cooperation.all()],
            "freshness": reviewed(self.last_reviewed_on),
            "number": self.number,
            "minutes": self.total_minutes(),
        }

    def entry_changed_at(self):
        """A change of a part is one of the guide."""
        moments = [self.last_published_at, *(part.last_published_at for part in self.parts)]
        moments += [change.made_at for change in self.told_changes[:1]]
        return max((moment for moment in moments if moment), default=None)

    def total_minutes(self):
        """Minutes that the whole guide takes to be read."""
        return self.reading_minutes + sum(part.reading_minutes for part in self.parts)

    def entry_facets(self):
        return _filled(
            {
                "cooperation": [term.slug for term in self.cooperation.all()],
                "taille": [term.slug for term in self.sizes.all()] or [EVERYBODY],
                "domaine": [term.slug for term in self.fields_of_activity.all()] or [EVERYBODY],
                "vallee": [valley.slug for valley in self.valleys.all()] or [EVERYBODY],
                "etiquette": [tag.slug for tag in self.tags.all()],
                ORDER: [f"{self.number:05}"],
            }
        )

    def entry_data(self):
        return _filled(
            {
                "number": self.number,
                "version": self.version,
                "reading_minutes": self.total_minutes(),
                "dated": self.dated,
                "sources": self.sources.splitlines(),
                "parts": [
                    {
                        "id": part.pk,
                        "title": part.title,
                        "slug": part.slug,
                        "summary": part.summary,
                        "minutes": part.reading_minutes,
                    }
                    for part in self.parts
                ],
                "history": [
                    {
                        "number": change.number,
                        "part": change.part,
                        "reason": change.reason,
                        "day": localdate(change.made_at).isoformat(),
                    }
                    for change in self.told_changes[:CHANGES_TOLD]
                ],
                "people": [
                    {"person": link.person, "structure": link.structure_id}
                    for link in self.contributors.all()
                    if link.person or link.structure_id
                ],
                "related": [guide.pk for guide in self.related_guides.all()],
                "cooperation": [term.name for term in self.cooperation.all()],
                "sizes": [term.name for term in self.sizes.all()],
                "fields": [term.name for term in self.fields_of_activity.all()],
                "valleys": [valley.name for valley in self.valleys.all()],
                "tags": [tag.name for tag in self.tags.all()],
                "tag_slugs": {tag.slug: tag.name for tag in self.tags.all()},
                "review_on": self.review_on.isoformat() if self.review_on else "",
                "image": self.listing_image_id,
            }
        )

    def entry_texts(self):
        words = [self.summary, *(part.title for part in self.parts)]
        words += [term.name for term in (*self.cooperation.all(), *self.fields_of_activity.all(), *self.tags.all())]
        bodies = [plain_text(self.body), *(f"{part.summary} {plain_text(part.body)}" for part in self.parts)]
        return EntryTexts([self.title], key_words="\n".join(filter(None, words)), body="\n".join(bodies))

    def entry_weight(self):
        return 60 if self.last_reviewed_on else 50


class StoryEntry:
    """The part of StoryPage that speaks to the catalogue."""

    entry_kind = "story"
    entry_select = ("commune__valley", "size")
    entry_defer = ("commune__outline",)
    entry_prefetch = ("cooperation", "tags", "guides", "structures__structure__commune__valley")
    entry_follows = {
        "core.CooperationField": "cooperation",
        "core.StructureSize": "size",
        "core.Commune": ("commune", "structures__structure__commune"),
        "core.Valley": ("commune__valley", "structures__structure__commune__valley"),
        "taggit.Tag": "tags",
    }

    def entry_point(self):
        return self.commune.point if self.commune else None

    def entry_card(self):
        return {
            "meta": story_meta(self),
            "chips": [field.name for field in self.cooperation.all()],
            "freshness": reviewed(self.last_reviewed_on),
        }

    def all_valleys(self):
        """Its own, else those of the structures that did it."""
        communes = [self.commune] if self.commune else [link.structure.commune for link in self.structures.all()]
        valleys = {commune.valley.pk: commune.valley for commune in communes if commune and commune.valley}
        return list(valleys.values())

    def entry_facets(self):
        return _filled(
            {
                "cooperation": [term.slug for term in self.cooperation.all()],
                "vallee": [valley.slug for valley in self.all_valleys()],
                "taille": [self.size.slug] if self.size else [],
                "cout": [self.cost_band.value] if self.cost_band else [],
                "annee": [str(self.year)] if self.year else [],
                "etiquette": [tag.slug for tag in self.tags.all()],
                "guide": [str(guide.pk) for guide in self.guides.all()],
                ORDER: [newest_first(self.first_published_at)],
            }
        )

    def entry_data(self):
        return _filled(
            {
                "place": self.place,
                "commune": self.commune.name if self.commune else "",
                "code_insee": self.commune.code_insee if self.commune else "",
                "valleys": [valley.name for valley in self.all_valleys()],
                "year": self.year,
                "size": self.size.name if self.size else "",
                "cost_amount": self.cost_amount if self.cost_amount is not None else "",
                "cost_band": self.cost_band.value if self.cost_band else "",
                "cost_text": self.cost_text,
                "time_text": self.time_text,
                "funders": self.funders.splitlines(),
                "cooperation": [term.name for term in self.cooperation.all()],
                "tags": [tag.name for tag in self.tags.all()],
                "tag_slugs": {tag.slug: tag.name for tag in self.tags.all()},
                "structures": [
                    {"id": link.structure_id, "role": link.role} for link in self.structures.all() if link.structure_id
                ],
                "guides": [guide.pk for guide in self.guides.all()],
                "sources": self.sources.splitlines(),
                "image": self.listing_image_id,
            }
        )

    def entry_texts(self):
        from guides.models.story import TOLD

        place = [self.place, str(self.commune or ""), *(valley.name for valley in self.all_valleys())]
        words = [self.summary]
        words += [link.structure.title for link in self.structures.all() if link.structure.live]
        words += [term.name for term in (*self.cooperation.all(), *self.tags.all())]
        bodies = [strip_tags(getattr(self, name)) for name in TOLD]
        bodies += [plain_text(self.steps), plain_text(self.body), self.outside_partners, self.funders]
        return EntryTexts([self.title], " ".join(place), "\n".join(filter(None, words)), "\n".join(bodies))

    def entry_weight(self):
        return 55 if self.last_reviewed_on else 45
