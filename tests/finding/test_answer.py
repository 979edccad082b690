"""What a search finds, and in which order: the same rules on every engine."""

from datetime import timedelta

import pytest
from django.http import QueryDict
from django.utils import timezone
from django.utils.timezone import localdate

from portal.core.models import Commune, LegalFamily
from portal.demo.builders import make_event, make_guide, make_story, make_structure
from portal.finding.answer import answer
from portal.finding.form import SearchForm
from portal.home.models import StandardPage
from portal.search.models import Synonym
from tests.rooms import agenda, directory, guides, in_hours, make_private, stories

pytestmark = pytest.mark.django_db


def commune(name):
    return Commune.objects.get(name=name)


def ask(text="", language="fr", **parameters):
    query = QueryDict(mutable=True)
    query.update({"q": text} | parameters)
    return answer(SearchForm.read(query, language))


def titles(text="", most=20, **parameters):
    return [hit.title for hit in ask(text, **parameters).hits(0, most)]


def structure(title, **values):
    return make_structure(directory(), title=title, **values)


# -- Ranking ----------------------------------------------------------------------------------------------------------
def test_where_the_words_are_said_makes_the_order(portal_site):
    text = [("text", "<p>On y trouve aussi une épicerie.</p>")]
    structure("Le Fournil", presentation=text, last_reviewed_on=localdate())
    structure("La Réserve", summary="Épicerie de village", last_reviewed_on=localdate())
    structure("L’Épicerie")
    structure("L’Épicerie du col", last_reviewed_on=localdate())
    assert titles("épicerie") == ["L’Épicerie", "L’Épicerie du col", "La Réserve", "Le Fournil"]


@pytest.mark.parametrize("typed", ["mjc", "M.J.C.", "MJC", "ancien foyer", "maison des jeunes de la vallée"])
def test_an_acronym_a_former_name_and_the_name_are_exact(portal_site, typed):
    structure("Bureau MJC et ancien foyer, maison des jeunes de la vallée", last_reviewed_on=localdate())
    structure("Maison des jeunes de la vallée", acronym="MJC", former_names="Ancien foyer")
    assert titles(typed)[0] == "Maison des jeunes de la vallée"


def test_a_name_with_its_place_comes_before_a_text_that_says_both(portal_site):
    text = [("text", "<p>Un chaudron à Veynes.</p>")]
    structure("Le Fournil", presentation=text, commune=commune("Veynes"), last_reviewed_on=localdate())
    structure("Le Chaudron", commune=commune("Veynes"))
    assert titles("chaudron veynes") == ["Le Chaudron", "Le Fournil"]


def test_of_equals_the_complete_and_verified_comes_first_and_the_closed_last(portal_site):
    structure("Chaudron rouge", status="closed")
    structure("Chaudron bleu")
    structure("Chaudron vert", summary="Un résumé", last_reviewed_on=localdate())
    assert titles("chaudron") == ["Chaudron vert", "Chaudron bleu", "Chaudron rouge"]


def test_events_soon_come_first_and_past_ones_last_of_all(portal_site):
    make_event(agenda(), title="Chaudron passé", start=in_hours(-30), end=in_hours(-29))
    make_event(agenda(), title="Chaudron dans deux mois", start=in_hours(1500), end=in_hours(1501))
    make_event(agenda(), title="Chaudron demain", start=in_hours(24), end=in_hours(25))
    structure("Le Fournil", presentation=[("text", "<p>Un chaudron ouvert.</p>")])
    assert titles("chaudron") == ["Chaudron demain", "Chaudron dans deux mois", "Le Fournil", "Chaudron passé"]


def test_a_cancelled_event_comes_after_the_rest(portal_site):
    make_event(agenda(), title="Chaudron annulé", start=in_hours(24), end=in_hours(25), status="cancelled")
    structure("Le Fournil", presentation=[("text", "<p>Un chaudron ouvert.</p>")])
    assert titles("chaudron") == ["Le Fournil", "Chaudron annulé"]


def test_events_of_one_name_do_not_hide_the_rest(portal_site):
    for number in range(3):
        make_event(agenda(), title="Chaudron", start=in_hours(24 + number), end=in_hours(25 + number))
    structure("Le Fournil", presentation=[("text", "<p>Un chaudron ouvert.</p>")])
    assert titles("chaudron") == ["Chaudron", "Le Fournil", "Chaudron", "Chaudron"]
    assert titles("chaudron", type="evenement") == ["Chaudron"] * 3


def test_a_name_as_typed_comes_before_its_synonym(portal_site):
    Synonym.objects.all().delete()
    Synonym.objects.create(typed="chaudron", meant="marmite")
    structure("La Marmite du col", last_reviewed_on=localdate())
    structure("Le Chaudron du lac")
    assert titles("chaudron") == ["Le Chaudron du lac", "La Marmite du col"]


def test_what_a_structure_is_legally_is_a_word_of_it(portal_site):
    family = LegalFamily.objects.get(slug="association", locale__language_code="fr")
    structure("Chaudron du lac", legal_family=family)
    assert titles("asso chaudron") == ["Chaudron du lac"]


def test_results_of_equal_weight_and_any_type_are_put_in_one_order(portal_site):
    """Their keys can be compared, whatever the types."""
    make_event(agenda(), title="Chaudron", start=in_hours(2000), end=in_hours(2001))
    page = make_guide(guides(), title="Chaudron")
    event = ask("chaudron").found["event"].shelf
    guide = ask("chaudron").found["guide"].shelf
    for held in (event, guide):
        held.rows[:] = [(*row[:4], 40) for row in held.rows]
        held.memo.clear()
    assert len(titles("chaudron")) == 2
    assert page.title == "Chaudron"


# -- Never ------------------------------------------------------------------------------------------------------------
def test_what_is_not_public_is_in_no_result(portal_site):
    structure("Chaudron en brouillon", live=False)
    make_private(structure("Chaudron secret"))
    structure("Chaudron expiré", expire_at=timezone.now() - timedelta(hours=1))
    gone = structure("Chaudron retiré")
    structure("Chaudron ouvert")
    gone.unpublish()
    assert titles("chaudron") == ["Chaudron ouvert"]
    assert titles("chaudro") == ["Chaudron ouvert"]
    assert ask("chaudron").count == 1


def test_an_index_that_is_late_leaks_nothing(portal_site):
    """The engine may still know the terms of what is gone: the catalogue decides."""
    from portal.search.engines import text_engine
    from portal.search.models import Entry

    gone = structure("Chaudron retiré")
    key = Entry.objects.get(page_id=gone.pk).pk
    gone.unpublish()
    text_engine().write({key: ["chaudron", "1.chaudron", "2.chaudron", "3.chaudron"]})
    assert text_engine().find([((("chaudron",),),)]) == [[key]]
    assert titles("chaudron") == []


def test_each_language_finds_its_own(portal_site):
    structure("Chaudron")
    assert ask("chaudron", language="en").count == 0
    assert ask("chaudrn", language="it").count == 0


# -- Words that nobody wrote ------------------------------------------------------------------------------------------
@pytest.mark.parametrize("typed", ["ressourcrie", "resourcerie", "ressourcreie", "tessourcerie", "ressourcerrie"])
def test_a_misspelt_word_finds_and_says_what_was_put_right(portal_site, typed):
    structure("La Ressourcerie")
    found = ask(typed)
    assert [hit.title for hit in found.hits(0, 5)] == ["La Ressourcerie"]
    assert found.matched.changes == {typed: ["ressourcerie"]}
    assert found.only_corrected()
    assert ask(typed, sans="correction").count == 0


def test_a_right_word_is_never_changed(portal_site):
    structure("Cave à vin")
    structure("Cape et épée")
    assert titles("cave") == ["Cave à vin"]
    assert ask("cave").matched.changes == {}


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Auto-école du Guil", "autoecole"),
        ("Auto-école du Guil", "auto ecole"),
        ("Autoécole du Guil", "auto-école"),
        ("Autoécole du Guil", "auto ecole"),
        ("Covoiturage du Guil", "co-voiturage"),
        ("Le tiers lieu du Guil", "tierslieu"),
    ],
)
def test_compounds_meet_however_they_are_cut(portal_site, name, typed):
    structure(name)
    assert titles(typed) == [name]


def test_an_unfinished_last_word_is_completed(portal_site):
    structure("La Ressourcerie")
    assert titles("ressour") == ["La Ressourcerie"]
    assert ask("ressour guil").count == 0


def test_synonyms_find_both_ways_or_one(portal_site):
    Synonym.objects.all().delete()
    Synonym.objects.create(typed="GE", meant="groupement d’employeurs")
    Synonym.objects.create(typed="bouffe", meant="alimentation", both_ways=False)
    structure("Groupement d’employeurs du Guil")
    structure("GE des neiges")
    structure("Alimentation générale")
    structure("Bouffe et cie")
    assert (
        set(titles("ge"))
        == set(titles("groupement d’employeurs"))
        == {
            "Groupement d’employeurs du Guil",
            "GE des neiges",
        }
    )
    assert set(titles("bouffe")) == {"Alimentation générale", "Bouffe et cie"}
    assert titles("alimentation") == ["Alimentation générale"]


def test_a_synonym_that_changes_is_followed_at_once(portal_site):
    Synonym.objects.all().delete()
    structure("Chaudron vélo")
    assert titles("bicloune") == []
    word = Synonym.objects.create(typed="bicloune", meant="vélo")
    assert titles("bicloune") == ["Chaudron vélo"]
    word.delete()
    assert titles("bicloune") == []


# -- Understood -------------------------------------------------------------------------------------------------------
def test_a_place_is_understood_and_can_be_taken_as_a_word(portal_site):
    structure("Épicerie du lac", commune=commune("Embrun"))
    structure("Épicerie du col", commune=commune("Gap"), presentation=[("text", "<p>Parle d’Embrun.</p>")])
    found = ask("épicerie embrun")
    assert [hit.title for hit in found.hits(0, 5)] == ["Épicerie du lac"]
    assert found.understood.labels == {"lieu": "Embrun"}
    assert set(titles("épicerie embrun", sans="lieu")) == {"Épicerie du lac", "Épicerie du col"}


def test_who_works_at_the_place_comes_after_who_is_there(portal_site):
    structure("Chaudron du lac", commune=commune("Embrun"))
    structure(
        "Chaudron du col", commune=commune("Gap"), served_communes=[commune("Embrun")], last_reviewed_on=localdate()
    )
    assert titles("chaudron embrun") == ["Chaudron du lac", "Chaudron du col"]


def test_what_names_the_whole_territory_narrows_nothing(portal_site):
    structure("Chaudron du lac", commune=commune("Embrun"))
    assert titles("un chaudron dans les Hautes-Alpes") == ["Chaudron du lac"]


def test_a_known_last_word_that_finds_nothing_is_completed(portal_site):
    structure("Fromage du soir", commune=commune("Gap"))
    structure("Fromagerie du matin", commune=commune("Embrun"))
    assert titles("fromage embrun") == ["Fromagerie du matin"]


def test_a_place_alone_shows_all_that_is_there(portal_site):
    structure("Le Moulin", commune=commune("Embrun"))
    structure("Le Fournil", commune=commune("Gap"))
    make_event(agenda(), title="Bal", start=in_hours(2), end=in_hours(3), commune=commune("Embrun"))
    assert set(titles("embrun")) == {"Le Moulin", "Bal"}


def test_a_name_that_holds_the_place_is_found_wherever_it_is(portal_site):
    structure("Embrun Énergies", commune=commune("Gap"))
    assert titles("embrun énergies") == ["Embrun Énergies"]


def test_around_a_place_reaches_its_neighbours(portal_site):
    structure("Épicerie de Baratier", commune=commune("Baratier"))
    structure("Épicerie de Gap", commune=commune("Gap"))
    assert titles("épicerie près d’Embrun") == ["Épicerie de Baratier"]


def test_a_day_narrows_the_events_and_puts_them_first(portal_site):
    tomorrow = timezone.localtime().replace(hour=18, minute=0) + timedelta(days=1)
    later = tomorrow + timedelta(days=3)
    for title, start in (("Concert de demain", tomorrow), ("Concert plus tard", later)):
        make_event(agenda(), title=title, start=start, end=start + timedelta(hours=2))
    structure("Concert et compagnie", last_reviewed_on=localdate())
    assert titles("concert demain") == ["Concert de demain", "Concert et compagnie"]
    assert titles("demain") == ["Concert de demain"]
    assert ask("concert demain", sans="date").understood.labels == {}


# -- Counting ---------------------------------------------------------------------------------------------------------
@pytest.fixture
def mixed(portal_site):
    gap, embrun = commune("Gap"), commune("Embrun")
    structure("Chaudron un", commune=gap, fields=["reemploi"])
    structure("Chaudron deux", commune=embrun, fields=["reemploi", "alimentation"])
    make_event(agenda(), title="Chaudron de couture", start=in_hours(2), end=in_hours(3), commune=gap)
    make_guide(guides(), title="Ouvrir un chaudron")
    make_story(stories(), title="Le chaudron de là-haut")


def test_types_are_counted_whichever_is_shown(mixed):
    for kind, count in (("", 5), ("structure", 2), ("evenement", 1)):
        found = ask("chaudron", type=kind)
        assert {name: one.count for name, one in found.found.items()} == {
            "structure": 2,
            "event": 1,
            "guide": 1,
            "story": 1,
            "page": 0,
        }
        assert found.count == count == len(found.hits(0, 20))


def test_a_facet_counts_what_it_would_leave(mixed):
    found = ask("chaudron")
    valley = commune("Gap").valley.slug
    assert found.facet_counts("vallee")[valley] == ask("chaudron", vallee=valley).count == 3
    assert found.facet_counts("domaine")["alimentation"] == ask("chaudron", domaine="alimentation").count == 2


def test_filters_alone_list_without_a_word(mixed):
    assert set(titles(type="structure")) == {"Chaudron un", "Chaudron deux"}
    assert not ask().is_asked
    assert ask().count == 0


def test_sorts(mixed):
    assert titles("chaudron", type="structure", tri="nom") == ["Chaudron deux", "Chaudron un"]
    structure("Chaudron relu", last_reviewed_on=localdate())
    assert titles("chaudron", tri="verifie")[0] == "Chaudron relu"


def test_pages_cut_one_order(mixed):
    whole = [hit.url for hit in ask("chaudron").hits(0, 20)]
    assert [hit.url for start in range(5) for hit in ask("chaudron").hits(start, start + 1)] == whole


def test_what_is_new_since_a_moment(mixed):
    before = timezone.now()
    structure("Chaudron neuf")
    entries, count = ask("chaudron").newer_than(before, 10)
    assert ([entry.title for entry in entries], count) == (["Chaudron neuf"], 1)
    assert ask("chaudron", type="evenement").newer_than(before, 10) == ([], 0)


def test_plain_pages_are_found_by_their_text(portal_site):
    body = [("text", "<p>Un mot rarissime.</p>")]
    portal_site.add_child(instance=StandardPage(title="Qui sommes-nous", slug="qui", body=body))
    assert titles("rarissime") == ["Qui sommes-nous"]
