"""Settings for every test run: a home folder of its own, fast passwords, no hashed static names."""

from __future__ import annotations

import os
import tempfile

os.environ.setdefault("THIDUA_HOME", tempfile.mkdtemp(prefix="thidua-test-"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thidua.config.settings_test")
