"""The kinds of paper a template is for, and the closed list of fields each may hold: fields.toml and ready/*.toml."""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any

Row = dict[str, str]
Value = str | datetime.date | list[str] | list[Row] | None
Values = Mapping[str, Value]
"""What fills a paper: texts, dates, lists of paragraphs, lists of rows, by the names of the fields."""

_HEAD_REQUIRED = ("so", "ky_hieu", "ngay_ban_hanh", "trich_yeu")
_HEAD_OPTIONAL = ("co_quan_chu_quan", "co_quan", "ten_co_quan", "dia_danh", "noi_nhan", "don_vi_luu")
_SIGNER = ("chuc_vu_ky", "ho_ten_ky")
_MINUTES_SIGNERS = ("ho_ten_thu_ky", "ho_ten_chu_toa")
_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_ORDER = (
    "ke-hoach", "quyet-dinh-ban-hanh", "quyet-dinh-danh-sach", "to-trinh", "bao-cao", "bien-ban", "thong-bao",
    "cong-van-don-doc", "cong-van-tra-ho-so", "cong-van-lay-y-kien", "giay-moi", "huong-dan", "danh-sach",
    "phieu-gui", "phieu-chuyen", "phieu-bao",
)  # fmt: skip


class WrongField(ValueError):
    """The lists of fields that come with the program contradict themselves."""


class FieldType(StrEnum):
    TEXT = "text"
    DATE = "date"
    LIST = "list"
    ROWS = "rows"


@dataclass(frozen=True, slots=True)
class Column:
    """What a row of a table has: `{{ dong.key }}`. `width` is its share of the table in hundredths."""

    key: str
    title: str
    meaning: str
    width: int
    sample: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """A place in a template. `is_required`: a template must hold it. `may_be_blank`: its value may be empty."""

    name: str
    label: str
    meaning: str
    type: FieldType
    sample: str | datetime.date | tuple[str, ...]
    columns: tuple[Column, ...] = ()
    is_required: bool = False
    may_be_blank: bool = False

    @property
    def sample_value(self) -> Value:
        if self.type is FieldType.ROWS:
            count = max(len(column.sample) for column in self.columns)
            return [{column.key: column.sample[index] for column in self.columns} for index in range(count)]
        return list(self.sample) if isinstance(self.sample, tuple) else self.sample

    @property
    def marks(self) -> tuple[str, ...]:
        """What an office types in Word to have the field printed, each a paragraph, a row or a cell of its own."""
        if self.type is FieldType.ROWS:
            cells = (f"{{{{ dong.{column.key} }}}}" for column in self.columns)
            return (f"{{%tr for dong in {self.name} %}}", *cells, "{%tr endfor %}")
        if self.type is FieldType.LIST:
            return (f"{{%p for muc in {self.name} %}}", "{{ muc }}", "{%p endfor %}")
        return (f"{{{{ {self.name} }}}}",)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of paper: `type_key` is its type by the Decree, `paper` the wording that comes with the program."""

    key: str
    name: str
    type_key: str
    purpose: str
    fields: tuple[Field, ...]
    paper: Mapping[str, Any]

    def field(self, name: str) -> Field | None:
        return next((field for field in self.fields if field.name == name), None)

    @property
    def is_minutes(self) -> bool:
        return self.type_key == "bien-ban"

    @property
    def sample_values(self) -> dict[str, Value]:
        return {field.name: field.sample_value for field in self.fields}


@cache
def kinds() -> tuple[Kind, ...]:
    """Return every kind of paper in the order offices know them."""
    return tuple(_kind(key) for key in _ORDER)


def kind_of(key: str) -> Kind:
    """Return a kind by its key; raise `KeyError` when there is none."""
    return _by_key()[key]


@cache
def _by_key() -> dict[str, Kind]:
    return {kind.key: kind for kind in kinds()}


@cache
def _definitions() -> dict[str, Any]:
    definitions = _toml("fields.toml")
    for name, definition in definitions.items():
        names = [name, *(column["key"] for column in definition.get("columns", ()))]
        # Not a word of Python's own: a row is a dict, and `dong.items` must not be anything but a missing column.
        if wrong := [one for one in names if not _NAME.fullmatch(one) or hasattr(dict, one) or hasattr(list, one)]:
            raise WrongField(f"names that cannot be used: {wrong}")
    return definitions


def _kind(key: str) -> Kind:
    raw = _toml(f"ready/{key}.toml")
    is_minutes = raw["type"] == "bien-ban"
    required = [*_HEAD_REQUIRED, *raw["required"], *(_MINUTES_SIGNERS if is_minutes else _SIGNER)]
    optional = [*_HEAD_OPTIONAL, *raw["optional"], *(() if is_minutes else ("tham_quyen_ky",))]
    if is_minutes:  # the Decree's Mẫu 1.9 has neither place nor date line: the time is part of the text
        required.remove("ngay_ban_hanh")
        optional.remove("dia_danh")
    names = dict.fromkeys([*required, *optional])
    if len(names) != len(required) + len(optional) or not set(raw["samples"]) <= set(names):
        raise WrongField(f"{key}: a field twice, or a sample for none")
    blank = set(raw.get("blank", ()))
    order = {name: place for place, name in enumerate(_definitions())}
    return Kind(
        key=key,
        name=raw["name"],
        type_key=raw["type"],
        purpose=raw["purpose"],
        fields=tuple(
            _field(name, raw["samples"].get(name), is_required=name in required, may_be_blank=name in blank)
            for name in sorted(names, key=order.__getitem__)
        ),
        paper=raw["paper"],
    )


def _field(name: str, sample: Any, *, is_required: bool, may_be_blank: bool) -> Field:
    raw = _definitions()[name]
    chosen = raw.get("sample", "") if sample is None else sample
    return Field(
        name=name,
        label=raw["label"],
        meaning=raw["meaning"],
        type=FieldType(raw["type"]),
        sample=tuple(chosen) if isinstance(chosen, list) else chosen,
        columns=tuple(Column(**{**column, "sample": tuple(column["sample"])}) for column in raw.get("columns", ())),
        is_required=is_required,
        may_be_blank=may_be_blank or raw.get("blank", False),
    )


def _toml(name: str) -> dict[str, Any]:
    folder = resources.files("thidua.lib.vanban.templates")
    return tomllib.loads(folder.joinpath(name).read_text(encoding="utf-8"))
