import shutil
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from portal.core.management.commands import load_territory as command
from portal.core.models.territory import Commune, Epci, FormerCommune, Valley
from portal.core.territory.loading import Counts, load_territory, place_slug
from portal.core.territory.sources import DATA_DIR, TerritoryDataError

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_territory")]


@pytest.fixture
def files(tmp_path):
    """A copy of the data files that a test may spoil."""
    return shutil.copytree(DATA_DIR, tmp_path / "territory")


def edit(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_everything_is_loaded():
    report = load_territory()
    assert report == {Valley: Counts(12), Epci: Counts(17), Commune: Counts(360), FormerCommune: Counts(20)}
    assert Commune.objects.in_territory().count() == 175
    assert Commune.objects.with_town_hall().count() == 180
    assert not Commune.objects.filter(outline=None).exists()


def test_a_second_load_changes_nothing():
    load_territory()
    before = list(Commune.objects.with_outline().order_by("pk").values())
    report = load_territory()
    assert all(counts.created == counts.changed == 0 for counts in report.values())
    assert report[Commune].unchanged == 360
    assert list(Commune.objects.with_outline().order_by("pk").values()) == before


def test_a_first_load_is_a_handful_of_queries(django_assert_max_num_queries):
    with django_assert_max_num_queries(25):
        load_territory()
    with django_assert_max_num_queries(8):
        load_territory()


def test_communes_of_the_territory_have_a_valley_an_epci_and_a_point():
    load_territory()
    for commune in Commune.objects.in_territory():
        assert all([commune.valley_id, commune.epci_id, commune.point]), commune
    assert not Commune.objects.filter(in_territory=False, valley__isnull=False).exists()


@pytest.mark.parametrize(
    ("slug", "names"),
    [
        (
            "queyras",
            "Abriès-Ristolas|Aiguilles|Arvieux|Ceillac|Château-Ville-Vieille|Molines-en-Queyras|Saint-Véran",
        ),
        (
            "guillestrois",
            "Eygliers|Guillestre|Mont-Dauphin|Réotier|Risoul|Saint-Clément-sur-Durance|Saint-Crépin|Vars",
        ),
        ("devoluy", "Dévoluy"),
    ],
)
def test_valleys_that_split_an_epci(slug, names):
    load_territory()
    assert "|".join(Commune.objects.filter(valley__slug=slug).values_list("name", flat=True)) == names


def test_every_valley_has_communes():
    load_territory()
    assert not Valley.objects.filter(communes=None).exists()


def test_epci_outlines_are_those_of_the_territory():
    load_territory()
    with_outline = set(Epci.objects.exclude(outline=None).values_list("siren", flat=True))
    assert with_outline == set(Commune.objects.in_territory().values_list("epci__siren", flat=True))


def test_slugs_are_unique_and_say_the_department_of_namesakes():
    load_territory()
    slugs = set(Commune.objects.values_list("slug", flat=True))
    assert len(slugs) == 360
    assert {"la-rochette-04", "la-rochette-05", "sigoyer-04", "sigoyer-05"} <= slugs
    assert {"gap", "val-d-oronaye", "l-argentiere-la-bessee"} <= slugs


def test_communes_come_in_the_french_order():
    load_territory()
    names = list(Commune.objects.in_territory().values_list("name", flat=True))
    assert names.index("Embrun") < names.index("Étoile-Saint-Cyrice") < names.index("Eygliers")


def test_place_slug_separates_at_both_apostrophes():
    assert place_slug("Val d'Oronaye") == place_slug("Val d’Oronaye") == "val-d-oronaye"


def test_what_coordinators_decided_is_kept():
    load_territory()
    ubaye = Valley.objects.get(slug="ubaye")
    Valley.objects.filter(slug="avance").update(name="Avance et lac", sort_order=1)
    Commune.objects.filter(slug="chorges").update(valley=ubaye)
    report = load_territory()
    assert report[Valley] == Counts(unchanged=12)
    assert report[Commune] == Counts(unchanged=360)
    assert Valley.objects.get(slug="avance").name == "Avance et lac"
    assert Commune.objects.get(slug="chorges").valley == ubaye


def test_facts_come_back_from_the_files_but_slugs_stay():
    load_territory()
    gap = Commune.objects.get(slug="gap")
    population = gap.population
    Commune.objects.filter(pk=gap.pk).update(
        name="Gapp", slug="gap-ville", population=1, outline=None, latitude=None, longitude=None, valley=None
    )
    assert load_territory()[Commune] == Counts(changed=1, unchanged=359)
    again = Commune.objects.get(pk=gap.pk)
    assert (again.name, again.population, again.point, again.valley) == ("Gap", population, gap.point, gap.valley)
    assert again.outline["type"] == "Polygon"
    assert again.slug == "gap-ville"


def test_a_new_commune_does_not_take_the_slug_of_another(files):
    load_territory()
    Commune.objects.filter(code_insee="05061").update(slug="embrun-05")
    Commune.objects.filter(code_insee="05046").delete()
    Commune.objects.filter(code_insee="05023").update(slug="embrun")
    load_territory()
    assert Commune.objects.get(code_insee="05046").slug == "embrun-05046"


def test_former_communes_lead_to_the_current_one():
    load_territory()
    assert FormerCommune.objects.get(name="Ristolas").commune.name == "Abriès-Ristolas"
    assert set(Commune.objects.get(code_insee="05061").former_communes.values_list("name", flat=True)) == {"Romette"}


def test_a_missing_file_is_named_and_nothing_is_loaded(files):
    (files / "communes_deleguees_05_04.csv").unlink()
    with pytest.raises(TerritoryDataError, match=r"introuvable.*communes_deleguees_05_04.csv"):
        load_territory(files)
    assert not Commune.objects.exists()
    assert not Valley.objects.exists()


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("communes_05_04.csv", "05003,Aiguilles,05,05,", "05003,Aiguilles,", r"communes_05_04.csv, ligne 3 .*colonnes"),
        ("communes_05_04.csv", ",05470,369,", ",05470,beaucoup,", r"communes_05_04.csv, ligne 3 .*beaucoup"),
        ("communes_05_04.csv", "05003,Aiguilles", "05001,Aiguilles", r"ligne 3 .*05001.* deux fois"),
        ("communes_05_04.csv", "05003,Aiguilles", "5003,Aiguilles", r"ligne 3 .*5003.* code INSEE"),
        ("communes_05_04.csv", ",44.782,6.869,", ",44.782,,", r"ligne 3 .*lon_mairie"),
        ("valleys.csv", "slug,nom,ordre", "slug,nom,rang", r"valleys.csv, ligne 1 .*ordre"),
        ("valleys.csv", "240500439", "", r"valleys.csv.*aucune vallée pour"),
        ("valleys.csv", ",05139", ",05999", r"valleys.csv .*commune inconnue 05999"),
        ("communes_deleguees_05_04.csv", "05061,Gap", "05998,Gap", r"communes_deleguees.* inconnue 05998"),
        ("epci_05_ubaye.geojson", '{"type":"FeatureCollection"', "{,", r"epci_05_ubaye.geojson, ligne 1"),
    ],
)
def test_a_malformed_file_is_named_with_its_line(files, name, old, new, message):
    edit(files / name, old, new)
    with pytest.raises(TerritoryDataError, match=message):
        load_territory(files)


def test_the_command_says_what_it_did():
    first, second = StringIO(), StringIO()
    call_command("load_territory", stdout=first)
    call_command("load_territory", stdout=second)
    assert "Communes : créées 360, modifiées 0, inchangées 0" in first.getvalue()
    assert "Rien à changer" not in first.getvalue()
    assert "Rien à changer" in second.getvalue()


def test_the_command_turns_a_wrong_file_into_a_command_error(monkeypatch, files):
    (files / "valleys.csv").unlink()
    monkeypatch.setattr(command, "load_territory", lambda: load_territory(files))
    with pytest.raises(CommandError, match=r"valleys\.csv"):
        call_command("load_territory")
