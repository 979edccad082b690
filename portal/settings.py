"""The one settings file. What differs between machines comes from the environment (docs/deploiement.md lists it all).

Two ways to run: the demo (PORTAL_DEMO=true, what `make run` does), which brings its own key and only answers to this
machine or its private network; and production, which refuses to start while a variable is missing.
"""

import sys
from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.core.exceptions import ImproperlyConfigured

from portal import environment as env
from portal.core.demo_mode import demo_hosts, demo_secret_key
from portal.core.embeds import PLAYER_ORIGINS
from portal.core.services import media_origins, media_storage, search_url

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.text("DATA_DIR", str(BASE_DIR / "var"))).resolve()
for folder in ("media", "static", "logs", "mails"):
    (DATA_DIR / folder).mkdir(parents=True, exist_ok=True)

DEMO = env.boolean("PORTAL_DEMO", False)
DEBUG = env.boolean("DEBUG", False)
BASE_URL = env.text("BASE_URL", "http://127.0.0.1:8000" if DEMO else None).rstrip("/")
SECRET_KEY = demo_secret_key(DATA_DIR) if DEMO else env.secret("SECRET_KEY", 50)
ALLOWED_HOSTS = demo_hosts(BASE_URL) if DEMO else env.words("ALLOWED_HOSTS")
if "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS : nommer les hôtes du site, « * » est refusé.")
ADMIN_PATH = env.text("ADMIN_PATH", "admin/").strip("/") + "/"
if ADMIN_PATH == "/":
    raise ImproperlyConfigured("ADMIN_PATH : donner un chemin, par exemple « gestion ».")
CSRF_TRUSTED_ORIGINS = [BASE_URL]

INSTALLED_APPS = [
    "portal.core",
    "portal.search",
    "directory",
    "agenda",
    "guides",
    "portal.editorial",
    "portal.workspace",
    "portal.finding",
    "portal.demo",
    "portal.home",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.redirects",
    "wagtail.contrib.search_promotions",
    "wagtail.contrib.settings",
    "wagtail.contrib.typed_table_block",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    *(["django.contrib.postgres"] if "postgres" in env.text("DATABASE_URL", "sqlite") else []),
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "portal.core.middleware.ContentSecurityPolicyMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "portal.core.middleware.RefuseNulBytes",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# -- Data ---------------------------------------------------------------------------------------------------------
DATABASES = {
    "default": env.url(
        "DATABASE_URL", f"sqlite:///{DATA_DIR / 'portail.sqlite3'}", environ.Env.db_url_config, required="ENGINE"
    )
}
DATABASES["default"].setdefault("CONN_MAX_AGE", 60)  # seconds; opening one costs more than a whole listing
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Several workers on one file: readers never wait (WAL), writers queue from their first statement (IMMEDIATE)
    # instead of failing half way, and wait up to 20 s for their turn.
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-32000;",
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

CACHES = {"default": env.url("CACHE_URL", "locmemcache://portail", environ.Env.cache_url_config, required="BACKEND")}
vars().update(env.url("EMAIL_URL", f"filemail:///{DATA_DIR / 'mails'}" if DEMO else None, environ.Env.email_url_config))
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", f"ne-pas-repondre@{urlsplit(BASE_URL).hostname}")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
SEARCH_URL = search_url(env.text("SEARCH_URL", "database://"))
# Wagtail's own search, the admin's, stays in the database: its other engines make saves wait (docs/decisions/0016).
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

MEDIA_ROOT = DATA_DIR / "media"
MEDIA_URL = env.text("MEDIA_URL", "/medias/")
MEDIA_STORAGE_URL = env.text("MEDIA_STORAGE_URL", "")
MEDIA_ORIGINS = media_origins(MEDIA_URL, MEDIA_STORAGE_URL)
STATIC_ROOT = DATA_DIR / "static"
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "portal.core.stylesheet.StylesheetFinder",
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
# The tests read the sources themselves; everything else serves hashed, precompressed copies.
STATIC_HASHED = env.boolean("STATIC_HASHED", True)
STORAGES = {
    "default": media_storage(MEDIA_STORAGE_URL),
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if STATIC_HASHED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# -- Languages ----------------------------------------------------------------------------------------------------
# French is the source and has no prefix; the other languages live under /it/ and /en/.
LANGUAGE_CODE = "fr"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("fr", "Français"), ("it", "Italiano"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
WAGTAIL_I18N_ENABLED = True
TIME_ZONE = "Europe/Paris"
USE_TZ = True

# -- People -------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "core.User"
AUTHENTICATION_BACKENDS = ["portal.core.authentication.SignInBackend"]
LOGIN_URL = WAGTAILADMIN_LOGIN_URL = WAGTAIL_FRONTEND_LOGIN_URL = "workspace:sign_in"
LOGIN_REDIRECT_URL = "workspace:home"
LOGOUT_REDIRECT_URL = "/"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
CSRF_FAILURE_VIEW = "portal.home.errors.csrf_failure"

# -- Wagtail ------------------------------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "Altitudes Coopérantes"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_PASSWORD_REQUIRED_TEMPLATE = "workspace/password_required.html"  # noqa: S105 - a template
WAGTAILDOCS_PASSWORD_REQUIRED_TEMPLATE = WAGTAIL_PASSWORD_REQUIRED_TEMPLATE
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]  # Debian's own list holds names that browsers refuse ("localtime")
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILIMAGES_IMAGE_MODEL = "core.PortalImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "portal.core.image_forms.PortalImageForm"
TAGGIT_STRIP_UNICODE_WHEN_SLUGIFYING = True  # tags are in addresses: ?etiquette=tresorerie
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 8 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 30_000_000
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILDOCS_EXTENSIONS = ["csv", "doc", "docx", "ics", "odp", "ods", "odt", "pdf", "pptx", "rtf", "txt", "xlsx", "zip"]
WAGTAILDOCS_SERVE_METHOD = "serve_view"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# -- Safety -------------------------------------------------------------------------------------------------------
HTTPS = BASE_URL.startswith("https://")
if not (HTTPS or DEMO or "pytest" in sys.modules):
    raise ImproperlyConfigured("BASE_URL doit commencer par https:// hors du mode de démonstration.")
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = env.integer("HSTS_SECONDS", 31_536_000) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS and env.boolean("HSTS_SUBDOMAINS", True)
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
if env.boolean("BEHIND_PROXY", False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "SAMEORIGIN"  # Wagtail previews a page in a frame of its own
SILENCED_SYSTEM_CHECKS = ["security.W019"]
PERMISSIONS_POLICY = {
    name: []
    for name in ("accelerometer", "camera", "display-capture", "gyroscope", "magnetometer", "microphone", "midi")
    + ("payment", "usb", "browsing-topics")
} | {"geolocation": ["self"]}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", *MEDIA_ORIGINS],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
        # Video players are only loaded after a click: see static/js/embed.js.
        "frame-src": [SELF, *PLAYER_ORIGINS],
    }
}
# Wagtail's date pickers and choosers write inline scripts and styles, and show pictures before they are uploaded.
ADMIN_CONTENT_SECURITY_POLICY = {
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:", *MEDIA_ORIGINS],
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line"},
        "file": {
            "class": "logging.handlers.WatchedFileHandler",
            "filename": DATA_DIR / "logs" / "portail.log",
            "formatter": "line",
            "delay": True,
        },
    },
    "root": {
        "handlers": ["console", "file"],
        "level": env.choice("LOG_LEVEL", "WARNING", ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")),
    },
    # Django's own handlers are replaced by ours; a 404 is not worth a line.
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        "gunicorn.http.wsgi": {"level": "ERROR"},  # it warns at each HEAD request
    },
}
