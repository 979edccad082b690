"""What the forms of visitors have in common."""

import time

import pytest
from django import forms

from portal.core.visitors.forms import LongText, VisitorForm
from portal.core.visitors.stamp import MAX_SECONDS, stamp

PAGE = 7


class NoteForm(VisitorForm):
    purpose = "note"
    min_seconds = 2
    per_hour = 2
    text = LongText(label="Texte", most=10, rows=3)


@pytest.fixture
def post(rf):
    def filled(age=60, **changes):
        values = {"text": "Bonjour", "jeton": stamp("note", PAGE, time.time() - age)} | changes
        form = NoteForm(rf.post("/", values), PAGE)
        form.is_valid()
        return form

    return filled


def test_what_a_person_fills_is_taken(post):
    form = post()
    assert form.is_valid()
    assert (form.is_trapped, form.is_too_fast) == (False, False)


@pytest.mark.parametrize(("age", "expected"), [(0, True), (3, False)])
def test_each_kind_of_form_says_how_many_seconds(post, age, expected):
    assert post(age).is_too_fast is expected


def test_what_a_robot_fills_is_known(post):
    assert post(complement="x").is_trapped
    assert not post(complement="  ").is_trapped
    assert post(jeton="forgé").is_too_fast


def test_a_form_left_open_too_long_is_opened_again(post):
    form = post(age=MAX_SECONDS + 5)
    assert "resté ouvert trop longtemps" in str(form.non_field_errors())
    assert form.token != form.data["jeton"]
    assert form["text"].value() == "Bonjour"


def test_a_form_shown_again_keeps_its_moment_when_it_is_ours(post):
    form = post(text="")
    assert form.token == form.data["jeton"]
    assert post(jeton="forgé").token != "forgé"


def test_too_many_an_hour_is_said(post):
    assert post().is_within_limit()
    assert post().is_within_limit()
    form = post()
    assert not form.is_within_limit()
    assert form.non_field_errors() == ["Pas plus de 2 messages par heure. Réessayez un peu plus tard."]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a" * 10, ""),
        ("a" * 11, "Votre message fait 11 signes : raccourcissez-le à 10."),
        ("a" * 100_000, "Votre message fait 100000 signes : raccourcissez-le à 10."),
        ("1\r\n2\r\n3\r\n4\r\n5", ""),
        ("", "Champ requis"),
    ],
)
def test_the_length_of_a_text_is_said(post, text, words):
    said = " ".join(post(text=text).errors.get("text", []))
    assert words in said
    assert bool(words) is bool(said)


def test_a_browser_does_not_cut_what_is_pasted():
    assert "maxlength" not in LongText(most=10, rows=3).widget.attrs


def test_line_ends_are_one_character(post):
    assert post(text="a\r\nb\rc").cleaned_data["text"] == "a\nb\nc"


def test_nothing_is_bound_before_it_is_sent(rf):
    form = NoteForm(rf.get("/", {"text": "x"}), PAGE)
    assert not form.is_bound
    assert isinstance(form, forms.Form)
