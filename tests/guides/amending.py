"""A guide with its keeper, people around it, and what a browser sends to change its part."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import Collection, GroupPagePermission, Locale, Page
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from guides.amending.bodies import BODY, sign_start, state_of
from guides.models import Amendment, GuidePage, GuidePartPage
from portal.core.models import User
from portal.demo.builders import make_guide, make_member, make_structure, make_user
from portal.editorial.roles import COORDINATORS
from portal.home.setup import prepare_site
from tests.rooms import directory, guides

OLD = "<p>La confiance suffit souvent.</p>"
NEW = "<p>Un accord par courrier suffit souvent.</p>"
HEADING = ("heading", {"text": "Le prêt", "level": "h2"})
REASON = "Sans écrit, l’assurance ne paie pas."


@dataclass
class Scene:
    """The keeper may edit and publish the guide; the lender keeps it too when a test says so, without any right."""

    guide: GuidePage
    member: User
    keeper: User
    coordinator: User
    stranger: User

    @property
    def part(self):
        return GuidePartPage.objects.child_of(self.guide).get()


def make_scene():
    keeper = make_user("garde@exemple.fr", first_name="Camille", last_name="Blanc", groups=[keepers()])
    guide = make_guide(
        guides(),
        title="Partager",
        keeper=keeper,
        parts=[{"title": "Choisir sa formule", "body": [("text", OLD), HEADING]}],
    )
    give(keeper, guide, "change_page", "publish_page")
    return Scene(
        guide=guide,
        member=make_member(make_structure(directory(), title="La Remise"), "membre@exemple.fr", first_name="Dominique"),
        keeper=keeper,
        coordinator=make_user("coordination@exemple.fr", groups=[Group.objects.get(name=COORDINATORS)]),
        stranger=make_member(make_structure(directory(), title="Le Rucher"), "autre@exemple.fr"),
    )


def make_site_again():
    """The site after a test that committed: emptying the database took away even what the migrations had put there."""
    if Page.get_first_root_node() is None:
        Locale.objects.get_or_create(language_code=settings.LANGUAGE_CODE)
        Page.add_root(title="Root", slug="root")
        Collection.add_root(name="Root")
    prepare_site()


def keepers():
    """A group that enters the admin and has no other right."""
    group, _made = Group.objects.get_or_create(name="Responsables de mini-guides")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    return group


def give(user, page, *rights):
    group = Group.objects.create(name=f"{user} sur {page}")
    user.groups.add(group)
    for right in Permission.objects.filter(codename__in=rights, content_type__app_label="wagtailcore"):
        GroupPagePermission.objects.create(group=group, page=page, permission=right)


# -- What is sent -----------------------------------------------------------------------------------------------------
def propose_url(part):
    return reverse("guides_admin:propose", args=[part.pk])


def url_of(amendment):
    return reverse("guides_admin:amendment", args=[amendment.pk])


def body_data(part, text=NEW, *more):
    """The fields of the editor, its first two blocks those of the part."""
    blocks = [("text", rich_text(text)), HEADING, *more]
    data = nested_form_data({"body": streamfield(blocks)})
    return data | {f"body-{place}-id": child.id for place, child in enumerate(part.body)}


def proposal(part, text=NEW, *more, **changes):
    return body_data(part, text, *more) | {"reason": REASON, "start": sign_start(part)} | changes


def amend(scene, text=NEW, author=None):
    """A proposal as the form saves it."""
    part = scene.part
    body = BODY.stream_block.get_prep_value(part.body)
    body[0] = body[0] | {"value": text}
    return Amendment.objects.create(
        part=part, author=author or scene.member, reason=REASON, before=part.body, body=body
    )


def decision(scene, gesture, **changes):
    return {gesture: "1", "note": REASON, "answer": "", "seen": state_of(scene.part)} | changes
