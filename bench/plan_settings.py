"""The program's settings, with the bare views of the bench beside its own addresses."""

from __future__ import annotations

from thidua.config.settings import *

ROOT_URLCONF = "bench.plan_limit"
ALLOWED_HOSTS = ["127.0.0.1", "testserver"]
