"""The signed moment at which a form was opened."""

import time

import pytest

from portal.core.visitors.stamp import MAX_SECONDS, Expired, is_too_fast, stamp

OPENED = 1_800_000_000


def fast(token, *, purpose="contact", key=7, min_seconds=4, after=60):
    return is_too_fast(token, purpose, key, min_seconds, now=OPENED + after)


@pytest.mark.parametrize(("min_seconds", "after", "expected"), [(4, 3, True), (4, 4, False), (2, 3, False)])
def test_a_person_takes_some_seconds(min_seconds, after, expected):
    assert fast(stamp("contact", 7, OPENED), min_seconds=min_seconds, after=after) is expected


def test_a_token_is_of_no_use_for_another_page_nor_another_kind_of_form():
    token = stamp("contact", 7, OPENED)
    assert fast(token) is False
    assert fast(token, key=8) is True
    assert fast(token, purpose="advice") is True


@pytest.mark.parametrize("token", ["", "forgé", "WzcsMTgwMDAwMDAwMF0:x:y", "a:b", "\x00", "x" * 100_000])
def test_what_we_have_not_signed_is_no_moment(token):
    assert fast(token) is True


def test_what_was_signed_for_something_else_is_no_moment(settings):
    from django.core import signing

    salt = "portal.core.visitors.contact"
    for value in ("7", 7, [7], [7, 1, 2]):
        assert fast(signing.dumps(value, salt=salt)) is True


def test_a_form_lasts_half_a_day():
    token = stamp("contact", 7, OPENED)
    assert fast(token, after=MAX_SECONDS) is False
    with pytest.raises(Expired):
        fast(token, after=MAX_SECONDS + 1)


def test_a_token_is_of_now():
    assert is_too_fast(stamp("contact", 7), "contact", 7, 0, now=time.time() + 1) is False
