"""A prepared query gives what its queryset would, with the values of each call."""

import pytest
from django.db import models

from directory.models import StructurePage
from portal.core.models import Commune
from portal.core.prepared import Hole, Prepared, holes
from portal.demo.builders import make_structure
from tests.rooms import directory

pytestmark = pytest.mark.django_db


def test_it_gives_models_with_their_relations_for_the_values_of_each_call(portal_site, django_assert_num_queries):
    communes = [Commune.objects.get(name=name) for name in ("Gap", "Embrun")]
    pages = [make_structure(directory(), title=str(commune), commune=commune) for commune in communes]
    key = Hole("key", models.UUIDField())
    ask = Prepared(StructurePage.objects.filter(translation_key=key).select_related("commune").defer("presentation"))
    with django_assert_num_queries(2):
        found = [ask(key=page.translation_key) for page in pages]
        assert [[row.commune.name for row in rows] for rows in found] == [["Gap"], ["Embrun"]]
    assert found[0][0].get_deferred_fields() == {"presentation"}


def test_lists_of_values_have_a_length(portal_site):
    communes = list(Commune.objects.order_by("pk")[:3])
    number = models.BigIntegerField()
    ask = Prepared(Commune.objects.filter(pk__in=holes("keys", number, 2)).order_by("pk"))
    assert ask(keys=[commune.pk for commune in communes[:2]]) == communes[:2]
    assert ask(keys=[commune.pk for commune in communes[1:]]) == communes[1:]
    assert Prepared(Commune.objects.filter(pk__in=holes("keys", number, 0)))(keys=[]) == []
