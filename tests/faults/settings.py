"""The settings of an office, and a kind of notice for the mails."""

from thidua.config.settings import *

INSTALLED_APPS = [*INSTALLED_APPS, "tests.faults"]
