"""/api/v1/events and OpenAgenda's JSON: right in form, and true."""

import json
from datetime import timedelta

import pytest
from django.conf import settings

from agenda.filters import AgendaForm
from tests.agenda.exports.conftest import body, event, moment, monday

pytestmark = pytest.mark.django_db


def read(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return json.loads(body(response))


# -- /api/v1/events ---------------------------------------------------------------------------------------------------
def test_each_event_has_its_next_dates_fifty_at_most(client, several, structure):
    items = {row["title"]: row for row in read(client, "/api/v1/events")["items"]}
    series = items["Repair café"]
    assert (len(series["dates"]), series["dates_count"]) == (50, 60)
    assert series["dates"][0]["start"] == moment(5).isoformat()
    assert series["organisers"] == [{"id": structure.pk, "title": "La Remise", "url": structure.full_url}]
    assert items["Balade"]["status"] == "cancelled"
    assert series["url"].startswith(settings.BASE_URL)
    assert series["calendar"] == series["url"] + "evenement.ics"


def test_a_window_gives_its_dates_only(client, several):
    first, last = monday() + timedelta(days=7), monday() + timedelta(days=20)
    (item,) = read(client, f"/api/v1/events?du={first}&au={last}")["items"]
    assert [date["start"] for date in item["dates"]] == [moment(12).isoformat(), moment(19).isoformat()]
    one = read(client, f"/api/v1/events/{item['id']}?du={first}&au={last}")
    assert one == item


def test_one_date_says_what_is_different(client, portal_site):
    page = event("Chorale", rrule="FREQ=WEEKLY;COUNT=2")
    page.date_changes.create(recurrence_id=moment(7), title="Au lac", cancelled=True)
    page.save()
    usual, other = read(client, f"/api/v1/events/{page.pk}")["dates"]
    assert (usual["title"], usual["cancelled"]) == ("", False)
    assert (other["title"], other["cancelled"]) == ("Au lac", True)


def test_pages_follow_one_another(client, several):
    whole = read(client, "/api/v1/events")
    assert whole["count"] == 4
    parts = [read(client, f"/api/v1/events?limit=2&offset={offset}")["items"] for offset in (0, 2, 4)]
    assert [row["id"] for part in parts for row in part] == [row["id"] for row in whole["items"]]
    assert client.get("/api/v1/events?limit=1000").status_code == 422


def test_what_is_not_there_or_not_public_is_not_found(client, several, secrets):
    hidden = event("Caché", visibility="network")
    for key in (hidden.pk, 999_999):
        response = client.get(f"/api/v1/events/{key}")
        assert response.status_code == 404
        assert "événement" in response.json()["detail"]
    for key in (0, 2**63, "x"):
        assert client.get(f"/api/v1/events/{key}").status_code == 422


def test_the_api_describes_every_parameter_of_the_listing(client, portal_site):
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    named = {parameter["name"] for parameter in paths["/api/v1/events"]["get"]["parameters"]}
    assert set(AgendaForm.base_fields) - {"page"} <= named
    assert set(paths["/api/v1/events"]) == set(paths["/api/v1/events/{id}"]) == {"get"}


# -- OpenAgenda -------------------------------------------------------------------------------------------------------
def test_openagenda_s_members_and_codes(client, several):
    answer = read(client, "/agenda/openagenda.json")
    assert (answer["success"], answer["total"]) == (True, 4)
    events = {row["title"]["fr"]: row for row in answer["events"]}
    series, ball, talk, walk = (events[title] for title in ("Repair café", "Bal folk", "Visio", "Balade"))
    assert len(series["timings"]) == 60
    assert series["firstTiming"] == series["nextTiming"] == series["timings"][0]
    assert series["timings"][0]["begin"] == moment(5).isoformat()
    assert " – " in series["dateRange"]["fr"]
    assert [row["attendanceMode"] for row in (series, ball, talk)] == [1, 1, 2]
    assert talk["onlineAccessLink"] == "https://visio.example.org/salle"
    assert talk["location"] is None
    assert [row["status"] for row in (ball, walk)] == [1, 6]
    assert ball["location"]["name"] == "Salle Dum’Art"
    assert ball["location"]["insee"] == "05061"
    assert ball["conditions"] == {"fr": "prix libre – 5 € conseillés"}
    assert all(isinstance(row["uid"], int) for row in events.values())


def test_openagenda_s_accessibility_ages_and_registration(client, hostile):
    (row,) = read(client, "/agenda/openagenda.json")["events"]
    assert row["accessibility"] == {"ii": False, "hi": True, "vi": False, "pi": False, "mi": True}
    assert row["age"] == {"min": 6, "max": 12}
    assert {entry["type"]: entry["value"] for entry in row["registration"]} == {
        "link": "https://example.org/?a=1&b=2",
        "email": "inscription@example.org",
        "phone": "+33492000000",
    }
    assert len(row["keywords"]["fr"]) == 2


def test_a_date_cancelled_alone_is_no_timing(client, portal_site):
    page = event("Chorale", rrule="FREQ=WEEKLY;COUNT=3")
    page.date_changes.create(recurrence_id=moment(7), cancelled=True)
    page.save()
    (row,) = read(client, "/agenda/openagenda.json")["events"]
    assert [timing["begin"] for timing in row["timings"]] == [moment(0).isoformat(), moment(14).isoformat()]
    assert row["status"] == 1
