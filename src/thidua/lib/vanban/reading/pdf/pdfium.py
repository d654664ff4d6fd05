"""PDFium, whose generated bindings have no types to check against."""

from __future__ import annotations

from typing import Any

import pypdfium2
import pypdfium2.raw

library: Any = pypdfium2
raw: Any = pypdfium2.raw
