"""Which addresses a calendar may be read at: http(s), and machines that everybody can reach. SSRF stops here."""

import ipaddress
import re
import socket
import threading
from urllib.parse import urlsplit, urlunsplit

from django.utils.translation import gettext as _

from agenda.coming_in.problems import FeedRefused

LONGEST = 1000  # characters
_NUMBER = re.compile(r"(0x[0-9a-f]*|\d+)", re.IGNORECASE)
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


def is_public(address):
    """True for an ipaddress that everybody can reach; one that hides another (mapped, 6to4, NAT64 ...) is that one."""
    if address.version == 6:
        if inner := _inner(address):
            return is_public(inner)
        if address.scope_id:
            return False
    return address.is_global and not (address.is_multicast or address.is_reserved)


def _inner(address):
    if address.ipv4_mapped or address.sixtofour:
        return address.ipv4_mapped or address.sixtofour
    if address.teredo:
        return address.teredo[1]
    low = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    if address in _NAT64 or (int(address) >> 32 == 0 and int(low) > 1):  # the last: « IPv4-compatible », ::7f00:1
        return low
    return None


def clean_url(url):
    """The address with its scheme checked, webcal: read as https:, without fragment. Raises FeedRefused."""
    url = url.strip()
    if len(url) > LONGEST:
        raise FeedRefused(_("Cette adresse est trop longue (%(n)d caractères au plus).") % {"n": LONGEST})
    if re.search(r"[\x00-\x20\x7f\\]", url):
        raise FeedRefused(_("Cette adresse contient des espaces ou des caractères interdits."))
    url = re.sub(r"^webcals?:", "https:", url, flags=re.IGNORECASE)
    try:
        parts = urlsplit(url)
        port, host = parts.port, parts.hostname
    except ValueError:
        raise FeedRefused(_("Cette adresse n’est pas lisible.")) from None
    if parts.scheme not in ("http", "https"):
        raise FeedRefused(_("L’adresse doit commencer par https://, http:// ou webcal://."))
    if not host or port == 0:
        raise FeedRefused(_("Cette adresse ne dit pas sur quel site est le calendrier."))
    if parts.username or parts.password:
        raise FeedRefused(_("Pas de mot de passe dans l’adresse : demandez l’adresse publique du calendrier."))
    _check_host(host)
    return urlunsplit((parts.scheme, parts.netloc, parts.path or "/", parts.query, ""))


def _check_host(host):
    """An address in figures is written as usual: 2130706433, 0177.0.0.1 and 127.1 are ways to hide 127.0.0.1."""
    last = host.rstrip(".").rsplit(".", 1)[-1]
    if ":" in host or _NUMBER.fullmatch(last):
        try:
            ipaddress.ip_address(host)
        except ValueError:
            raise FeedRefused(_("Cette adresse en chiffres n’est pas acceptée : donnez le nom du site.")) from None


def resolve(host, port, *, is_allowed, seconds):
    """The IP addresses of a host, in the order of the system; every one must be allowed. Raises FeedRefused."""
    found = _looked_up(host, port, seconds)
    if not found:
        raise FeedRefused(_("Le site « %(host)s » est introuvable.") % {"host": host[:80]})
    if not all(is_allowed(address) for address in found):
        raise FeedRefused(
            _("« %(host)s » n’est pas un site public : le portail ne lit que ce que tout le monde peut lire.")
            % {"host": host[:80]}
        )
    return found


def _looked_up(host, port, seconds):
    """The system's answer, in a thread of its own, since nothing else bounds how long a name takes."""
    answer = []

    def look_up():
        try:
            for *_start, place in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
                answer.append(ipaddress.ip_address(place[0]))
        except (OSError, ValueError, UnicodeError):
            answer.clear()

    thread = threading.Thread(target=look_up, daemon=True)
    thread.start()
    thread.join(seconds)
    return list(dict.fromkeys(answer)) if not thread.is_alive() else []
