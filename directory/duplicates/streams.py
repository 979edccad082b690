"""Page keys inside the texts of a StreamField: links of rich text, and pages chosen in a block."""

import json
import re

_LINK = r'(<(?:a|embed)\b[^>]*?\bid=")%d(")'


def repoint_stream(raw, path, old, new):
    """Change the key old into new at a place of the stream; return True when something was changed.

    raw: the list of blocks as they are stored, changed in place; path: the rest of ReferenceIndex.content_path, without
    the field: "<block id>.<name or item id> ...".
    """
    return bool(path) and _walk(raw, path.split("."), old, new)


def _walk(node, path, old, new):
    if isinstance(node, list):
        for item in node:
            if isinstance(item, dict) and item.get("id") == path[0]:
                return _at(item, "value", path[1:], old, new)
        return False
    return isinstance(node, dict) and path[0] in node and _at(node, path[0], path[1:], old, new)


def _at(holder, key, path, old, new):
    if path:
        return _walk(holder[key], path, old, new)
    value = holder[key]
    if isinstance(value, str):
        holder[key] = repoint_text(value, old, new)
    elif value == old and not isinstance(value, bool):
        holder[key] = new
    return holder[key] != value


def repoint_text(html, old, new):
    """Rich text: <a linktype="page" id="12">; documents and pictures with the same number are left alone."""

    def change(match):
        tag = match[0]
        return re.sub(_LINK % old, rf"\g<1>{new}\g<2>", tag) if 'linktype="page"' in tag else tag

    return re.sub(r"<a\b[^>]*>", change, html)


def repoint_stored(text, path, old, new):
    """The same on the JSON text that a revision holds; the text, changed or not."""
    raw = json.loads(text)
    return json.dumps(raw) if repoint_stream(raw, path, old, new) else text
