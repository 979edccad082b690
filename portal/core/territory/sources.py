"""Reads the files of portal/core/data/territory into plain rows, naming the file and line of whatever is wrong."""

import csv
import json
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

DATA_DIR = Path(__file__).resolve().parent.parent / "data" / "territory"
TERRITORIES = ("05", "ubaye")  # values of the column `territoire` that the portal serves; "04" is the neighbourhood
COMMUNE_OUTLINES = ("communes_05_ubaye.geojson", "communes_04_reste.geojson")


class TerritoryDataError(ValueError):
    """A data file is missing or malformed; the message (French) names the file and the line."""


@dataclass(frozen=True)
class ValleyRow:
    slug: str
    name: str
    sort_order: int
    epci_sirens: list[str]
    commune_codes: list[str]


@dataclass(frozen=True)
class CommuneRow:
    code_insee: str
    name: str
    department: str
    in_territory: bool
    epci_siren: str
    epci_name: str
    postal_codes: list[str]
    population: int
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True)
class FormerCommuneRow:
    code_insee: str
    name: str
    commune_code: str


def read_valleys(data_dir=DATA_DIR):
    return _read_csv(
        data_dir / "valleys.csv",
        lambda row: ValleyRow(
            slug=_filled(row, "slug"),
            name=_filled(row, "nom"),
            sort_order=int(row["ordre"]),
            epci_sirens=_split(row["epci_sirens"]),
            commune_codes=_split(row["codes_insee"]),
        ),
    )


def read_communes(data_dir=DATA_DIR):
    return _read_csv(data_dir / "communes_05_04.csv", _commune)


def read_former_communes(data_dir=DATA_DIR):
    return _read_csv(
        data_dir / "communes_deleguees_05_04.csv",
        lambda row: FormerCommuneRow(
            _code(row, "code_insee"), _filled(row, "nom"), _code(row, "code_commune_actuelle")
        ),
    )


def read_commune_outlines(data_dir=DATA_DIR, names=COMMUNE_OUTLINES):
    """{INSEE code: (territory, GeoJSON geometry)}, coordinates as [longitude, latitude]."""
    return {
        feature["properties"]["code"]: (feature["properties"]["territoire"], feature["geometry"])
        for name in names
        for feature in _read_features(data_dir / name, ("code", "territoire"))
    }


def read_epci_outlines(data_dir=DATA_DIR):
    """{SIREN: GeoJSON geometry} of the EPCIs that have communes in the territory."""
    features = _read_features(data_dir / "epci_05_ubaye.geojson", ("siren",))
    return {feature["properties"]["siren"]: feature["geometry"] for feature in features}


def _commune(row):
    latitude, longitude = _degrees(row["lat_mairie"]), _degrees(row["lon_mairie"])
    if (latitude is None) != (longitude is None):
        raise ValueError(_("un point a besoin de lat_mairie et de lon_mairie"))
    return CommuneRow(
        code_insee=_code(row, "code_insee"),
        name=_filled(row, "nom"),
        department=_filled(row, "departement"),
        in_territory=_filled(row, "territoire") in TERRITORIES,
        epci_siren=row["epci_siren"],
        epci_name=row["epci_nom"],
        postal_codes=_split(row["codes_postaux"]),
        population=int(row["population"]),
        latitude=latitude,
        longitude=longitude,
    )


def _filled(row, column):
    if not row[column]:
        raise ValueError(_("la colonne « %(column)s » est vide") % {"column": column})
    return row[column]


def _code(row, column):
    code = _filled(row, column)
    if len(code) != 5 or not code.isalnum():
        raise ValueError(_("« %(code)s » n’est pas un code INSEE") % {"code": code})
    return code


def _split(text):
    return [part.strip() for part in text.split(";") if part.strip()]


def _degrees(text):
    return float(text) if text else None


def _read_csv(path, build):
    """One row built from each line; the first column is a key, so that a repeated one is an error."""
    rows, keys = [], set()
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            for row in reader:
                key = row[reader.fieldnames[0]]
                try:
                    if None in row or None in row.values():
                        raise ValueError(_("le nombre de colonnes n’est pas celui de l’en-tête"))
                    if key in keys:
                        raise ValueError(_("« %(key)s » apparaît deux fois") % {"key": key})
                    rows.append(build(row))
                except KeyError as error:
                    raise _malformed(path, 1, _("la colonne %(column)s manque") % {"column": error}) from error
                except ValueError as error:
                    raise _malformed(path, reader.line_num, error) from error
                keys.add(key)
    except FileNotFoundError as error:
        raise _missing(path) from error
    except UnicodeDecodeError as error:
        raise _malformed(path, 1, _("le fichier n’est pas en UTF-8")) from error
    if not rows:
        raise _malformed(path, 1, _("le fichier ne contient aucune ligne de données"))
    return rows


def _read_features(path, properties):
    try:
        features = json.loads(path.read_text(encoding="utf-8"))["features"]
    except FileNotFoundError as error:
        raise _missing(path) from error
    except json.JSONDecodeError as error:
        raise _malformed(path, error.lineno, error.msg) from error
    except (KeyError, TypeError, UnicodeDecodeError) as error:
        raise _malformed(path, 1, _("ce n’est pas une collection GeoJSON")) from error
    for number, feature in enumerate(features, start=1):
        whole = feature.get("geometry") and all(feature.get("properties", {}).get(name) for name in properties)
        if not whole:
            raise _malformed(path, 1, _("le contour n° %(number)d est incomplet") % {"number": number})
    return features


def _missing(path):
    return TerritoryDataError(_("Fichier de données introuvable : %(file)s") % {"file": path.name})


def _malformed(path, line, reason):
    return TerritoryDataError(
        _("%(file)s, ligne %(line)d : %(reason)s") % {"file": path.name, "line": line, "reason": reason}
    )
