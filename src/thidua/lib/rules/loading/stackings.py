"""The section of stackings: which bonuses are paid when several awards of one person fall together."""

from __future__ import annotations

from thidua.lib.rules import model
from thidua.lib.rules.loading.marked import Marked, choice, fields, key, required
from thidua.lib.rules.loading.shared import LAW, Made, common
from thidua.lib.rules.model import Origin


def stacking(item: Marked, origin: Origin) -> Made:
    found = fields(
        item,
        {
            "id": required(key),
            "titles": required(choice("highest_of_period", "each")),
            "forms": required(choice("highest_of_achievement", "one_an_achievement")),
            "together": required(choice("both", "highest")),
            **LAW,
        },
    )
    return found["id"], model.Stacking(
        id=found["id"],
        titles=found["titles"],
        forms=found["forms"],
        together=found["together"],
        **common(item, found, origin),
    )
