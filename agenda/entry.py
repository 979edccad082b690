"""What the catalogue keeps of an event: its card, facets, times, public facts and words."""

from agenda.timeline import days_of, pack
from portal.core.blocks.text import plain_text
from portal.core.entry_texts import EntryTexts

ACCESS = {"mi": "moteur", "hi": "auditif", "vi": "visuel", "pi": "psychique", "ii": "intellectuel"}
DAY = "jour"  # the facet of days, "2026-12-05"
TIMES = "_times"  # packed moments (agenda/timeline.py), kept with the row but in no set of bits


class EventEntry:
    """The part of EventPage that speaks to the catalogue, where all is public.

    Organisers are page numbers there: their names come from their own entries, so none that is not public is named.
    """

    entry_kind = "event"
    entry_select = (
        *("commune__valley", "commune__epci", "organiser", "at_structure__commune__valley"),
        *("at_structure__commune__epci", "place__commune__valley", "place__commune__epci", "listing_image"),
    )
    entry_defer = (  # heavier than all the rest of the row
        *("commune__outline", "at_structure__commune__outline", "place__commune__outline"),
        *("commune__epci__outline", "at_structure__commune__epci__outline", "place__commune__epci__outline"),
    )
    entry_prefetch = ("categories", "audiences", "tags", "co_organisers", "date_changes")
    entry_follows = {
        "core.EventCategory": "categories",
        "core.Audience": "audiences",
        "core.Commune": ("commune", "place__commune", "at_structure__commune"),
        "core.Valley": ("commune__valley", "place__commune__valley", "at_structure__commune__valley"),
        "core.Epci": ("commune__epci", "place__commune__epci", "at_structure__commune__epci"),
        "agenda.Place": "place",
    }

    def entry_point(self):
        return self.point

    def entry_card(self):
        return {
            "meta": [],
            "chips": [category.name for category in self.categories.all()],
            "freshness": "",
            "place": self.where,
            "commune": str(self.get_commune() or ""),
            "status": self.status,
            "online": bool(self.online_url),
            "on_site": self.is_on_site(),
            "price": self.price,
            "booking": self.takes_bookings(),
            "organisers": self.organiser_keys(),
            "rrule": self.rrule,
            "school": self.school,
            "repeats": self.repeats,
        }

    def is_on_site(self):
        return bool(self.at_structure_id or self.place_id or self.place_name or self.commune_id)

    def takes_bookings(self):
        return bool(self.booking_url or self.booking_email or self.booking_phone)

    def organiser_keys(self):
        """Page numbers of who organises, the first one first."""
        first = self.organiser_id or self._parent_structure()
        keys = [first] if first else []
        return keys + [page.pk for page in self.co_organisers.all() if page.pk not in keys]

    def _parent_structure(self):
        """The page above is a structure exactly when the event is deeper than the agenda's own events."""
        from directory.models import StructurePage

        if self.depth is None or self.depth < 5:  # root, home, index, event: what is under an index
            return None
        path = self.path[: -self.steplen]
        return StructurePage.objects.filter(path=path).values_list("pk", flat=True).first()

    def entry_facets(self):
        commune, moments = self.get_commune(), self.moments()
        days = {day.isoformat() for moment in moments for day in days_of(moment.start, moment.end)}
        values = {
            "categorie": [category.slug for category in self.categories.all()],
            "vallee": [commune.valley.slug] if commune and commune.valley else [],
            "epci": [commune.epci.slug] if commune and commune.epci else [],
            "commune": [commune.slug] if commune else [],
            "public": [audience.slug for audience in self.audiences.all()],
            "accessible": [slug for name, slug in ACCESS.items() if getattr(self, f"access_{name}")],
            "gratuit": ["1"] if self.price == self.Price.FREE else [],
            "en_ligne": ["1"] if self.online_url else [],
            "organisateur": [str(key) for key in self.organiser_keys()],
            "etat": [self.status] if self.status != self.Status.CONFIRMED else [],
            DAY: sorted(days),
            TIMES: [pack(moment.start, moment.end, self.all_day, moment.cancelled) for moment in moments],
        }
        return {name: slugs for name, slugs in values.items() if slugs}

    def entry_data(self):
        commune = self.get_commune()
        place = self.place or self.host
        facts = {
            "uid": self.global_uid,
            "first_start": self.start.isoformat(),
            "first_end": self.end.isoformat(),
            "all_day": self.all_day,
            "rrule": self.rrule,
            "rdates": self.rdates,
            "exdates": self.exdates,
            "school": self.school,
            "status": self.status,
            "former_start": self.former_start.isoformat() if self.former_start else "",
            "categories": [category.name for category in self.categories.all()],
            "tags": [tag.name for tag in self.tags.all()],
            "audiences": [audience.name for audience in self.audiences.all()],
            "age_min": self.age_min,
            "age_max": self.age_max,
            "language": self.language,
            "place": self.where,
            "address": self.address or (place.address if place else ""),
            "access_text": place.access_text if place else "",
            "commune": commune.name if commune else "",
            "code_insee": commune.code_insee if commune else "",
            "postal_codes": commune.postal_codes if commune else [],
            "valley": commune.valley.name if commune and commune.valley else "",
            "epci": commune.epci.name if commune and commune.epci else "",
            "online_url": self.online_url,
            "access": [name for name in ACCESS if getattr(self, f"access_{name}")],
            "price": self.price,
            "price_text": self.price_text,
            "booking_url": self.booking_url,
            "booking_email": self.booking_email,
            "booking_phone": self.booking_phone,
            "seats": self.seats,
            "contact": self.contact,
            "organisers": self.organiser_keys(),
            "image": self.listing_image_id,
            "text": plain_text(self.body)[:5000],
            "is_fictional": self.is_fictional,
        }
        return {name: value for name, value in facts.items() if value not in ("", None, [], {}, False)}

    def entry_texts(self):
        commune = self.get_commune()
        place = [self.where, commune.name, commune.valley.name if commune.valley else ""] if commune else [self.where]
        key_words = [self.summary]
        key_words += [
            organiser.title for organiser in [self.organiser, *self.co_organisers.all()] if organiser and organiser.live
        ]
        key_words += [term.name for term in (*self.categories.all(), *self.tags.all())]
        return EntryTexts([self.title], " ".join(place), "\n".join(filter(None, key_words)), plain_text(self.body))

    def entry_weight(self):
        """The same for all, but those that will not take place: what comes soon is a matter of the day one asks."""
        return 10 if self.status in (self.Status.CANCELLED, self.Status.POSTPONED) else 40
