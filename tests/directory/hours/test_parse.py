"""Reading: what people write in OSM, what is refused and how, and the round trip."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from directory.hours import HoursError, Period, Rule, Schedule, Span, check_opening_hours, parse
from directory.hours.model import EVERY_DAY, MONTHS
from directory.hours.parsing import MONTH_DAYS

CANONICAL = [
    "",
    "24/7",
    "24/7; PH off",
    "Mo-Fr 09:00-12:00,14:00-18:00",
    "Mo-Fr 09:00-12:00,14:00-18:00; Sa 09:00-12:00; PH off",
    "Mo,We,Fr 08:30-12:15",
    "Tu-Sa 10:00-19:00; Su,PH off",
    "Mo-Su 10:00-18:00",
    "Fr,Sa 20:00-02:00",
    "Th 18:00-24:00",
    "Sa,Su,PH 10:00-12:00",
    "Jul,Aug Mo-Sa 09:00-19:00",
    "Jul-Aug 10:00-12:00",
    "Mo-Fr 09:00-17:00; Aug off",
    "Dec 24-Jan 2 off",
    "Dec 24-26 off",
    "Jan 1,May 1,Dec 25 off",
    "Oct-Mar Tu 14:00-17:00; Apr-Sep Tu 14:00-19:00",
    "We 14:00-18:00; SH Mo-Fr 10:00-12:00",
    "Mo-Fr 08:00-12:00; SH off",
    "off",
]


@pytest.mark.parametrize("text", CANONICAL)
def test_canonical_texts_come_back(text):
    assert parse(text).to_osm() == text


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("  mo-fr   9:00 - 12:00 , 14:00–18:00 ;", "Mo-Fr 09:00-12:00,14:00-18:00"),
        ("MO-FR 9h-12h, 14h30-18h", "Mo-Fr 09:00-12:00,14:30-18:00"),
        ("Mo-Fr: 09:00-12:00; Sa : 10:00-12:00", "Mo-Fr 09:00-12:00; Sa 10:00-12:00"),
        ("09:00-18:00", "Mo-Su 09:00-18:00"),
        ("Mo-Su,PH 09:00-18:00", "Mo-Su 09:00-18:00"),
        ("Sa-Su 10:00-12:00", "Sa,Su 10:00-12:00"),
        ("Sa-Mo 10:00-12:00", "Mo,Sa,Su 10:00-12:00"),
        ("PH,SH off", "PH off; SH off"),
        ("Mo-Fr 14:00-18:00,09:00-12:00", "Mo-Fr 09:00-12:00,14:00-18:00"),
        ("Mo 20:00-26:00", "Mo 20:00-02:00"),
        ("Mo 20:00-00:00", "Mo 20:00-24:00"),
        ("00:00-24:00", "24/7"),
        ("Mo closed", "Mo off"),
        ("Jul-Aug: Mo-Su 10:00-18:00", "Jul-Aug 10:00-18:00"),
        ("Jul 14 10:00-12:00", "Jul 14 10:00-12:00"),
        ("Jul 14:00-18:00", "Jul 14:00-18:00"),
        (";;", ""),
        ("Dec 24 - Dec 26 off", "Dec 24-26 off"),
    ],
)
def test_other_spellings_are_made_canonical(text, canonical):
    assert parse(text).to_osm() == canonical
    assert parse(canonical) == parse(text)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("Lu-Ve 09:00-12:00", "Lu-Ve"),
        ("Mo-Fr", "il manque les heures"),
        ("Mo-Fr 09:00-12:00; Sa", "« Sa »"),
        ("Mo 9-12", "9-12"),
        ("Mo 09:00-25:70", "09:00-25:70"),
        ("Mo 24:00-25:00", "n’existe pas"),
        ("Mo 09:00-09:00", "un jour ou plus"),
        ("Mo 09:00-12:00,11:00-14:00", "se chevauchent"),
        ("Mo 09:00-12:00, We 14:00-18:00", "points-virgules"),
        ("Mo 18:00+", "18:00+"),
        ("sunrise-sunset", "sunrise-sunset"),
        ("Mo[1] 10:00-12:00", "Mo[1]"),
        ("Mo Tu 10:00-12:00", "virgules"),
        ("PH Mo 10:00-12:00", "virgules"),
        ('Mo-Fr 09:00-12:00 "sur rendez-vous"', "guillemets"),
        ("2026 Dec 24 off", "années"),
        ("Feb 30 off", "n’existe pas"),
        ("Apr 0 off", "n’existe pas"),
        ("Dec 24-Jan off", "aux deux mois"),
        ("Jul,Mo 10:00-12:00", "un mois est attendu"),
        ("Mo-Fr 09:00-12:00 || off", "||"),
        ("Mo off open", "Mo off"),
        ("Mo ٠٩:٠٠-١٢:٠٠", "heures"),
    ],
)
def test_a_refusal_names_the_faulty_part(text, part):
    with pytest.raises(HoursError) as raised:
        parse(text)
    assert part in str(raised.value).replace("\u00a0", " ")


@pytest.mark.parametrize(
    "text",
    [
        "Mo 09:00-10:00;" * 20,
        ";".join(["Mo off"] * 21),
        # short as typed, too long once canonical
        ";".join(["Mo 9h-10h,11h-12h,13h-14h,15h-16h"] * 7),
        "9" * 100_000,
        "Mo-" * 80 + "Fr 09:00-12:00",
    ],
)
def test_texts_are_bounded(text):
    with pytest.raises(HoursError) as raised:
        parse(text)
    assert len(str(raised.value)) < 220


def test_the_validator_raises_what_django_expects():
    check_opening_hours("Mo-Fr 09:00-12:00")
    with pytest.raises(ValidationError, match="Lundi"):
        check_opening_hours("Lundi 09:00-12:00")


@given(st.text(max_size=260) | st.text(alphabet='MoTuFrPHSJanDec0123456789:-,; ofh/[]"+', max_size=120))
def test_any_text_is_read_or_refused(text):
    try:
        schedule = parse(text)
    except HoursError:
        return
    assert parse(schedule.to_osm()) == schedule


@st.composite
def spans(draw):
    edges = sorted(draw(st.sets(st.integers(0, 1440), min_size=0, max_size=6)))
    found = [Span(a, b) for a, b in zip(edges[::2], edges[1::2], strict=False)]
    if found and found[0].start > 0 and draw(st.booleans()):
        found[-1] = Span(found[-1].start, 1440 + draw(st.integers(0, found[0].start - 1)))
    return tuple(found)


@st.composite
def periods(draw):
    first, last = draw(st.tuples(st.integers(1, 12), st.integers(1, 12)))
    if draw(st.booleans()):
        return Period(first, None, last, None)
    days = [draw(st.integers(1, MONTH_DAYS[month - 1])) for month in (first, last)]
    return Period(first, days[0], last, days[1])


@st.composite
def rules(draw):
    weekdays = frozenset(draw(st.sets(st.integers(0, 6), max_size=6)))
    booleans = st.booleans()
    return Rule(draw(spans()), weekdays, draw(booleans), draw(booleans), tuple(draw(st.lists(periods(), max_size=2))))


@given(st.lists(rules(), max_size=3).map(lambda found: Schedule(tuple(found))))
def test_every_schedule_survives_its_text(schedule):
    text = schedule.to_osm()
    if len(text) <= 250:
        assert parse(text) == schedule


def test_the_names_are_osm_s():
    assert len(MONTHS) == 12
    assert frozenset(range(7)) == EVERY_DAY
