"""The little of Jinja that a template may say, and the environment that knows no more than that.

Every source is looked at as a syntax tree before it is compiled, at the check and again when a paper is drawn up:
fields and columns by name, loops over list fields, simple conditions, four filters. Nothing is called, no attribute
of an object is read, nothing of Python is in reach.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jinja2 import StrictUndefined, nodes
from jinja2.exceptions import SecurityError
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from thidua.lib.vanban.templates.kinds import Field, FieldType, Kind
from thidua.lib.vanban.templates.report import Reason

_LOOP_FACTS = frozenset({"index", "first", "last", "length"})
_MOST_TESTS = 5
"""Conditions joined in one {% if %}."""
_LONGEST_CONSTANT = 200


class Refused(SecurityError):
    """A template says what it may not; `reason`, `message` and `remedy` are for the report."""

    def __init__(self, reason: Reason, message: str, remedy: str) -> None:
        super().__init__(message)
        self.reason, self.text, self.remedy = reason, message, remedy


def all_but_last(values: list[str]) -> list[str]:
    return values[:-1]


def last_one(values: list[str]) -> str:
    return values[-1] if values else ""


def in_capitals(value: str) -> str:
    return str(value).upper()


def more_than_one(values: list[str]) -> bool:
    return len(values) > 1


_LIST_FILTERS = {"tru_cuoi": all_but_last, "cuoi": last_one, "nhieu": more_than_one}
_FILTERS = {**_LIST_FILTERS, "in_hoa": in_capitals}
_LIST_OF_FILTERS = "in_hoa (chữ in hoa), cuoi (mục cuối), tru_cuoi (trừ mục cuối), nhieu (có từ hai mục)"


class TemplateEnvironment(ImmutableSandboxedEnvironment):
    """Jinja without globals and tests, with filters of its own; parses nothing but what `kind` allows."""

    def __init__(self, kind: Kind) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True, cache_size=0)
        self.kind = kind
        self.globals.clear()
        self.tests.clear()
        self.filters.clear()
        self.filters.update(_FILTERS)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        _Reader(self.kind).template(tree)
        return tree

    # The compiled template reads rows and loops through these three; the syntax allows no more, and neither do they.
    def getattr(self, obj: Any, attribute: str) -> Any:
        if type(obj) is dict and type(obj.get(attribute)) is str:
            return obj[attribute]
        if type(obj) is LoopContext and attribute in _LOOP_FACTS:
            return getattr(obj, attribute)
        raise SecurityError(attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        raise SecurityError("no item is read")

    def call(__self, __context: Any, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805 - as Jinja names them
        raise SecurityError("nothing is called")


def fields_used(kind: Kind, source: str) -> frozenset[str]:
    """Return the fields a piece of template holds. Raises `Refused`, and Jinja's TemplateSyntaxError for nonsense."""
    reader = _Reader(kind)
    reader.template(ImmutableSandboxedEnvironment().parse(source))
    return frozenset(reader.used)


class _Reader:
    """Goes through a syntax tree and lets pass only what is known, knowing what each name stands for."""

    def __init__(self, kind: Kind) -> None:
        self._kind = kind
        self._loops: dict[str, Field] = {}
        self.used: set[str] = set()

    def template(self, tree: nodes.Template) -> None:
        self._body(tree.body)

    def _body(self, body: list[nodes.Node]) -> None:
        for node in body:
            if isinstance(node, nodes.Output):
                for part in node.nodes:
                    if not isinstance(part, nodes.TemplateData):
                        self._printed(part)
            elif isinstance(node, nodes.For):
                self._for(node)
            elif isinstance(node, nodes.If):
                self._if(node)
            else:
                raise _not_allowed(node)

    def _for(self, node: nodes.For) -> None:
        if node.test is not None or node.recursive or node.else_ or not isinstance(node.target, nodes.Name):
            raise _not_allowed(node)
        if self._loops:
            raise Refused(
                Reason.WRONG_USE,
                "Vòng lặp nằm trong vòng lặp khác.",
                "Đóng vòng lặp thứ nhất bằng endfor trước khi mở vòng lặp thứ hai.",
            )
        target = node.target.name
        if self._kind.field(target) is not None or target == "loop" or target.startswith("_"):
            raise Refused(
                Reason.WRONG_USE,
                f"Tên “{target}” không dùng được cho phần tử của vòng lặp.",
                "Đặt tên khác, ví dụ “muc” cho danh sách, “dong” cho bảng.",
            )
        field = self._listed(node.iter)
        self._loops = {target: field}
        self._body(node.body)
        self._loops = {}

    def _listed(self, node: nodes.Node) -> Field:
        """Return the field a loop goes through."""
        if isinstance(node, nodes.Filter) and node.name == "tru_cuoi" and isinstance(node.node, nodes.Name):
            _without_arguments(node)
            node = node.node
        if not isinstance(node, nodes.Name):
            raise _not_allowed(node)
        field = self._field(node.name)
        if field.type not in (FieldType.LIST, FieldType.ROWS):
            raise Refused(
                Reason.WRONG_USE,
                f"Trường “{field.name}” không phải danh sách nên không lặp được.",
                f"Viết {{{{ {field.name} }}}} thay cho vòng lặp.",
            )
        return field

    def _if(self, node: nodes.If) -> None:
        for branch in (node, *node.elif_):
            if self._condition(branch.test) > _MOST_TESTS:
                raise _not_allowed(branch)
            self._body(branch.body)
            if branch is not node and (branch.elif_ or branch.else_):
                raise _not_allowed(branch)
        self._body(node.else_)

    def _condition(self, node: nodes.Node) -> int:
        """Let a condition pass, and return of how many comparisons it is made."""
        if isinstance(node, nodes.And | nodes.Or):
            return self._condition(node.left) + self._condition(node.right)
        if isinstance(node, nodes.Not):
            return self._condition(node.node)
        if isinstance(node, nodes.Compare):
            if len(node.ops) != 1 or node.ops[0].op not in ("eq", "ne"):
                raise _not_allowed(node)
            self._value(node.expr)
            other = node.ops[0].expr
            if not isinstance(other, nodes.Const) or type(other.value) not in (str, int):
                raise _not_allowed(other)
            if len(str(other.value)) > _LONGEST_CONSTANT:
                raise _not_allowed(other)
            return 1
        if isinstance(node, nodes.Filter) and node.name == "nhieu":
            _without_arguments(node)
            self._list_by_name(node.node)
        else:
            self._value(node, is_list_allowed=True)
        return 1

    def _printed(self, node: nodes.Node) -> None:
        self._value(node)

    def _value(self, node: nodes.Node, *, is_list_allowed: bool = False) -> None:
        """Let a text pass: a field, an element of a list, a column of a row, the last of a list, these in capitals."""
        if isinstance(node, nodes.Filter):
            self._filtered(node)
        elif isinstance(node, nodes.Name) and node.name in self._loops:
            field = self._loops[node.name]
            if field.type is FieldType.ROWS:
                raise Refused(
                    Reason.WRONG_USE,
                    f"“{node.name}” là cả một hàng của bảng “{field.name}”, không in được.",
                    f"Viết {{{{ {node.name}.{field.columns[0].key} }}}} để in từng cột.",
                )
        elif isinstance(node, nodes.Name):
            field = self._field(node.name)
            if field.type in (FieldType.LIST, FieldType.ROWS) and not is_list_allowed:
                raise Refused(
                    Reason.WRONG_USE,
                    f"Trường “{field.name}” là danh sách, không in thẳng được.",
                    f"Dùng vòng lặp: {' … '.join(field.marks)}",
                )
        elif isinstance(node, nodes.Getattr):
            self._member(node)
        else:
            raise _not_allowed(node)

    def _filtered(self, node: nodes.Filter) -> None:
        if node.name not in ("in_hoa", "cuoi"):
            raise Refused(
                Reason.WRONG_TAG,
                f"Bộ lọc “{node.name}” không được dùng ở đây.",
                f"Chỉ dùng các bộ lọc: {_LIST_OF_FILTERS}.",
            )
        _without_arguments(node)
        if node.name == "cuoi":
            self._list_by_name(node.node)
        elif node.node is None:
            raise _not_allowed(node)
        else:
            self._value(node.node)

    def _list_by_name(self, node: nodes.Node | None) -> None:
        if not isinstance(node, nodes.Name) or self._field(node.name).type is not FieldType.LIST:
            raise _not_allowed(node or nodes.Name())

    def _member(self, node: nodes.Getattr) -> None:
        if not isinstance(node.node, nodes.Name):
            raise _not_allowed(node)
        name = node.node.name
        if name == "loop" and self._loops and node.attr in _LOOP_FACTS:
            return
        field = self._loops.get(name)
        columns = [column.key for column in field.columns] if field else []
        if node.attr in columns:
            return
        if not columns:
            raise _not_allowed(node)
        raise Refused(
            Reason.UNKNOWN_FIELD,
            f"Bảng không có cột “{node.attr}”.",
            f"Các cột của bảng: {', '.join(columns)}.",
        )

    def _field(self, name: str) -> Field:
        field = self._kind.field(name)
        if field is None:
            raise unknown_field(self._kind, name)
        self.used.add(name)
        return field


def unknown_field(kind: Kind, name: str) -> Refused:
    """Return the refusal of a name that is no field of the kind, with the nearest one."""
    import difflib

    names: Mapping[str, Field] = {field.name: field for field in kind.fields}
    near = difflib.get_close_matches(name.lower(), names, n=1, cutoff=0.6)
    remedy = (
        f"Có phải “{near[0]}” ({names[near[0]].label})?"
        if near
        else f"Chỉ dùng các trường trong danh sách của loại văn bản “{kind.name}”."
    )
    return Refused(Reason.UNKNOWN_FIELD, f"Không có trường “{name}”.", remedy)


def _without_arguments(node: nodes.Filter) -> None:
    if node.args or node.kwargs or node.dyn_args is not None or node.dyn_kwargs is not None:
        raise _not_allowed(node)


def _not_allowed(node: nodes.Node) -> Refused:
    words = {
        nodes.Call: "gọi hàm",
        nodes.Getattr: "đọc thuộc tính",
        nodes.Getitem: "lấy phần tử bằng [ ]",
        nodes.Include: "include",
        nodes.Import: "import",
        nodes.FromImport: "import",
        nodes.Extends: "extends",
        nodes.Macro: "macro",
        nodes.Assign: "set",
        nodes.AssignBlock: "set",
        nodes.Test: "phép thử “is”",
        nodes.CondExpr: "biểu thức if trong {{ }}",
        nodes.Const: "hằng số",
    }
    what = words.get(type(node), "phép tính hoặc cấu trúc")
    return Refused(
        Reason.WRONG_TAG,
        f"Mẫu dùng cấu trúc không được phép: {what}.",
        "Chỉ dùng trường, cột của bảng, vòng lặp for trên danh sách và điều kiện if đơn giản.",
    )
