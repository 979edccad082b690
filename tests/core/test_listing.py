"""A listing's GET parameters: what is understood is used, what is not is left out and said, and nothing breaks."""

import pytest
from django import forms
from django.http import QueryDict

from portal.core.listing import ListingForm, query_string


class Form(ListingForm):
    q = forms.CharField(label="recherche", required=False, max_length=200)
    domaine = forms.MultipleChoiceField(label="Domaine", required=False, choices=[("a", "A"), ("b", "B")])
    field_order = ["q", "domaine", "page"]


def read(query):
    return Form.read(QueryDict(query))


def asked_page(query, rows=45):
    form = read(query)
    return form.paginated(range(rows)).number, form.ignored


def test_a_plain_address_ignores_nothing():
    assert asked_page("") == (1, [])
    assert asked_page("page=2") == (2, [])


@pytest.mark.parametrize("value", ["abc", "-1", "0", "1.5", "1e3", "²", "%00", "2%00", "9" * 5000, "x" * 10_000])
def test_a_page_that_is_not_a_number_of_page_is_ignored_and_said(value):
    number, ignored = asked_page(f"page={value}")
    assert number == 1
    assert len(ignored) == 1
    assert "page" in ignored[0]


@pytest.mark.parametrize("value", ["4", "1000000000", "9" * 30, "9" * 4000])
def test_a_page_past_the_end_gives_the_last_and_says_so(value):
    number, ignored = asked_page(f"page={value}")
    assert number == 3
    assert len(ignored) == 1
    assert "dernière" in ignored[0]
    assert len(ignored[0]) < 150


def test_an_empty_list_has_a_first_page():
    assert asked_page("page=1", rows=0) == (1, [])


def test_an_unknown_value_is_ignored_and_said_with_the_filter_s_name():
    form = read("domaine=zzz")
    assert not form.values["domaine"]
    assert "zzz" in form.ignored[0]
    assert "Domaine" in form.ignored[0]


def test_a_value_that_is_too_long_is_ignored_and_said_in_short():
    form = read("q=" + "x" * 10_000)
    assert not form.values["q"]
    assert len(form.ignored[0]) < 200


def test_a_nul_byte_is_ignored_and_never_printed():
    form = read("q=caf%00e")
    assert not form.values["q"]
    assert len(form.ignored) == 1
    assert "\x00" not in form.ignored[0]


def test_unknown_parameters_are_ignored_and_said():
    form = read("couleur=bleu&taille=3")
    assert len(form.ignored) == 1
    assert "couleur" in form.ignored[0]
    assert "taille" in form.ignored[0]


def test_a_thousand_unknown_parameters_make_one_short_sentence():
    form = read("&".join(f"p{n}={'x' * 50}" for n in range(1000)))
    assert len(form.ignored) == 1
    assert len(form.ignored[0]) < 400


@pytest.mark.parametrize("name", ["utm_source", "utm_campaign", "mtm_campaign", "pk_campaign", "fbclid", "gclid"])
def test_tracking_parameters_are_ignored_in_silence(name):
    form = read(f"{name}=lettre&q=velo")
    assert form.ignored == []
    assert form.query_prefix() == "?q=velo&"


def test_the_state_is_written_in_one_order_only():
    first, second = read("domaine=b&q=velo&page=3"), read("page=1&q=velo&domaine=b")
    assert first.query_prefix() == second.query_prefix() == "?q=velo&domaine=b&"


def test_what_was_ignored_does_not_come_back_in_the_links():
    assert read("q=velo&domaine=zzz&couleur=bleu").query_prefix() == "?q=velo&"
    assert read("").query_prefix() == "?"


def test_a_repeated_value_counts_once_and_several_are_kept():
    form = read("domaine=a&domaine=a&domaine=b")
    assert form.values["domaine"] == ["a", "b"]
    assert form.state() == {"domaine": ["a", "b"]}


def test_a_repeated_parameter_that_takes_one_value_keeps_the_one_that_was_used():
    form = read("q=velo&q=ski")
    assert form.state() == {"q": [form.values["q"]]}
    assert form.query_prefix().count("q=") == 1


def test_spaces_around_and_empty_values_are_nothing():
    form = read("q=%20velo%20&domaine=&domaine=a&page=")
    assert form.values["q"] == "velo"
    assert form.values["domaine"] == ["a"]
    assert form.ignored == []


def test_a_query_string_writes_each_value():
    assert query_string({"q": ["l’été"], "domaine": ["a", "b"]}) == "q=l%E2%80%99%C3%A9t%C3%A9&domaine=a&domaine=b"
