"""The difference between two bodies, block by block, in words.

Wagtail compares rich text by its text alone, where a link that leads elsewhere does not show, and names no field of a
list. So each block is first told in words (labels, addresses of links, names of choices), then Wagtail compares those.
"""

import re
from difflib import SequenceMatcher

from bs4 import BeautifulSoup
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.admin.compare import CharBlockComparison
from wagtail.blocks.field_block import ChooserBlock
from wagtail.rich_text import expand_db_html

from guides.amending.bodies import plain

ADDED, REMOVED, CHANGED, FORM, MOVED, SAME = "added", "removed", "changed", "form", "moved", "same"
SPAN = re.compile(r'<span class="(addition|deletion)">(.*?)</span>', re.DOTALL)  # of texts that Wagtail has escaped
TAGS = {"addition": "ins", "deletion": "del"}


# -- Telling ----------------------------------------------------------------------------------------------------------
def told(block, value):
    """What a block of any sort says, as text with line ends. Raises ValueError for what no page could show."""
    if isinstance(block, blocks.ListBlock):
        return "\n".join(f"– {told(block.child_block, item)}" for item in value)
    if isinstance(block, blocks.StructBlock):
        return "\n".join(_fields(block, value))
    if isinstance(block, blocks.RichTextBlock):
        return _read_aloud(value.source if value else "")
    if isinstance(block, blocks.ChoiceBlock):
        return str(dict(block.field.choices).get(value, value or ""))
    if isinstance(block, blocks.BooleanBlock):
        return str(_("oui")) if value else ""
    if isinstance(block, ChooserBlock):
        return f"{value} [{getattr(value, 'url', '') or value.pk}]" if value else ""
    return str(value or "")


def _fields(block, value):
    for name, child in block.child_blocks.items():
        text = told(child, value.get(name)) if value.get(name) else ""
        if text:
            yield f"{child.label} :\n{text}" if "\n" in text else f"{child.label} : {text}"


def _read_aloud(html):
    """Rich text with a line a paragraph, « • » before each point, and where each link leads."""
    soup = BeautifulSoup(expand_db_html(html), "html.parser")
    for link in soup("a"):
        link.append(f" [{link.get('href') or _('lien sans page')}]")
    for item in soup("li"):
        item.insert(0, "• ")
    for end in soup(["p", "li", "br", "h2", "h3", "h4", "hr"]):
        end.insert_after("\n")
    return re.sub(r"\s*\n\s*", "\n", soup.get_text()).strip()


# -- Comparing --------------------------------------------------------------------------------------------------------
def difference(before, after):
    """[{"state", "label", "html"}]: the blocks in the order of `after`, those that are gone where they were."""
    old, new = _by_key(before, after)
    old_keys, new_keys = list(old), list(new)
    rows = []
    matcher = SequenceMatcher(None, old_keys, new_keys, autojunk=False)
    for change, first, last, start, end in matcher.get_opcodes():
        if change != "equal":
            rows += [_alone(old[key], REMOVED) for key in old_keys[first:last] if key not in new]
        for key in new_keys[start:end]:
            row = _both(old[key], new[key]) if key in old else _alone(new[key], ADDED)
            has_moved = change != "equal" and row["state"] == SAME
            rows.append(row | {"state": MOVED} if has_moved else row)
    return rows


def _by_key(before, after):
    """({key: block}, {key: block}): by what blocks are recognised in both, their identifiers, else their places."""
    keys = [[child.id for child in body] for body in (before, after)]
    are_sound = all(len(set(some)) == len(some) and None not in some for some in keys)  # forged ones may hide a block
    if not (are_sound and set(keys[0]) & set(keys[1])):
        keys = [[(place, child.block_type) for place, child in enumerate(body)] for body in (before, after)]
    return dict(zip(keys[0], before, strict=True)), dict(zip(keys[1], after, strict=True))


def _row(child, state, html):
    return {"state": state, "label": child.block.label, "html": html}


def _alone(child, state):
    return _row(child, state, escape(told(child.block, child.value)))


def _both(old, new):
    block = new.block
    if old.block_type != new.block_type:
        return _row(new, CHANGED, _marked(block, told(old.block, old.value), told(block, new.value)))
    if plain(block, old.value) == plain(block, new.value):
        return _alone(new, SAME)
    texts = told(block, old.value), told(block, new.value)
    return _row(new, CHANGED, _marked(block, *texts)) if texts[0] != texts[1] else _alone(new, FORM)


def _marked(block, before, after):
    """Wagtail's own comparison of two texts, which escapes them, with the elements that HTML has for it."""
    html = CharBlockComparison(block, True, True, before, after).htmldiff()
    html = SPAN.sub(lambda found: f'<{TAGS[found[1]]} class="{found[1]}">{found[2]}</{TAGS[found[1]]}>', html)
    return mark_safe(html)  # noqa: S308


# -- Showing ----------------------------------------------------------------------------------------------------------
def shown(before, after):
    """What the template shows: the blocks that differ, each with what became of it, and how many do not."""
    names = {
        ADDED: _("Ajouté"),
        REMOVED: _("Retiré"),
        CHANGED: _("Changé"),
        FORM: _("Mise en forme seulement (gras, italique, listes) : les mots restent les mêmes"),
        MOVED: _("Déplacé"),
    }
    rows = difference(before, after)
    changed = [row | {"words": names[row["state"]]} for row in rows if row["state"] != SAME]
    return {"rows": changed, "unchanged": len(rows) - len(changed)}
