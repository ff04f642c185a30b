"""Settings: production by default, configured by environment variables.

docs/settings.md describes each variable; a test keeps the two in step.
"""

from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _
from environs import Env

from portal.runserver import paths
from portal.runserver.paths import kept_secret
from portal.subscriptions.mail_settings import mail_settings, site_address
from portal.web.logging import logging_config

BASE_DIR = Path(__file__).resolve().parent.parent


env = Env()
switch = partial(env.bool, error_messages={"invalid": "must be on or off, not {input!r}"})


@env.parser_for("words")
def words(text: str) -> list[str]:
    """A comma-separated list without empty entries: an empty secret key would sign anything."""
    return [word.strip() for word in text.split(",") if word.strip()]


DEBUG = switch("PORTAL_DEBUG", False)
VAR = paths.var()
SECRET_KEY = env.str("PORTAL_SECRET_KEY", "") or kept_secret(VAR / "secret-key")
SECRET_KEY_FALLBACKS = env.words("PORTAL_SECRET_KEY_FALLBACKS", "")
ALLOWED_HOSTS = env.words("PORTAL_ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = env.words("PORTAL_CSRF_TRUSTED_ORIGINS", "")
DEMO = switch("PORTAL_DEMO", True)
SITE_NAME = {
    "zh-hans": env.str("PORTAL_SITE_NAME_ZH", "民生门户"),
    "en": env.str("PORTAL_SITE_NAME_EN", "Minsheng Portal"),
}
# What a government site names in head and foot (国办发〔2017〕47号): its district, owner, filings and code.
DISTRICT = {
    "zh-hans": env.str("PORTAL_DISTRICT_ZH", "").strip(),
    "en": env.str("PORTAL_DISTRICT_EN", "").strip(),
}
OWNER = {
    "zh-hans": env.str("PORTAL_OWNER_ZH", "").strip(),
    "en": env.str("PORTAL_OWNER_EN", "").strip(),
}
ICP_NUMBER = env.str("PORTAL_ICP_NUMBER", "").strip()
POLICE_NUMBER = env.str("PORTAL_POLICE_NUMBER", "").strip()
SITE_ID_CODE = env.str("PORTAL_SITE_ID_CODE", "").strip()
# The contact for the site. Without one, pages say so and name the hotline 12345.
CONTACT = {
    "zh-hans": env.str("PORTAL_CONTACT_ZH", "").strip(),
    "en": env.str("PORTAL_CONTACT_EN", "").strip(),
}
CONTACT_PHONE = env.str("PORTAL_CONTACT_PHONE", "").strip()
CONTACT_EMAIL = env.str("PORTAL_CONTACT_EMAIL", "").strip()

DOMAIN_APPS = ["projects", "safety", "health", "welfare", "culture", "education"]
INSTALLED_APPS = [
    "portal",
    *[app for app in DOMAIN_APPS if (BASE_DIR / app / "apps.py").exists()],
    "portal.desk.site.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.sitemaps",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "pghistory",
    "pgtrigger",
    "rest_framework",
]

MIDDLEWARE = [
    "portal.web.middleware.HealthMiddleware",
    "portal.web.middleware.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.web.page_cache.conditional",
    "portal.web.page_cache.page_cache",
    "portal.web.budget.budget",
    "portal.web.page_cache.encoding",
    "portal.web.middleware.TransportMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "portal.web.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "pghistory.middleware.HistoryMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "portal.staff.sign_in.gate.GateMiddleware",
    "portal.web.middleware.CareMiddleware",
    "portal.web.middleware.MomentMiddleware",
]
# Pages have a cache of their own, which all workers of this machine share, so that they evict nothing else; the server
# empties it when it starts. Throttles and lockout count in the database, not in the default cache.
IN_MEMORY = "django.core.cache.backends.locmem.LocMemCache"
IN_FILES = "django.core.cache.backends.filebased"
FLIGHTS = VAR / "flights"  # locks of the requests that are making a page
CACHES = {
    "default": {"BACKEND": IN_MEMORY},
    "pages": {
        "BACKEND": "django.core.cache.backends.dummy.DummyCache" if DEBUG else f"{IN_FILES}.FileBasedCache",
        "LOCATION": VAR / "pages",
        "TIMEOUT": 24 * 3600,
        "OPTIONS": {"MAX_ENTRIES": 300},
    },
}

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "libraries": {
                "portal_commitments": "portal.commitments.template_tags",
                "portal_events": "portal.events.template_tags",
                "portal_figures": "portal.statistics.template_tags",
                "portal_head": "portal.web.templatetags.portal_head",
                "portal_print": "portal.web.templatetags.portal_print",
                "portal_search": "portal.web.templatetags.portal_search",
                "portal_site": "portal.web.templatetags.portal_site",
            },
        },
    },
]

# Database. Without DATABASE_URL it is the embedded PostgreSQL of this checkout, which `make run` starts.
# Each thread reuses its connection for a minute, after a health check.
EMBEDDED_DATABASE = {
    "ENGINE": "django.db.backends.postgresql",
    "NAME": "portal",
    "USER": "postgres",
    "HOST": str(paths.socket_folder(paths.database(VAR))),
    "CONN_MAX_AGE": 60,
    "CONN_HEALTH_CHECKS": True,
}
OUTSIDE_DATABASE = env.str("DATABASE_URL", "")
DATABASES = {
    "default": dj_database_url.parse(OUTSIDE_DATABASE, conn_max_age=60, conn_health_checks=True)
    if OUTSIDE_DATABASE
    else EMBEDDED_DATABASE,
}
DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)  # then it is a 503
# Every trigger of pgtrigger reads this setting first. If it is missing, the read fails and rolls back a savepoint:
# slow with many pending deferred triggers; 20,000 rows in one transaction took four times as long.
DATABASES["default"]["OPTIONS"].setdefault("options", "-c pgtrigger.ignore={}")
DATABASES["default"]["TEST"] = {
    "NAME": f"test_{DATABASES['default']['NAME']}_{paths.key(BASE_DIR)}",  # two checkouts may share a server
    "TEMPLATE": "template0",
}
# Prefix of project ids in OC4IDS; each publisher registers its own (docs/oc4ids.md).
OC4IDS_PREFIX = env.str("PORTAL_OC4IDS_PREFIX", "") or "oc4ids-000000"
# Whether a release without statutory metadata (索引号 …) is refused; the checklist lists the missing fields.
METADATA_REQUIRED = switch("PORTAL_METADATA_REQUIRED", False)
# A larger rise of progress, in percentage points, needs confirmation before it is saved.
PROGRESS_JUMP = env.int("PORTAL_PROGRESS_JUMP", 30)
# Background work (portal/web/background.py): `make run` starts a worker, elsewhere `manage.py run_worker` is one.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a grid of progress has a dozen boxes a row
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "portal.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in [
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    ]
]
AUTH_PASSWORD_VALIDATORS[1]["OPTIONS"] = {"min_length": 12}

# Signing in (portal/staff/sign_in). Officials who may approve need a second factor. Tests switch that off entirely, an
# installation can do so for demo accounts only.
SECOND_FACTOR_REQUIRED = True
DEMO_WITHOUT_SECOND_FACTOR = DEMO and switch("PORTAL_DEMO_WITHOUT_SECOND_FACTOR", False)
AUTHENTICATION_BACKENDS = ["portal.staff.sign_in.gate.OfficialsBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "admin:index"
ACCOUNT_ADAPTER = "portal.staff.sign_in.adapters.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = (
    False  # counts in each worker's memory; portal.staff.sign_in.attempts counts in the database
)
ACCOUNT_SESSION_REMEMBER = False  # the cookie ends with the browser
MFA_ADAPTER = "portal.staff.sign_in.adapters.SecondFactorAdapter"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # administrators enter addresses, nobody verifies them
MFA_TOTP_TOLERANCE = 1  # a clock may be half a minute wrong

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["portal.web.formats"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "portal.web.css_bundle.StylesheetFinder",
]
STATICFILES_DIRS = [folder for folder in [BASE_DIR / "static"] if folder.is_dir()]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = VAR / "media"

# Mail to subscribers: without EMAIL_URL it is written to files. SITE_URL is the portal's address in everything that
# stays: mails, feeds, citations, links of the JSON.
globals().update(mail_settings(env.str("EMAIL_URL", ""), VAR / "mail"))
TLS = switch("PORTAL_TLS", True)
SITE_URL = site_address(
    env.str("PORTAL_SITE_URL", ""),
    env.str("PORT", ""),
    mail_leaves="EMAIL_HOST" in globals(),
    hosts=ALLOWED_HOSTS,
    tls=TLS,
)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = (
    env.str("PORTAL_EMAIL_FROM", "") or f"no-reply@{urlsplit(SITE_URL).hostname}"
)

# Transport and cookies. With PORTAL_TLS on, the default, a proxy ends TLS and sets X-Forwarded-Proto on every
# request; this machine's own address stays reachable in plain HTTP (portal/web/middleware.py).
REDIRECT_TO_TLS = TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TLS else None
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = TLS
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = TLS
CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600  # a working day, however active
SESSION_IDLE_SECONDS = 60 * env.int("PORTAL_SESSION_IDLE_MINUTES", 30)
SILENCED_SYSTEM_CHECKS = [
    "security.W008",  # wants Django's redirect to TLS; portal.web.middleware redirects, but not on this machine
    "security.W021",  # wants HSTS preload, a decision of the domain's owner, not of one portal
]
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "portal.web.error_pages.csrf_failure"

CARE_COOKIE_NAME = "portal_care"  # the choice of large print, part of the page cache key

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}

# Browser features that no page or frame may use.
PERMISSIONS_POLICY = {
    feature: []
    for feature in [
        "accelerometer",
        "browsing-topics",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "hid",
        "identity-credentials-get",
        "local-fonts",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "serial",
        "usb",
        "xr-spatial-tracking",
    ]
}

REST_FRAMEWORK = {"DEFAULT_SCHEMA_CLASS": "portal.web.api.schema.ApiSchema"}
SPECTACULAR_SETTINGS = {
    "TITLE": SITE_NAME["en"],
    "DESCRIPTION": _(
        "Everything that the portal has published, as JSON, CSV and Excel. Read only, open to all. "
        "Each answer names its moment (as_of) and the version of the data, and has an ETag: send it back in "
        "If-None-Match and get 304 while nothing is new. Follow next to the end of a list. For a list as a file "
        "put .csv or .xlsx behind its address. A parameter that is unknown or has a bad value is a 400 that says "
        "what is allowed. Values are numbers in the unit of the indicator, or null where none is published."
    ),
    "VERSION": "1",
    "PREPROCESSING_HOOKS": ["portal.web.api.schema.canonical_only"],
    "POSTPROCESSING_HOOKS": ["portal.web.api.schema.in_language"],
    "SWAGGER_UI_DIST": "SIDECAR",
}

LOGGING = logging_config(env.str("PORTAL_LOG_LEVEL", "INFO").upper())
