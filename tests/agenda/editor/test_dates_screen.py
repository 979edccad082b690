"""/admin/agenda/<event>/dates/: one date, this one and the following, and who may."""

from datetime import timedelta

import pytest
from django.utils import timezone

from agenda.editor.one_date import stamp
from agenda.models import DateChange, EventPage
from portal.demo.builders import make_event, make_member, make_structure, make_user
from tests.rooms import directory

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]  # Wagtail’s own templates
NAME = "schedule_typed"


@pytest.fixture
def structure(portal_site):
    return make_structure(directory(), title="La Remise")


@pytest.fixture
def page(structure):
    """Every week at 10 h from the day after tomorrow, ten times."""
    start = timezone.localtime().replace(hour=10, minute=0, second=0, microsecond=0) + timedelta(days=2)
    start = timezone.make_aware(start.replace(tzinfo=None))
    end = start + timedelta(hours=2)
    return make_event(structure, title="Repair café", start=start, end=end, rrule="FREQ=WEEKLY;COUNT=10")


@pytest.fixture
def admin(client, portal_site):
    client.force_login(make_user("admin@exemple.fr", is_superuser=True))
    return client


def address(page, number=None, action=""):
    base = f"/admin/agenda/{page.pk}/dates/"
    if number is None:
        return base
    return f"{base}{stamp(rows(page)[number].recurrence_id)}/{action}"


def rows(page):
    return list(page.occurrences.order_by("recurrence_id"))


def told(response):
    return " ".join(str(message) for message in response.context["messages"])


def test_the_coming_dates_are_listed(admin, page):
    html = admin.get(address(page)).text
    assert html.count("Celle-ci et les suivantes") == 10
    assert "10 fois" in html


def test_a_date_is_cancelled_after_a_confirmation_and_restored(admin, page):
    assert "Annuler <strong>Repair café</strong>" in admin.get(address(page, 1, "annuler/")).text
    assert not any(row.cancelled for row in rows(page))
    response = admin.post(address(page, 1, "annuler/"), {"note": "Neige"}, follow=True)
    assert "La date est annulée" in told(response)
    assert "C’est publié." in told(response)
    assert [row.cancelled for row in rows(page)] == [False, True] + [False] * 8
    assert rows(page)[1].note == "Neige"
    response = admin.post(address(page, 1, "retablir/"), follow=True)
    assert "de nouveau comme les autres" in told(response)
    assert not any(row.cancelled for row in rows(page))
    assert "Rien ne différait" in told(admin.post(address(page, 1, "retablir/"), follow=True))


def test_a_date_is_moved_and_says_something_else(admin, page):
    before = rows(page)
    day = timezone.localtime(before[2].start).date() + timedelta(days=1)
    values = {
        "day": day.isoformat(),
        "begins": "18:00",
        "ends": "20:30",
        "place": "Salle des fêtes",
        "title": "",
        "note": "",
    }
    admin.post(address(page, 2), values)
    row = rows(page)[2]
    start, end = timezone.localtime(row.start), timezone.localtime(row.end)
    assert (start.date(), start.hour, (end.hour, end.minute)) == (day, 18, (20, 30))
    assert row.place == "Salle des fêtes"
    assert [row.start for row in rows(page)[3:]] == [row.start for row in before[3:]]
    assert "Prévue d’abord" in admin.get(address(page)).text


def test_a_date_sent_back_as_it_came_changes_nothing(admin, page):
    start = timezone.localtime(rows(page)[0].start)
    values = {"day": start.date().isoformat(), "begins": "10:00", "ends": "12:00"}
    admin.post(address(page, 0), values)
    assert not DateChange.objects.exists()


@pytest.mark.parametrize(
    "values", [{"day": "hier soir"}, {"begins": "31:00"}, {"begins": "14:00", "ends": "13:00"}, {"day": "1/1/9999"}]
)
def test_a_date_that_is_wrong_is_shown_again(admin, page, values):
    response = admin.post(address(page, 0), values)
    assert response.status_code == 200
    assert response.context["form"].errors
    assert not DateChange.objects.exists()


@pytest.mark.parametrize("name", ["n-importe-quoi", "20200101T000000Z", "99999999T999999Z"])
def test_a_date_that_is_not_of_the_series_is_not_found(admin, page, name):
    for action in ("", "annuler/", "suivantes/"):
        assert admin.get(f"/admin/agenda/{page.pk}/dates/{name}/{action}").status_code == 404


# -- This one and the following ---------------------------------------------------------------------------------------
def following(client, page, number, **values):
    day = timezone.localtime(rows(page)[number].start).date()
    typed = {"first": day.isoformat(), "from": "18:00", "to": "20:00", "how": "weekly", "ends": "count", "count": "5"}
    typed |= {"days": str(day.weekday())} | values
    data = {f"{NAME}-{name}": value for name, value in typed.items()}
    return client.post(address(page, number, "suivantes/"), data, follow=True)


def test_the_form_of_the_rest_starts_at_that_date(admin, page):
    html = admin.get(address(page, 4, "suivantes/")).text
    day = timezone.localtime(rows(page)[4].start).date()
    assert f'value="{day.isoformat()}"' in html
    assert f'name="{NAME}-count" id="id_{NAME}-count" value="6"' in html


def test_a_series_is_cut_and_no_date_is_in_both(admin, page):
    before = rows(page)
    page.date_changes = [
        DateChange(recurrence_id=before[1].start, cancelled=True),
        DateChange(recurrence_id=before[6].start, note="Avec la chorale"),
    ]
    page.exdates = [timezone.localtime(before[7].start).strftime("%Y-%m-%dT%H:%M")]
    page.save_revision().publish()
    days = [timezone.localtime(row.start).date() for row in rows(page)]
    typed_except = timezone.localtime(before[7].start).strftime("%d/%m/%Y")
    response = following(admin, page, 5, **{"except": typed_except})
    assert "La série s’arrête avant cette date" in told(response)
    new = EventPage.objects.get(continues=page)
    page = EventPage.objects.get(pk=page.pk)
    assert new.live
    assert new.get_parent() == page.get_parent()
    assert new.global_uid != page.global_uid
    first, second = ([timezone.localtime(row.start).date() for row in rows(part)] for part in (page, new))
    assert first + second == days
    assert {timezone.localtime(row.start).hour for row in rows(new)} == {18}
    assert [row.cancelled for row in rows(page)] == [False, True, False, False, False]
    assert [row.note for row in rows(new)] == ["", "Avec la chorale", "", ""]
    assert new.date_changes.count() == page.date_changes.count() == 1


def test_the_first_date_has_nothing_before_it(admin, page):
    response = following(admin, page, 0)
    assert "C’est la première date" in told(response)
    assert EventPage.objects.count() == 1


def test_the_rest_may_not_begin_before_what_is_kept(admin, page):
    early = timezone.localtime(rows(page)[1].start).date()
    response = following(admin, page, 4, first=early.isoformat())
    assert "doit commencer après la dernière date d’avant" in told(response)
    assert EventPage.objects.count() == 1


def test_a_list_of_dates_is_cut_too(admin, structure):
    start = timezone.localtime().replace(hour=10, minute=0, second=0, microsecond=0) + timedelta(days=2)
    others = [start + timedelta(days=days) for days in (1, 5, 9)]
    hour = timedelta(hours=1)
    pairs = [(other, other + hour) for other in others]
    page = make_event(structure, title="Stage", start=start, end=start + hour, others=pairs)
    day = timezone.localtime(others[1]).date()
    following(admin, page, 2, how="dates", dates=(day + timedelta(days=4)).strftime("%d/%m/%Y"))
    new = EventPage.objects.get(continues=page)
    page = EventPage.objects.get(pk=page.pk)
    assert (page.occurrences.count(), new.occurrences.count()) == (2, 2)


# -- Who may ----------------------------------------------------------------------------------------------------------
def test_a_member_s_change_waits_for_moderation(client, structure, page):
    client.force_login(make_member(structure, "membre@exemple.fr"))
    response = client.post(address(page, 1, "annuler/"), {}, follow=True)
    assert "attend la relecture" in told(response)
    page = EventPage.objects.get(pk=page.pk)
    assert not any(row.cancelled for row in rows(page)), "the public still sees it"
    assert page.workflow_in_progress
    draft = page.get_latest_revision_as_object()
    assert [row.cancelled for row in draft.date_changes.all()] == [True]


def test_a_member_s_cut_waits_whole(client, structure, page):
    client.force_login(make_member(structure, "membre@exemple.fr"))
    following(client, page, 5)
    new = EventPage.objects.get(continues=page)
    page = EventPage.objects.get(pk=page.pk)
    assert not new.live
    assert page.occurrences.count() == 10
    assert new.workflow_in_progress
    assert page.workflow_in_progress


def test_other_changes_that_wait_are_not_published_along(admin, page):
    page.title = "Un autre titre"
    page.save_revision()
    response = admin.post(address(page, 1, "annuler/"), {}, follow=True)
    assert "dans le brouillon" in told(response)
    page = EventPage.objects.get(pk=page.pk)
    assert page.title == "Repair café"
    draft = page.get_latest_revision_as_object()
    assert (draft.title, draft.date_changes.count()) == ("Un autre titre", 1)


def test_a_locked_page_is_read_only(client, structure, page):
    member = make_member(structure, "membre@exemple.fr")
    page.locked, page.locked_by, page.locked_at = True, make_user("autre@exemple.fr"), timezone.now()
    page.save()
    client.force_login(member)
    html = client.get(address(page)).text
    assert "on peut lire ses dates, pas les changer" in html
    assert "Celle-ci et les suivantes" not in html
    response = client.post(address(page, 1, "annuler/"), {}, follow=True)
    assert "verrouillée" in told(response)
    assert not any(row.cancelled for row in rows(page))


@pytest.mark.parametrize("action", [None, "", "annuler/", "suivantes/"])
def test_neither_strangers_nor_other_members_come_in(client, page, action):
    there = address(page) if action is None else address(page, 1, action)
    assert client.get(there).status_code == 302
    other = make_structure(directory(), title="Une autre")
    client.force_login(make_member(other, "ailleurs@exemple.fr"))
    assert client.get(there).status_code == 403
    assert client.post(there, {}).status_code == 403
    client.force_login(make_user("visiteur@exemple.fr"))
    assert client.get(there).status_code in (302, 403)
    assert not any(row.cancelled for row in rows(page))
