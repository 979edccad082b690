"""What the workbench shows: pairs with their reasons, and two sheets side by side with a map."""

from django.urls import reverse
from django.utils.translation import gettext as _

from directory.duplicates.likeness import likeness
from directory.duplicates.merge import working_copy
from directory.duplicates.parts import BOTH, KEPT, OTHER, differences, parts
from directory.duplicates.refusals import ordered
from directory.duplicates.sheets import compared, likely_pairs, sheet_of
from directory.models import StructurePage
from portal.core.territory.groups import PlaceCount, draw_map


def drawn(pairs):
    """[(key, key, Likeness)] with what a list shows of their pages: one query."""
    keys = {key for pair in pairs for key in pair[:2]}
    pages = compared().select_related("commune").defer_streamfields().in_bulk(keys)
    return [_pair(pages[one], pages[other], like) for one, other, like in pairs if one in pages and other in pages]


def _pair(one, other, like):
    kept, other = suggested(one, other)
    return {
        "sheets": [card(kept), card(other)],
        "percent": like.percent,
        "reasons": like.reasons,
        "compare_url": reverse("directory_duplicates:compare", args=[kept.pk, other.pk]),
        "two_url": reverse("directory_duplicates:two", args=[kept.pk, other.pk]),
    }


def suggested(one, other):
    """(the one to keep, the other): what is public first, then the fuller, then the older."""
    return sorted((one, other), key=lambda page: (not page.live, -page.completeness, page.pk))


def card(page):
    facts = [str(page.commune or ""), page.get_kind_display(), "" if page.live else _("brouillon")]
    return {
        "title": page.title,
        "facts": [fact for fact in facts if fact],
        "edit_url": reverse("wagtailadmin_pages:edit", args=[page.pk]),
        "url": page.get_url() if page.live else "",
        "unpublished": page.live and page.has_unpublished_changes,
    }


def comparison(kept, other):
    """The context of the side-by-side page."""
    mine, theirs = working_copy(kept), working_copy(other)
    rows = [_row(row) for row in differences(mine, theirs)]
    like = _known_likeness(kept.pk, other.pk) or likeness(sheet_of(mine), sheet_of(theirs))
    return {
        "kept": card(kept),
        "other": card(other),
        "rows": rows,
        "same_count": len(parts()) - len(rows),
        "percent": like.percent,
        "reasons": like.reasons,
        "map": pair_map(mine, theirs),
        "swap_url": reverse("directory_duplicates:compare", args=[other.pk, kept.pk]),
        "two_url": reverse("directory_duplicates:two", args=[kept.pk, other.pk]),
        "list_url": reverse("directory_duplicates:list"),
    }


def _known_likeness(one, other):
    """What the list says of the pair, where it lists it: there, words weigh by how rare they are."""
    pair = ordered(one, other)
    return next((like for *keys, like in likely_pairs() if tuple(keys) == pair), None)


def _row(row):
    part = row["part"]
    labels = [(KEPT, _("celle de gauche")), (OTHER, _("celle de droite"))]
    options = [*labels, *([(BOTH, _("les deux"))] if part.takes_both else [])]
    return row | {
        "id": f"choix-{part.name}",
        "label": part.label,
        "options": [{"value": value, "label": label, "checked": value == row["default"]} for value, label in options],
    }


def pair_map(*pages):
    """Both on the outline map; None when nobody knows where either is."""
    places = [
        PlaceCount(page.title, "", *page.point, 1, reverse("wagtailadmin_pages:edit", args=[page.pk]))
        for page in pages
        if page.point
    ]
    return draw_map(places, title=_("Où sont les deux fiches")) if places else None


def pages_of(sheets):
    """The pages of some sheets, by key: one query."""
    keys = [sheet.key for sheet in sheets]
    return StructurePage.objects.select_related("commune").defer_streamfields().in_bulk(keys)
