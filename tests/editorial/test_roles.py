"""Who may do what: the coordination, a member, a visitor."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from wagtail.models import GroupApprovalTask, GroupCollectionPermission, GroupPagePermission, Page

from directory.models import StructurePage
from portal.core.models import Commune, FieldOfActivity
from portal.demo.builders import make_event, make_guide, make_member, make_story, make_structure, make_user
from portal.editorial.roles import COORDINATORS, apply_coordinator_role, is_coordinator, member_group
from tests.admin_forms import form_values
from tests.rooms import agenda, directory, guides, in_hours, stories

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]


@pytest.fixture
def structures(portal_site):
    gap = Commune.objects.get(name="Gap")
    return tuple(make_structure(directory(), title=title, commune=gap) for title in ("La Remise", "Le Rucher"))


@pytest.fixture
def coordinator(portal_site):
    return make_user("coordination@exemple.fr", groups=[Group.objects.get(name=COORDINATORS)])


@pytest.fixture
def member(structures):
    return make_member(structures[0], "membre@exemple.fr")


def rights(user, page):
    permissions = page.permissions_for_user(user)
    return permissions.can_edit(), permissions.can_publish()


def test_the_coordination_edits_and_publishes_every_page(coordinator, structures):
    make_event(agenda(), title="Repair café", start=in_hours(1), end=in_hours(2))
    make_guide(guides(), title="Partager")
    for page in Page.objects.filter(depth__gt=1).specific():
        assert rights(coordinator, page) == (True, True), page
    assert is_coordinator(coordinator)


def test_a_member_edits_their_structure_and_what_is_below_and_publishes_nothing(member, structures):
    mine, other = structures
    below = make_event(mine, title="Repair café", start=in_hours(1), end=in_hours(2))
    assert rights(member, mine) == (True, False)
    assert rights(member, below) == (True, False)
    allowed = {mine.pk, below.pk}
    for page in Page.objects.filter(depth__gt=1).exclude(pk__in=allowed).specific():
        assert rights(member, page) == (False, False), page
    assert not is_coordinator(member)
    assert other.pk not in allowed


def test_a_member_opens_their_own_page_in_the_editor_and_no_other(client, member, structures):
    mine, other = structures
    client.force_login(member)
    assert client.get(f"/admin/pages/{mine.pk}/edit/").status_code == 200
    for page in (other, directory(), Page.objects.get(depth=2, slug="accueil")):
        response = client.get(f"/admin/pages/{page.pk}/edit/")
        assert response.status_code in (302, 403)
        assert "edit" not in response.headers.get("Location", "")


def publish(client, page, form_of=None, **changes):
    """Press « Publier » in the editor, whether the button is offered or not; with the form of another page if asked."""
    values = form_values(client, f"/admin/pages/{(form_of or page).pk}/edit/")
    values |= {"presentation-count": "0", "action-publish": "1"} | changes
    return client.post(f"/admin/pages/{page.pk}/edit/", values)


def test_what_a_member_writes_stays_a_draft_even_when_they_ask_to_publish(client, member, structures):
    mine = structures[0]
    client.force_login(member)
    assert publish(client, mine, title="La Grande Remise").status_code == 302
    stored = StructurePage.objects.get(pk=mine.pk)
    assert stored.title == "La Remise"
    assert stored.has_unpublished_changes
    assert stored.get_latest_revision_as_object().title == "La Grande Remise"
    assert "La Grande Remise" not in client.get(mine.url).text


def test_what_the_coordination_publishes_is_online(client, coordinator, structures):
    mine = structures[0]
    client.force_login(coordinator)
    assert publish(client, mine, title="La Grande Remise").status_code == 302
    assert "La Grande Remise" in client.get(mine.url).text


def test_a_member_cannot_write_into_another_structure(client, member, structures):
    mine, other = structures
    client.force_login(member)
    assert publish(client, other, form_of=mine, title="Piraté").status_code in (302, 403)
    assert StructurePage.objects.get(pk=other.pk).get_latest_revision_as_object().title == "Le Rucher"
    assert client.post(f"/admin/pages/{other.pk}/delete/").status_code in (302, 403)
    assert StructurePage.objects.filter(pk=other.pk).exists()


VOCABULARIES = ["fieldofactivity", "legalfamily", "label", "audience", "valley", "eventcategory"]
VOCABULARIES += ["cooperationfield", "structuresize", "glossaryterm"]


@pytest.mark.parametrize("name", VOCABULARIES)
def test_the_coordination_edits_the_vocabularies(client, coordinator, name):
    client.force_login(coordinator)
    assert client.get(f"/admin/snippets/core/{name}/").status_code == 200
    assert client.get(f"/admin/snippets/core/{name}/add/").status_code == 200


def test_the_coordination_renames_a_field_of_activity(client, coordinator):
    term = FieldOfActivity.objects.filter(locale__language_code="fr").first()
    client.force_login(coordinator)
    values = {"name": "Nouveau nom", "slug": term.slug, "description": "", "sort_order": "0"}
    assert client.post(f"/admin/snippets/core/fieldofactivity/edit/{term.pk}/", values).status_code == 302
    term.refresh_from_db()
    assert term.name == "Nouveau nom"


@pytest.mark.parametrize("address", ["/admin/users/", "/admin/users/new/", "/admin/groups/", "/admin/sites/"])
def test_accounts_and_groups_are_for_administrators_only(client, coordinator, member, address):
    for user in (coordinator, member):
        client.force_login(user)
        assert client.get(address).status_code in (302, 403), user
    client.force_login(make_user("admin@exemple.fr", is_superuser=True))
    assert client.get(address).status_code == 200


def test_a_member_edits_no_vocabulary_nor_setting(client, member):
    client.force_login(member)
    for address in (
        "/admin/snippets/core/label/",
        "/admin/snippets/core/label/add/",
        "/admin/settings/home/sitesettings/",
    ):
        assert client.get(address, follow=False).status_code in (302, 403), address


def test_the_coordination_changes_the_site_s_settings(client, coordinator):
    client.force_login(coordinator)
    assert client.get("/admin/settings/home/sitesettings/", follow=True).status_code == 200


def test_every_kind_of_page_opens_in_the_editor(client, coordinator, structures):
    event = make_event(agenda(), title="Repair café", start=in_hours(1), end=in_hours(2))
    guide = make_guide(guides(), title="Partager")
    story = make_story(stories(), title="Une", guides=[guide])
    about = Page.objects.get(slug="a-propos")
    client.force_login(coordinator)
    for page in (
        structures[0],
        event,
        guide,
        story,
        about,
        directory(),
        agenda(),
        guides(),
        stories(),
        about.get_parent(),
    ):
        assert client.get(f"/admin/pages/{page.pk}/edit/").status_code == 200, page


def test_an_account_without_role_does_not_enter_the_admin(client, portal_site):
    client.force_login(make_user("simple@exemple.fr"))
    assert client.get("/admin/").status_code in (302, 403)
    assert client.get("/mon-espace/").status_code == 200


def snapshot():
    return (
        set(Group.objects.values_list("name", "permissions")),
        set(GroupPagePermission.objects.values_list("group", "page", "permission")),
        set(GroupCollectionPermission.objects.values_list("group", "collection", "permission")),
    )


def test_applying_the_roles_again_changes_nothing(structures):
    member_group(structures[0])
    before = snapshot()
    member_group(structures[0])
    call_command("apply_roles", verbosity=0)
    assert snapshot() == before


def test_applying_the_roles_takes_away_what_is_not_in_the_table(coordinator):
    before = snapshot()
    group = Group.objects.get(name=COORDINATORS)
    from django.contrib.auth.models import Permission

    extra = Permission.objects.get(codename="add_user")
    group.permissions.add(extra)
    GroupPagePermission.objects.create(group=group, page=Page.get_first_root_node(), permission_type="add")
    call_command("apply_roles", verbosity=0)
    assert snapshot() == before


def test_what_members_submit_goes_to_the_coordination_and_wagtail_s_own_groups_are_gone(portal_site):
    (task,) = GroupApprovalTask.objects.all()
    assert [group.name for group in task.groups.all()] == [COORDINATORS]
    assert not Group.objects.filter(name__in=["Moderators", "Editors"]).exists()


def test_a_group_of_wagtail_s_that_has_people_is_kept(portal_site):
    group = Group.objects.create(name="Editors")
    make_user("ancienne@exemple.fr", groups=[group])
    apply_coordinator_role(Page.objects.filter(depth=2))
    assert Group.objects.filter(name="Editors").exists()
