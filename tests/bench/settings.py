"""The settings of a measurement: those of production, but for HTTPS, mail and log lines."""

import os

os.environ.setdefault("SECDOC_DEMO", "1")
os.environ.setdefault("LOG_LEVEL", "WARNING")

from cms.settings import *  # noqa: F403 - the environment above has to be read first

DEBUG = False
ALLOWED_HOSTS = ["*"]
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
# As in production, whitenoise looks at no disk for each request; here it has nothing to serve.
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = False
STATIC_ROOT = None
