"""The settings of tests: as installed, but passwords hash fast and static names carry no hash."""

from thidua.config.settings import *  # noqa: F403

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",  # of one-time passwords
]
STORAGES = {  # the default storage stays: its home is the test run's own folder
    "default": STORAGES["default"],  # noqa: F405
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
