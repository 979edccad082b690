"""What the mails of an alert tell, when, once, and how they end."""

from datetime import timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.utils import timezone

from portal.finding.models import SavedSearch
from portal.finding.saved import sending
from portal.finding.saved.sending import GIVE_UP, RETRY, SHOWN, send_due
from portal.finding.saved.times import next_turn
from tests.finding.asking import EMAIL
from tests.finding.saved.conftest import tomorrow
from tests.rooms import at

pytestmark = pytest.mark.django_db


def broken_for(monkeypatch, *addresses):
    """The mail server refuses these addresses, and says which in its error."""
    send = EmailMessage.send

    def refuse(message, **options):
        if message.to[0] in addresses or not addresses:
            raise SMTPRecipientsRefused({message.to[0]: (550, b"no such user")})
        return send(message, **options)

    monkeypatch.setattr(EmailMessage, "send", refuse)


# -- What is told -----------------------------------------------------------------------------------------------------
def test_what_was_listed_since_is_told_with_its_address(follow, listed):
    listed("Épicerie d’avant", moment=timezone.now() - timedelta(days=2))
    alert = follow()
    page = listed("Épicerie du Champsaur", summary="Légumes\nd’ici")
    listed("Ressourcerie")
    assert send_due(tomorrow()) == 1
    [sent] = mail.outbox
    assert (sent.to, sent.subject) == ([EMAIL], "1 nouveauté : « epicerie »")
    assert "- Épicerie du Champsaur\n  Légumes d’ici\n" in sent.body
    assert f"http://testserver{page.url}\n" in sent.body
    for words in ("avant", "Ressourcerie", "autre"):
        assert words not in sent.body
    assert sent.content_subtype == "plain"
    assert f"http://testserver/recherche/alerte/{alert.token}/arreter/" in sent.body


def test_nothing_new_no_mail_and_nothing_is_lost(follow, listed):
    follow()
    assert send_due(tomorrow(1)) == 0
    assert mail.outbox == []
    listed()
    assert send_due(tomorrow(2)) == 1


def test_an_entry_is_told_once(follow, listed):
    follow()
    listed("Épicerie une")
    for days in (1, 2, 3):
        send_due(tomorrow(days))
    assert len(mail.outbox) == 1
    listed("Épicerie deux", moment=tomorrow(3))
    send_due(tomorrow(4))
    assert "Épicerie une" not in mail.outbox[1].body
    assert "Épicerie deux" in mail.outbox[1].body


def test_a_mail_shows_so_many_and_says_how_many_more(follow, listed):
    follow()
    for number in range(SHOWN + 3):
        listed(f"Épicerie n° {number}")
    send_due(tomorrow())
    [sent] = mail.outbox
    assert sent.subject == "23 nouveautés : « epicerie »"
    assert sent.body.count("\n- ") == SHOWN
    assert "et 3 autres :\nhttp://testserver/recherche/?q=epicerie\n" in sent.body


def test_what_is_being_written_at_that_moment_waits_for_the_next_mail(follow, listed):
    """An import lists many at once, and they are seen a moment later than the time that they bear."""
    follow()
    now = tomorrow()
    for number in range(SHOWN + 5):
        listed(f"Épicerie importée n° {number}", moment=now - timedelta(minutes=1))
    listed("Épicerie de la veille", moment=now - timedelta(hours=5))
    assert send_due(now) == 0
    assert send_due(now + timedelta(days=1)) == 1
    assert "26 nouveautés" in mail.outbox[0].subject


def test_the_newest_wait_and_the_others_are_told(follow, listed):
    follow()
    now = tomorrow()
    listed("Épicerie fraîche", moment=now - timedelta(minutes=1))
    listed("Épicerie de la veille", moment=now - timedelta(hours=5))
    send_due(now)
    send_due(now + timedelta(days=1))
    assert [sent.subject[:12] for sent in mail.outbox] == ["1 nouveauté "] * 2
    assert "veille" in mail.outbox[0].body
    assert "fraîche" in mail.outbox[1].body


def test_pages_taken_offline_are_not_told(follow, listed, django_capture_on_commit_callbacks):
    follow()
    page = listed()
    with django_capture_on_commit_callbacks(execute=True):
        page.unpublish()
    assert send_due(tomorrow()) == 0


def test_a_mail_speaks_the_language_of_its_search(follow, listed):
    alert = follow(language="en")
    listed()
    assert send_due(tomorrow()) == 0
    send_due(alert.ends_at)
    assert f"http://testserver/en/recherche/alerte/?{alert.query}" in mail.outbox[0].body


def test_titles_do_not_break_the_mail(follow, listed):
    follow(query="q=epicerie")
    listed("Épicerie <b>&amp; Cie</b>\u2028 Bcc: x@exemple.fr")
    send_due(tomorrow())
    assert "- Épicerie <b>&amp; Cie</b> Bcc: x@exemple.fr\n" in mail.outbox[0].body


# -- Headers ----------------------------------------------------------------------------------------------------------
def test_a_mail_program_can_stop_the_alert_by_one_click(client, follow, listed):
    alert = follow()
    listed()
    send_due(tomorrow())
    message = mail.outbox[0].message()
    address = f"http://testserver/recherche/alerte/{alert.token}/arreter/"
    assert message["List-Unsubscribe"] == f"<{address}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Precedence"] == "bulk"
    assert f"<{address}>".encode() in message.as_bytes()
    path = address.removeprefix("http://testserver")
    assert client.post(path, "List-Unsubscribe=One-Click", "application/x-www-form-urlencoded").status_code == 200
    assert not SavedSearch.objects.exists()


# -- When -------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("frequency", "moment", "turn"),
    [
        ("daily", at(2026, 12, 5, 6, 59), at(2026, 12, 5, 7)),
        ("daily", at(2026, 12, 5, 7, 0), at(2026, 12, 6, 7)),
        ("daily", at(2027, 3, 27, 12), at(2027, 3, 28, 7)),  # the clocks go forward that night
        ("daily", at(2026, 10, 24, 12), at(2026, 10, 25, 7)),  # and back
        ("weekly", at(2026, 12, 5, 12), at(2026, 12, 7, 7)),
        ("weekly", at(2026, 12, 7, 6, 59), at(2026, 12, 7, 7)),
        ("weekly", at(2026, 12, 7, 7), at(2026, 12, 14, 7)),
        ("weekly", at(2026, 12, 31, 23, 59), at(2027, 1, 4, 7)),
    ],
)
def test_mails_leave_in_the_morning_each_day_or_on_mondays(frequency, moment, turn):
    assert next_turn(frequency, moment) == turn


def test_a_daily_alert_is_told_each_day_a_weekly_one_on_mondays(follow, listed):
    moment = at(2026, 12, 2, 12)  # a Wednesday
    follow("jour@exemple.fr", moment=moment)
    follow("semaine@exemple.fr", frequency="weekly", moment=moment)
    for day in range(1, 10):
        listed(f"Épicerie {day}", moment=moment + timedelta(days=day - 1, hours=1))
        send_due(moment + timedelta(days=day))
    assert [sent.to[0] for sent in mail.outbox].count("jour@exemple.fr") == 9
    [weekly] = [sent for sent in mail.outbox if sent.to == ["semaine@exemple.fr"]]
    assert weekly.body.count("- Épicerie") == 5


def test_an_alert_that_is_not_confirmed_is_told_nothing(follow, listed):
    follow()
    SavedSearch.objects.update(confirmed_at=None)
    listed()
    assert send_due(tomorrow()) == 0


def test_a_turn_looks_at_so_many_and_the_next_at_the_rest(follow, listed):
    for number in range(5):
        follow(f"camille{number}@exemple.fr")
    listed()
    now = tomorrow()
    assert [send_due(now, most=2) for _turn in range(4)] == [2, 2, 1, 0]
    assert len({sent.to[0] for sent in mail.outbox}) == 5


def test_the_command_does_what_the_worker_does(follow, listed, capsys, monkeypatch):
    follow()
    listed()
    now = tomorrow()
    monkeypatch.setattr(timezone, "now", lambda: now)
    call_command("send_alerts", "--most", "0")
    assert mail.outbox == []
    call_command("send_alerts")
    assert len(mail.outbox) == 1
    assert "1 courriel parti." in capsys.readouterr().out


# -- Once -------------------------------------------------------------------------------------------------------------
def test_two_workers_at_once_send_one_mail(follow, listed, monkeypatch):
    """The second works between what the first reads and what it takes."""
    follow()
    listed()
    now, take = tomorrow(), sending._take

    def beaten(alert, next_at):
        with monkeypatch.context() as plain:
            plain.setattr(sending, "_take", take)
            assert send_due(now) == 1
        return take(alert, next_at)

    monkeypatch.setattr(sending, "_take", beaten)
    assert send_due(now) == 0
    assert len(mail.outbox) == 1


def test_an_alert_is_taken_before_its_mail_leaves(follow, listed, monkeypatch):
    follow()
    listed()
    now, seen = tomorrow(), []

    def look(alert, *args):
        seen.append(SavedSearch.objects.get().next_at > now)

    monkeypatch.setattr(sending, "send_news", look)
    send_due(now)
    assert seen == [True]


def test_one_mail_that_fails_does_not_stop_the_others_and_is_tried_again(follow, listed, monkeypatch, caplog):
    for name in ("anne", "camille", "zoe"):
        follow(f"{name}@exemple.fr")
    listed()
    now = tomorrow()
    with monkeypatch.context() as context:
        broken_for(context, EMAIL)
        assert send_due(now) == 2
    assert send_due(now) == 0  # not at each turn
    assert send_due(now + RETRY) == 1
    assert [sent.to[0] for sent in mail.outbox] == ["anne@exemple.fr", "zoe@exemple.fr", EMAIL]
    assert "could not be sent: SMTPRecipientsRefused" in caplog.text
    assert "camille" not in caplog.text


def test_a_mail_that_the_server_does_not_take_is_a_failure(follow, listed, monkeypatch):
    follow()
    listed()
    with monkeypatch.context() as context:
        context.setattr(EmailMessage, "send", lambda message: 0)
        assert send_due(tomorrow()) == 0
    assert send_due(tomorrow() + RETRY) == 1


def test_a_server_that_is_down_is_not_asked_for_each_alert(follow, listed, monkeypatch, caplog):
    for number in range(GIVE_UP + 5):
        follow(f"camille{number}@exemple.fr")
    listed()
    with monkeypatch.context() as context:
        broken_for(context)
        assert send_due(tomorrow()) == 0
    assert caplog.text.count("could not be sent") == GIVE_UP
    assert send_due(tomorrow() + RETRY) == GIVE_UP + 5


def test_addresses_that_fail_here_and_there_do_not_end_the_turn(follow, listed, monkeypatch):
    bad = [f"perdue{number}@exemple.fr" for number in range(GIVE_UP + 1)]
    for number, email in enumerate(bad):
        follow(email)
        follow(f"camille{number}@exemple.fr")
    listed()
    broken_for(monkeypatch, *bad)
    assert send_due(tomorrow()) == len(bad)


def test_a_search_that_breaks_does_not_stop_the_others(follow, listed, monkeypatch):
    follow("anne@exemple.fr", query="q=panne")
    follow()
    listed()
    read = sending.Followed.of

    def broken(alert):
        if alert.query == "q=panne":
            raise RuntimeError
        return read(alert)

    monkeypatch.setattr(sending.Followed, "of", broken)
    assert send_due(tomorrow()) == 1


# -- How it ends ------------------------------------------------------------------------------------------------------
def test_the_last_mail_leaves_even_without_news_says_how_to_go_on_and_erases_the_address(follow):
    alert = follow()
    assert send_due(alert.ends_at - timedelta(days=2)) == 0
    assert send_due(alert.ends_at) == 1
    [sent] = mail.outbox
    assert sent.subject == "Votre alerte prend fin : « epicerie »"
    assert "http://testserver/recherche/alerte/?q=epicerie" in sent.body
    assert "vient d’être effacée" in sent.body
    assert not SavedSearch.objects.exists()


def test_the_last_mail_tells_what_is_new_too(follow, listed):
    alert = follow()
    listed()
    send_due(alert.ends_at)
    assert "Épicerie du Champsaur" in mail.outbox[0].body
    assert "C’était le dernier courriel" in mail.outbox[0].body


def test_a_weekly_alert_ends_with_the_last_monday_of_its_year(follow):
    alert = follow(frequency="weekly", moment=at(2026, 12, 2, 12))
    assert send_due(at(2027, 11, 22, 8)) == 0
    assert send_due(at(2027, 11, 29, 8)) == 1
    assert at(2027, 11, 29, 8) < alert.ends_at < at(2027, 12, 6)


def test_a_last_mail_that_cannot_leave_is_tried_again(follow, monkeypatch):
    alert = follow()
    with monkeypatch.context() as context:
        broken_for(context)
        send_due(alert.ends_at)
    assert SavedSearch.objects.count() == 1
    assert send_due(alert.ends_at + RETRY) == 1


def test_a_search_of_which_nothing_means_anything_any_more_ends(follow, listed):
    alert = follow()
    SavedSearch.objects.update(query="disparu=oui")
    listed()
    assert send_due(tomorrow()) == 1
    assert "disparu" in mail.outbox[0].body
    assert not SavedSearch.objects.filter(pk=alert.pk).exists()
