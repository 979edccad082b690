"""What readers are told of a change: once, by whatever door it is published, and the version with it."""

import threading
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, Revision
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from guides.models import GuideChange, GuidePage, GuidePartPage
from guides.models.changes import tell_change
from portal.demo.builders import make_guide, make_part, make_user
from portal.editorial.roles import COORDINATORS
from portal.search.models import Entry
from tests.admin_forms import form_values
from tests.guides.amending import make_site_again
from tests.rooms import guides

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
REASON = "Le barème de 2026 remplace celui de 2024."


@pytest.fixture
def shared(portal_site):
    return make_guide(guides(), title="Partager", parts=[{"title": "Choisir", "body": [("text", "<p>Un prêt.</p>")]}])


@pytest.fixture
def part(shared):
    return GuidePartPage.objects.get()


@pytest.fixture
def editor(client, portal_site):
    client.force_login(make_user("coordination@exemple.fr", groups=[Group.objects.get(name=COORDINATORS)]))
    return client


def fresh(page):
    return type(page).objects.get(pk=page.pk)


def told():
    """[(version, part, reason)], the last first."""
    return list(GuideChange.objects.values_list("number", "part", "reason"))


def form_of(client, page):
    return form_values(client, reverse("wagtailadmin_pages:edit", args=[page.pk]))


def press(client, page, action, **changes):
    """Press a button of the editor: "publish", "submit" …, or "" for a draft."""
    body = nested_form_data({"body": streamfield([("text", rich_text("<p>Un prêt.</p>"))])})
    values = form_of(client, page) | body | changes | ({f"action-{action}": "1"} if action else {})
    response = client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), values)
    assert response.status_code == 302, response.context["form"].errors


def note_offered(client, page):
    return form_of(client, page)["change_note"]


def revised(page, note=REASON):
    page = fresh(page)
    page.change_note = note
    return page.save_revision()


# -- The editor -------------------------------------------------------------------------------------------------------
def test_a_reason_given_in_the_editor_is_told_once(editor, shared, part):
    press(editor, part, "publish", change_note=REASON)
    assert told() == [(2, "Choisir", REASON)]
    assert fresh(shared).version == 2
    data = Entry.objects.get(page_id=shared.pk).data
    assert data["version"] == 2
    assert [(row["number"], row["part"], row["reason"]) for row in data["history"]] == told()
    assert data["history"][0]["day"] == timezone.localdate().isoformat()
    html = editor.get(shared.url).text
    assert REASON in html
    assert "Version 2" in html


def test_the_guide_s_own_change_names_no_part(editor, shared):
    press(editor, shared, "publish", change_note=REASON)
    assert told() == [(2, "", REASON)]


@pytest.mark.parametrize("name", ["shared", "part"])
def test_the_next_change_starts_without_a_reason(editor, request, name):
    page = request.getfixturevalue(name)
    press(editor, page, "publish", change_note=REASON)
    assert note_offered(editor, page) == [""]
    press(editor, page, "publish", title="Autre titre")
    assert [number for number, _part, _reason in told()] == [2]
    press(editor, page, "publish", change_note="Et une chose de plus.")
    assert [number for number, _part, _reason in told()] == [3, 2]


def test_publishing_without_a_reason_tells_nothing(editor, shared, part):
    press(editor, part, "publish", title="Choisir mieux")
    assert told() == []
    assert fresh(shared).version == 1
    assert Entry.objects.get(page_id=shared.pk).data["version"] == 1


def test_a_reason_of_spaces_is_none(editor, part):
    press(editor, part, "publish", change_note="   ")
    assert told() == []


def test_a_draft_keeps_its_reason_until_it_is_published(editor, part):
    press(editor, part, "", change_note=REASON)
    assert told() == []
    assert note_offered(editor, part) == [REASON]
    press(editor, part, "publish")
    assert told() == [(2, "Choisir", REASON)]
    assert note_offered(editor, part) == [""]


def test_a_first_publication_is_no_change(editor, shared):
    new = shared.add_child(instance=GuidePartPage(title="Financer", slug="financer", live=False))
    press(editor, new, "publish", change_note=REASON)
    assert fresh(new).live
    assert told() == []
    assert note_offered(editor, new) == [""]
    press(editor, new, "publish", change_note="Un financeur de plus.")
    assert told() == [(2, "Financer", "Un financeur de plus.")]


def test_the_part_is_named_as_it_is_published(editor, part):
    press(editor, part, "publish", change_note=REASON, title="Choisir à plusieurs")
    assert told() == [(2, "Choisir à plusieurs", REASON)]


# -- The other doors --------------------------------------------------------------------------------------------------
def test_a_change_approved_in_a_workflow_is_told(editor, part):
    press(editor, part, "submit", change_note=REASON)
    assert told() == []
    state = fresh(part).current_workflow_state.current_task_state
    arguments = [part.pk, "approve", state.pk]
    assert editor.post(reverse("wagtailadmin_pages:workflow_action", args=arguments)).status_code == 302
    assert fresh(part).live_revision_id == state.revision_id
    assert told() == [(2, "Choisir", REASON)]
    assert note_offered(editor, part) == [""]


def test_a_scheduled_change_is_told_on_its_day_only(editor, shared, part):
    later = timezone.localtime(timezone.now() + timedelta(days=2)).strftime("%Y-%m-%d %H:%M")
    press(editor, part, "publish", change_note=REASON, go_live_at=later)
    assert told() == []
    assert Entry.objects.get(page_id=shared.pk).data["version"] == 1
    revision = Revision.objects.get(approved_go_live_at__isnull=False)
    past = timezone.now() - timedelta(minutes=1)
    revision.content["go_live_at"] = past.isoformat()
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=past, content=revision.content)
    call_command("publish_scheduled")
    call_command("publish_scheduled")
    assert told() == [(2, "Choisir", REASON)]
    assert Entry.objects.get(page_id=shared.pk).data["version"] == 2


def test_a_draft_written_while_another_waits_for_its_day_does_not_tell_it_again(part):
    waiting = revised(part)
    later = revised(part)
    waiting.publish()
    later.refresh_from_db()
    later.publish()
    assert told() == [(2, "Choisir", REASON)]


def test_drafts_published_many_at_once_are_told(editor, shared, part):
    revised(part)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    assert editor.post(f"{address}?id={part.pk}").status_code == 302
    assert told() == [(2, "Choisir", REASON)]


def test_what_the_admin_s_own_api_publishes_is_told(editor, part):
    revised(part)
    response = editor.post(reverse("wagtailadmin_api:pages:action", args=[part.pk, "publish"]))
    assert response.status_code == 200
    assert told() == [(2, "Choisir", REASON)]


def test_what_a_program_publishes_later_does_not_tell_the_last_reason_again(part):
    revised(part).publish()
    fresh(part).save_revision().publish()
    assert told() == [(2, "Choisir", REASON)]


# -- Once -------------------------------------------------------------------------------------------------------------
def test_the_same_revision_published_again_is_not_told_twice(part):
    revision = revised(part)
    revision.publish()
    fresh(part).unpublish()
    revision.publish()
    Revision.objects.get(pk=revision.pk).publish()
    assert told() == [(2, "Choisir", REASON)]


def test_a_page_taken_down_and_put_back_in_the_editor_tells_nothing(editor, part):
    press(editor, part, "publish", change_note=REASON)
    fresh(part).unpublish()
    assert note_offered(editor, part) == [""]
    press(editor, part, "publish")
    assert told() == [(2, "Choisir", REASON)]


def test_an_old_version_put_back_tells_its_own_reason_only(editor, part):
    press(editor, part, "publish", change_note=REASON)
    old = fresh(part).live_revision
    press(editor, part, "publish", change_note="Une autre.")
    values = form_values(editor, reverse("wagtailadmin_pages:revisions_revert", args=[part.pk, old.pk]))
    assert values["change_note"] == [""]


# -- Copies -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("live", [True, False])
def test_a_copy_carries_neither_history_nor_reason(shared, part, live):
    revised(part).publish()
    revised(shared, "Une raison en attente.")
    revised(part, "Une autre en attente.")
    copy = fresh(shared).copy(recursive=True, keep_live=live, update_attrs={"title": "Copie", "slug": "copie"})
    assert len(told()) == 1
    assert fresh(copy).version == 1
    for page in (fresh(copy), GuidePartPage.objects.child_of(copy).get()):
        assert page.change_note == ""
        assert {revision.content["change_note"] for revision in page.revisions.all()} == {""}
        page.get_latest_revision().publish()
    assert len(told()) == 1
    assert fresh(part).get_latest_revision().content["change_note"] == "Une autre en attente."


def test_a_second_door_to_a_part_tells_nothing_of_its_own(shared, part):
    other = make_guide(guides(), title="Un autre")
    alias = part.create_alias(parent=other, update_slug="choisir")
    revised(part).publish()
    assert told() == [(2, "Choisir", REASON)]
    assert fresh(alias).change_note == ""


def test_a_translation_starts_without_history(shared):
    revised(shared).publish()
    english = Locale.objects.get(language_code="en")
    guides().copy_for_translation(english)
    translated = fresh(shared).copy_for_translation(english)
    translated.save_revision().publish()
    assert fresh(translated).version == 1
    assert len(told()) == 1


# -- The number -------------------------------------------------------------------------------------------------------
def test_versions_count_the_changes_of_the_guide_and_of_its_parts(shared, part):
    second = make_part(shared, title="Financer")
    for page in (part, shared, second):
        revised(page, f"Change {page.title}").publish()
    assert told() == [(4, "Financer", "Change Financer"), (3, "", "Change Partager"), (2, "Choisir", "Change Choisir")]
    other = make_guide(guides(), title="Un autre")
    assert tell_change(other, "La première").number == 2
    shared.delete()
    assert told() == [(2, "", "La première")]


def test_a_guide_that_is_not_public_has_a_history_and_no_entry(shared, part):
    fresh(shared).unpublish()
    revised(part).publish()
    assert told() == [(2, "Choisir", REASON)]
    assert not Entry.objects.listed().filter(page_id=shared.pk).exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
def test_publications_at_the_same_moment_get_numbers_that_follow():
    make_site_again()
    guide = make_guide(guides(), title="Partager", parts=[{"title": f"Partie {number}"} for number in range(4)])
    pages = [guide, *GuidePartPage.objects.all()]
    revisions = [revised(page, f"Change {page.title}") for page in pages]
    start, failures = threading.Barrier(len(pages)), []

    def publish(key):
        try:
            start.wait(20)
            Revision.objects.get(pk=key).publish()
        except Exception as problem:
            failures.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=publish, args=[revision.pk]) for revision in revisions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failures == []
    assert [number for number, _part, _reason in told()] == [6, 5, 4, 3, 2]
    assert Entry.objects.get(page_id=guide.pk).data["version"] == 6
    assert GuidePage.objects.get(pk=guide.pk).version == 6
