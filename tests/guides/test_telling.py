"""/initiatives/raconter/: who may tell, one question a screen, what is kept, and the draft that is made of it."""

import json
import re

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.core import mail
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale

from guides.models import StoryPage, Telling
from guides.telling import making
from guides.telling.fields import MOST_TEXT
from guides.telling.keeping import MOST_OPEN
from guides.telling.questions import QUESTIONS
from portal.core.models import Commune
from portal.demo.builders import make_member, make_story, make_structure, make_user
from portal.editorial.roles import COORDINATORS
from portal.search.models import CatalogueChange, Entry
from tests.rooms import directory, make_private, stories

pytestmark = pytest.mark.django_db
START = "/initiatives/raconter/"


@pytest.fixture
def structure(portal_site):
    return make_structure(directory(), title="La Remise", commune=Commune.objects.get(name="Gap"))


@pytest.fixture
def member(structure):
    return make_member(structure, "membre@exemple.fr")


@pytest.fixture
def teller(client, member):
    client.force_login(member)
    return client


@pytest.fixture
def telling(member):
    return Telling.objects.create(author=member)


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def address(telling, name="question", *slugs):
    return reverse(f"guides:tell_{name}", args=[telling.pk, *slugs])


def hidden(client, telling, slug):
    """What a screen says of itself."""
    soup = soup_of(client.get(address(telling, "question", slug)))
    return {field["name"]: field["value"] for field in soup.select("input[type=hidden]") if field["name"] != TOKEN}


TOKEN = "csrfmiddlewaretoken"


def soup_of(response):
    return BeautifulSoup(response.text, "html.parser")


def answer(client, telling, slug, **values):
    """Open the screen of a question and press « Enregistrer »."""
    return client.post(address(telling, "question", slug), hidden(client, telling, slug) | values)


def answers(telling):
    telling.refresh_from_db()
    return {key: value for key, value in telling.answers.items() if not key.startswith("_")}


ENOUGH = {"title": "Un camion pour cinq", "summary": "Cinq épiceries partagent un camion."}


# -- Who --------------------------------------------------------------------------------------------------------------
def test_a_visitor_is_led_to_sign_in_and_back(client, telling):
    for path in (START, address(telling, "question", "besoin"), address(telling, "reread")):
        response = client.get(path)
        assert response.status_code == 302
        assert response.url == f"/mon-espace/connexion/?next={path}"


def test_an_account_without_a_structure_is_told_why_and_what_to_do(portal_site, telling):
    stranger = signed_in(make_user("sans.structure@exemple.fr"))
    for path in (START, address(telling, "question", "besoin"), address(telling, "reread")):
        response = stranger.get(path)
        assert response.status_code == 403
        assert "lié à aucune structure" in response.text
        assert "coordination" in response.text
    assert stranger.post(START).status_code == 403
    assert Telling.objects.count() == 1


def test_a_coordinator_may_tell_and_may_use_the_editor(portal_site, teller):
    groups = Group.objects.filter(name=COORDINATORS)
    response = signed_in(make_user("coordination@exemple.fr", groups=groups)).get(START)
    assert response.status_code == 200
    assert f"/admin/pages/add/guides/storypage/{stories().pk}/" in response.text
    assert "/admin/pages/add/" not in teller.get(START).text


def test_somebody_elses_telling_does_not_exist(structure, telling, portal_site):
    groups = Group.objects.filter(name=COORDINATORS)
    colleague = make_member(structure, "collegue@exemple.fr")
    for other in (colleague, make_user("coordination@exemple.fr", groups=groups)):
        client = signed_in(other)
        for path in (
            address(telling, "question", "besoin"),
            address(telling, "reread"),
            address(telling, "delete"),
        ):
            assert client.get(path).status_code == 404
            assert client.post(path, {"need": "Rien"}).status_code == 404
        assert client.post(address(telling, "save", "besoin"), {"need": "Rien"}).status_code == 404
        assert str(telling.pk) not in re.findall(r"raconter/(\d+)/", client.get(START).text)
    assert answers(telling) == {}


def test_the_script_gets_a_sentence_where_people_are_led_elsewhere(client, telling):
    path = address(telling, "save", "besoin")
    assert client.post(path).status_code == 401
    stranger = signed_in(make_user("sans.structure@exemple.fr"))
    assert stranger.post(path).status_code == 403
    assert stranger.post(path).json()["message"]


# -- Beginning, throwing away -----------------------------------------------------------------------------------------
def test_two_taps_on_begin_make_one_telling_about_ones_own_structure(teller, structure, member):
    first, second = (teller.post(START) for _tap in range(2))
    assert first.url == second.url
    assert member.tellings.get().answers == {"structures": [structure.pk]}
    assert teller.get(first.url).status_code == 200


def test_another_one_begins_once_something_is_written(teller, telling, member):
    answer(teller, telling, "titre", title="Un camion")
    teller.post(START)
    assert member.tellings.count() == 2
    assert "Un camion" in teller.get(START).text


def test_at_most_twenty_are_open_at_a_time(teller, member):
    for number in range(MOST_OPEN):
        Telling.objects.create(author=member, answers={"title": f"Récit {number}"})
    response = teller.post(START)
    assert response.status_code == 409
    assert "20 récits en cours" in response.text
    assert member.tellings.count() == MOST_OPEN


def test_throwing_away_asks_first(teller, telling):
    answer(teller, telling, "titre", title="Un camion")
    assert "Un camion" in teller.get(address(telling, "delete")).text
    assert Telling.objects.exists()
    assert teller.post(address(telling, "delete")).url == START
    assert not Telling.objects.exists()
    assert teller.get(address(telling, "reread")).status_code == 404


# -- Question by question ---------------------------------------------------------------------------------------------
def test_every_question_has_its_screen_its_number_and_its_neighbours(teller, telling):
    for number, question in enumerate(QUESTIONS, 1):
        soup = soup_of(teller.get(address(telling, "question", question.slug)))
        assert soup.h1.text == str(question.title)
        assert f"Question {number} sur 11" in soup.text
        following = teller.post(address(telling, "question", question.slug)).url
        last = number == len(QUESTIONS)
        assert following == (
            address(telling, "reread") if last else address(telling, "question", QUESTIONS[number].slug)
        )


@pytest.mark.parametrize(
    ("slug", "values", "kept"),
    [
        ("titre", ENOUGH, ENOUGH),
        ("besoin", {"need": "Livrer\r\nles villages."}, {"need": "Livrer\nles villages."}),
        (
            "etapes",
            {"when": ["mai", "", ""], "what": ["Réunir", "", "Acheter"]},
            {"steps": [{"when": "mai", "what": "Réunir"}, {"when": "", "what": "Acheter"}]},
        ),
        ("avec-qui", {"outside_partners": "La mairie"}, {"structures": [], "outside_partners": "La mairie"}),
        (
            "moyens",
            {"cost_amount": "12\u202f500 €", "cost_text": "Un camion", "time_text": "Six mois", "funders": "Région"},
            {"cost_amount": 12500, "cost_text": "Un camion", "time_text": "Six mois", "funders": "Région"},
        ),
        (
            "resultats",
            {"figure": ["300", ""], "label": ["colis", ""], "gives": "Cinq tournées."},
            {"figures": [{"figure": "300", "label": "colis"}], "gives": "Cinq tournées."},
        ),
        ("reussite", {"success": "Un salarié."}, {"success": "Un salarié."}),
        ("difficultes", {"failures": "La neige", "otherwise": "Partir tôt"}, {"failures": "La neige"}),
        ("conseils", {"advice": "Compter."}, {"advice": "Compter."}),
        ("plus-loin", {"further": "https://exemple.fr"}, {"further": "https://exemple.fr"}),
        (
            "ou-quand",
            {"commune": "embrun", "year": "2024", "size": "1-a-5", "cooperation": ["financements"]},
            {"commune": "embrun", "year": 2024, "size": "1-a-5", "cooperation": ["financements"], "place": ""},
        ),
    ],
)
def test_each_answer_is_kept_shown_again_and_read_again(teller, telling, slug, values, kept):
    assert answer(teller, telling, slug, **values).status_code == 302
    found = answers(telling)
    assert {key: found[key] for key in kept} == kept
    soup = soup_of(teller.get(address(telling, "question", slug)))
    shown = soup.form.text + " ".join(field.get("value", "") for field in soup.select("input, option[selected]"))
    told = soup_of(teller.get(address(telling, "reread"))).select_one(f"#{slug}")
    assert told.select_one("a[href]")["href"] == address(telling, "question", slug)
    for value in values.values():
        for words in value if isinstance(value, list) else [value]:
            first = "12500" if "€" in words else words.split("\r\n")[0]
            assert first in shown
    assert "Pas encore de réponse" not in told.text


def test_previous_more_and_any_question_keep_what_is_written(teller, telling):
    for button, slug in (("precedente", "titre"), ("etapes", "etapes"), ("relire", "")):
        response = answer(teller, telling, "besoin", need=f"Vers {button}", aller=button)
        assert response.url.endswith(f"/{slug or 'relire'}/")
        assert answers(telling)["need"] == f"Vers {button}"


def test_three_empty_rows_follow_those_that_are_filled_up_to_twenty(teller, telling):
    def rows():
        return len(soup_of(teller.get(address(telling, "question", "etapes"))).select("[data-row]"))

    assert rows() == 3
    answer(teller, telling, "etapes", what=["Un", "Deux"], when=["", ""], aller="plus")
    assert rows() == 5
    many = [str(number) for number in range(60)]
    answer(teller, telling, "etapes", what=many, when=[""] * 60)
    assert len(answers(telling)["steps"]) == 20
    assert rows() == 20


def test_an_emptied_row_goes_and_an_unfinished_one_is_said_at_the_end(teller, telling):
    answer(teller, telling, "etapes", what=["Un", ""], when=["", "mai"])
    assert answers(telling)["steps"] == [{"when": "", "what": "Un"}, {"when": "mai", "what": ""}]
    assert "ne dit pas ce qui a été fait" in teller.get(address(telling, "reread")).text
    answer(teller, telling, "etapes", what=["", ""], when=["", ""])
    assert answers(telling)["steps"] == []


def test_fewer_texts_than_dates_lose_no_row(teller, telling):
    answer(teller, telling, "etapes", when=["mai", "juin"], what="Un")
    assert answers(telling)["steps"] == [{"when": "mai", "what": "Un"}, {"when": "juin", "what": ""}]


# -- Too long, unknown, hostile ---------------------------------------------------------------------------------------
def test_a_text_too_long_is_said_with_both_lengths_and_stays_in_its_field(teller, telling):
    text = "é" * (MOST_TEXT + 7)
    response = answer(teller, telling, "difficultes", failures=text, otherwise="Partir tôt")
    assert response.status_code == 200
    soup = soup_of(response)
    assert "Ce texte fait 5007 signes : raccourcissez-le à 5000." in soup.text
    assert soup.select_one("textarea[name=failures]").text.strip() == text
    assert "maxlength" not in response.text
    assert answers(telling) == {"otherwise": "Partir tôt"}  # the rest is kept


@pytest.mark.parametrize("slug", [question.slug for question in QUESTIONS])
def test_a_hundred_thousand_signs_break_no_question(teller, telling, slug):
    page = soup_of(teller.get(address(telling, "question", slug)))
    names = {field["name"] for field in page.select("input, textarea, select") if field["name"] != TOKEN}
    for text in ("x" * 100_000, "\x00\ud7ff<script>", "9" * 40, "[]", "-1"):
        posted = dict.fromkeys(names, text) | hidden(teller, telling, slug)
        response = teller.post(address(telling, "question", slug), posted)
        assert response.status_code in (200, 302), (slug, text[:10])
        assert "<script>" not in response.text.replace('<script type="module"', "")
        assert teller.post(address(telling, "save", slug), posted).status_code in (200, 422)
    assert all(len(str(value)) < 2 * MOST_TEXT for value in answers(telling).values())
    assert teller.get(address(telling, "reread")).status_code == 200


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("0", 0), ("12.500", None), ("12 500,40", 12500), ("beaucoup", None), ("-3", None), ("9" * 12, None), ("٣", None)],
)
def test_a_sum_is_understood_or_said_not_to_be(teller, telling, typed, kept):
    response = answer(teller, telling, "moyens", cost_amount=typed, time_text="Six mois")
    assert answers(telling).get("cost_amount") == kept
    assert answers(telling)["time_text"] == "Six mois"
    assert (response.status_code == 302) is (kept is not None)
    if kept is None:
        assert f'value="{typed}"' in response.text


@pytest.mark.parametrize("path", ["inconnue/", "titre/x/", "relire/x/", "<script>/"])
def test_an_unknown_question_is_not_found(teller, telling, path):
    assert teller.get(f"{START}{telling.pk}/{path}").status_code == 404


def test_a_number_out_of_reach_is_not_found(teller):
    assert teller.get(f"{START}{'9' * 30}/titre/").status_code == 404
    assert teller.get(f"{START}merci/{'9' * 30}/").status_code == 404
    assert teller.post(f"{START}{'9' * 30}/titre/enregistrer/").status_code == 404


# -- With whom, where -------------------------------------------------------------------------------------------------
def checkboxes(response):
    soup = soup_of(response)
    return {
        label.text.strip(): label.input.has_attr("checked")
        for label in soup.select("label:has(input[name=structures])")
    }


def test_a_structure_of_the_directory_is_looked_up_by_its_name(teller, telling, structure):
    other = make_structure(directory(), title="Recyclerie du Champsaur")
    page = address(telling, "question", "avec-qui")
    assert checkboxes(teller.get(page)) == {"La Remise": False}
    response = answer(teller, telling, "avec-qui", name="recycler", outside_partners="La mairie")
    assert response.url == f"{page}?nom=recycler#trouvees"
    found = teller.get(response.url)
    assert "La Remise" in found.text
    assert checkboxes(found) == {"La Remise": False, "Recyclerie du Champsaur": False}
    assert "La mairie" in found.text
    answer(teller, telling, "avec-qui", structures=[other.pk], outside_partners="La mairie")
    assert answers(telling)["structures"] == [other.pk]
    assert checkboxes(teller.get(page)) == {"La Remise": False, "Recyclerie du Champsaur": True}
    assert "Recyclerie du Champsaur" in teller.get(address(telling, "reread")).text


def test_a_name_that_means_nothing_is_said(teller, telling):
    response = teller.get(address(telling, "question", "avec-qui"), {"nom": "<b>zzzz"})
    assert "ne s’appelle « &lt;b&gt;zzzz »" in response.text


def test_only_public_structures_and_ones_own_can_be_named(teller, telling, structure):
    secret, draft = (make_structure(directory(), title=title) for title in ("Secrète", "En préparation"))
    make_private(secret)
    draft.unpublish()
    structure.unpublish()
    chosen = [secret.pk, draft.pk, structure.pk, stories().pk, "1e3", "999999999", "9" * 40, "\x00"]
    answer(teller, telling, "avec-qui", structures=chosen)
    assert answers(telling)["structures"] == [structure.pk]
    assert checkboxes(teller.get(address(telling, "question", "avec-qui"))) == {"La Remise": True}


def test_a_commune_that_may_be_several_is_asked_for(teller, telling):
    response = answer(teller, telling, "ou-quand", commune="saint", year="2020")
    soup = soup_of(response)
    radios = {label.text.strip(): label.input["value"] for label in soup.select("label:has(input[type=radio])")}
    assert len(radios) > 1
    assert answers(telling)["year"] == 2020
    name, slug = next(iter(radios.items()))
    assert answer(teller, telling, "ou-quand", commune="saint", commune_choice=slug).status_code == 302
    assert name.split(" (")[0] in soup_of(teller.get(address(telling, "reread"))).select_one("#ou-quand").text
    answer(teller, telling, "ou-quand", commune="Gap", commune_choice=slug)
    assert "Gap" in soup_of(teller.get(address(telling, "reread"))).select_one("#ou-quand").text


def test_an_unknown_commune_leads_to_the_place_in_words(teller, telling):
    response = answer(teller, telling, "ou-quand", commune="Marseille", place="Ubaye")
    assert "Écrivez le lieu en quelques mots" in response.text
    assert answers(telling)["place"] == "Ubaye"
    assert "commune" not in answers(telling)


# -- Two screens, and the script --------------------------------------------------------------------------------------
def test_the_script_saves_one_question_and_says_when(teller, telling):
    response = teller.post(address(telling, "save", "besoin"), hidden(teller, telling, "besoin") | {"need": "Livrer"})
    assert re.fullmatch(r"Enregistré à \d{1,2} h \d\d", response.json()["message"])
    assert answers(telling) == {"need": "Livrer"}
    assert teller.get(address(telling, "save", "besoin")).status_code == 405


def test_a_screen_touches_no_other_question(teller, telling):
    old = hidden(teller, telling, "besoin")
    answer(teller, telling, "titre", **ENOUGH)
    intruder = old | {"need": "Livrer", "title": "Pris", "summary": "Pris", "steps": "Pris", "_writers": "Pris"}
    teller.post(address(telling, "save", "besoin"), intruder)
    assert answers(telling) == ENOUGH | {"need": "Livrer"}


def test_a_screen_opened_before_does_not_undo_what_another_wrote(teller, telling):
    old = hidden(teller, telling, "besoin")
    answer(teller, telling, "besoin", need="Le nouveau")
    assert teller.post(address(telling, "save", "besoin"), old | {"need": "L’ancien"}).status_code == 409
    response = teller.post(address(telling, "question", "besoin"), old | {"need": "L’ancien"})
    assert response.status_code == 409
    soup = soup_of(response)
    assert soup.textarea.text.strip() == "L’ancien"
    assert "Le nouveau" in soup.select_one("[role=alert]").text
    assert answers(telling)["need"] == "Le nouveau"
    again = {field["name"]: field["value"] for field in soup.select("input[type=hidden]") if field["name"] != TOKEN}
    assert teller.post(address(telling, "question", "besoin"), again | {"need": "L’ancien"}).status_code == 302
    assert answers(telling)["need"] == "L’ancien"


def test_of_two_sendings_of_a_screen_the_later_wins_even_when_it_arrives_first(teller, telling):
    screen = hidden(teller, telling, "besoin")
    path = address(telling, "save", "besoin")
    assert teller.post(path, screen | {"need": "Livrer les villages", "envoi": 2}).status_code == 200
    assert teller.post(path, screen | {"need": "Livrer", "envoi": 1}).status_code == 200
    assert answers(telling)["need"] == "Livrer les villages"
    telling.refresh_from_db()
    assert json.loads(json.dumps(telling.answers["_writers"]["besoin"])) == [screen["ecran"], 2, True]


@pytest.mark.parametrize("nonsense", ["", "\x00", "<script>", "9" * 5000, "é"])
def test_a_screen_that_says_nonsense_of_itself_is_one_that_saw_nothing(teller, telling, nonsense):
    path = address(telling, "save", "besoin")
    said = {"ecran": nonsense, "vu": nonsense, "envoi": nonsense}
    assert teller.post(path, said | {"need": "Un"}).status_code == 200
    assert teller.post(path, said | {"need": "Deux"}).status_code == 409


# -- Sending ----------------------------------------------------------------------------------------------------------
def test_the_title_and_the_sentence_are_all_that_is_required(teller, telling):
    page = teller.get(address(telling, "reread"))
    assert "Il manque : Titre." in page.text
    assert "Envoyer à la relecture" not in page.text
    assert teller.post(address(telling, "reread")).status_code == 200
    assert not StoryPage.objects.exists()
    answer(teller, telling, "titre", **ENOUGH)
    assert "10 questions sont restées sans réponse" in teller.get(address(telling, "reread")).text
    assert teller.post(address(telling, "reread")).status_code == 302
    assert StoryPage.objects.get().title == ENOUGH["title"]


@pytest.fixture
def whole(teller, telling, structure):
    """A telling whose every question has its answer."""
    answer(teller, telling, "titre", **ENOUGH)
    answer(teller, telling, "besoin", need="Livrer <b>les</b> villages.\n\n- Ubaye\n- Champsaur")
    answer(teller, telling, "etapes", when=["mai 2023", ""], what=["Réunir\n- tout le monde", "Acheter"])
    answer(teller, telling, "avec-qui", structures=[structure.pk], outside_partners="La mairie")
    answer(teller, telling, "moyens", cost_amount="12 500", cost_text="Un camion", time_text="Six mois", funders="R")
    answer(teller, telling, "resultats", figure=["300", "5"], label=["colis", "villages"], gives="Cinq tournées.")
    answer(teller, telling, "reussite", success="Un salarié.")
    answer(teller, telling, "difficultes", failures="La neige", otherwise="Partir tôt")
    answer(teller, telling, "conseils", advice="Compter.")
    answer(teller, telling, "plus-loin", further="Voir https://exemple.fr/a?b=1&c=2.")
    answer(teller, telling, "ou-quand", commune="gap", year="2023", size="1-a-5", cooperation=["financements"])
    return telling


def test_the_page_holds_every_answer(teller, whole, structure, member):
    teller.post(address(whole, "reread"))
    page = StoryPage.objects.get()
    assert (page.title, page.summary, page.slug) == (ENOUGH["title"], ENOUGH["summary"], "un-camion-pour-cinq")
    assert page.need == "<p>Livrer &lt;b&gt;les&lt;/b&gt; villages.</p><ul><li>Ubaye</li><li>Champsaur</li></ul>"
    steps = [(block.value["when"], block.value["what"].source) for block in page.steps]
    assert steps == [("mai 2023", "<p>Réunir<br/>- tout le monde</p>"), ("", "<p>Acheter</p>")]
    assert [(block.value["figure"], block.value["label"]) for block in page.figures] == [
        ("300", "colis"),
        ("5", "villages"),
    ]
    told = [page.gives, page.success, page.failures, page.otherwise, page.advice]
    assert told == [
        f"<p>{words}</p>" for words in ("Cinq tournées.", "Un salarié.", "La neige", "Partir tôt", "Compter.")
    ]
    assert (
        page.further == '<p>Voir <a href="https://exemple.fr/a?b=1&amp;c=2">https://exemple.fr/a?b=1&amp;c=2</a>.</p>'
    )
    assert (page.cost_amount, page.cost_text, page.time_text, page.funders) == (12500, "Un camion", "Six mois", "R")
    assert (page.commune.name, page.year, page.size.slug, page.outside_partners) == ("Gap", 2023, "1-a-5", "La mairie")
    assert [term.slug for term in page.cooperation.all()] == ["financements"]
    assert [link.structure_id for link in page.structures.all()] == [structure.pk]
    page.full_clean()


def test_the_page_is_the_authors_draft_in_moderation_and_the_telling_is_gone(teller, whole, member):
    teller.post(address(whole, "reread"))
    page = StoryPage.objects.get()
    assert (page.live, page.owner, page.get_parent().pk) == (False, member, stories().pk)
    assert page.latest_revision.user == member
    assert page.latest_revision.as_object().need == page.need
    assert page.workflow_in_progress
    assert page.current_workflow_task_state.revision_id == page.latest_revision_id
    assert not Telling.objects.exists()


def test_the_draft_is_not_in_the_catalogue_until_it_is_published(teller, whole):
    entries, changes = Entry.objects.count(), CatalogueChange.objects.count()
    teller.post(address(whole, "reread"))
    assert (Entry.objects.count(), CatalogueChange.objects.count()) == (entries, changes)
    page = StoryPage.objects.get()
    assert Client().get(page.url).status_code == 404
    assert page.title not in Client().get("/initiatives/").text
    page.latest_revision.publish()
    assert page.title in Client().get("/initiatives/").text
    assert Client().get(page.url).status_code == 200


def test_two_taps_send_once_and_both_lead_to_the_thanks(teller, whole):
    first, second = (teller.post(address(whole, "reread")) for _tap in range(2))
    assert StoryPage.objects.count() == 1
    assert first.url == second.url == f"{START}merci/{StoryPage.objects.get().pk}/"
    assert teller.post(address(whole, "question", "besoin"), {"need": "Après"}).url == first.url
    late = teller.post(address(whole, "save", "besoin"), {"need": "Après"})
    assert (late.status_code, "déjà envoyé" in late.json()["message"]) == (404, True)


def test_the_thanks_say_what_happens_next_and_offer_only_what_one_may(teller, whole, structure):
    thanks = teller.post(address(whole, "reread")).url
    page = teller.get(thanks)
    assert "en relecture" in page.text
    assert "/admin/pages/" not in page.text
    assert signed_in(make_member(structure, "collegue@exemple.fr")).get(thanks).status_code == 404
    assert "en relecture" in teller.get(START).text
    StoryPage.objects.get().latest_revision.publish()
    assert StoryPage.objects.get().url in teller.get(thanks).text


def test_a_coordinator_may_open_what_they_sent(portal_site):
    coordinator = make_user("coordination@exemple.fr", groups=Group.objects.filter(name=COORDINATORS))
    telling = Telling.objects.create(author=coordinator, answers=ENOUGH)
    client = signed_in(coordinator)
    page = client.get(client.post(address(telling, "reread")).url)
    pk = StoryPage.objects.get().pk
    assert f"/admin/pages/{pk}/edit/" in page.text
    assert f"/admin/pages/{pk}/view_draft/" in page.text


def test_without_a_workflow_the_draft_waits_all_the_same(teller, whole):
    from wagtail.models import Workflow

    Workflow.objects.update(active=False)
    page = teller.get(teller.post(address(whole, "reread")).url)
    assert "attend chez la coordination" in page.text
    assert not StoryPage.objects.get().workflow_in_progress


def test_the_coordination_is_told(portal_site, teller, whole):
    make_user("coordination@exemple.fr", groups=Group.objects.filter(name=COORDINATORS))
    teller.post(address(whole, "reread"))
    assert [message.to for message in mail.outbox] == [["coordination@exemple.fr"]]


def test_nothing_posted_decides_whose_page_it_is_or_that_it_is_public(teller, whole, member, portal_site):
    other = make_user("autre@exemple.fr")
    posted = {"owner": other.pk, "live": "on", "path": "0001", "locale": 2, "slug": "pris", "advice_open": "on"}
    for slug in ("titre", "besoin"):
        screen = hidden(teller, whole, slug)
        teller.post(address(whole, "question", slug), screen | posted | ENOUGH | {"need": "Livrer"})
    teller.post(address(whole, "reread"), posted)
    page = StoryPage.objects.get()
    assert (page.owner, page.live, page.slug, page.advice_open) == (member, False, "un-camion-pour-cinq", False)
    assert page.locale.language_code == "fr"


def test_answers_are_checked_again_before_they_become_a_page(teller, telling):
    Telling.objects.filter(pk=telling.pk).update(
        answers=ENOUGH | {"need": "x" * (MOST_TEXT + 1), "cost_amount": "beaucoup", "structures": [1, 2]}
    )
    response = teller.post(address(telling, "reread"))
    assert response.status_code == 200
    assert "Ce texte fait 5001 signes" in response.text
    assert "Écrivez une somme" in response.text
    assert not StoryPage.objects.exists()
    with pytest.raises(making.NotReady):
        making.send(telling.pk, telling.author)
    assert Telling.objects.exists()


@pytest.mark.parametrize("title", ["Raconter", "Un camion", "!!!"])
def test_its_address_is_free(teller, telling, title):
    make_story(stories(), title="Un camion")
    answer(teller, telling, "titre", title=title, summary="Une phrase.")
    teller.post(address(telling, "reread"))
    page = StoryPage.objects.get(title=title, live=False)
    assert page.slug not in ("raconter", "un-camion", "")
    page.latest_revision.publish()
    page = StoryPage.objects.get(pk=page.pk)
    assert Client().get(page.url).status_code == 200


# -- Languages --------------------------------------------------------------------------------------------------------
def test_a_story_is_written_in_the_language_of_the_screen_where_there_is_an_index(teller, whole, structure):
    english = Locale.objects.get(language_code="en")
    answer(teller, whole, "ou-quand", commune="gap", size="1-a-5", cooperation=["financements"])
    stories().copy_for_translation(english).save_revision().publish()
    translated = directory().copy_for_translation(english)
    translated.save_revision().publish()
    own = structure.copy_for_translation(english)
    own.save_revision().publish()
    thanks = teller.post(f"/en{address(whole, 'reread')}").url
    assert thanks.startswith("/en/")
    page = StoryPage.objects.get()
    assert page.locale == english
    assert page.get_parent().locale == english
    assert (page.size.locale, page.cooperation.get().locale) == (english, english)
    assert page.structures.get().structure_id == own.pk


def test_without_an_index_in_that_language_it_is_written_in_the_source_language(teller, whole, structure):
    sent = f"/en{address(whole, 'reread')}"
    assert teller.get("/en/initiatives/raconter/").status_code == 200
    assert teller.post(sent).status_code == 302
    page = StoryPage.objects.get()
    assert (page.locale.language_code, page.structures.get().structure_id) == ("fr", structure.pk)
