"""The blocks that a page's body is made of: one flat list of ten, the same on every page."""

from portal.core.blocks.body import BodyBlock

__all__ = ["BodyBlock"]
