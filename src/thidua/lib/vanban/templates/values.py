"""Values on their way into a paper: plain texts, lists and rows within bounds, one for each field of the kind."""

from __future__ import annotations

import datetime
import re
import unicodedata

from thidua.lib.vanban.form.wording import date_in_words
from thidua.lib.vanban.templates.kinds import Field, FieldType, Kind, Row, Values
from thidua.lib.vanban.templates.report import WrongValue

PlainValue = str | list[str] | list[Row]

MOST_ENTRIES = 3_000
LONGEST_TEXT = 20_000
MOST_CHARACTERS = 2_000_000
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def plain_values(kind: Kind, values: Values) -> dict[str, PlainValue]:
    """Return what a paper prints for every field of the kind; dates in words, what is not given empty.

    Raises `WrongValue` for a value of no field, of another type, too long, or missing where the field must have one.
    """
    if unknown := sorted(set(values) - {field.name for field in kind.fields}):
        raise WrongValue(f"Loại văn bản “{kind.name}” không có trường “{unknown[0]}”.")
    plain = {field.name: _plain(field, values.get(field.name)) for field in kind.fields}
    if sum(map(_size, plain.values())) > MOST_CHARACTERS:
        raise WrongValue("Nội dung quá dài để lập thành một văn bản; hãy chia thành nhiều văn bản hoặc phụ lục.")
    return plain


def is_blank(value: PlainValue) -> bool:
    return not value


def _plain(field: Field, value: object) -> PlainValue:
    if value is None:
        value = [] if field.type in (FieldType.LIST, FieldType.ROWS) else ""
    if field.type is FieldType.DATE:
        if value != "" and not (isinstance(value, datetime.date) and not isinstance(value, datetime.datetime)):
            raise WrongValue(f"Trường “{field.label}” phải là một ngày.")
        return date_in_words(value if isinstance(value, datetime.date) else None)
    if field.type is FieldType.TEXT:
        return _text(field, value)
    if not isinstance(value, list | tuple) or len(value) > MOST_ENTRIES:
        raise WrongValue(f"Trường “{field.label}” phải là danh sách có không quá {MOST_ENTRIES} mục.")
    if field.type is FieldType.LIST:
        return [_text(field, one) for one in value]
    return [_row(field, one) for one in value]


def _row(field: Field, value: object) -> Row:
    keys = {column.key for column in field.columns}
    if not isinstance(value, dict) or not set(value) <= keys:
        raise WrongValue(f"Mỗi hàng của “{field.label}” chỉ có các cột: {', '.join(sorted(keys))}.")
    return {column.key: _text(field, value.get(column.key, "")) for column in field.columns}


def _text(field: Field, value: object) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_TEXT:
        raise WrongValue(f"Trường “{field.label}” phải là chữ, không quá {LONGEST_TEXT} ký tự.")
    # Characters that XML cannot hold, and those that would mean something to the renderer, are no part of a text.
    text = "".join(" " if char in "\t\n\r\v\f" else char for char in value)
    return unicodedata.normalize("NFC", _UNPRINTABLE.sub("", text))


def _size(value: PlainValue) -> int:
    if isinstance(value, str):
        return len(value)
    return sum(sum(map(len, one.values())) if isinstance(one, dict) else len(one) for one in value)
