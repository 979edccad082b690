"""The guides and the stories of the demo, loaded for the tests of this room."""

from guides.models import GuidePartPage
from portal.demo.articles import load_articles
from portal.demo.partners import load_partners
from tests.rooms import directory, guides, stories


def load():
    load_partners(directory())
    load_articles(guides().get_parent(), guides(), stories())


def rows(block_type, name):
    """[(part, row)]: the rows called `name` of the blocks of one type, in every part of every guide."""
    parts = GuidePartPage.objects.order_by("path")
    blocks = ((part, block.value) for part in parts for block in part.body if block.block_type == block_type)
    return [(part, row) for part, value in blocks for row in value[name]]
