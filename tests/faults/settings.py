"""The settings of an office, and the sample jobs."""

from thidua.config.settings import *  # noqa: F403

INSTALLED_APPS = [*INSTALLED_APPS, "tests.faults"]  # noqa: F405
