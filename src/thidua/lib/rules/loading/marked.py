"""YAML nodes that know their file and line, and the parsers of single values."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

import yaml

from thidua.lib.rules.errors import RuleProblem
from thidua.lib.rules.model import Citation, Words

Parser = Callable[["Marked"], Any]
_KEY = re.compile(r"^[a-z0-9đ]+(?:[-_][a-z0-9đ]+)*$")


class Wrong(Exception):
    def __init__(self, where: Marked, what: str, remedy: str) -> None:
        super().__init__(what)
        self.problem = RuleProblem(where.file, where.line, what, remedy)


@dataclass(frozen=True, slots=True)
class Marked:
    """A node of a YAML file."""

    file: str
    node: yaml.Node

    @property
    def line(self) -> int:
        return int(self.node.start_mark.line) + 1

    def mapping(self) -> dict[str, Marked]:
        """Return the keys and values. Raises Wrong for another shape or a key given twice."""
        if not isinstance(self.node, yaml.MappingNode):
            raise Wrong(self, "Ở đây cần một nhóm khóa: giá trị.", "Viết mỗi khóa một dòng, thụt lề như nhau.")
        found: dict[str, Marked] = {}
        for key, value in self.node.value:
            name = str(key.value)
            if name in found:
                raise Wrong(Marked(self.file, key), f"Khóa {name} viết hai lần.", "Bỏ một trong hai.")
            found[name] = Marked(self.file, value)
        return found

    def key_at(self, name: str) -> Marked:
        """Return the key `name` of a mapping, for errors that speak of the key."""
        return next(Marked(self.file, key) for key, _ in self.node.value if str(key.value) == name)

    def sequence(self) -> list[Marked]:
        if not isinstance(self.node, yaml.SequenceNode):
            raise Wrong(self, "Ở đây cần một danh sách.", "Viết mỗi mục sau dấu gạch, hoặc trong [ ].")
        return [Marked(self.file, one) for one in self.node.value]

    @property
    def is_sequence(self) -> bool:
        return isinstance(self.node, yaml.SequenceNode)

    @property
    def is_mapping(self) -> bool:
        return isinstance(self.node, yaml.MappingNode)

    @property
    def is_null(self) -> bool:
        return str(self.node.tag) == "tag:yaml.org,2002:null"

    @property
    def raw(self) -> str:
        """Return a scalar as it stands in the file."""
        if not isinstance(self.node, yaml.ScalarNode):
            raise Wrong(self, "Ở đây cần một giá trị đơn.", "Bỏ danh sách hoặc nhóm khóa.")
        return str(self.node.value)


@dataclass(frozen=True, slots=True)
class Need:
    """One key of a mapping: how it is read, and what stands for it when it is absent."""

    parse: Parser
    default: Any = None
    is_required: bool = False


def required(parse: Parser) -> Need:
    return Need(parse, is_required=True)


def fields(item: Marked, needs: Mapping[str, Need]) -> dict[str, Any]:
    """Read a mapping by its needs. Raises Wrong at the first key unknown, missing or wrong."""
    given = item.mapping()
    for name in given:
        if name not in needs:
            near = difflib.get_close_matches(name, needs, 1)
            remedy = f"Có phải {near[0]}?" if near else f"Chỉ dùng: {', '.join(needs)}."
            raise Wrong(item.key_at(name), f"Không có khóa {name} ở đây.", remedy)
    found: dict[str, Any] = {}
    for name, need in needs.items():
        value_at = given.get(name)
        if value_at is None:
            if need.is_required:
                raise Wrong(item, f"Thiếu khóa {name}.", f"Thêm {name}: … vào mục này.")
            found[name] = need.default
        else:
            found[name] = need.parse(value_at)
    return found


def text(item: Marked) -> str:
    value = item.raw.strip()
    if not value or item.is_null:
        raise Wrong(item, "Giá trị trống.", "Viết nội dung hoặc bỏ khóa này.")
    return value


def key(item: Marked) -> str:
    value = text(item)
    if not _KEY.match(value):
        raise Wrong(item, f"«{value}» không phải là một khóa.", "Dùng chữ thường không dấu, số, nối bằng - hoặc _.")
    return value


def keys(item: Marked) -> tuple[str, ...]:
    """Read one key or a list of keys."""
    return tuple(listed(key)(item))


def listed(parse: Parser) -> Parser:
    """Return a parser of one value or a list of them, as a tuple."""

    def read(item: Marked) -> tuple[Any, ...]:
        if not item.is_sequence:
            return (parse(item),)
        found = tuple(parse(one) for one in item.sequence())
        if not found:
            raise Wrong(item, "Danh sách trống.", "Thêm ít nhất một mục hoặc bỏ khóa này.")
        return found

    return read


def optional_list(parse: Parser) -> Parser:
    """Return a parser of a list that may be empty."""
    return lambda item: tuple(parse(one) for one in item.sequence())


def choice(*allowed: str) -> Parser:
    """Return a parser of one word out of a closed list."""

    def read(item: Marked) -> str:
        value = text(item)
        if value not in allowed:
            near = difflib.get_close_matches(value, allowed, 1)
            remedy = f"Có phải {near[0]}?" if near else f"Chọn một trong: {', '.join(allowed)}."
            raise Wrong(item, f"«{value}» không thuộc danh sách cho phép.", remedy)
        return value

    return read


def boolean(item: Marked) -> bool:
    if item.raw not in {"true", "false"}:
        raise Wrong(item, f"«{item.raw}» không phải là đúng hay sai.", "Viết true hoặc false.")
    return item.raw == "true"


def day(item: Marked) -> date:
    value = item.raw
    try:
        if len(value) != 10:
            raise ValueError
        return datetime.strptime(value, "%Y-%m-%d").date()  # noqa: DTZ007 - a day, no moment
    except ValueError:
        raise Wrong(item, f"«{value}» không phải là một ngày có thật.", "Viết YYYY-MM-DD.") from None


def whole(item: Marked) -> int:
    value = item.raw.replace("_", "")
    if not value.isdecimal():
        raise Wrong(item, f"«{item.raw}» không phải là số nguyên không âm.", "Viết số, ví dụ 3.")
    return int(value)


def positive(item: Marked) -> int:
    value = whole(item)
    if not value:
        raise Wrong(item, "Số này phải lớn hơn 0.", "Viết số từ 1 trở lên, hoặc bỏ khóa này.")
    return value


def number(item: Marked) -> Fraction:
    """Read an exact number: 0.70, 9/10, 2340000."""
    value = item.raw.replace("_", "")
    try:
        if "/" in value:
            above, below = value.split("/")
            return Fraction(int(above), int(below))
        return Fraction(Decimal(value))
    except (ValueError, InvalidOperation, ZeroDivisionError, OverflowError):
        raise Wrong(item, f"«{item.raw}» không phải là số.", "Viết số thập phân (0.70) hoặc phân số (9/10).") from None


def citation(item: Marked) -> Citation:
    value = text(item)
    try:
        return Citation.parse(value)
    except ValueError:
        raise Wrong(
            item, f"«{value}» không phải là trích dẫn.", "Viết <văn bản>:<điều>.<khoản>.<điểm>, ví dụ luat-x:23.2.a."
        ) from None


def words(item: Marked) -> Words:
    found = fields(item, {"vi": required(text), "en": required(text)})
    return Words(found["vi"], found["en"])
