"""The check of every index of text: that of the database, and the outside one if there is any."""

from django.db import transaction

from portal.search.engines import text_engine
from portal.search.engines.outside.address import address
from portal.search.engines.outside.changes import with_texts
from portal.search.engines.outside.compare import compare
from portal.search.engines.outside.documents import BATCH, batches
from portal.search.engines.outside.follow import follow
from portal.search.models import CatalogueState, Entry
from portal.search.terms import terms_of

COUNTED = {"missing": "absent(s)", "extra": "de trop", "older": "plus ancien(s)", "newer": "plus récent(s) que la base"}


def check(repair=True):
    """Return what differs, a French sentence an index, and put it right; raises Down when the engine does not answer.

    What the outside index is about to take in by itself is no difference.
    """
    found = [_of_the_database(repair)]
    if address() is not None:
        follow()
        found.append(_of_the_outside(compare(repair)))
    return [sentence for sentence in found if sentence]


def _of_the_outside(drift):
    if drift.no_index:
        return f"{address().label} : l’index manque, ou n’est plus de la forme voulue"
    counts = [f"{number} {label}" for name, label in COUNTED.items() if (number := getattr(drift, name))]
    return f"{address().label} : {', '.join(counts)}" if counts else ""


# -- The database's own -----------------------------------------------------------------------------------------------
def _of_the_database(repair):
    listed = Entry.objects.listed().values_list("pk", flat=True)
    known, wanted = text_engine().keys(), set(listed)
    missing, extra = wanted - known, known - wanted
    if repair:
        for keys in batches(sorted(missing | extra), BATCH):
            _put_right(keys)
    return f"base : {len(missing)} entrée(s) sans mots, {len(extra)} sans entrée" if missing or extra else ""


@transaction.atomic
def _put_right(keys):
    """As the entries are now: the catalogue's only row keeps their writers waiting meanwhile."""
    CatalogueState.objects.select_for_update().first()
    entries = with_texts(Entry.objects.listed()).exclude(text=None).in_bulk(keys)
    text_engine().remove([key for key in keys if key not in entries])
    text_engine().write({key: terms_of(entry.text) for key, entry in entries.items()})
