"""What makes a demonstration portal impossible to mistake for a real one.

Imported by the settings: no Django model here.
The demo has known passwords, so it only answers to this machine and to private networks, never to a public name.
"""

import ipaddress
import secrets
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

# RFC 2606 keeps .invalid out of the real name system: mail to a demo account can reach nobody.
DEMO_DOMAIN = "demo.invalid"


def is_private_host(host):
    """True for localhost and for a loopback or private IP address; a public name or address, or 0.0.0.0, is not."""
    if host == "localhost":
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    address = getattr(address, "ipv4_mapped", None) or address  # ::ffff:0.0.0.0 listens everywhere too
    return (address.is_loopback or address.is_private) and not address.is_unspecified


def demo_hosts(base_url):
    """Return ALLOWED_HOSTS of a demo served at base_url; raises ImproperlyConfigured when that host is public."""
    host = urlsplit(base_url).hostname or ""
    if not is_private_host(host):
        raise ImproperlyConfigured(
            f"Le mode de démonstration refuse l’hôte « {host} » : il ne se sert que sur cette machine ou sur un réseau "
            "privé (127.0.0.1, 192.168.…). Pour un vrai site, voir docs/deploiement.md."
        )
    return ["localhost", "127.0.0.1", "[::1]", f"[{host}]" if ":" in host else host]


def demo_secret_key(data_dir):
    """Return the demo's own random key, made at the first start and kept in data_dir."""
    path = data_dir / "cle_demo"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50), encoding="ascii")
    return path.read_text(encoding="ascii")
