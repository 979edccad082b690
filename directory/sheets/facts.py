"""What an entry of the catalogue says of a structure, in the words that the sheets share."""

from urllib.parse import urlsplit

import phonenumbers
from django.conf import settings

from directory.hours import HoursError, in_words, parse


def absolute(entry):
    """Address of the structure's page, with its host."""
    return settings.BASE_URL + entry.url if entry.url.startswith("/") else entry.url


def bare(url):
    """An address as people read it: without its scheme nor its last stroke."""
    return url.partition("://")[2].rstrip("/") or url


def website(entry):
    """The structure's site, "" unless it is http or https."""
    url = entry.data.get("website", "")
    return url if urlsplit(url).scheme in ("http", "https") else ""


def postal_code(entry):
    """The commune's postal code when it has one only: a big commune's does not tell where somebody is."""
    codes = entry.data.get("postal_codes", [])
    return codes[0] if len(codes) == 1 else ""


def place(entry):
    """Postal code and commune."""
    return " ".join(part for part in (postal_code(entry), entry.data.get("commune", "")) if part)


def address(entry):
    return ", ".join(part for part in (entry.data.get("address", ""), place(entry)) if part)


def phone(entry):
    """The number as people say it: « 04 92 00 00 00 », or as it was typed."""
    text = entry.data.get("phone", "")
    try:
        number = phonenumbers.parse(text, "FR")
    except phonenumbers.NumberParseException:
        return text
    is_french = number.country_code == 33
    style = phonenumbers.PhoneNumberFormat.NATIONAL if is_french else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, style).replace(" ", "\xa0")


def hours(entry):
    """Opening hours, one line a group of days; none when nobody has said them in words that we understand."""
    try:
        return in_words(parse(entry.data["opening_hours"])) if entry.data.get("opening_hours") else []
    except HoursError:
        return []
