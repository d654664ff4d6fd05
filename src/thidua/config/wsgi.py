"""The program as a WSGI application."""

from __future__ import annotations

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thidua.config.settings")
application = get_wsgi_application()

# What is loaded stays: without this the collector walks all of it again and again, a tenth of the time of a page.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 20)
