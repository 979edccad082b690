import gzip

import pytest
from django.test import Client, override_settings
from django.urls import path

from portal.core.territory.outline import outline_version, territory_svg
from portal.core.territory.views import territory_outline

urlpatterns = [path("carte/territoire-<str:version>.svg", territory_outline, name="territory_outline")]


@pytest.fixture
def client():
    with override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=[]):
        yield Client()


@pytest.fixture
def url():
    return f"/carte/territoire-{outline_version()}.svg"


def test_the_outline_is_kept_for_ever(client, url):
    response = client.get(url)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "image/svg+xml"
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Accept-Encoding" in response.headers["Vary"]
    assert "Content-Encoding" not in response.headers
    assert response.content.decode() == territory_svg()


def test_it_is_compressed_for_who_accepts(client, url):
    response = client.get(url, headers={"accept-encoding": "br, gzip;q=0.8"})
    assert response.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(response.content).decode() == territory_svg()


@pytest.mark.parametrize("offer", ["", "br", "gzip;q=0", "gzip; q=0.0, br", "xgzipped"])
def test_it_is_not_compressed_for_who_refuses(client, url, offer):
    assert "Content-Encoding" not in client.get(url, headers={"accept-encoding": offer}).headers


@pytest.mark.parametrize("offer", ["", "gzip"])
def test_an_unchanged_outline_is_not_sent_again(client, url, offer):
    first = client.get(url, headers={"accept-encoding": offer})
    again = client.get(url, headers={"accept-encoding": offer, "if-none-match": first.headers["ETag"]})
    assert again.status_code == 304
    assert not again.content
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.headers["Cache-Control"] == first.headers["Cache-Control"]
    assert "Accept-Encoding" in again.headers["Vary"]


def test_each_encoding_has_its_own_tag(client, url):
    plain, compressed = (client.get(url, headers={"accept-encoding": offer}) for offer in ("", "gzip"))
    assert plain.headers["ETag"] != compressed.headers["ETag"]


def test_an_old_version_leads_to_the_current_one(client, url):
    response = client.get("/carte/territoire-000000000000.svg")
    assert response.status_code == 302
    assert response.headers["Location"] == url
    assert "immutable" not in response.headers.get("Cache-Control", "")


def test_nothing_can_be_posted(client, url):
    assert client.post(url).status_code == 405
