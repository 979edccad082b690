"""The environment is read strictly, and production refuses to start with anything missing or unsafe."""

import os
import re
import runpy
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as live_settings
from django.core.exceptions import ImproperlyConfigured

from portal import environment as env
from portal.core.demo_mode import is_private_host
from portal.core.services import media_storage, search_url

ROOT = Path(__file__).resolve().parent.parent
PRODUCTION = {
    "SECRET_KEY": "n0t-a-default-kQ7vX2mZ9pL4wR8tY3sB6nD1fG5hJ0cA-enough-of-it",
    "ALLOWED_HOSTS": "portail.example.org",
    "BASE_URL": "https://portail.example.org",
    "EMAIL_URL": "smtp://mail.example.org:25",
}
KNOWN = (*PRODUCTION, "PORTAL_DEMO", "DEBUG", "ADMIN_PATH", "DATABASE_URL", "CACHE_URL", "SEARCH_URL", "MEDIA_URL")
KNOWN += ("MEDIA_STORAGE_URL", "DEFAULT_FROM_EMAIL", "BEHIND_PROXY", "HSTS_SECONDS", "LOG_LEVEL", "STATIC_HASHED")


@pytest.fixture
def read_settings(monkeypatch, tmp_path):
    """Return a function that runs portal/settings.py as a fresh process would, with just these variables."""

    def read(**variables):
        for name in KNOWN:
            monkeypatch.delenv(name, raising=False)
            monkeypatch.delenv(f"{name}_FILE", raising=False)
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
        monkeypatch.delitem(sys.modules, "pytest", raising=False)  # the settings are softer under pytest
        return runpy.run_path(str(ROOT / "portal" / "settings.py"))

    return read


def run_python(tmp_path, *arguments, **variables):
    """Run Python on the project in a process of its own, with nothing but these variables."""
    bare = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=bare | {"DATA_DIR": str(tmp_path / "data"), "DJANGO_SETTINGS_MODULE": "portal.settings"} | variables,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


# -- The environment's words ------------------------------------------------------------------------------------------
@pytest.mark.parametrize("word", ["1", "true", "TRUE", "Yes", "on", "oui"])
def test_words_that_mean_yes(monkeypatch, word):
    monkeypatch.setenv("SWITCH", word)
    assert env.boolean("SWITCH", False) is True


@pytest.mark.parametrize("word", ["0", "false", "False", "no", "OFF", "non"])
def test_words_that_mean_no(monkeypatch, word):
    monkeypatch.setenv("SWITCH", word)
    assert env.boolean("SWITCH", True) is False


@pytest.mark.parametrize("word", ["maybe", "2", "vrai!", "tru", "None"])
def test_an_unknown_boolean_is_an_error_that_names_the_variable_and_the_value(monkeypatch, word):
    monkeypatch.setenv("SWITCH", word)
    with pytest.raises(ImproperlyConfigured, match=f"SWITCH.*{re.escape(word)}"):
        env.boolean("SWITCH", False)


def test_a_number_that_is_not_one_is_an_error_that_names_the_variable(monkeypatch):
    monkeypatch.setenv("NUMBER", "a year")
    with pytest.raises(ImproperlyConfigured, match=r"NUMBER.*a year"):
        env.integer("NUMBER", 1)


def test_a_missing_or_blank_variable_without_default_is_an_error_that_names_it(monkeypatch):
    with pytest.raises(ImproperlyConfigured, match=r"MISSING\b.*MISSING_FILE"):
        env.text("MISSING")
    monkeypatch.setenv("MISSING", "   ")
    with pytest.raises(ImproperlyConfigured, match="MISSING"):
        env.text("MISSING")


def test_a_secret_may_be_in_a_file_and_loses_its_line_end(monkeypatch, tmp_path):
    (tmp_path / "key").write_text("s3cret\n", encoding="utf-8")
    monkeypatch.setenv("KEY_FILE", str(tmp_path / "key"))
    assert env.text("KEY") == "s3cret"


def test_a_variable_given_both_ways_is_an_error(monkeypatch, tmp_path):
    (tmp_path / "key").write_text("a", encoding="utf-8")
    monkeypatch.setenv("KEY_FILE", str(tmp_path / "key"))
    monkeypatch.setenv("KEY", "b")
    with pytest.raises(ImproperlyConfigured, match="KEY et KEY_FILE"):
        env.text("KEY")


def test_a_secret_file_that_cannot_be_read_is_an_error_that_names_it(monkeypatch, tmp_path):
    monkeypatch.setenv("KEY_FILE", str(tmp_path / "nowhere"))
    with pytest.raises(ImproperlyConfigured, match=r"KEY_FILE.*nowhere"):
        env.text("KEY", "default")


# -- Production -------------------------------------------------------------------------------------------------------
def test_production_starts_with_its_four_variables(read_settings):
    values = read_settings(**PRODUCTION)
    assert values["ALLOWED_HOSTS"] == ["portail.example.org"]
    assert values["DEMO"] is False


def test_debug_is_off_by_default(read_settings):
    assert read_settings(**PRODUCTION)["DEBUG"] is False


@pytest.mark.parametrize("name", PRODUCTION)
def test_production_refuses_to_start_without(read_settings, name):
    rest = {other: value for other, value in PRODUCTION.items() if other != name}
    with pytest.raises(ImproperlyConfigured, match=rf"{name}\b"):
        read_settings(**rest)


@pytest.mark.parametrize("hosts", ["*", "portail.example.org, *", ","])
def test_production_refuses_hosts_that_are_everybody_or_nobody(read_settings, hosts):
    with pytest.raises(ImproperlyConfigured, match="ALLOWED_HOSTS"):
        read_settings(**PRODUCTION | {"ALLOWED_HOSTS": hosts})


def test_production_refuses_an_address_without_encryption(read_settings):
    with pytest.raises(ImproperlyConfigured, match=r"BASE_URL.*https"):
        read_settings(**PRODUCTION | {"BASE_URL": "http://portail.example.org"})


def test_an_unknown_boolean_stops_the_settings_and_names_the_variable(read_settings):
    with pytest.raises(ImproperlyConfigured, match="DEBUG"):
        read_settings(**PRODUCTION | {"DEBUG": "peut-être"})


def test_the_secret_key_may_come_from_a_file(read_settings, tmp_path):
    key = "from-a-file-" * 5
    (tmp_path / "key").write_text(f"{key}\n", encoding="utf-8")
    rest = {name: value for name, value in PRODUCTION.items() if name != "SECRET_KEY"}
    assert read_settings(**rest, SECRET_KEY_FILE=str(tmp_path / "key"))["SECRET_KEY"] == key


def test_production_cookies_travel_encrypted_and_out_of_reach_of_scripts(read_settings):
    values = read_settings(**PRODUCTION)
    for name in ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY", "CSRF_COOKIE_HTTPONLY"):
        assert values[name] is True, name
    assert values["SECURE_SSL_REDIRECT"] is True
    assert values["SECURE_HSTS_SECONDS"] >= 31_536_000


def test_a_process_with_a_variable_missing_stops_and_says_which(tmp_path):
    rest = {name: value for name, value in PRODUCTION.items() if name != "EMAIL_URL"}
    result = run_python(tmp_path, "-c", "import django; django.setup()", **rest)
    assert result.returncode != 0
    assert "EMAIL_URL" in result.stderr


def test_check_deploy_has_nothing_to_say_of_production(tmp_path):
    result = run_python(tmp_path, "manage.py", "check", "--deploy", "--fail-level", "INFO", **PRODUCTION)
    assert result.returncode == 0, result.stderr
    assert "no issues" in result.stdout


def test_the_admin_lives_where_admin_path_says_and_nowhere_else(tmp_path):
    code = """
import django; django.setup()
from django.urls import resolve, reverse
print(reverse("wagtailadmin_home"))
print(resolve("/fabrique/login/").func.view_class.__name__)
print(resolve("/admin/").func.__name__)
"""
    result = run_python(tmp_path, "-c", code, **PRODUCTION, ADMIN_PATH="/fabrique")
    assert result.returncode == 0, result.stderr
    # /admin/ is then a page's address like any other, which Wagtail looks for in the tree.
    assert result.stdout.split() == ["/fabrique/", "RedirectView", "serve"]


# -- Demo -------------------------------------------------------------------------------------------------------------
def test_the_demo_needs_no_variable_and_answers_only_to_this_machine(read_settings):
    values = read_settings(PORTAL_DEMO="true")
    assert values["DEMO"] is True
    assert set(values["ALLOWED_HOSTS"]) == {"localhost", "127.0.0.1", "[::1]"}


def test_the_demo_has_a_key_of_its_own_in_each_data_directory(read_settings, monkeypatch, tmp_path):
    first = read_settings(PORTAL_DEMO="true")["SECRET_KEY"]
    assert len(first) >= 50
    assert read_settings(PORTAL_DEMO="true")["SECRET_KEY"] == first
    (tmp_path / "data" / "cle_demo").unlink()
    assert read_settings(PORTAL_DEMO="true")["SECRET_KEY"] != first


PUBLIC = ["http://portail.example.org", "https://8.8.8.8", "http://0.0.0.0:8000", "http://[::]:8000", "http://"]
PUBLIC += ["http://[::ffff:8.8.8.8]", "http://[::ffff:0.0.0.0]:8000"]


@pytest.mark.parametrize("url", PUBLIC)
def test_the_demo_refuses_a_public_address(read_settings, url):
    with pytest.raises(ImproperlyConfigured, match="démonstration"):
        read_settings(PORTAL_DEMO="true", BASE_URL=url)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "192.168.1.20", "10.0.0.1", "::1", "fd00::1"])
def test_the_demo_may_be_served_on(host):
    assert is_private_host(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "", "0", "example.org", "localhost.example.org", "1.1.1.1"])
def test_the_demo_may_not_be_served_on(host):
    assert not is_private_host(host)


# -- Services ---------------------------------------------------------------------------------------------------------
def test_the_search_is_in_the_database_by_default(read_settings):
    assert read_settings(**PRODUCTION)["SEARCH_URL"] == "database://"


def test_a_search_engine_is_named_by_one_address_and_the_admin_s_search_stays_in_the_database(read_settings):
    url = "elasticsearch9://user:key@search.example.org:9200/portal"
    found = read_settings(**PRODUCTION, SEARCH_URL=url)
    assert found["SEARCH_URL"] == url
    assert found["WAGTAILSEARCH_BACKENDS"]["default"] == {"BACKEND": "wagtail.search.backends.database"}


@pytest.mark.parametrize("url", ["elasticsearch9://", "http://localhost:9200", "solr://localhost/x", "elasticsearch7"])
def test_an_unknown_search_engine_is_an_error_that_names_the_variable(url):
    with pytest.raises(ImproperlyConfigured, match="SEARCH_URL"):
        search_url(url)


def test_the_error_about_a_search_engine_does_not_print_its_key():
    with pytest.raises(ImproperlyConfigured) as error:
        search_url("solr://user:hunter2@localhost/x")
    assert "hunter2" not in str(error.value)


def test_media_files_are_in_a_local_folder_by_default():
    assert media_storage("")["BACKEND"] == "django.core.files.storage.FileSystemStorage"


def test_media_files_go_to_the_named_bucket():
    storage = media_storage("s3://bucket/photos?endpoint=https://s3.example.org")
    assert storage["BACKEND"] == "storages.backends.s3.S3Storage"
    assert storage["OPTIONS"]["bucket_name"] == "bucket"
    assert storage["OPTIONS"]["location"] == "photos"
    assert storage["OPTIONS"]["endpoint_url"] == "https://s3.example.org"


@pytest.mark.parametrize("url", ["ftp://bucket", "s3://", "bucket", "/var/media"])
def test_an_unknown_media_storage_is_an_error_that_names_the_variable(url):
    with pytest.raises(ImproperlyConfigured, match="MEDIA_STORAGE_URL"):
        media_storage(url)


def test_the_database_the_cache_and_the_mail_come_from_the_environment(read_settings):
    urls = {"DATABASE_URL": "postgres://u:p@db.example.org:5433/portail", "CACHE_URL": "rediscache://cache:6379/1"}
    values = read_settings(**PRODUCTION, **urls)
    assert values["DATABASES"]["default"]["HOST"] == "db.example.org"
    assert values["DATABASES"]["default"]["ENGINE"] == "django.db.backends.postgresql"
    assert "redis" in values["CACHES"]["default"]["BACKEND"].lower()
    assert values["EMAIL_HOST"] == "mail.example.org"


def test_sqlite_runs_with_a_log_short_locks_and_patience(read_settings):
    options = read_settings(**PRODUCTION)["DATABASES"]["default"]["OPTIONS"]
    assert "journal_mode=WAL" in options["init_command"]
    assert options["transaction_mode"] == "IMMEDIATE"
    assert options["timeout"] >= 5


def test_the_tests_do_not_run_as_a_demo():
    assert live_settings.DEMO is False


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "foo"),
        ("CACHE_URL", "nope://x"),
        ("EMAIL_URL", "nope://x"),
        ("LOG_LEVEL", "bavard"),
        ("HSTS_SECONDS", "-5"),
        ("SECRET_KEY", "courte"),
        ("ADMIN_PATH", "/"),
    ],
)
def test_a_value_that_means_nothing_is_an_error_that_names_its_variable(read_settings, name, value):
    with pytest.raises(ImproperlyConfigured, match=name):
        read_settings(**PRODUCTION | {name: value})


@pytest.mark.parametrize(
    ("variables", "origin"),
    [
        ({"MEDIA_STORAGE_URL": "s3://seau/p?endpoint=https://s3.example"}, "https://s3.example"),
        ({"MEDIA_STORAGE_URL": "s3://seau/p"}, "https://seau.s3.amazonaws.com"),
        ({"MEDIA_URL": "https://medias.example/p/"}, "https://medias.example"),
    ],
)
def test_pictures_kept_elsewhere_are_allowed_by_the_content_policy(read_settings, variables, origin):
    values = read_settings(**PRODUCTION | variables)
    assert origin in values["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]["img-src"]
    assert origin in values["ADMIN_CONTENT_SECURITY_POLICY"]["img-src"]
