"""Bodies of parts compared as their readers would: identifiers of blocks and the editor's marks do not count."""

import hashlib
import json
import re

from django.core import signing
from wagtail import blocks

from guides.models import GuidePartPage

BODY = GuidePartPage._meta.get_field("body")
EDITOR_MARK = re.compile(r' data-block-key="[^"]*"')


def same(one, other):
    """Do two bodies say the same, in the same form?"""
    return plain(BODY.stream_block, one) == plain(BODY.stream_block, other)


def plain(block, value):
    """The value of a block of any sort, as the editor would send it back untouched, without identifiers."""
    if isinstance(block, blocks.StreamBlock):
        return [[child.block_type, plain(child.block, child.value)] for child in value]
    if isinstance(block, blocks.ListBlock):
        return [plain(block.child_block, item) for item in value]
    if isinstance(block, blocks.StructBlock):
        return {name: plain(child, value.get(name)) for name, child in block.child_blocks.items()}
    if isinstance(block, blocks.RichTextBlock):
        return _as_edited(block, value.source if value else "")
    return _trimmed(block.get_prep_value(value))


def _as_edited(block, html):
    """The editor writes `strong` as `b`, and the like: what went through it once and what did not are the same."""
    converter = block.field.widget.converter
    return EDITOR_MARK.sub("", converter.to_database_format(converter.from_database_format(html)))


def _trimmed(value):
    if isinstance(value, str):
        return value.replace("\r\n", "\n").strip()
    return "" if value is None else value


def state_of(part):
    """A digest of what a decision would replace: the public body, and the draft that waits if any."""
    said = json.dumps([part.latest_revision_id, plain(BODY.stream_block, part.body)], default=str)
    return hashlib.sha256(said.encode()).hexdigest()


# -- The body that a form started from: signed, so that nobody makes another one up -----------------------------------
def _salt(key):
    return f"guides.amending.start:{key}"


def sign_start(part):
    return signing.dumps(BODY.stream_block.get_prep_value(part.body), salt=_salt(part.pk), compress=True)


def read_start(token, key):
    """The body that the form of part number `key` started from; None when the token is not ours."""
    try:
        return BODY.stream_block.to_python(signing.loads(token, salt=_salt(key)))
    except signing.BadSignature:
        return None
