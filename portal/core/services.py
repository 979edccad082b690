"""Addresses of outside services, read from one URL each. Imported by the settings: no Django model here."""

from urllib.parse import parse_qs, urlsplit

from django.core.exceptions import ImproperlyConfigured

_ENGINES = ("elasticsearch8", "elasticsearch9", "opensearch2", "opensearch3")


def search_url(url):
    """Return SEARCH_URL when it is one that portal.search understands.

    `database://` (SQLite or PostgreSQL, whichever holds the pages), or `elasticsearch9://user:key@host:9200/prefix`
    (`?tls=false` for plain HTTP), likewise for elasticsearch8, opensearch2 and opensearch3.
    """
    parts = urlsplit(url)
    if parts.scheme == "database" or (parts.scheme in _ENGINES and parts.hostname):
        return url
    raise ImproperlyConfigured(
        f"SEARCH_URL vaut « {parts.scheme}://… » : écrire database:// ou {'://, '.join(_ENGINES)}://hôte:port/préfixe."
    )


def media_origins(media_url, storage_url):
    """Return the origins outside this site that pictures come from, for the content security policy."""
    origins = []
    if "//" in media_url:
        parts = urlsplit(media_url)
        origins.append(f"{parts.scheme or 'https'}://{parts.netloc}")
    if storage_url:
        parts = urlsplit(storage_url)
        endpoint = parse_qs(parts.query).get("endpoint")
        origins.append(endpoint[0].rstrip("/") if endpoint else f"https://{parts.hostname}.s3.amazonaws.com")
    return origins


def media_storage(url):
    """Return the STORAGES entry for MEDIA_STORAGE_URL: empty for a local folder, or `s3://bucket/prefix?endpoint=…`.

    Keys come from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, which boto3 reads by itself.
    """
    if not url:
        return {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    parts = urlsplit(url)
    if parts.scheme != "s3" or not parts.hostname:
        raise ImproperlyConfigured("MEDIA_STORAGE_URL : écrire s3://seau/préfixe?endpoint=https://…")
    options = {"bucket_name": parts.hostname, "location": parts.path.strip("/"), "querystring_auth": False}
    endpoint = parse_qs(parts.query).get("endpoint")
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": options | ({"endpoint_url": endpoint[0]} if endpoint else {}),
    }
