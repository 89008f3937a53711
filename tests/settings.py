"""The settings of the tests: those of production, made fast and harmless."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("SECRET_KEY", "tests-only-not-secret-" + "0" * 40)
os.environ.setdefault("HTTPS", "0")
os.environ.pop("SECDOC_DEMO", None)
os.environ.pop("DEBUG", None)

from cms.settings import *  # noqa: F403 - the environment above has to be read first
from cms.settings import DATABASES, INSTALLED_APPS, STORAGES

# Pages with a lifecycle that are no concepts: the engine is tested on them.
INSTALLED_APPS = [*INSTALLED_APPS, "tests.workflows.notes"]
ALLOWED_HOSTS = ["*"]
SCRATCH = Path(tempfile.gettempdir()) / f"secdoc-tests-{os.getpid()}"
MEDIA_ROOT = SCRATCH / "media"
DOCUMENT_CACHE = SCRATCH / "documents"
STORAGES = {
    **STORAGES,
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# Those who test what superusers do need no telephone for it; tests of the demand switch it on.
SUPERUSERS_NEED_SECOND_FACTOR = False
WAGTAILADMIN_BASE_URL = "http://testserver"

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, not memory: the live server of the journeys answers from threads of its own.
    DATABASES["default"]["TEST"] = {"NAME": str(SCRATCH.with_suffix(".sqlite3"))}
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"

# Tests serve the static files from where they are written; nobody has to collect them first.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
