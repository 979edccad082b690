"""What the page of an event shows besides its own texts: nothing is said of what nobody has said.

`data` is what the catalogue keeps (agenda/entry.py): words and names, so that a public page needs no query a relation.
A draft and an event for the network only are in no catalogue: theirs is made from the page.
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from agenda.around import others_around
from agenda.event_dates import CANCELLED, POSTPONED, coming_of, dates_of, former_date, is_without_date, next_of
from agenda.event_facts import facts_of
from agenda.event_place import followed, place_map, where_of
from agenda.json_ld import structured_data
from agenda.visibility import NETWORK
from portal.search.memory import shelf
from portal.search.models import Entry


def event_context(event, request, now=None):
    """Return the template's context."""
    now = now or timezone.now()
    named, continued_by = _entries_named_by(event)
    is_preview = getattr(request, "is_preview", False)
    own = None if is_preview else named.get(event.pk)
    data = own.data if own else event.entry_data()
    organisers = _organisers(data.get("organisers", ()), named)
    where = where_of(event, data, named.get(event.at_structure_id), _point(event, own))
    moments = event.moments(now)
    dates = dates_of(event, moments, now)
    image = event.listing_image
    return dates | {
        "chips": chips(event, data, where),
        "alerts": list(alerts(event, dates["is_past"])),
        "continues": named.get(event.continues_id),
        "continued_by": continued_by,
        "where": where,
        "map": place_map(event, where),
        "facts": list(facts_of(event, data, where, organisers)),
        "booking_url": where_to_book(event, dates["is_past"]),
        "tags": data.get("tags", []),
        "files": event.files.select_related("document"),
        "image": image,
        "calendar": "" if is_preview else f"{urlsplit(own.url if own else event.get_url()).path}evenement.ics",
        "is_public": bool(own),
        "others": _others(event, data, where, own, moments, now),
        "json_ld": structured_data(own, where, organisers, _told(moments, now), picture_of(image)) if own else "",
    }


def _entries_named_by(event):
    """({page number: entry} of the event and of the pages it names, [entries] of what takes it further): one query.

    Only what everybody may read has an entry.
    """
    named = {event.pk, event.at_structure_id, event.continues_id, event.organiser_id} - {None}
    wanted = Q(page_id__in=named)
    if event.pk:
        wanted |= Q(page_id__in=event.continued_by.values("pk"))
    found = {entry.page_id: entry for entry in Entry.objects.listed().filter(wanted).order_by("pk")}
    return found, [entry for key, entry in found.items() if key not in named]


def _organisers(keys, named):
    """The entries of those that are public, in order; a query more when there are several, or the page above is one."""
    if missing := set(keys) - named.keys():
        named = named | {entry.page_id: entry for entry in Entry.objects.listed().filter(page_id__in=missing)}
    return [named[key] for key in keys if key in named]


def _point(event, own):
    if own:
        return (own.latitude, own.longitude) if own.latitude is not None else None
    return event.point


def _told(moments, now):
    """The moments that search engines are told of: those to come, or the last one of what is over."""
    return coming_of(moments, now) or moments[-1:]


def _others(event, data, where, own, moments, now):
    """Other events near the next date; none beside an event that is over, since they would be over too."""
    first = next_of(moments, now)
    if not first or first.end < now:
        return []
    held = shelf("event", get_language() or settings.LANGUAGE_CODE)
    commune = own.facets.get("commune", [""])[0] if own else ""
    if not own and (known := event.get_commune()):
        commune = known.slug
    return others_around(held, first.start, commune, where.point, own.pk if own else None, now)


# -- What it is --------------------------------------------------------------------------------------------------------
def chips(event, data, where):
    """Its state when that matters, what it is, and how one takes part: [{"text", "tone"}]."""
    words = []
    if event.status != event.Status.CONFIRMED:
        tone = "rouge" if event.status in (CANCELLED, POSTPONED) else "or"
        words.append((event.get_status_display(), tone))
    if event.visibility == NETWORK:
        words.append((_("réseau seulement"), "or"))
    words += [(name, "") for name in data.get("categories", ())]
    if event.price in (event.Price.FREE, event.Price.OPEN):
        words.append((event.get_price_display(), ""))
    if where.online:
        words.append((_("en salle et en ligne") if where.is_on_site else _("en ligne"), ""))
    if event.is_fictional:
        words.append((_("Exemple fictif"), "or"))
    return [{"text": text, "tone": tone} for text, tone in words]


def alerts(event, is_past):
    """What must be known before anything else: {"message", "tone"} of components/alert.html."""
    if is_past:
        yield {"message": _("Cet événement est passé."), "tone": "info"}
    if event.visibility == NETWORK:
        words = _("Réservez la date : cet événement n’est annoncé qu’au réseau. Merci de ne pas le diffuser.")
        yield {"message": words, "tone": "info"}
    if event.status == CANCELLED:
        yield {"message": _("Cet événement est annulé."), "tone": "erreur"}
    elif event.status == POSTPONED:
        yield {"message": postponed_in_words(event), "tone": "attention"}
    elif is_past:
        return
    elif event.status == event.Status.TENTATIVE:
        words = _("Cet événement est à confirmer : vérifiez avant de vous déplacer.")
        yield {"message": words, "tone": "attention"}
    elif event.status == event.Status.FULL:
        yield {"message": _("Cet événement est complet : il n’y a plus de place."), "tone": "attention"}


def postponed_in_words(event):
    former = former_date(event, event.former_start or event.start)
    if is_without_date(event):
        return _("Cet événement est reporté : il n’aura pas lieu le %(day)s. La nouvelle date n’est pas connue.") % {
            "day": former
        }
    return _("Cet événement est reporté : il devait avoir lieu le %(day)s. Sa nouvelle date est sur cette page.") % {
        "day": former
    }


# -- What one does with it ---------------------------------------------------------------------------------------------
def where_to_book(event, is_past):
    """The address of the one button of the page, "" when there is nothing to book."""
    is_open = event.status in (event.Status.CONFIRMED, event.Status.TENTATIVE) or (
        event.status == POSTPONED and not is_without_date(event)
    )
    return followed(event.booking_url) if is_open and not is_past else ""


def picture_of(image):
    """The absolute address of the picture that search engines show, "" without one: the social card's own copy."""
    if not image:
        return ""
    url = image.get_rendition("fill-1200x630|format-jpeg").url
    return url if url.startswith("http") else settings.BASE_URL + url
