"""What the review page draws: a draft as sections of rows of values, each with its place in the source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from thidua.apps.planning import domain
from thidua.apps.planning.enums import Recurrence, TaskOrigin
from thidua.apps.planning.queries import Meaning
from thidua.apps.planning.templatetags.planning import amount_words, drafted_time, lines_of
from thidua.lib.vietnamese import fold

Text = str | Promise
ROWS_AT_ONCE = 60
HEAD_FIELDS: tuple[tuple[str, Text, str], ...] = (
    ("kind", _("Loại văn bản"), "kind"),
    ("year", _("Năm kế hoạch"), "line"),
    ("issuer_parent", _("Cơ quan chủ quản"), "line"),
    ("issuer", _("Cơ quan ban hành"), "line"),
    ("number", _("Số"), "line"),
    ("symbol", _("Ký hiệu"), "line"),
    ("place", _("Địa danh"), "line"),
    ("issued_on", _("Ngày ban hành"), "date"),
    ("title", _("Trích yếu"), "text"),
)
SIGNER_FIELDS: tuple[tuple[str, Text, str], ...] = (
    ("signer_on_behalf", _("Thay mặt"), "line"),
    ("signer_position", _("Chức vụ"), "line"),
    ("signer_name", _("Họ và tên"), "line"),
)
TASK_FIELDS: tuple[tuple[str, Text, str], ...] = (
    ("content", _("Nội dung"), "text"),
    ("lead", _("Chủ trì"), "names"),
    ("coordinating", _("Phối hợp"), "names"),
    ("time_text", _("Thời gian như văn bản"), "line"),
    ("start", _("Từ ngày"), "date"),
    ("end", _("Đến hết ngày"), "date"),
    ("recurrence", _("Lặp lại"), "recurrence"),
    ("is_optional", _("Nếu có"), "flag"),
    ("is_continuous", _("Thường xuyên"), "flag"),
    ("group", _("Nhóm"), "line"),
    ("no", _("STT"), "line"),
    ("code", _("Mã nhiệm vụ"), "line"),
    ("product", _("Sản phẩm"), "text"),
    ("budget", _("Kinh phí"), "line"),
    ("note", _("Ghi chú"), "text"),
)
ALWAYS_SHOWN = frozenset({"content", "lead", "coordinating", "time_text", "start", "end"})
TARGET_FIELDS: tuple[tuple[str, Text, str], ...] = (
    ("indicator", _("Chỉ tiêu"), "text"),
    ("comparator", _("So sánh"), "comparator"),
    ("min", _("Từ"), "line"),
    ("max", _("Đến"), "line"),
    ("unit", _("Đơn vị tính"), "line"),
    ("whole", _("Là một phần của"), "whole"),
)
CHOICES: dict[str, tuple[tuple[str, Text], ...]] = {
    "kind": (
        ("plan", _("Kế hoạch")),
        ("decision_with_plan", _("Quyết định kèm kế hoạch")),
        ("decision", _("Quyết định")),
        ("guideline", _("Hướng dẫn")),
        ("other", _("Văn bản khác")),
    ),
    "recurrence": (("", _("Không lặp lại")), *((one.value, _(one.label)) for one in Recurrence)),
    "comparator": (
        ("=", _("bằng")),
        (">=", _("từ … trở lên")),
        ("<=", _("không quá")),
        ("range", _("trong khoảng")),
        ("~", _("khoảng")),
    ),
}
EVIDENCE_OF = {"start": "time_text", "end": "time_text"}
"""Where a value has no evidence of its own, the value whose place in the source it shares."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name of a unit as a chip: what it stands for, or that it stands for nothing yet."""

    text: str
    meaning: Meaning | None
    is_settled: bool


@dataclass(frozen=True, slots=True)
class Value:
    """One value on the page. `typed` is what its editor starts with, `shown` what stands there."""

    path: str
    label: Text
    kind: str
    typed: str
    shown: Text
    lines: str = ""
    doubt: str = ""
    names: tuple[Name, ...] = ()
    is_extra: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One task, target or text of the draft."""

    area: str
    key: str
    is_included: bool
    title: str
    mark: str
    values: tuple[Value, ...]
    lines: str
    computed: str = ""
    unfolded: bool = False

    @property
    def path(self) -> str:
        return f"{self.area}.{self.key}"

    @property
    def doubts(self) -> int:
        return sum(bool(value.doubt) for value in self.values)


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of a long section that the page loads later."""

    number: int
    keys: str


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the right-hand side; `area` is the list a new row is added to, empty where none can be."""

    key: str
    title: Text
    total: int
    area: str = ""
    values: tuple[Value, ...] = ()
    rows: tuple[Row, ...] = ()
    parts: tuple[Part, ...] = ()
    doubts: int = 0
    left_out: int = 0


@dataclass(slots=True)
class Review:
    """A draft being drawn: doubts and meanings looked up once."""

    draft: domain.Draft
    meanings: Mapping[str, Meaning] = field(default_factory=dict)
    doubts: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.doubts = {doubt.path: doubt.message for doubt in domain.doubts(self.draft)}

    def sections(self) -> list[Section]:
        """Return every section, long lists with their first rows only."""
        tasks = self.draft["tasks"]
        by_origin: dict[str, list[Any]] = {origin: [] for origin in TaskOrigin.values}
        for task in tasks:
            by_origin[task["origin"]].append(task)
        head = tuple(self._head(name, label, kind) for name, label, kind in HEAD_FIELDS)
        signer = tuple(self._head(name, label, kind) for name, label, kind in SIGNER_FIELDS)
        return [
            Section("head", _("Thông tin chung"), len(head), values=head, doubts=sum(bool(v.doubt) for v in head)),
            self._section("legal_bases", _("Căn cứ"), self.draft["legal_bases"], "legal_bases"),
            self._section("table", _("Nhiệm vụ trong bảng"), by_origin["table"]),
            self._section("prose", _("Phân công trong phần lời"), by_origin["prose"]),
            self._section("deadline", _("Mốc thời hạn"), by_origin["deadline"]),
            self._section("manual", _("Nhiệm vụ thêm tay"), by_origin["manual"], "tasks"),
            self._section("targets", _("Chỉ tiêu"), self.draft["targets"], "targets"),
            self._section("movements", _("Phong trào thi đua"), self.draft["movements"], "movements"),
            self._section("recipients", _("Nơi nhận"), self.draft["recipients"], "recipients"),
            Section("signer", _("Người ký"), len(signer), values=signer, doubts=sum(bool(v.doubt) for v in signer)),
        ]

    def items(self, section: str) -> list[Mapping[str, Any]]:
        """Return the items of a section. Raises KeyError for one that is not there."""
        if section in TaskOrigin.values:
            return [task for task in self.draft["tasks"] if task["origin"] == section]
        if section not in ("legal_bases", "targets", "movements", "recipients"):
            raise KeyError(section)
        return list(self.draft[section])

    def rows(self, section: str, items: Iterable[Mapping[str, Any]]) -> tuple[Row, ...]:
        area = "tasks" if section in TaskOrigin.values else section
        return tuple(self.row(area, item) for item in items)

    def row(self, area: str, item: Mapping[str, Any]) -> Row:
        """Return one item as it is drawn."""
        if area == "tasks":
            return self._task(item)
        if area == "targets":
            return self._target(item)
        return self._text(area, item)

    def at(self, path: str) -> Row | Value:
        """Return the row or, in the head, the value that holds `path`. Raises KeyError."""
        area, _dot, rest = path.partition(".")
        if area == "head":
            for name, label, kind in (*HEAD_FIELDS, *SIGNER_FIELDS):
                if name == rest:
                    return self._head(name, label, kind)
            raise KeyError(path)
        key = rest.partition(".")[0]
        return self.row(area, next(item for item in self.draft[area] if item["key"] == key))

    def _section(self, key: str, title: Text, items: Sequence[Mapping[str, Any]], area: str = "") -> Section:
        prefix = "tasks" if key in TaskOrigin.values else key
        own = {f"{prefix}.{item['key']}" for item in items}
        doubts = sum(path.rpartition(".")[0] in own for path in self.doubts)
        return Section(
            key,
            title,
            len(items),
            area,
            rows=self.rows(key, items[:ROWS_AT_ONCE]),
            parts=tuple(
                Part(
                    first // ROWS_AT_ONCE,
                    " ".join(f"{prefix}.{item['key']}" for item in items[first : first + ROWS_AT_ONCE]),
                )
                for first in range(ROWS_AT_ONCE, len(items), ROWS_AT_ONCE)
            ),
            doubts=doubts,
            left_out=sum(not item["included"] for item in items),
        )

    def _head(self, name: str, label: Text, kind: str) -> Value:
        head = self.draft["head"]
        typed = domain.as_typed(name, head[name])
        shown: Text = typed
        if name == "issued_on" and not typed:
            shown = head["issued_text"]
        if kind in CHOICES:
            shown = dict(CHOICES[kind]).get(typed, typed)
        path = f"head.{name}"
        return Value(path, label, kind, typed, shown, lines_of(head["evidence"].get(name)), self.doubts.get(path, ""))

    def _value(self, area: str, item: Mapping[str, Any], name: str, label: Text, kind: str) -> Value:
        typed = domain.as_typed(name, item[name])
        shown: Text = typed
        if kind in CHOICES:
            shown = dict(CHOICES[kind]).get(typed, typed)
        elif kind == "whole":
            shown = next((one["indicator"] for one in self.draft["targets"] if one["key"] == typed), "")
        evidence = item["evidence"]
        leaf = evidence.get(name) or evidence.get(EVIDENCE_OF.get(name, ""))
        path = f"{area}.{item['key']}.{name}"
        names = tuple(self._name(one) for one in item[name]) if kind == "names" else ()
        return Value(path, label, kind, typed, shown, lines_of(leaf), self.doubts.get(path, ""), names)

    def _name(self, text: str) -> Name:
        entry = domain.unit_entry(self.draft, text) or {}
        choice = entry.get("choice") or {}
        meaning = next((self.meanings.get(f"{kind}:{key}") for kind, key in choice.items()), None)
        return Name(text, meaning, is_settled=bool(choice) or bool(entry.get("chosen_by_person")))

    def _task(self, item: Mapping[str, Any]) -> Row:
        values = []
        for name, label, kind in TASK_FIELDS:
            value = self._value("tasks", item, name, label, kind)
            is_extra = name not in ALWAYS_SHOWN and not value.typed and not value.doubt
            values.append(value if not is_extra else _as_extra(value))
        mark = item["no"] or ""
        return Row(
            "tasks",
            item["key"],
            item["included"],
            item["content"],
            mark,
            tuple(values),
            lines_of(item["evidence"]),
            drafted_time(item),
            unfolded=item["origin"] == TaskOrigin.MANUAL and not item["content"],
        )

    def _target(self, item: Mapping[str, Any]) -> Row:
        values = tuple(self._value("targets", item, name, label, kind) for name, label, kind in TARGET_FIELDS)
        words = amount_words(item["comparator"], item["min"], item["max"], item["unit"])
        lines = lines_of(item["evidence"])
        return Row("targets", item["key"], item["included"], item["indicator"], "", values, lines, words)

    def _text(self, area: str, item: Mapping[str, Any]) -> Row:
        value = self._value(area, item, "text", _("Nội dung"), "text")
        return Row(area, item["key"], item["included"], item["text"], "", (value,), lines_of(item["evidence"]))


def _as_extra(value: Value) -> Value:
    return Value(value.path, value.label, value.kind, value.typed, value.shown, value.lines, is_extra=True)


def places(draft: domain.Draft) -> dict[str, list[int]]:
    """Return the first and last source line of every row by its path, for rows the page has not loaded yet."""
    found = {}
    for area in ("tasks", "targets", "legal_bases", "movements", "recipients"):
        for item in draft[area]:
            lines = lines_of(item["evidence"])
            if lines:
                first, _dash, last = lines.partition("-")
                found[f"{area}.{item['key']}"] = [int(first), int(last)]
    return found


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One name of a unit on the mapping step."""

    folded: str
    as_written: str
    count: int
    why: str
    value: str
    meaning: Meaning | None
    suggestions: tuple[tuple[str, str], ...]
    is_settled: bool
    is_kept: bool


def unit_rows(draft: domain.Draft, meanings: Mapping[str, Meaning]) -> list[UnitRow]:
    """Return every name of a unit in the draft with what it stands for, those that stand for nothing first."""
    counts: dict[str, int] = {}
    for task in draft["tasks"]:
        if task["included"]:
            for name in {fold(name) for name in (*task["lead"], *task["coordinating"])}:
                counts[name] = counts.get(name, 0) + 1
    rows = []
    for folded, entry in draft["units"].items():
        if folded not in counts:
            continue
        value = domain.typed_value(draft, f"units.{folded}")
        chosen = bool(entry.get("chosen_by_person"))
        rows.append(
            UnitRow(
                folded,
                entry["as_written"],
                counts[folded],
                entry.get("why") or "",
                value,
                meanings.get(value),
                tuple((one["value"], one["label"]) for one in entry.get("suggestions") or []),
                is_settled=bool(value) or chosen,
                is_kept=chosen and not value,
            )
        )
    return sorted(rows, key=lambda row: (bool(row.value), -row.count))


def summary_words(counts: domain.Counts) -> str:
    """Write the line over the review: "Đọc được 36 nhiệm vụ · 3 chỗ cần xem · 2 dòng chưa đọc được"."""
    parts = [gettext("Đọc được %(count)s nhiệm vụ") % {"count": counts.tasks}]
    if counts.targets:
        parts.append(gettext("%(count)s chỉ tiêu") % {"count": counts.targets})
    parts.append(
        gettext("%(count)s chỗ cần xem") % {"count": counts.doubts}
        if counts.doubts
        else gettext("không còn chỗ cần xem")
    )
    if counts.unread:
        parts.append(gettext("%(count)s chỗ chưa đọc được") % {"count": counts.unread})
    return " · ".join(parts)
