"""Two sheets made one: every link kept, nothing half done, and only by those who may."""

import json
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, PageLogEntry, ReferenceIndex

from agenda.models import EventPage
from directory.duplicates import merge as merging
from directory.duplicates.merge import MergeRefused, merge, state_of
from directory.models import ContactMessage, ExternalId, SocialAccount, StructurePage, Verification
from portal.demo.builders import make_event, make_member, make_story, make_structure
from portal.search.models import Entry
from tests.rooms import agenda, directory, in_hours, stories

pytestmark = pytest.mark.django_db


def fresh(page):
    return type(page).objects.get(pk=page.pk)


def event(parent, title, **values):
    return make_event(parent, title=title, start=in_hours(24), end=in_hours(25), **values)


def test_chosen_values_are_written_and_the_rest_stays(kept, other, coordinator):
    merge(
        kept.pk,
        other.pk,
        {"phone": "other", "website": "other", "fields_of_activity": "both", "services": "both"},
        coordinator,
    )
    page = fresh(kept)
    assert page.live
    assert (page.title, page.phone, page.website) == ("Animacoop", "04 92 00 00 02", "https://koopera.exemple.org")
    assert page.summary == "Formation à la coopération"
    assert {field.slug for field in page.fields_of_activity.all()} == {"alimentation", "reemploi"}
    assert page.services.splitlines() == ["prêt de matériel", "formation"]
    assert page.former_names == "Koopéra (animacoop)"
    assert page.get_latest_revision_as_object().phone == "04 92 00 00 02"


def test_a_name_that_is_given_up_becomes_a_former_name(kept, other, coordinator):
    merge(kept.pk, other.pk, {"title": "other"}, coordinator)
    page = fresh(kept)
    assert (page.title, page.former_names) == ("Koopéra (animacoop)", "Animacoop")


def test_the_other_sheet_says_where_it_went_and_its_address_leads_there(client, kept, other, coordinator):
    address = other.get_url()
    history = other.revisions.count()
    merge(kept.pk, other.pk, {}, coordinator)
    gone = fresh(other)
    assert (gone.live, gone.status, gone.merged_into_id) == (False, "merged", kept.pk)
    assert gone.revisions.count() > history
    response = client.get(address)
    assert (response.status_code, response["Location"]) == (301, kept.get_url())
    assert client.get(kept.get_url()).status_code == 200


def test_events_under_it_and_by_it_follow(client, kept, other, coordinator):
    under, twin, by = event(other, "Fête"), event(kept, "Fête"), event(agenda(), "Atelier", organiser=other)
    by.save_revision()
    address = under.get_url()
    merge(kept.pk, other.pk, {}, coordinator)
    under, by = fresh(under), fresh(by)
    assert under.get_parent().pk == kept.pk
    assert under.slug != twin.slug
    assert under.live
    assert by.organiser_id == kept.pk
    assert by.get_latest_revision_as_object().organiser_id == kept.pk
    assert Entry.objects.get(page_id=under.pk).url == under.get_url()
    found = client.get(address, follow=True)
    assert found.redirect_chain[0][1] == 301
    assert found.request["PATH_INFO"] == under.get_url()
    assert EventPage.find_problems() == ([], [], [], [], [])


def test_networks_follow_both_ways(kept, other, coordinator):
    member, network = (make_structure(directory(), title=title) for title in ("Membre du réseau", "Réseau"))
    member.networks = [other]
    member.save_revision().publish()
    other.networks = [network, kept]
    other.save_revision().publish()
    merge(kept.pk, other.pk, {"networks": "both"}, coordinator)
    assert list(fresh(member).networks.all()) == [kept]
    assert fresh(member).get_latest_revision_as_object().networks.get() == kept
    assert list(fresh(kept).networks.all()) == [network]


def test_texts_that_link_to_it_follow(kept, other, coordinator):
    body = [
        ("text", f'<p><a linktype="page" id="{other.pk}">elle</a> <a linktype="document" id="{other.pk}">non</a></p>'),
        ("linked_pages", linked(other)),
    ]
    story = make_story(stories(), title="Une histoire", body=body)
    story.save_revision().publish()
    merge(kept.pk, other.pk, {}, coordinator)
    for page in (fresh(story), fresh(story).get_latest_revision_as_object()):
        text = json.dumps(list(page.body.raw_data), default=str)
        assert f'linktype=\\"page\\" id=\\"{kept.pk}\\"' in text
        assert f'linktype=\\"document\\" id=\\"{other.pk}\\"' in text
        assert [chosen.pk for chosen in chosen_pages(page)] == [kept.pk]
    assert not ReferenceIndex.get_references_to(fresh(other)).exists()


def linked(page):
    from guides.models import StoryPage

    block = StoryPage._meta.get_field("body").stream_block.child_blocks["linked_pages"]
    name = next(iter(block.child_blocks)) if hasattr(block, "child_blocks") else None
    return block.to_python({name: [page.pk]}) if name else [page]


def chosen_pages(page):
    value = next(block.value for block in page.body if block.block_type == "linked_pages")
    pages = next(iter(value.values())) if hasattr(value, "values") else value
    return list(pages)


def test_external_ids_messages_and_rights_follow(kept, other, coordinator):
    kept.external_ids.add(ExternalId(source="yeswiki", value="Animacoop"))
    other.external_ids.add(ExternalId(source="yeswiki", value="KooperA"), ExternalId(source="dora", value="12"))
    for page in (kept, other):
        page.save_revision().publish()
    ContactMessage.objects.create(structure=other, sender_name="A", sender_email="a@exemple.org", text="Bonjour")
    person = make_member(other, "autre@exemple.org")
    merge(kept.pk, other.pk, {}, coordinator)
    assert {row.value for row in fresh(kept).external_ids.all()} == {"Animacoop", "KooperA", "12"}
    assert not fresh(other).external_ids.exists()
    assert ContactMessage.objects.get().structure_id == kept.pk
    assert fresh(kept).permissions_for_user(person).can_edit()


def test_inline_rows_are_united_once(kept, other, coordinator):
    for page, days in ((kept, (1, 9)), (other, (5, 2))):
        page.social_accounts = [SocialAccount(network="Mastodon", url="https://exemple.social/@a")]
        page.verifications = [
            Verification(group=group, verified_on=date(2026, 1, day))
            for group, day in zip(("place", "hours"), days, strict=True)
        ]
        page.save_revision().publish()
    other.social_accounts.add(SocialAccount(network="PeerTube", url="https://exemple.video/a"))
    other.save_revision().publish()
    merge(kept.pk, other.pk, {"social_accounts": "both", "verifications": "both"}, coordinator)
    page = fresh(kept)
    assert [row.network for row in page.social_accounts.all()] == ["Mastodon", "PeerTube"]
    assert {row.group: row.verified_on.day for row in page.verifications.all()} == {"place": 5, "hours": 9}


def test_the_presentation_and_tags_can_be_joined(kept, other, coordinator):
    for page, word in ((kept, "un"), (other, "deux")):
        page.presentation = [("text", f"<p>{word}</p>")]
        page.tags.set([word])
        page.save_revision().publish()
    merge(kept.pk, other.pk, {"presentation": "both", "tags": "both"}, coordinator)
    page = fresh(kept)
    assert [str(block.value).strip() for block in page.presentation] == ["<p>un</p>", "<p>deux</p>"]
    assert {tag.name for tag in page.tags.all()} == {"un", "deux"}


def test_the_catalogue_follows(kept, other, coordinator):
    merge(kept.pk, other.pk, {"website": "other"}, coordinator)
    entries = Entry.objects.filter(is_listed=True, kind="structure")
    assert [entry.page_id for entry in entries] == [kept.pk]
    assert entries[0].data["website"] == "https://koopera.exemple.org"


def test_sheets_merged_before_and_old_redirects_follow(client, kept, other, coordinator):
    first = make_structure(directory(), title="Animakoop")
    address = first.get_url()
    merge(other.pk, first.pk, {}, coordinator)
    merge(kept.pk, other.pk, {"former_names": "both"}, coordinator)
    assert fresh(first).merged_into_id == kept.pk
    assert client.get(address)["Location"] == kept.get_url()
    assert fresh(kept).former_names.splitlines() == ["Animakoop", "Koopéra (animacoop)"]


def test_a_draft_takes_the_place_of_a_public_sheet(client, gap, other, coordinator):
    draft = make_structure(directory(), title="Animacoop", commune=gap, live=False)
    address = other.get_url()
    merge(draft.pk, other.pk, {}, coordinator)
    assert fresh(draft).live
    assert client.get(address, follow=True).status_code == 200


def test_two_drafts_keep_the_ids_of_both(gap, coordinator):
    one, two = (make_structure(directory(), title=title, live=False) for title in ("Un", "Deux"))
    ExternalId.objects.create(structure=two, source="YesWiki", value="b2")
    merge(one.pk, two.pk, {"title": "other"}, coordinator)
    assert ExternalId.objects.get(value="b2").structure_id == one.pk  # imports read the table, not the drafts
    fresh(one).get_latest_revision().publish()
    assert [row.value for row in fresh(one).external_ids.all()] == ["b2"]


def test_two_drafts_stay_drafts(gap, coordinator):
    one, two = (make_structure(directory(), title=title, live=False) for title in ("Un", "Deux"))
    merge(one.pk, two.pk, {"title": "other"}, coordinator)
    assert not fresh(one).live
    assert fresh(one).get_latest_revision_as_object().title == "Deux"


def test_both_histories_say_it(kept, other, coordinator):
    event(agenda(), "Atelier", organiser=other)
    merge(kept.pk, other.pk, {}, coordinator)
    entry = PageLogEntry.objects.get(page_id=kept.pk, action="directory.merge")
    assert entry.user == coordinator
    assert entry.data["page"]["id"] == other.pk
    assert "agenda.EventPage" in entry.data["moved"]
    assert PageLogEntry.objects.get(page_id=other.pk, action="directory.merged_into").data["page"]["id"] == kept.pk


def test_translations_are_withdrawn_and_redirected(client, kept, other, coordinator):
    english = Locale.objects.get(language_code="en")
    for page in (directory(), other):
        page.copy_for_translation(english).save_revision().publish()
    translated = other.get_translation(english)
    address = translated.get_url()
    merge(kept.pk, other.pk, {}, coordinator)
    assert not fresh(translated).live
    assert client.get(address)["Location"] == kept.get_url()


@pytest.mark.parametrize("step", ["_hand_over", "_write_kept", "_withdraw", "redirect", "_journal"])
def test_a_crash_in_the_middle_leaves_nothing(monkeypatch, kept, other, coordinator, step):
    under = event(other, "Fête")
    other.external_ids.add(ExternalId(source="dora", value="12"))
    other.save_revision().publish()
    original = getattr(merging, step)

    def break_down(*args, **kwargs):
        original(*args, **kwargs)
        raise RuntimeError("power cut")

    monkeypatch.setattr(merging, step, break_down)
    with pytest.raises(RuntimeError):
        merge(kept.pk, other.pk, {"phone": "other"}, coordinator)
    assert fresh(kept).phone == "04 92 00 00 01"
    assert fresh(kept).former_names == ""
    assert (fresh(other).live, fresh(other).status) == (True, "active")
    assert fresh(under).get_parent().pk == other.pk
    assert fresh(other).external_ids.get().value == "12"
    assert not Redirect.objects.exists()
    assert Entry.objects.filter(is_listed=True, kind="structure").count() == 2


def refusal(*args, **kwargs):
    with pytest.raises(MergeRefused) as caught:
        merge(*args, **kwargs)
    return str(caught.value)


def test_a_page_with_itself_or_already_merged_is_refused(kept, other, coordinator):
    assert "deux fois la même fiche" in refusal(kept.pk, kept.pk, {}, coordinator)
    assert "n’existe plus" in refusal(kept.pk, 10**6, {}, coordinator)
    merge(kept.pk, other.pk, {}, coordinator)
    assert "a déjà été réunie à «\u202fAnimacoop\u202f»" in refusal(kept.pk, other.pk, {}, coordinator)
    assert "a déjà été réunie" in refusal(other.pk, kept.pk, {}, coordinator)


def test_a_sheet_that_changed_since_it_was_seen_is_refused(kept, other, coordinator):
    seen = state_of(kept, other)
    other.phone = "04 92 99 99 99"
    other.save_revision().publish()
    assert "a changé entre-temps" in refusal(kept.pk, other.pk, {}, coordinator, seen=seen)
    merge(kept.pk, other.pk, {}, coordinator, seen=state_of(fresh(kept), fresh(other)))


def test_a_locked_sheet_and_an_invalid_result_are_refused_in_words(kept, other, coordinator):
    StructurePage.objects.filter(pk=other.pk).update(website="javascript:alert(1)")
    assert "Site web" in refusal(kept.pk, other.pk, {"website": "other"}, coordinator)
    assert fresh(other).live
    StructurePage.objects.filter(pk=other.pk).update(locked=True)
    assert "verrouillée" in refusal(kept.pk, other.pk, {}, coordinator)


def test_only_those_who_may_publish_both(kept, other, member):
    with pytest.raises(PermissionDenied):
        merge(kept.pk, other.pk, {}, member)
    assert fresh(other).live
