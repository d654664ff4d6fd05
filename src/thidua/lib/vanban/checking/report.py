"""Departures as they are found: the same fault in many places becomes one with a count."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from thidua.lib.vanban.checking.lines import Line
from thidua.lib.vanban.checking.rules import Departure, rules

_MOST = 90


@dataclass(slots=True)
class Report:
    """Collects departures in the order the checks find them."""

    _found: dict[tuple[str, str, str], Departure] = field(default_factory=dict)

    def add(self, key: str, where: Line | str, found: str, wanted: str) -> None:
        """Note that the rule `key` is not kept; `where` is the line, or words for the place."""
        rule = rules()[key]
        same = (key, found, wanted)
        if same in self._found:
            self._found[same] = replace(self._found[same], more=self._found[same].more + 1)
            return
        place = where if isinstance(where, str) else shown(where.printed)
        self._found[same] = Departure(
            key, rule.what, place, found, wanted, rule.remedy, rule.citation, rule.confidence, rule.severity
        )

    @property
    def departures(self) -> tuple[Departure, ...]:
        return tuple(self._found.values())


def shown(text: str) -> str:
    """Return a text between marks, cut where it is long."""
    return f"«{text if len(text) <= _MOST else text[: _MOST - 1].rstrip() + '…'}»"
