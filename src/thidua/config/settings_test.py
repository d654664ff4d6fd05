"""The settings of tests: as installed, but with a home of its own for each run, and passwords that hash fast."""

import os
import tempfile

if "PYTEST_XDIST_WORKER" in os.environ or "THIDUA_HOME" not in os.environ:  # workers inherit the first one's home
    os.environ["THIDUA_HOME"] = tempfile.mkdtemp(prefix="thidua-test-")

from thidua.config.settings import *

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",  # of one-time passwords
]
STORAGES = {  # the default storage stays: its home is the test run's own folder
    "default": STORAGES["default"],
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CACHES["figures"] = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}  # factories leave no audit

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, as in an office: a database in memory has one lock for its whole tables, and the journeys use two threads.
    DATABASES["default"]["TEST"] = {"NAME": OPTIONS.home / "test.sqlite3"}
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
