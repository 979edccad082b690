"""What the demo makes up can be taken for nobody's, and is right by the rules of the real sheets."""

import re

import pytest

from directory.hours import parse
from portal.core.vocabularies import FILE
from portal.demo.fictional_sheets import GROUPS, HOURS, LABELS, OTHER_LABELS, SERVICES, fictional_sheet
from portal.demo.fictional_structures import read_recipe

FIELDS = read_recipe()["fields"]


@pytest.fixture(scope="module")
def sheets():
    return [
        fictional_sheet(2026, f"structure-{number}", field["key"], field["audiences"], 1999)
        for number in range(40)
        for field in FIELDS
    ]


def test_the_same_seed_and_slug_give_the_same_sheet(sheets):
    assert fictional_sheet(2026, "structure-0", FIELDS[0]["key"], FIELDS[0]["audiences"], 1999) == sheets[0]


def test_telephones_are_of_the_range_kept_for_fiction_and_addresses_of_a_reserved_domain(sheets):
    assert all(re.fullmatch(r"04 65 71 \d\d \d\d|", sheet.phone) for sheet in sheets)
    assert all(re.fullmatch(r"https://[a-z0-9-]+\.example/|", sheet.website) for sheet in sheets)
    assert all(re.fullmatch(r"contact@[a-z0-9-]+\.example|", sheet.email) for sheet in sheets)
    assert all(sheet.person is None or sheet.person[0].endswith(" Exemple") for sheet in sheets)


def test_hours_are_canonical():
    for text, _weight in HOURS:
        assert not text or parse(text).to_osm() == text


def test_words_are_in_the_vocabularies_and_every_field_has_its_services(sheets):
    known = FILE.read_text(encoding="utf-8")
    for slug in {*sum(LABELS.values(), ()), *OTHER_LABELS}:
        assert f'slug = "{slug}"' in known
    assert {field["key"] for field in FIELDS} == set(SERVICES)


def test_the_demo_shows_each_kind_of_sheet(sheets):
    for name in ("opening_hours", "closures", "phone", "website", "email", "volunteer_text", "labels", "verified"):
        filled = [bool(getattr(sheet, name)) for sheet in sheets]
        assert any(filled), name
        assert not all(filled), name
    assert {sheet.access for sheet in sheets} == {"full", "partial", "none", ""}
    assert {sheet.status for sheet in sheets} == {"active", "dormant"}
    assert all({group for group, _days in sheet.verified} <= set(GROUPS) for sheet in sheets)
