"""The settings of an office, and a kind of notice for the mails."""

from thidua.config.settings import *  # noqa: F403

INSTALLED_APPS = [*INSTALLED_APPS, "tests.faults"]  # noqa: F405
