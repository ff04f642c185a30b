"""The settings of production, less what only costs time or needs files that `make run` makes."""

from portal.settings import *  # noqa: F403 - the tests run on everything that production has

VAR = VAR / "test"  # noqa: F405 - no test writes where `make run` keeps its things
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES["pages"]["BACKEND"] = "django.core.cache.backends.dummy.DummyCache"  # noqa: F405 - a page from the cache has no context; tests of the cache switch it on
SECOND_FACTOR_REQUIRED = False  # tests of signing in switch it on
TASKS = {
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}
}  # tests of the queue use that
SITE_URL = "http://testserver"  # what the client of Django's tests calls itself
REDIRECT_TO_TLS = False  # tests of the redirect switch it on
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True  # looks for no collected files at start
