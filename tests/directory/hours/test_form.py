"""The plain form: rows and schedules, what is sent, shown again, refused, and never lost."""

import re
from html.parser import HTMLParser

import pytest
from django import forms
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from directory.hours import (
    OpeningHoursField,
    OpeningHoursWidget,
    Rows,
    Span,
    check_opening_hours,
    parse,
    rows_to_schedule,
    schedule_to_rows,
)

OFFICE = "Mo-Fr 09:00-12:00,14:00-18:00; Sa 14:00-18:00; PH off"


class HoursForm(forms.Form):
    hours = OpeningHoursField(required=False, label="horaires")


class Inputs(HTMLParser):
    """What a browser would send of a page, and the ids that labels name."""

    def __init__(self, html):
        super().__init__()
        self.data, self.ids, self.labels = {}, [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "input" and (attrs["type"] != "checkbox" or "checked" in attrs):
            self.data[attrs["name"]] = attrs.get("value", "")
        if tag == "input" and attrs["type"] != "hidden":
            self.ids.append(attrs["id"])
        if tag == "label" and attrs.get("for"):
            self.labels.append(attrs["for"])


def shown(text):
    return Inputs(str(HoursForm(initial={"hours": text})["hours"])).data


def sent(data):
    form = HoursForm(data)
    return form.cleaned_data["hours"] if form.is_valid() else form


def errors(data):
    return [error.replace("\u00a0", " ") for error in sent(data).errors["hours"]]


@pytest.mark.parametrize(
    "text",
    [
        "",
        OFFICE,
        "Fr 20:00-02:00",
        "Th 18:00-24:00",
        "Mo-Fr 09:00-18:00; We 09:00-12:00; Su off",  # rows would write it otherwise
        "mo-fr 9:00-12:00",
        "24/7",
        "Mo 08:00-09:00,10:00-11:00,12:00-13:00",
        "Jul-Aug 10:00-18:00; PH off",
        "PH 10:00-12:00",
        "PH off",
    ],
)
def test_a_form_sent_back_as_it_came_changes_nothing(text):
    assert sent(shown(text)) == text
    assert not HoursForm(shown(text), initial={"hours": text}).has_changed()


def test_rows_are_filled_from_the_stored_text():
    data = shown(OFFICE)
    assert [data[f"hours-Mo-{side}"] for side in range(4)] == ["09:00", "12:00", "14:00", "18:00"]
    assert [data[f"hours-Sa-{side}"] for side in range(4)] == ["", "", "14:00", "18:00"]
    assert (data["hours-ph"], data["hours-text"]) == ("1", "")


def test_a_text_beyond_the_rows_is_shown_open():
    html = str(HoursForm(initial={"hours": "Jul-Aug 10:00-18:00"})["hours"])
    assert '<details class="horaires-texte" open>' in html
    assert Inputs(html).data["hours-text"] == "Jul-Aug 10:00-18:00"
    assert " open" not in str(HoursForm(initial={"hours": OFFICE})["hours"])


def test_rows_make_the_text():
    data = {"hours-Mo-0": "09:00", "hours-Mo-1": "12:00", "hours-Tu-0": "9h", "hours-Tu-1": "12:00:00"}
    assert sent(data | {"hours-ph": "1"}) == "Mo,Tu 09:00-12:00; PH off"
    assert sent({"hours-Fr-2": "20:00", "hours-Fr-3": "00:00"}) == "Fr 20:00-24:00"
    assert sent({}) == ""


def test_changing_and_emptying_the_rows():
    assert sent(shown(OFFICE) | {"hours-Sa-2": "", "hours-Sa-3": ""}) == "Mo-Fr 09:00-12:00,14:00-18:00; PH off"
    empty = dict.fromkeys(shown(OFFICE), "") | {"hours-stored": OFFICE}
    assert sent(empty) == ""


def test_the_free_text_replaces_untouched_rows():
    assert sent(shown(OFFICE) | {"hours-text": "jul 10:00-12:00"}) == "Jul 10:00-12:00"
    assert sent({"hours-text": "24/7"}) == "24/7"


def test_rows_and_text_that_both_changed_are_refused_and_kept():
    data = shown("24/7") | {"hours-Mo-0": "09:00", "hours-Mo-1": "12:00"}
    assert "pas les deux" in errors(data)[0]
    again = Inputs(str(sent(data)["hours"])).data
    assert (again["hours-Mo-0"], again["hours-text"], again["hours-stored"]) == ("09:00", "24/7", "24/7")


@pytest.mark.parametrize(
    ("times", "problem"),
    [
        (("09:00", "", "", ""), "Mardi : il manque l’heure de fermeture."),
        (("", "12:00", "", ""), "Mardi : il manque l’heure d’ouverture."),
        (("25:00", "12:00", "", ""), "Mardi : « 25:00 » n’est pas une heure."),
        (("tôt", "12:00", "", ""), "Mardi : « tôt » n’est pas une heure."),
        (("09:00", "09:00", "", ""), "Mardi : l’ouverture et la fermeture sont à la même heure."),
        (("12:00", "09:00", "", ""), "Mardi : la fermeture (9 h) est avant l’ouverture (12 h)."),
        (("09:00", "15:00", "14:00", "18:00"), "Mardi : les deux plages se chevauchent."),
    ],
)
def test_a_bad_time_names_its_day_and_is_shown_again(times, problem):
    data = {f"hours-Tu-{side}": value for side, value in enumerate(times)}
    assert errors(data) == [problem]
    html = str(sent(data)["hours"])
    assert [Inputs(html).data[f"hours-Tu-{side}"] for side in range(4)] == list(times)
    assert html.count('aria-invalid="true"') == 4
    assert 'id="id_hours-Tu-error"' in html


def test_every_input_has_its_label_and_every_day_a_legend():
    html = str(HoursForm()["hours"])
    inputs = Inputs(html)
    assert sorted(inputs.labels) == sorted(inputs.ids)
    assert len(set(inputs.ids)) == 30
    assert re.findall(r"<legend>(\w+)</legend>", html) == [
        "Lundi",
        "Mardi",
        "Mercredi",
        "Jeudi",
        "Vendredi",
        "Samedi",
        "Dimanche",
    ]
    assert not re.search(r"<script|<style|\sstyle=|\son\w+=", html)


def test_what_a_browser_claims_was_stored_is_checked_too():
    assert not HoursForm({"hours-text": "<b>", "hours-stored": "<b>"}).is_valid()


def test_a_faulty_stored_text_is_shown_and_refused():
    data = shown("lundi matin")
    assert data["hours-text"] == "lundi matin"
    assert "matin" in errors(data)[0]


HOSTILE = st.text(max_size=60) | st.sampled_from(
    ['"><script>alert(1)</script>', "\x00", "٠٩:٠٠", "Mo 09:00-12:00;" * 30]
)
KEYS = st.sampled_from([f"hours-{key}" for key in ("Mo-0", "Mo-1", "Su-3", "ph", "text", "stored", "Xx-9")])


@given(st.dictionaries(KEYS, HOSTILE))
def test_hostile_forms_are_refused_or_cleaned(values):
    query = QueryDict(mutable=True)
    query.update(values)
    form = HoursForm(query)
    if form.is_valid():
        parse(form.cleaned_data["hours"])
    assert "<script" not in str(form["hours"]) + str(form.errors)


def test_a_plain_char_field_with_the_widget_refuses_bad_rows_too():
    class Plain(forms.Form):
        hours = forms.CharField(widget=OpeningHoursWidget, validators=[check_opening_hours], required=False)

    assert not Plain({"hours-Mo-0": "09:00"}).is_valid()
    good = Plain({"hours-Mo-0": "09:00", "hours-Mo-1": "12:00"})
    assert good.is_valid()
    assert good.cleaned_data["hours"] == "Mo 09:00-12:00"


@st.composite
def rows(draw):
    days = []
    for _day in range(7):
        edges = sorted(draw(st.sets(st.integers(0, 1439), max_size=4)))
        found = [Span(a, b) for a, b in zip(edges[::2], edges[1::2], strict=False)]
        lone = len(found) == 1
        days.append((None, found[0]) if lone and found[0].start >= 720 else tuple(found + [None] * (2 - len(found))))
    return Rows(tuple(days), draw(st.booleans()))


@given(rows())
def test_rows_survive_the_schedule(value):
    assert schedule_to_rows(rows_to_schedule(value)) == value


@pytest.mark.parametrize(
    "text", ["24/7", "Aug off", "SH off", "PH off; Mo 09:00-10:00", "Mo 22:00-07:00", "Sa 00:00-24:00"]
)
def test_what_rows_cannot_say(text):
    assert schedule_to_rows(parse(text)) is None
