"""An official document as plain JSON and back, losing nothing and letting nothing unknown in.

Keys are the fields of `official` and `model`; a field at its default is left out. What a list may hold of two kinds
says which by "kind". Lines and pages of a table are not written: the table of an official document has none.
"""

from __future__ import annotations

import dataclasses
import math
import types
import unicodedata
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from thidua.lib.vanban.model import LineRange
from thidua.lib.vanban.official import NOWHERE, Annex, OfficialDocument, Passage, Sheet

Json = dict[str, Any]

_KINDS: dict[str, type] = {"passage": Passage, "sheet": Sheet, "annex": Annex, "document": OfficialDocument}
_KIND_OF = {kind: name for name, kind in _KINDS.items()}
_PLACES = frozenset(("lines", "page"))
_DEPTH = 200
"""How deep values may lie in each other; a document with attachments takes some twenty."""


class MalformedPaper(ValueError):
    """These values are no official document; `str()` is one Vietnamese sentence that names the place."""


def to_json(paper: OfficialDocument) -> Json:
    """Return the document as values that `json.dumps` writes."""
    encoded: Json = _encoded(paper)
    return encoded


def from_json(values: object) -> OfficialDocument:
    """Return the document that `to_json` wrote.

    Raises `MalformedPaper` for a missing or unknown key, a value of another type, and text with control characters.
    """
    paper: OfficialDocument = _decoded(values, OfficialDocument, "văn bản", 0)
    return paper


@lru_cache(maxsize=32)
def _fields(kind: type) -> Mapping[str, tuple[Any, Any]]:
    """Return type and default by name of the fields that are written."""
    hints = get_type_hints(kind)
    return {
        field.name: (hints[field.name], field.default)
        for field in dataclasses.fields(kind)
        if field.name not in _PLACES
    }


def _encoded(value: Any) -> Any:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [
            {"kind": _KIND_OF[type(entry)], **_encoded(entry)} if type(entry) in _KIND_OF else _encoded(entry)
            for entry in value
        ]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        found: Json = {}
        for name, (_, default) in _fields(type(value)).items():
            held = getattr(value, name)
            if default is dataclasses.MISSING or held != default:
                found[name] = _encoded(held)
        return found
    return value


def _decoded(value: Any, hint: Any, place: str, depth: int) -> Any:
    if depth > _DEPTH:
        raise MalformedPaper(f"Dữ liệu văn bản lồng nhau quá sâu tại «{place[:80]}…».")
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        kinds = [kind for kind in get_args(hint) if kind is not type(None)]
        if value is None and len(kinds) < len(get_args(hint)):
            return None
        if len(kinds) == 1:
            return _decoded(value, kinds[0], place, depth)
        return _decoded(*_of_kind(value, kinds, place), place, depth)
    if origin is tuple:
        if not isinstance(value, list):
            raise _wrong(place, "một danh sách")
        inner = get_args(hint)[0]
        return tuple(_decoded(entry, inner, f"{place}[{at}]", depth + 1) for at, entry in enumerate(value))
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        return _decoded_fields(value, hint, place, depth)
    return _decoded_plain(value, hint, place)


def _of_kind(value: Any, kinds: list[Any], place: str) -> tuple[Json, type]:
    """Return the values without their "kind", and the class it names."""
    names = [_KIND_OF[kind] for kind in kinds]
    if not isinstance(value, dict):
        raise _wrong(place, "một đối tượng")
    name = value.get("kind")
    if name not in names:
        raise MalformedPaper(f"Dữ liệu văn bản sai tại «{place}.kind»: phải là một trong {', '.join(names)}.")
    return {key: held for key, held in value.items() if key != "kind"}, _KINDS[name]


def _decoded_fields(value: Any, kind: type, place: str, depth: int) -> Any:
    if not isinstance(value, dict):
        raise _wrong(place, "một đối tượng")
    fields = _fields(kind)
    for name in value:
        if name not in fields:
            raise MalformedPaper(f"Dữ liệu văn bản sai tại «{place}»: không có mục «{name}».")
    found: dict[str, Any] = {}
    for name, (hint, default) in fields.items():
        if name in value:
            found[name] = _decoded(value[name], hint, f"{place}.{name}", depth + 1)
        elif default is dataclasses.MISSING:
            raise MalformedPaper(f"Dữ liệu văn bản thiếu mục «{name}» tại «{place}».")
    if any(field.type == LineRange.__name__ for field in dataclasses.fields(kind)):
        found["lines"] = NOWHERE
    return kind(**found)


def _decoded_plain(value: Any, hint: Any, place: str) -> Any:
    if hint is bool:
        if not isinstance(value, bool):
            raise _wrong(place, "đúng hoặc sai")
        return value
    if hint is int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise _wrong(place, "một số nguyên")
        return value
    if hint is float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise _wrong(place, "một số")
        return float(value)
    if not isinstance(value, str):
        raise _wrong(place, "một chuỗi ký tự")
    if hint is date:
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise _wrong(place, "một ngày dạng năm-tháng-ngày") from None
    if hint is str:
        if any(unicodedata.category(char) in ("Cc", "Cs") for char in value):
            raise MalformedPaper(f"Dữ liệu văn bản sai tại «{place}»: có ký tự điều khiển hoặc ngắt dòng.")
        return value
    try:
        return hint(value)
    except ValueError:
        names = ", ".join(hint)
        raise MalformedPaper(f"Dữ liệu văn bản sai tại «{place}»: phải là một trong {names}.") from None


def _wrong(place: str, expected: str) -> MalformedPaper:
    return MalformedPaper(f"Dữ liệu văn bản sai tại «{place}»: phải là {expected}.")
