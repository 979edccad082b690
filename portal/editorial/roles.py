"""Who may do what: one table, applied by `manage.py apply_roles`. Rights are Wagtail's own tree permissions.

Administrators are superusers and need no line. A structure's members are a group with rights on that page and below.
"""

from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupApprovalTask, GroupCollectionPermission, GroupPagePermission

COORDINATORS = "Coordination"
# Wagtail makes these two, and sends what is submitted to people who do not exist; ours take their place.
WAGTAIL_GROUPS = ("Moderators", "Editors")

# codename -> what it lets do, on pages (add_page ...), on files (add_image ...) and in the whole admin.
PAGE_RIGHTS = {
    "coordinator": ["add_page", "change_page", "publish_page", "bulk_delete_page", "lock_page", "unlock_page"],
    "member": ["add_page", "change_page"],
}
FILE_RIGHTS = {
    "coordinator": ["add_image", "change_image", "choose_image", "add_document", "change_document", "choose_document"],
    "member": ["add_image", "choose_image", "add_document", "choose_document"],
}
VOCABULARIES = ("fieldofactivity", "legalfamily", "label", "audience", "valley", "eventcategory")
VOCABULARIES += ("cooperationfield", "structuresize", "glossaryterm")
ADMIN_RIGHTS = {
    "coordinator": [
        ("wagtailadmin", "access_admin"),
        ("home", "change_sitesettings"),
        ("wagtailredirects", "add_redirect"),
        ("wagtailredirects", "change_redirect"),
        ("wagtailredirects", "delete_redirect"),
        ("core", "change_commune"),
        ("directory", "view_contactmessage"),
        ("directory", "change_contactmessage"),
        ("guides", "view_feedback"),
        ("guides", "change_feedback"),
        ("agenda", "add_place"),
        ("agenda", "change_place"),
        *(("search", f"{verb}_synonym") for verb in ("add", "change", "delete")),
        *(("wagtailsearchpromotions", f"{verb}_searchpromotion") for verb in ("add", "change", "delete")),
        *(("core", f"{verb}_{model}") for model in VOCABULARIES for verb in ("add", "change")),
    ],
    "member": [("wagtailadmin", "access_admin")],
}


def is_coordinator(user):
    return user.is_superuser or user.groups.filter(name=COORDINATORS).exists()


def apply_coordinator_role(root_pages):
    """Give the coordinators' group its rights on the pages below root_pages (the homes of each language)."""
    group, _created = Group.objects.get_or_create(name=COORDINATORS)
    _apply(group, "coordinator", root_pages)
    for task in GroupApprovalTask.objects.filter(groups__name__in=WAGTAIL_GROUPS):
        task.groups.set([group])
    Group.objects.filter(name__in=WAGTAIL_GROUPS, user=None).delete()
    return group


def member_group(structure):
    """Return the group of a structure's members, with rights on its page and what is under it; made when missing."""
    group, _created = Group.objects.get_or_create(name=f"Membres de la structure n° {structure.pk}")
    _apply(group, "member", [structure])
    return group


def _apply(group, role, pages):
    """Make the group's rights those of the table, no more and no less: running it again changes nothing."""
    group.permissions.set(_permissions(ADMIN_RIGHTS[role]))
    rights = Permission.objects.filter(
        codename__in=PAGE_RIGHTS[role], content_type__app_label="wagtailcore", content_type__model="page"
    )
    wanted = {(page.pk, right.pk) for page in pages for right in rights}
    _sync(GroupPagePermission, group, "page_id", wanted)
    root = Collection.get_first_root_node()
    files = Permission.objects.filter(
        codename__in=FILE_RIGHTS[role], content_type__model__in=("portalimage", "document", "image")
    )
    _sync(GroupCollectionPermission, group, "collection_id", {(root.pk, right.pk) for right in files})


def _permissions(names):
    """Return the named permissions; a name that does not exist is a mistake in the table."""
    found = []
    for app_label, codename in names:
        found.append(Permission.objects.get(content_type__app_label=app_label, codename=codename))
    return found


def _sync(model, group, target, wanted):
    present = {(getattr(row, target), row.permission_id): row for row in model.objects.filter(group=group)}
    model.objects.filter(pk__in=[row.pk for key, row in present.items() if key not in wanted]).delete()
    model.objects.bulk_create(
        model(group=group, permission_id=permission, **{target: place}) for place, permission in wanted - set(present)
    )
