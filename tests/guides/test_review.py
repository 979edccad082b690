"""Guides to be read again: who is reminded, when, once; the report of the coordination; the worker's night."""

import csv
from datetime import date, timedelta
from io import BytesIO, StringIO

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.models import Locale, Revision

from guides import review
from guides.models import GuidePage
from guides.review import remind_keepers
from portal.demo.builders import make_guide, make_member, make_structure, make_user
from portal.editorial.roles import COORDINATORS
from portal.home.management.commands import worker
from tests.rooms import directory, guides

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
TODAY = date(2027, 3, 10)
REPORT = "/admin/reports/guides-a-relire/"


@pytest.fixture
def keeper(portal_site):
    return make_user("garde@exemple.fr")


def kept(keeper, title="Partager", day=TODAY + timedelta(days=15), **values):
    return make_guide(guides(), title=title, keeper=keeper, review_on=day, **values)


def reminded():
    return [(sent.to, sent.subject) for sent in mail.outbox]


# -- The reminder -----------------------------------------------------------------------------------------------------
def test_a_keeper_is_reminded_fifteen_days_before(keeper):
    guide = kept(keeper)
    assert remind_keepers(TODAY - timedelta(days=1)) == 0
    assert remind_keepers(TODAY) == 1
    [sent] = mail.outbox
    assert (sent.to, sent.subject) == (["garde@exemple.fr"], "Un mini-guide à relire")
    for words in (
        "Partager",
        "à relire avant le 25 mars 2027",
        f"http://testserver{reverse('wagtailadmin_pages:edit', args=[guide.pk])}",
        "« relu le »",
    ):
        assert words in sent.body
    assert sent.content_subtype == "plain"
    assert GuidePage.objects.get().reminded_for == guide.review_on


def test_once_a_date(keeper):
    guide = kept(keeper)
    for days in (0, 1, 16, 60):
        remind_keepers(TODAY + timedelta(days=days))
    assert len(mail.outbox) == 1
    guide.review_on = TODAY + timedelta(days=200)
    guide.save(update_fields=["review_on"])
    assert remind_keepers(TODAY + timedelta(days=60)) == 0
    assert remind_keepers(TODAY + timedelta(days=190)) == 1


def test_a_draft_older_than_the_reminder_does_not_make_it_leave_again(keeper):
    guide = kept(keeper)
    draft = guide.save_revision()
    assert remind_keepers(TODAY) == 1
    Revision.objects.get(pk=draft.pk).publish()
    assert remind_keepers(TODAY + timedelta(days=1)) == 0


def test_without_a_keeper_it_is_for_those_who_may_publish(portal_site):
    make_user("coordination@exemple.fr", groups=Group.objects.filter(name=COORDINATORS))
    kept(None)
    assert remind_keepers(TODAY) == 1
    assert mail.outbox[0].to == ["coordination@exemple.fr"]


def test_a_guide_read_again_since_is_not_to_be_read_again(keeper):
    guide = kept(keeper, last_reviewed_on=TODAY + timedelta(days=15))
    assert remind_keepers(TODAY + timedelta(days=30)) == 0
    assert review.review_words(guide, TODAY + timedelta(days=30)) == "à jour"


def test_a_guide_that_is_late_says_so(keeper):
    kept(keeper, day=date(2027, 3, 1))
    remind_keepers(TODAY)
    assert "devait être relu avant le 1er mars 2027" in mail.outbox[0].body


def test_one_mail_a_keeper_with_all_their_guides(keeper):
    other = make_user("autre@exemple.fr")
    for number, title in enumerate(("Partager", "Financer")):
        kept(keeper, title, TODAY + timedelta(days=number))
    kept(other, "Communiquer")
    kept(keeper, "Plus tard", TODAY + timedelta(days=90))
    assert remind_keepers(TODAY) == 2
    assert sorted(reminded()) == [
        (["autre@exemple.fr"], "Un mini-guide à relire"),
        (["garde@exemple.fr"], "2 mini-guides à relire"),
    ]
    body = next(sent.body for sent in mail.outbox if sent.to == ["garde@exemple.fr"])
    assert body.index("Partager") < body.index("Financer")
    assert "Communiquer" not in body
    assert "Plus tard" not in body


@pytest.mark.parametrize("case", ["no keeper", "no date", "closed account", "no address", "draft", "second door"])
def test_nobody_is_reminded_of(keeper, case):
    guide = kept(keeper)
    if case == "no keeper":
        guide.keeper = None
    elif case == "no date":
        guide.review_on = None
    elif case == "closed account":
        keeper.is_active = False
    elif case == "no address":
        keeper.email = ""
    guide.save()
    keeper.save()
    if case == "draft":
        guide.unpublish()
    elif case == "second door":
        GuidePage.objects.filter(pk=guide.pk).update(reminded_for=guide.review_on)
        guide.create_alias(parent=guides(), update_slug="partager-bis")
        GuidePage.objects.filter(alias_of=guide).update(reminded_for=None)
    assert remind_keepers(TODAY) == 0
    assert not mail.outbox


def test_a_guide_and_its_translations_are_one(keeper):
    guide = kept(keeper)
    english = Locale.objects.get(language_code="en")
    guides().copy_for_translation(english)
    translated = guide.copy_for_translation(english)
    translated.title, translated.reminded_for = "Sharing", None
    translated.save_revision().publish()
    assert remind_keepers(TODAY) == 1
    assert mail.outbox[0].subject == "Un mini-guide à relire"
    assert "Sharing" not in mail.outbox[0].body
    assert remind_keepers(TODAY) == 0


def test_a_mail_that_cannot_leave_is_tried_again_the_next_night(keeper, monkeypatch, caplog):
    kept(keeper)

    def broken(self, fail_silently=False):
        raise OSError("no route")

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMessage.send", broken)
        assert remind_keepers(TODAY) == 0
    assert "could not be sent" in caplog.text
    assert GuidePage.objects.get().reminded_for is None
    assert remind_keepers(TODAY + timedelta(days=1)) == 1


def test_two_runs_at_once_send_one_mail(keeper, monkeypatch):
    kept(keeper)
    take = review._take

    def late(guide):
        """Another run comes first, between the question and the answer of this one."""
        monkeypatch.setattr(review, "_take", take)
        assert remind_keepers(TODAY) == 1
        return take(guide)

    monkeypatch.setattr(review, "_take", late)
    assert remind_keepers(TODAY) == 0
    assert len(mail.outbox) == 1


# -- The command and the worker ---------------------------------------------------------------------------------------
def test_the_command_takes_a_day(keeper, capsys):
    kept(keeper)
    call_command("remind_reviews", date="2027-03-09")
    assert "0 courriel" in capsys.readouterr().out
    call_command("remind_reviews", date="2027-03-10")
    assert "1 courriel parti" in capsys.readouterr().out
    with pytest.raises(CommandError, match="n’est pas une date"):
        call_command("remind_reviews", date="demain")


def test_the_command_without_a_day_is_of_today(keeper):
    kept(keeper, day=timezone.localdate())
    call_command("remind_reviews")
    assert len(mail.outbox) == 1


def test_the_worker_reminds_each_night(keeper, monkeypatch):
    kept(keeper, day=timezone.localdate())
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    monkeypatch.setattr(worker, "refresh_due", lambda now: 1 / 0)  # a job that fails does not stop this one
    call_command("worker", "--once")
    assert len(mail.outbox) == 1


# -- The report -------------------------------------------------------------------------------------------------------
@pytest.fixture
def coordinator(client, portal_site):
    client.force_login(make_user("coordination@exemple.fr", groups=[Group.objects.get(name=COORDINATORS)]))
    return client


@pytest.fixture
def four(keeper):
    today = timezone.localdate()
    kept(keeper, "Sans date", None)
    kept(None, "À jour", today + timedelta(days=60))
    kept(keeper, "Bientôt", today + timedelta(days=3))
    kept(keeper, "=En retard", today - timedelta(days=3))


def test_the_report_lists_every_guide_the_late_ones_first(coordinator, four):
    kept(None, "Un brouillon", live=False)
    response = coordinator.get(REPORT)
    assert [guide.title for guide in response.context["object_list"]] == [
        "=En retard",
        "Bientôt",
        "À jour",
        "Sans date",
    ]
    for words in ("en retard", "bientôt", "à jour", "pas de date", "garde@exemple.fr", "personne"):
        assert words in response.text
    assert "None" not in response.text[response.text.index("<tbody") : response.text.index("</tbody")]
    assert REPORT in coordinator.get("/admin/").text
    assert coordinator.get(REPORT + "resultats/").status_code == 200


def test_the_report_is_taken_away_as_a_sheet(coordinator, four):
    today = timezone.localdate()
    response = coordinator.get(REPORT + "?export=csv")
    rows = list(csv.DictReader(StringIO(b"".join(response.streaming_content).decode())))
    assert [row["Mini-guide"] for row in rows] == ["'=En retard", "Bientôt", "À jour", "Sans date"]
    assert rows[0]["Relecture"] == "en retard"
    assert rows[0]["Responsable"] == "garde@exemple.fr"
    assert rows[0]["Adresse"].startswith("http://")
    assert rows[3]["À relire avant le"] == ""
    assert "guides-a-relire" in response.headers["Content-Disposition"]
    answer = coordinator.get(REPORT + "?export=xlsx")
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    assert sheet["C3"].value == today + timedelta(days=3)


def test_the_report_is_for_the_coordination(client, keeper, four):
    member = make_member(make_structure(directory(), title="La Remise"), "membre@exemple.fr")
    client.force_login(member)
    for address in (REPORT, REPORT + "resultats/", REPORT + "?export=csv"):
        assert client.get(address).status_code == 403
    assert REPORT not in client.get("/admin/").text
    client.logout()
    assert client.get(REPORT).status_code == 302


def test_the_report_needs_as_many_queries_whatever_there_is(coordinator, four, django_assert_max_num_queries):
    with django_assert_max_num_queries(25):
        coordinator.get(REPORT)
