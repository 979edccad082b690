"""The list of proposals: who sees which, in what order, and who is refused."""

import pytest
from django.urls import reverse
from django.utils import timezone

from guides.amending.listing import PER_PAGE
from guides.models import Amendment
from portal.demo.builders import make_guide, make_user
from tests.guides.amending import REASON, amend, keepers, make_scene, propose_url, url_of
from tests.rooms import guides

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
LIST = "/admin/guides/propositions/"


@pytest.fixture
def scene(portal_site):
    return make_scene()


@pytest.fixture
def member(client, scene):
    client.force_login(scene.member)
    return client


def listed(client, query=""):
    response = client.get(LIST + query)
    assert response.status_code == 200
    return [row.reason for row in response.context["object_list"]]


def test_each_sees_what_concerns_them(client, scene):
    mine, theirs = amend(scene), amend(scene, author=scene.stranger)
    Amendment.objects.filter(pk=theirs.pk).update(reason="Autre raison")
    seen = {"member": [REASON], "stranger": ["Autre raison"], "keeper": 2, "coordinator": 2}
    for name, expected in seen.items():
        client.force_login(getattr(scene, name))
        found = listed(client)
        assert (found if isinstance(expected, list) else len(found)) == expected
    client.force_login(scene.stranger)
    assert client.get(url_of(mine)).status_code == 404
    assert client.post(url_of(mine), {"withdraw": "1"}).status_code == 404
    assert client.get(f"{LIST}{10**30}/").status_code == 404


def test_a_keeper_sees_their_own_guides_only(client, scene):
    amend(scene)
    other = make_user("autre-garde@exemple.fr", groups=[keepers()])
    make_guide(guides(), title="Un autre", keeper=other)
    client.force_login(other)
    assert listed(client) == []
    assert client.get(url_of(Amendment.objects.get())).status_code == 404


def test_who_has_no_part_in_it_is_refused(client, scene):
    row = amend(scene)
    client.force_login(make_user("personne@exemple.fr", groups=[keepers()]))
    for address in (LIST, LIST + "liste/", url_of(row), propose_url(scene.part)):
        assert client.get(address).status_code == 403
    assert LIST not in client.get("/admin/").text


@pytest.mark.parametrize("name", ["member", "keeper", "coordinator"])
def test_the_menu_leads_to_it(client, scene, name):
    client.force_login(getattr(scene, name))
    assert LIST in client.get("/admin/").text


def test_the_list_filters_by_state_and_puts_what_waits_first(member, scene):
    amend(scene)
    done = amend(scene)
    Amendment.objects.filter(pk=done.pk).update(
        state="declined", reason="Refusée", made_at=timezone.now() + timezone.timedelta(hours=1)
    )
    assert listed(member) == [REASON, "Refusée"]
    assert listed(member, "?state=declined") == ["Refusée"]
    assert listed(member, "?state=n%27importe") == [REASON, "Refusée"]
    assert "Aucune proposition dans cet état" in member.get(LIST + "?state=edited").text
    html = member.get(LIST).text
    for words in ("Choisir sa formule", "Partager", "Dominique", "à examiner"):
        assert words in html


def test_an_empty_list_says_how_to_begin(member, scene):
    assert "Proposez une modification" in member.get(LIST).text


def test_the_list_goes_on_over_pages_with_as_many_queries(member, scene, django_assert_max_num_queries):
    for number in range(PER_PAGE + 3):
        amend(scene, f"<p>Idée {number}.</p>")
    assert len(listed(member)) == PER_PAGE
    assert len(listed(member, "?p=2")) == 3
    assert len(listed(member, "?p=99")) == 3
    with django_assert_max_num_queries(25):
        member.get(reverse("guides_admin:amendments_results"))
