"""So many messages an hour from one sender."""

import time

from django.core.cache import cache

from portal.core.visitors.limits import HOUR, network_address, takes_one_more


def taken(times, purpose="contact", per_hour=3, **who):
    return [takes_one_more(purpose, per_hour, **who) for _time in range(times)]


def test_each_of_what_a_sender_is_known_by_has_its_counter():
    assert taken(2, ip="192.0.2.1", email="a@exemple.fr") == [True, True]
    assert taken(2, ip="192.0.2.2", email=" A@Exemple.fr ") == [True, False]
    assert taken(2, ip="192.0.2.1", email="b@exemple.fr") == [True, False]


def test_what_is_refused_is_not_counted():
    assert taken(5, ip="192.0.2.1", email="a@exemple.fr") == [True, True, True, False, False]
    assert taken(3, ip="192.0.2.9", email="c@exemple.fr") == [True, True, True]
    assert taken(1, ip="192.0.2.8", email="a@exemple.fr") == [False]
    assert taken(3, ip="192.0.2.8", email="d@exemple.fr") == [True, True, True]


def test_each_kind_of_form_counts_for_itself():
    assert taken(4, ip="192.0.2.1") == [True, True, True, False]
    assert taken(6, "opinion", 5, ip="192.0.2.1") == [True] * 5 + [False]


def test_counters_are_forgotten_after_an_hour(monkeypatch):
    assert taken(4, ip="192.0.2.1") == [True, True, True, False]
    now = time.time
    monkeypatch.setattr("django.core.cache.backends.locmem.time.time", lambda: now() + HOUR + 1)
    assert taken(1, ip="192.0.2.1") == [True]


def test_behind_a_proxy_the_address_is_what_the_proxy_saw(rf, settings):
    request = rf.get("/", HTTP_X_FORWARDED_FOR="6.6.6.6, 192.0.2.7", REMOTE_ADDR="10.0.0.1")
    assert network_address(request) == "10.0.0.1"
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert network_address(request) == "192.0.2.7"


def test_no_address_is_readable_in_the_cache():
    takes_one_more("contact", 5, ip="192.0.2.77", email="camille@exemple.fr")
    kept = [key for key in cache._cache if "visitors:contact:" in key]
    assert len(kept) == 2
    assert not [key for key in kept if "192.0.2.77" in key or "camille" in key]
