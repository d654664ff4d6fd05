"""The picture of a year: for who leads a unit or works for its leader, in either body, each with his own tree."""

from __future__ import annotations

from tests.matrix.kinds import OFFICER, Case, both, page

LOOKERS = both(OFFICER, "leader", "unit_head") | {"division head"}

CASES: dict[str, Case] = {
    "planning:year": page(LOOKERS),
    "planning:year-work": page(LOOKERS),
}
