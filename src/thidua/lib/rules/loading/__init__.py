"""Load rule files: YAML into a `Rulebook`, or every fault of every file at once."""

from __future__ import annotations

import difflib
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from thidua.lib.rules.errors import RulebookInvalid, RuleProblem
from thidua.lib.rules.loading.checking import check
from thidua.lib.rules.loading.marked import Marked, Wrong, choice, words
from thidua.lib.rules.loading.sections import LISTS, TABLES
from thidua.lib.rules.model import LAYERS, Origin, Parameter, Period, Rulebook, Words

__all__ = ["load_rulebook"]

CASES = "cases"
_HEADER = ("layer", "issuer", "preset")


def load_rulebook(folder: Path, *, adopt: Collection[str] = ()) -> Rulebook:
    """Read every rule file below `folder`, the cases apart.

    `adopt` names the presets that apply; the others are checked and left out. Raises RulebookInvalid with all faults.
    """
    reading = _Reading()
    for path in sorted(folder.rglob("*.yaml")):
        if CASES not in path.relative_to(folder).parts[:-1]:
            reading.read(path, path.relative_to(folder).as_posix())
    if not reading.files:
        raise RulebookInvalid([RuleProblem(str(folder), 0, "Thư mục không có tệp quy tắc nào.", "Thêm tệp .yaml.")])
    unknown = set(adopt) - reading.presets.keys()
    if unknown:
        have = ", ".join(reading.presets) or "không có"
        raise RulebookInvalid(
            [RuleProblem(str(folder), 0, f"Không có bộ mẫu {', '.join(sorted(unknown))}.", f"Các bộ mẫu: {have}.")]
        )
    everything = reading.rulebook()
    problems = reading.problems + check(everything, places=reading.places)
    if problems:
        raise RulebookInvalid(sorted(set(problems)))
    return reading.rulebook(adopted=frozenset(adopt))


class _Reading:
    """What was read so far, with the faults met."""

    def __init__(self) -> None:
        self.files = 0
        self.problems: list[RuleProblem] = []
        self.found: dict[str, dict[str, Any]] = {name: {} for name in (*LISTS, *TABLES)}
        self.places: dict[tuple[str, str], tuple[str, int]] = {}
        self.presets: dict[str, Words] = {}
        self._added: list[tuple[Parameter, Origin]] = []

    def read(self, path: Path, name: str) -> None:
        """Read one file; faults are kept, not raised."""
        self.files += 1
        try:
            node = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
        except UnicodeDecodeError:
            self._fault(name, 1, "Tệp không phải là UTF-8.", "Lưu lại tệp theo UTF-8.")
            return
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            if "single document" in str(error):
                self._fault(name, line, "Tệp có nhiều tài liệu (---).", "Tách mỗi tài liệu thành một tệp.")
            else:
                remedy = "Xem lại thụt lề, dấu hai chấm và dấu nháy ở dòng này."
                self._fault(name, line, "YAML sai cú pháp.", remedy)
            return
        except yaml.YAMLError:
            self._fault(name, 1, "Tệp có ký tự không hợp lệ.", "Bỏ ký tự điều khiển.")
            return
        if node is None:
            return
        try:
            sections = Marked(name, node).mapping()
            origin = self._origin(name, sections)
        except Wrong as wrong:
            self.problems.append(wrong.problem)
            return
        for section, item in sections.items():
            if section not in _HEADER:
                self._section(section, item, origin, key=Marked(name, node).key_at(section))

    def _origin(self, name: str, sections: dict[str, Marked]) -> Origin:
        layer = choice(*LAYERS)(sections["layer"]) if "layer" in sections else "national"
        issuer = words(sections["issuer"]) if "issuer" in sections else None
        if layer != "national" and issuer is None:
            raise Wrong(sections["layer"], f"Tệp cấp {layer} không nói ai ban hành.", "Thêm issuer: {vi: …, en: …}.")
        preset = ""
        if "preset" in sections:
            given = sections["preset"].mapping()
            if set(given) != {"key", "vi", "en"}:
                raise Wrong(sections["preset"], "preset cần key, vi và en.", "Viết preset: {key: …, vi: …, en: …}.")
            preset = given["key"].raw
            if layer == "national":
                raise Wrong(
                    sections["preset"], "Bộ mẫu phải thuộc cấp dưới.", "Thêm layer: ministry, province hoặc body."
                )
            self.presets[preset] = Words(given["vi"].raw, given["en"].raw)
        return Origin(name, 0, layer, issuer, preset)

    def _section(self, section: str, item: Marked, origin: Origin, *, key: Marked) -> None:
        try:
            if section in LISTS:
                for one in item.sequence():
                    self._keep(section, one, lambda one=one: LISTS[section](one, origin))
            elif section in TABLES:
                for name, one in item.mapping().items():
                    self._keep(section, one, lambda name=name, one=one: TABLES[section](name, one, origin))
            else:
                near = difflib.get_close_matches(section, (*LISTS, *TABLES), 1)
                remedy = f"Có phải {near[0]}?" if near else f"Chỉ dùng: {', '.join((*LISTS, *TABLES))}."
                raise Wrong(key, f"Không có mục {section}.", remedy)
        except Wrong as wrong:
            self.problems.append(wrong.problem)

    def _keep(self, section: str, item: Marked, make: Any) -> None:
        try:
            key, made = make()
        except Wrong as wrong:
            self.problems.append(wrong.problem)
            return
        place = (section, key)
        if place in self.places:
            if section == "parameters":  # a lower layer gives values of its own to a known parameter
                self._added.append((made, Origin(item.file, item.line)))
                return
            file, line = self.places[place]
            self._fault(item.file, item.line, f"Trùng {key} (đã có ở {file}:{line}).", "Đổi một trong hai.")
            return
        self.places[place] = (item.file, item.line)
        self.found[section][key] = made

    def _fault(self, file: str, line: int, what: str, remedy: str) -> None:
        self.problems.append(RuleProblem(file, line, what, remedy))

    def rulebook(self, *, adopted: frozenset[str] | None = None) -> Rulebook:
        """Return what was read; with `adopted`, without the presets that are not in it."""

        def applies(made: Any) -> bool:
            origin = getattr(made, "origin", None)
            return adopted is None or origin is None or not origin.preset or origin.preset in adopted

        found = {
            section: {key: made for key, made in items.items() if applies(made)}
            for section, items in self.found.items()
        }
        parameters: dict[str, Parameter] = dict(found["parameters"])
        for made, _ in self._added:
            first = parameters[made.key]
            parameters[made.key] = Parameter(made.key, first.unit, first.words, made.values + first.values)
        found["parameters"] = {
            key: Parameter(one.key, one.unit, one.words, tuple(value for value in one.values if applies(value)))
            for key, one in parameters.items()
        }
        for section, items in found.items():
            if section not in (*TABLES, "awards", "instruments", "regimes"):
                found[section] = {key: self._dated(one) for key, one in items.items()}
        return Rulebook(presets=self.presets, **found)

    def _dated(self, item: Any) -> Any:
        """Give an item without dates those of the instrument it rests on."""
        if isinstance(item, Parameter):
            return Parameter(item.key, item.unit, item.words, tuple(self._dated(one) for one in item.values))
        basis, in_force = item.basis, getattr(item, "in_force", None)
        instrument = self.found["instruments"].get(basis.cite[0].instrument)
        if in_force is None or instrument is None:
            return item
        first = in_force.first or instrument.in_force.first
        last = in_force.last or (None if instrument.unknown_after else instrument.in_force.last)
        return replace(item, in_force=Period(first, last))
