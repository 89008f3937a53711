"""Every setting of SecDoc, read from the environment; the defaults are safe for production.

`SECDOC_DEMO=1` is the one switch of `make demo`: it fills in what production must decide itself
(secret key, host names, HTTPS, static files). `docs/reference/settings.md` lists every variable.
"""

import os
import sys
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("SECDOC_VAR_DIR", BASE_DIR / "var"))


def env_flag(name: str, *, default: bool) -> bool:
    """Read a yes/no variable; anything but 1, true, yes and on counts as no."""
    value = os.environ.get(name)
    return default if value is None else value.strip().lower() in ("1", "true", "yes", "on")


def env_int(name: str, default: int) -> int:
    """Read a whole number; anything else is refused with the name of the variable."""
    value = os.environ.get(name, str(default))
    try:
        return int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.") from None


def env_list(name: str, default: str = "") -> list[str]:
    """Read a comma-separated variable; empty parts are dropped."""
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


# Core ---------------------------------------------------------------------------------------------

SECDOC_DEMO = env_flag("SECDOC_DEMO", default=False)
DEBUG = env_flag("DEBUG", default=False)
CONVENIENT = SECDOC_DEMO or DEBUG

SECRET_KEY = os.environ.get("SECRET_KEY", "")
if not SECRET_KEY:
    # Building static files or translations and looking at the code need no secret; only the check
    # for production judges it.
    keyless = {"check", "collectstatic", "compilemessages", "makemessages", "makemigrations"}
    if CONVENIENT or (keyless & set(sys.argv[1:2]) and "--deploy" not in sys.argv):
        SECRET_KEY = "demo-only-not-secret-" + "0" * 40
    else:
        raise ImproperlyConfigured(
            "Set SECRET_KEY in the environment (or SECDOC_DEMO=1 to try SecDoc out)."
        )

ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", "*" if SECDOC_DEMO else "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "concept_pages",
    "workflows",
    "wagtail_modeladmin",
    "wagtail.contrib.settings",
    "wagtail.sites",
    "concept_pages.editor.people.app.PeopleAppConfig",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "axes",
    "post_office",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "concept_pages.requests.origin.OriginMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "concept_pages.reading.open_sessions.OpenSessionMiddleware",
    "concept_pages.reading.factor_gate.SecondFactorMiddleware",
    "concept_pages.reading.language.AccountLanguageMiddleware",
    "concept_pages.reading.first_password.FirstPasswordMiddleware",
    # After everything that asks who has signed in: from here on, it may be another pair of eyes.
    "concept_pages.requests.see_as.SeeAsMiddleware",
    "workflows.middleware.RefusalMiddleware",
    "concept_pages.requests.downloads.DownloadLogMiddleware",
    # Innermost: it hears why a view refuses before anybody answers for the view.
    "concept_pages.requests.refusals.RefusalLogMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # The last one, so that it puts our page in the place of whatever a locked person would get.
    "axes.middleware.AxesMiddleware",
]

MESSAGE_STORAGE = "concept_pages.requests.said_once.OnceStorage"

ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

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
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    },
]

# A form for a large template posts thousands of fields: 140 generic questions already need 1,112.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024

# Database -----------------------------------------------------------------------------------------

DATABASE_URL = os.environ.get("DATABASE_URL", f"sqlite:///{VAR_DIR / 'secdoc.sqlite3'}")
try:
    DATABASES: dict[str, Any] = {
        "default": dj_database_url.parse(
            DATABASE_URL, conn_max_age=env_int("CONN_MAX_AGE", 60), conn_health_checks=True
        )
    }
except (dj_database_url.ParseError, dj_database_url.UnknownSchemeError, ValueError) as error:
    raise ImproperlyConfigured(
        "DATABASE_URL must look like postgres://user:password@host/name or sqlite:////path."
    ) from error
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    VAR_DIR.mkdir(parents=True, exist_ok=True)
    DATABASES["default"]["OPTIONS"] = {
        # Readers never wait for the one writer, and a second writer waits instead of failing.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; "
        "PRAGMA busy_timeout=20000; PRAGMA foreign_keys=ON; PRAGMA cache_size=-64000;",
        # Take the write lock when a transaction starts: upgrading a read lock cannot wait.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
    }

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 2_000},
    }
}

# People -------------------------------------------------------------------------------------------

AUTHENTICATION_BACKENDS = [
    # The first one: who is locked out is asked for no password at all.
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "concept_pages.access.backend.RoleBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "concept_pages.access.password_rules.LongEnough",
        "OPTIONS": {"min_length": env_int("PASSWORD_MIN_LENGTH", 12)},
    },
    {"NAME": "concept_pages.access.password_rules.NotLikeThePerson"},
    {"NAME": "concept_pages.access.password_rules.NotCommon"},
    {"NAME": "concept_pages.access.password_rules.NotRepeated"},
    {"NAME": "concept_pages.access.password_rules.NotTheSite"},
    {"NAME": "concept_pages.access.password_rules.NotOnlyDigits"},
]
# The emergency account is a superuser: outside a demo it is worth a second factor.
SUPERUSERS_NEED_SECOND_FACTOR = env_flag("SUPERUSERS_NEED_SECOND_FACTOR", default=not CONVENIENT)
OTP_TOTP_ISSUER = os.environ.get("SITE_NAME", "SecDoc")
LOGIN_URL = "wagtailadmin_login"
LOGIN_REDIRECT_URL = "/"

# How long a link to choose a password is good; one for a forgotten password only for two hours.
INVITATION_DAYS = env_int("INVITATION_DAYS", 7)
PASSWORD_RESET_TIMEOUT = INVITATION_DAYS * 24 * 60 * 60
# Everybody has a page of her own for that; Wagtail's is open to those who get into the admin.
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False

LOGIN_FAILURES = env_int("LOGIN_FAILURES", 5)
AXES_FAILURE_LIMIT = LOGIN_FAILURES
AXES_COOLOFF_TIME = timedelta(minutes=env_int("LOGIN_LOCK_MINUTES", 15))
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_HANDLER = "concept_pages.access.lock.LockHandler"
AXES_USERNAME_CALLABLE = "concept_pages.access.lock.account_name"
AXES_CLIENT_IP_CALLABLE = "concept_pages.access.network.client_address"
AXES_LOCKOUT_CALLABLE = "concept_pages.reading.session.locked_out"
AXES_RESET_ON_SUCCESS = True
# With a failure axes keeps what was sent; these fields are struck out like `password`.
AXES_SENSITIVE_PARAMETERS = [
    "username", "ip_address", "old_password", "new_password1", "new_password2", "code",
]  # fmt: skip
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
# Who signed in, and who did not, stands in the audit log.
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False

# Directory ----------------------------------------------------------------------------------------

# Without a URL there is no directory, and nothing of it is imported.
LDAP_URL = os.environ.get("LDAP_URL", "").strip()
LDAP_BIND_DN = os.environ.get("LDAP_BIND_DN", "")
LDAP_BIND_PASSWORD = os.environ.get("LDAP_BIND_PASSWORD", "")
LDAP_BIND_PASSWORD_FILE = os.environ.get("LDAP_BIND_PASSWORD_FILE", "")
if LDAP_BIND_PASSWORD_FILE:
    try:
        LDAP_BIND_PASSWORD = Path(LDAP_BIND_PASSWORD_FILE).read_text("utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise ImproperlyConfigured(
            f"LDAP_BIND_PASSWORD_FILE: {LDAP_BIND_PASSWORD_FILE} cannot be read."
        ) from error
LDAP_START_TLS = env_flag("LDAP_START_TLS", default=False)
LDAP_CA_FILE = os.environ.get("LDAP_CA_FILE", "")
LDAP_ALLOW_UNENCRYPTED = env_flag("LDAP_ALLOW_UNENCRYPTED", default=False)
LDAP_TIMEOUT = env_int("LDAP_TIMEOUT", 5)
LDAP_USER_BASE = os.environ.get("LDAP_USER_BASE", "")
LDAP_USER_FILTER = os.environ.get("LDAP_USER_FILTER", "(uid=%(user)s)")
LDAP_LOCKED_FILTER = os.environ.get("LDAP_LOCKED_FILTER", "")
LDAP_GROUP_BASE = os.environ.get("LDAP_GROUP_BASE", "")
LDAP_GROUP_FILTER = os.environ.get(
    "LDAP_GROUP_FILTER",
    "(|(objectClass=groupOfNames)(objectClass=groupOfUniqueNames)"
    "(objectClass=posixGroup)(objectClass=group))",
)
LDAP_NESTED_GROUPS = env_flag("LDAP_NESTED_GROUPS", default=True)
LDAP_ATTR_ACCOUNT = os.environ.get("LDAP_ATTR_ACCOUNT", "uid")
LDAP_ATTR_FIRST_NAME = os.environ.get("LDAP_ATTR_FIRST_NAME", "givenName")
LDAP_ATTR_LAST_NAME = os.environ.get("LDAP_ATTR_LAST_NAME", "sn")
LDAP_ATTR_MAIL = os.environ.get("LDAP_ATTR_MAIL", "mail")
LDAP_ATTR_ID = os.environ.get("LDAP_ATTR_ID", "entryUUID")
LDAP_MAX_LEAVERS_PERCENT = env_int("LDAP_MAX_LEAVERS_PERCENT", 20)
if LDAP_URL:
    if not (find_spec("ldap") and find_spec("django_auth_ldap")):
        raise ImproperlyConfigured(
            "LDAP_URL is set, but the libraries for it are missing: "
            "pip install -r requirements-ldap.txt"
        )
    # After the local accounts: those work while the directory is down, and never wait for it.
    AUTHENTICATION_BACKENDS.append("concept_pages.directory.backend.DirectoryBackend")
WAGTAILADMIN_USER_LOGIN_FORM = "concept_pages.reading.sign_in.SignInForm"

# Languages ----------------------------------------------------------------------------------------

LANGUAGES = [("de", _("German")), ("en", _("English"))]
LANGUAGE_CODE = os.environ.get("LANGUAGE_CODE", "de")
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = os.environ.get("TIME_ZONE", "Europe/Berlin")
_ZONES = available_timezones()
if TIME_ZONE not in _ZONES:
    raise ImproperlyConfigured(f"TIME_ZONE must look like Europe/Berlin, not {TIME_ZONE!r}.")
FORMAT_MODULE_PATH = ["cms.formats"]
USE_I18N = True
USE_TZ = True

# Files --------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
# In a demo nobody collects static files, and whoever edits one wants to see it at once.
WHITENOISE_USE_FINDERS = CONVENIENT
WHITENOISE_AUTOREFRESH = CONVENIENT
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(os.environ.get("MEDIA_ROOT", VAR_DIR / "media"))
# Files of releases, rendered once; whoever deletes one only makes the next reader wait.
DOCUMENT_CACHE = VAR_DIR / "documents"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if CONVENIENT
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
FILE_UPLOAD_PERMISSIONS = 0o640

# Mail ---------------------------------------------------------------------------------------------

EMAIL_HOST = os.environ.get("EMAIL_HOST", "")
EMAIL_PORT = env_int("EMAIL_PORT", 25)
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env_flag("EMAIL_USE_TLS", default=False)
EMAIL_USE_SSL = env_flag("EMAIL_USE_SSL", default=False)
EMAIL_TIMEOUT = 10
# Every mail waits in the database until `send_mail_queue` sends it.
EMAIL_BACKEND = "post_office.EmailBackend"
POST_OFFICE = {
    # Without a mail server, mails become files: on standard output they would mix with what is
    # said.
    "BACKENDS": {
        "default": "django.core.mail.backends.smtp.EmailBackend"
        if EMAIL_HOST
        else "django.core.mail.backends.filebased.EmailBackend"
    },
    # A mail that is sent again after a crash is known by its number.
    "MESSAGE_ID_ENABLED": True,
}
# Files need no sender that comes by every minute.
MAIL_AT_ONCE = not EMAIL_HOST
MAIL_KEEP_DAYS = env_int("MAIL_KEEP_DAYS", 90)
DIGEST_HOUR = env_int("DIGEST_HOUR", 7)
if not 0 <= DIGEST_HOUR <= 23:
    raise ImproperlyConfigured(f"DIGEST_HOUR must be from 0 to 23, not {DIGEST_HOUR}.")
EMAIL_FILE_PATH = VAR_DIR / "mail"
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "secdoc@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# Security -----------------------------------------------------------------------------------------

HTTPS = env_flag("HTTPS", default=not CONVENIENT)
SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = env_int("HSTS_SECONDS", 31_536_000 if HTTPS else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = False
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 60 * 60
X_FRAME_OPTIONS = "SAMEORIGIN"
BEHIND_PROXY = env_flag("BEHIND_PROXY", default=False)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
AUDIT_KEEP_DAYS = env_int("AUDIT_KEEP_DAYS", 365)
if AUDIT_KEEP_DAYS < 0:
    raise ImproperlyConfigured("AUDIT_KEEP_DAYS must not be negative; 0 keeps the log for ever.")
SILENCED_SYSTEM_CHECKS = [
    # Whether the other hosts of the domain speak HTTPS only is not for this site to decide.
    "security.W005",
    "security.W021",
    # Wagtail shows previews in frames of its own pages.
    "security.W019",
]

# Wagtail ------------------------------------------------------------------------------------------

SITE_NAME = os.environ.get("SITE_NAME", "SecDoc")
WAGTAIL_SITE_NAME = SITE_NAME
WAGTAILADMIN_BASE_URL = os.environ.get(
    "BASE_URL", f"http://localhost:{os.environ.get('PORT', '8000')}"
)
WAGTAILADMIN_PERMITTED_LANGUAGES = [("de", "Deutsch"), ("en", "English")]
WAGTAIL_I18N_ENABLED = False
WAGTAIL_CONTENT_LANGUAGES = [("de", "Deutsch")]
# Only names that browsers know, too: some machines also list “localtime” and “Factory”.
_REGIONS = {"Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia",
            "Europe", "Indian", "Pacific"}  # fmt: skip
WAGTAIL_USER_TIME_ZONES = sorted(
    {zone for zone in _ZONES if zone.partition("/")[0] in _REGIONS} | {"UTC", TIME_ZONE}
)
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_WORKFLOW_ENABLED = True
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAIL_FINISH_WORKFLOW_ACTION = "workflows.finish.finish"
WAGTAIL_AUTOSAVE_INTERVAL = 3_000
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "wagtail.search.backends.database", "SEARCH_CONFIG": "german"}
}
WAGTAILADMIN_UNSAFE_PAGE_DELETION_LIMIT = 10

# Logging ------------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {"refusals": {"()": "cms.logs.RefusalsAreOneLine"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["refusals"],
        }
    },
    "root": {"handlers": ["console"], "level": os.environ.get("LOG_LEVEL", "INFO")},
    "loggers": {
        # One line for each saved page and indexed row: our own log says it better.
        "wagtail": {"level": "WARNING"},
        "django_tasks": {"level": "WARNING"},
        # One line or more for each attempt to sign in; the audit log says it better.
        "axes": {"level": "ERROR"},
        # What becomes of a mail says its row in the queue; the library would print it twice.
        "post_office": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        # Somebody asked for another host name; that is no error of ours.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}
