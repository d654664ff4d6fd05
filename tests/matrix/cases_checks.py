"""The check of a Word file's form: open to everyone who is signed in."""

from __future__ import annotations

from tests.matrix.kinds import EVERYONE, Case, page

CASES: dict[str, Case] = {
    "papers:form-check": page(EVERYONE),
}
