"""Asking for an alert and confirming it: one mail, a button, and nothing that tells who follows what."""

import re
from datetime import timedelta

import pytest
from django.core import mail, signing
from django.test import Client
from django.utils import timezone

from portal.core.visitors.stamp import MAX_SECONDS
from portal.finding.models import SavedSearch
from portal.finding.models.saved_search import key_of
from portal.finding.saved import keeping
from portal.finding.saved.forms import AlertForm
from portal.finding.saved.keeping import ALL_ASKED_A_DAY, ASKED_A_DAY, MOST, forget_old
from portal.finding.saved.links import SALT
from tests.finding.asking import EMAIL, ask, soup

pytestmark = pytest.mark.django_db
TRAP = AlertForm.trap
ASKED = "/recherche/alerte/demandee/"


@pytest.fixture
def visitor(client, portal_site):
    return client


def link(sent=-1):
    """The path of the link that a confirmation holds."""
    return re.search(r"http://testserver(/\S*/confirmer/)", mail.outbox[sent].body)[1]


def confirmed(client, **values):
    """Ask, then press the button of the link."""
    assert ask(client, **values).status_code == 302
    assert client.post(link()).status_code == 200
    return SavedSearch.objects.get(confirmed_at__isnull=False)


def put_back(**values):
    """Make what was asked as old as that."""
    moment = timezone.now() - timedelta(**values)
    SavedSearch.objects.update(created_at=moment, asked_at=moment)


def fill(number, email=EMAIL, **values):
    SavedSearch.objects.bulk_create(
        SavedSearch(email=email, query=f"q={n}", language="fr", key=key_of(email, f"q={n}", "fr"), **values)
        for n in range(number)
    )


# -- The form ---------------------------------------------------------------------------------------------------------
def test_the_form_says_the_search_in_words_and_what_becomes_of_the_address(visitor):
    page = soup(visitor.get("/recherche/alerte/?q=épicerie"))
    assert "« épicerie »" in page.select_one(".chapo").text
    assert "effacé dès que vous l’arrêtez" in page.select_one("#id_email_helptext").text
    assert page.select_one("main .actions a")["href"] == "/recherche/?q=%C3%A9picerie"
    form = page.select_one("main form")
    names = {"csrfmiddlewaretoken", "email", "frequency", "jeton", TRAP}
    assert {field["name"] for field in form.select("[name]")} == names
    assert [choice["value"] for choice in form.select("[type=radio]")] == ["daily", "weekly"]


def test_no_search_engine_and_no_cache_keeps_these_pages(visitor):
    ask(visitor)
    stop = f"/recherche/alerte/{SavedSearch.objects.get().token}/arreter/"
    for address in ("/recherche/alerte/?q=epicerie", ASKED, link(), stop):
        response = visitor.get(address)
        assert response.status_code == 200
        assert soup(response).select_one("meta[name=robots]")["content"] == "noindex", address
        assert "no-store" in response.headers["Cache-Control"], address


def test_without_a_search_one_is_sent_to_the_search(visitor):
    assert visitor.get("/recherche/alerte/")["Location"] == "/recherche/"
    assert visitor.post("/recherche/alerte/?page=2", {"email": EMAIL})["Location"] == "/recherche/"


def test_the_small_form_of_the_results_sends_nothing_and_keeps_what_was_typed(portal_site):
    client = Client(enforce_csrf_checks=True)
    response = client.post("/recherche/alerte/?q=epicerie", {"email": EMAIL, "frequency": "daily"})
    page = soup(response)
    assert response.status_code == 200
    assert page.select_one("[name=email]")["value"] == EMAIL
    assert page.select_one("[type=radio][checked]")["value"] == "daily"
    assert not page.select("main .alerte, main .errorlist")
    assert not SavedSearch.objects.exists()
    assert mail.outbox == []


def test_another_site_cannot_send_the_form(portal_site):
    assert ask(Client(enforce_csrf_checks=True)).status_code == 403
    assert mail.outbox == []


# -- One mail, then a button ------------------------------------------------------------------------------------------
def test_one_mail_asks_for_a_confirmation_and_nothing_else_leaves(visitor):
    response = ask(visitor, "Camille@Exemple.fr")
    assert (response.status_code, response["Location"]) == (302, ASKED)
    [sent] = mail.outbox
    assert sent.to == [EMAIL]
    assert sent.subject == "À confirmer : « epicerie »"
    assert "chaque jour" in sent.body
    assert "ne faites rien" in sent.body
    assert sent.content_subtype == "plain"
    assert sent.extra_headers["Auto-Submitted"] == "auto-generated"
    alert = SavedSearch.objects.get()
    assert (alert.email, alert.query, alert.words) == (EMAIL, "q=epicerie", "epicerie")
    assert (alert.confirmed_at, alert.next_at) == (None, None)


def test_following_the_link_confirms_nothing_the_button_does(visitor):
    ask(visitor)
    page = soup(visitor.get(link()))
    assert "« epicerie »" in page.main.text
    assert EMAIL not in page.text
    assert visitor.head(link()).status_code == 200
    assert SavedSearch.objects.get().confirmed_at is None
    before = timezone.now()
    assert "C’est noté" in Client(enforce_csrf_checks=True).post(link()).text
    alert = SavedSearch.objects.get()
    assert before <= alert.confirmed_at == alert.sent_at
    assert alert.frequency == "daily"
    assert alert.next_at > before
    assert alert.ends_at == alert.confirmed_at + timedelta(days=365)


def test_the_search_is_kept_in_one_order_only(visitor):
    ask(visitor, query="q=epicerie", age=60)
    visitor.get("/recherche/alerte/?page=3&utm_source=x&q=%20epicerie%20")
    assert [alert.query for alert in SavedSearch.objects.all()] == ["q=epicerie"]


def test_the_link_serves_for_two_days(visitor, monkeypatch):
    ask(visitor)
    now = signing.time.time()
    monkeypatch.setattr(signing.time, "time", lambda: now + 47 * 3600)
    assert visitor.get(link()).status_code == 200
    monkeypatch.setattr(signing.time, "time", lambda: now + 49 * 3600)
    for response in (visitor.get(link()), visitor.post(link())):
        assert response.status_code == 404
        assert "ne sert plus" in response.text
    assert SavedSearch.objects.get().confirmed_at is None


@pytest.mark.parametrize("token", ["x", "a:b:c", "x" * 4000, "%ed%a0%80", "é", "..", "WyJhIiwiZGFpbHkiXQ:1uZZZZ:abc"])
def test_a_forged_link_does_nothing(visitor, token):
    ask(visitor)
    for method in (visitor.get, visitor.post):
        assert method(f"/recherche/alerte/{token}/confirmer/").status_code == 404
    assert SavedSearch.objects.get().confirmed_at is None


def test_a_link_with_a_nul_byte_is_refused(visitor):
    visitor.raise_request_exception = False
    for name in ("confirmer", "arreter"):
        assert visitor.post(f"/recherche/alerte/x%00/{name}/").status_code == 400


def test_what_stops_an_alert_does_not_confirm_it(visitor):
    ask(visitor)
    token = SavedSearch.objects.get().token
    for forged in (token, signing.dumps([token, "daily"]), signing.dumps([token, "daily"], salt=f"{SALT}x")):
        assert visitor.post(f"/recherche/alerte/{forged}/confirmer/").status_code == 404


def test_the_link_of_an_alert_that_was_stopped_does_not_bring_it_back(visitor):
    alert = confirmed(visitor)
    visitor.post(f"/recherche/alerte/{alert.token}/arreter/")
    assert visitor.post(link()).status_code == 404
    assert not SavedSearch.objects.exists()


# -- Twice is once ----------------------------------------------------------------------------------------------------
def test_the_same_asked_twice_makes_one_row_one_mail_and_the_same_answer(visitor):
    answers = [ask(visitor), ask(visitor, EMAIL.upper()), ask(visitor, frequency="weekly")]
    assert {(answer.status_code, answer["Location"]) for answer in answers} == {(302, ASKED)}
    assert SavedSearch.objects.count() == len(mail.outbox) == 1


def test_the_page_that_follows_is_the_same_whatever_was_there(visitor):
    def page():
        return visitor.get(ask(visitor)["Location"]).content

    first, pending = page(), page()
    visitor.post(link())
    assert first == pending == page()


def test_another_day_another_mail(visitor):
    ask(visitor)
    put_back(hours=25)
    ask(visitor)
    assert len(mail.outbox) == 2
    assert SavedSearch.objects.count() == 1


def test_asking_again_changes_nothing_until_it_is_confirmed(visitor):
    alert = confirmed(visitor)
    SavedSearch.objects.update(ends_at=timezone.now() + timedelta(days=10))
    put_back(hours=25)
    ask(visitor, frequency="weekly")
    assert SavedSearch.objects.get().frequency == "daily"
    visitor.post(link())
    again = SavedSearch.objects.get()
    assert again.frequency == "weekly"
    assert again.ends_at > timezone.now() + timedelta(days=364)
    assert (again.confirmed_at, again.sent_at, again.token) == (alert.confirmed_at, alert.sent_at, alert.token)


def test_each_language_has_its_own_alert_and_mail(visitor):
    ask(visitor)
    ask(visitor, language="en")
    assert set(SavedSearch.objects.values_list("language", flat=True)) == {"fr", "en"}
    assert link().startswith("/en/recherche/alerte/")
    assert visitor.get(link()).status_code == 200


# -- Limits -----------------------------------------------------------------------------------------------------------
def test_so_many_an_hour_from_one_address_of_the_network(visitor):
    for number in range(AlertForm.per_hour):
        assert ask(visitor, f"camille{number}@exemple.fr").status_code == 302
    assert ask(visitor).status_code == 429
    assert ask(visitor, network="192.0.2.2").status_code == 302


def test_a_stranger_makes_us_write_so_many_times_a_day_to_one_address(visitor):
    for number in range(ASKED_A_DAY + 3):
        response = ask(visitor, query=f"q=mot+{number}", network=f"192.0.2.{number}")
        assert response["Location"] == ASKED
    assert len(mail.outbox) == SavedSearch.objects.count() == ASKED_A_DAY


def test_so_many_a_day_to_everybody(visitor):
    fill(ALL_ASKED_A_DAY, "autre@exemple.fr", asked_at=timezone.now())
    response = ask(visitor)
    assert response.status_code == 429
    assert "Revenez demain" in response.text
    assert mail.outbox == []


def test_one_address_follows_so_many_searches(visitor):
    fill(MOST - 1, confirmed_at=timezone.now())
    confirmed_before = set(SavedSearch.objects.all())
    ask(visitor)
    first = link()
    ask(visitor, query="q=velo")
    assert visitor.post(first).status_code == 200
    response = visitor.post(link())
    assert response.status_code == 409
    assert "suit déjà 20 recherches" in response.text
    assert SavedSearch.objects.confirmed().count() == MOST == len(confirmed_before) + 1
    assert ask(visitor, query="q=troc")["Location"] == ASKED
    assert len(mail.outbox) == 2
    assert visitor.post(first).status_code == 200  # one of the twenty goes on


# -- Refused ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "changes",
    [{TRAP: "x"}, {"age": 0}, {"jeton": "forgé"}, {"age": MAX_SECONDS + 60}, {"frequency": "hourly"}]
    + [{"email": email} for email in ("", "x", "a@b", "a\x00@exemple.fr", "a" * 4000 + "@exemple.fr", "a@b.fr, c@d.fr")]
    + [{"email": "a@exemple.fr\nBcc: b@exemple.fr"}],
)
def test_what_is_refused_is_said_and_nothing_leaves(visitor, changes):
    response = ask(visitor, **changes)
    assert response.status_code == 200
    assert soup(response).select("main .alerte, main .errorlist")
    assert not SavedSearch.objects.exists()
    assert mail.outbox == []


@pytest.mark.parametrize(
    "words", ["gagnez+sur+casino.com", "http%3A//x", "a%40exemple.fr", "0612345678", "%F0%9F%98%80" * 200]
)
def test_a_stranger_cannot_put_a_link_nor_a_page_into_a_mail_of_ours(visitor, words):
    address = f"/recherche/alerte/?q={words}"
    page = soup(visitor.get(address))
    token = page.select_one("[name=jeton]")["value"]
    waited = signing.loads(token, salt="portal.core.visitors.alert")
    token = signing.dumps([waited[0], waited[1] - 60], salt="portal.core.visitors.alert")
    response = visitor.post(address, {"email": EMAIL, "frequency": "daily", "jeton": token})
    assert "ne peut pas être suivie" in response.text
    assert mail.outbox == []


@pytest.mark.parametrize("query", ["q=" + "x" * 4000, "q=%00", "q=%ed%a0%80", "q=ski%00velo", "q=" + "%cc%81" * 4000])
def test_a_search_that_is_none_breaks_nothing(visitor, query):
    for response in (visitor.get(f"/recherche/alerte/?{query}"), ask(visitor, query=query)):
        assert response.status_code in (200, 302)
    assert len(mail.outbox) <= 1


def test_bytes_that_are_not_text_break_nothing(visitor):
    body = b"email=%ed%a0%80&frequency=%ff&jeton=%ff"
    address = "/recherche/alerte/?q=epicerie"
    assert visitor.post(address, body, "application/x-www-form-urlencoded").status_code == 200


# -- When the mail cannot leave ---------------------------------------------------------------------------------------
def test_a_mail_that_cannot_leave_is_said_kept_nowhere_and_logged_without_the_address(visitor, monkeypatch, caplog):
    def refuse(mail):
        raise OSError(f"refused: {mail.to}")

    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.EmailMessage.send", refuse)
        response = ask(visitor)
    assert response.status_code == 503
    assert "n’a pas pu partir" in response.text
    assert not SavedSearch.objects.exists()
    assert "could not be sent: OSError" in caplog.text
    assert "camille" not in caplog.text.lower()
    assert ask(visitor).status_code == 302
    assert len(mail.outbox) == 1


def test_a_confirmed_alert_survives_a_mail_that_cannot_leave(visitor, monkeypatch):
    confirmed(visitor)
    put_back(hours=25)
    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.EmailMessage.send", lambda mail: 0)
        assert ask(visitor).status_code == 503
    assert SavedSearch.objects.confirmed().count() == 1
    ask(visitor)
    assert len(mail.outbox) == 2


# -- Forgotten --------------------------------------------------------------------------------------------------------
def test_what_nobody_confirms_is_erased_after_seven_days(visitor):
    ask(visitor)
    put_back(days=6, hours=23)
    forget_old()
    assert SavedSearch.objects.count() == 1
    put_back(days=7, hours=1)
    forget_old()
    assert not SavedSearch.objects.exists()


def test_one_that_could_never_be_asked_goes_too(visitor):
    fill(1, created_at=timezone.now() - timedelta(days=8))
    forget_old()
    assert not SavedSearch.objects.exists()


def test_a_confirmed_alert_is_not_erased_before_its_end(visitor):
    confirmed(visitor)
    put_back(days=300)
    forget_old()
    assert SavedSearch.objects.count() == 1
    forget_old(timezone.now() + timedelta(days=365 + 8))
    assert not SavedSearch.objects.exists()


def test_two_requests_at_once_send_one_mail(visitor, monkeypatch):
    """The second comes between the making of the row and the mail."""
    send = keeping.send_confirmation

    def beaten(alert, frequency, followed):
        with monkeypatch.context() as plain:
            plain.setattr(keeping, "send_confirmation", send)
            assert keeping.ask(EMAIL, followed, frequency)
        return send(alert, frequency, followed)

    monkeypatch.setattr(keeping, "send_confirmation", beaten)
    ask(visitor)
    assert len(mail.outbox) == 1
