"""The wording that comes with the program: a paper of each kind, filled with values or with the marks of its fields."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from thidua.lib.vanban.model import Cell, Paragraph, Row, Run, Table
from thidua.lib.vanban.official import (
    NOWHERE,
    Annex,
    Capacity,
    Level,
    OfficialDocument,
    Passage,
    Piece,
    Sheet,
    Signature,
)
from thidua.lib.vanban.templates.kinds import Field, FieldType, Kind, Value, Values, kind_of
from thidua.lib.vanban.templates.report import WrongValue
from thidua.lib.vanban.templates.values import PlainValue, plain_values

_MARK = re.compile(r"\{\{ (\w+) \}\}")
_LABELLED = {"heading": Level.HEADING, "clause": Level.CLAUSE, "article": Level.ARTICLE, "point": Level.POINT}
_WIDE_COLUMNS = 8
"""From so many columns on, a table asks for a landscape page."""
BLANK = "……"
"""Stands where something is still to be written."""
RowsOfText = list[list[str]]


def fill(kind: str, *, values: Values) -> OfficialDocument:
    """Return a paper of the kind in the program's own wording.

    Raises `WrongValue` where a field the wording needs has no value, or one that does not fit; `KeyError` for an
    unknown kind.
    """
    chosen = kind_of(kind)
    plain_values(chosen, values)
    needed = fields_of_wording(chosen)
    for field in chosen.fields:
        if field.name in needed and not field.may_be_blank and not values.get(field.name):
            raise WrongValue(f"Chưa có “{field.label}” để lập {chosen.name.lower()}; hãy bổ sung rồi làm lại.")
    return _filled(chosen, values)


def _filled(chosen: Kind, values: Values) -> OfficialDocument:
    plain = plain_values(chosen, values)
    day = values.get("ngay_ban_hanh")
    # The number of a paper not yet issued is dots where the text names it; its own place stays blank.
    paper = _paper(chosen, _Values({**plain, "so": plain["so"] or BLANK}))
    return replace(
        paper,
        number=_number(str(plain["so"])),
        symbol=str(plain["ky_hieu"]),
        issued_on=day if isinstance(day, datetime.date) else None,
        signatures=_signatures(chosen, plain),
    )


def begin(kind: str, *, values: Values) -> OfficialDocument:
    """Return a paper of the kind to be written on: where a value is wanting, dots stand in its place.

    Fields that may be blank stay so. Raises as `fill` does for values that do not fit.
    """
    chosen = kind_of(kind)
    dots: dict[str, Value] = {}
    for field in chosen.fields:
        if field.may_be_blank or field.type is FieldType.DATE:
            continue
        if field.type is FieldType.ROWS:
            dots[field.name] = [{column.key: BLANK for column in field.columns}]
        else:
            dots[field.name] = [BLANK] if field.type is FieldType.LIST else BLANK
    given = {name: value for name, value in values.items() if value}
    return _filled(chosen, {**dots, **given})


def with_marks(kind: str) -> OfficialDocument:
    """Return a paper of the kind that holds its fields as an office types them in Word.

    Number, date and authority have no place for a text in an official document: they are left to `base`.
    """
    chosen = kind_of(kind)
    if chosen.is_minutes:
        names = (("THƯ KÝ", "ho_ten_thu_ky"), ("CHỦ TỌA", "ho_ten_chu_toa"))
        signatures = tuple(Signature(position, f"{{{{ {name} }}}}") for position, name in names)
    else:
        signatures = (Signature("{{ chuc_vu_ky }}", "{{ ho_ten_ky }}"),)
    return replace(_paper(chosen, _Marks(chosen)), symbol="{{ ky_hieu }}", signatures=signatures)


def fields_of_wording(kind: Kind) -> frozenset[str]:
    """Return the fields the program's own wording of a kind holds."""
    seen = _Marks(kind)
    _paper(kind, seen)
    signers = {"ho_ten_thu_ky", "ho_ten_chu_toa"} if kind.is_minutes else {"tham_quyen_ky", "chuc_vu_ky", "ho_ten_ky"}
    return frozenset(seen.used | signers | {"so", "ky_hieu"} | ({"ngay_ban_hanh"} if not kind.is_minutes else set()))


class _Values:
    """Fills the wording with values."""

    def __init__(self, values: Mapping[str, PlainValue]) -> None:
        self._values = values

    def text(self, text: str, entry: str = "") -> str:
        """Return the text with values for its marks, `{{ muc }}` being an entry of a list; values are never read on."""
        return _MARK.sub(lambda mark: entry if mark.group(1) == "muc" else str(self._values[mark.group(1)]), text)

    def repeated(self, name: str, make: Callable[[str], Any], text: str) -> Iterator[Any]:
        for one in self._values[name]:
            yield make(self.text(text, str(one)))

    def listed(self, name: str) -> tuple[str, ...]:
        return tuple(self.repeated(name, str, "{{ muc }}"))

    def is_wanted(self, name: str) -> bool:
        return bool(self._values[name])

    def rows(self, field: Field) -> RowsOfText:
        rows = [row for row in self._values[field.name] if isinstance(row, dict)]
        return [[row[column.key] for column in field.columns] for row in rows]

    def around(self, name: str, pieces: list[Piece]) -> list[Piece]:
        return pieces if self.is_wanted(name) else []


class _Marks:
    """Leaves the marks where they are, with the tags that repeat and leave out."""

    def __init__(self, kind: Kind) -> None:
        self._kind = kind
        self.used: set[str] = set()

    def text(self, text: str) -> str:
        self.used.update(name for name in _MARK.findall(text) if name != "muc")
        return text

    def repeated(self, name: str, make: Callable[[str], Any], text: str) -> Iterator[Any]:
        self.used.add(name)
        yield make(f"{{%p for muc in {name} %}}")
        yield make(self.text(text))
        yield make("{%p endfor %}")

    def listed(self, name: str) -> tuple[str, ...]:
        """Return lines of which the last is set apart, for the full stop the form ends them with."""
        self.used.add(name)
        return f"{{%p for muc in {name}|tru_cuoi %}}", "{{ muc }}", "{%p endfor %}", f"{{{{ {name}|cuoi }}}}"

    def rows(self, field: Field) -> RowsOfText:
        self.used.add(field.name)
        widest = max(range(len(field.columns)), key=lambda at: field.columns[at].width)
        cells = [f"{{{{ dong.{column.key} }}}}" for column in field.columns]

        def tag(text: str) -> list[str]:
            return [text if at == widest else "" for at in range(len(cells))]

        return [tag(f"{{%tr for dong in {field.name} %}}"), cells, tag("{%tr endfor %}")]

    def around(self, name: str, pieces: list[Piece]) -> list[Piece]:
        self.used.add(name)
        return [_text(f"{{%p if {name} %}}"), *pieces, _text("{%p endif %}")]


_Filling = _Values | _Marks


def _paper(kind: Kind, filling: _Filling) -> OfficialDocument:
    raw = kind.paper
    attachments: tuple[Annex | OfficialDocument, ...] = ()
    if annex := raw.get("annex"):
        body = _body(kind, annex["body"], filling)
        attachments = (Annex(filling.text(annex["title"]), reference=filling.text(annex["reference"]), body=body),)
    if attached := raw.get("attachment"):
        attachments = (
            OfficialDocument(
                type_key=attached["type"],
                parent=filling.text("{{ co_quan_chu_quan }}"),
                issuer=filling.text("{{ co_quan }}"),
                title=filling.text(attached["title"]),
                reference=filling.text(attached["reference"]),
                body=_body(kind, attached["body"], filling),
            ),
        )
    bases: list[str] = []
    for base in raw.get("legal_bases", ()):
        bases += filling.repeated(base["each"], str, base["text"]) if "each" in base else [filling.text(base["text"])]
    return OfficialDocument(
        type_key=kind.type_key,
        parent=filling.text("{{ co_quan_chu_quan }}"),
        issuer=filling.text("{{ co_quan }}"),
        title=filling.text(raw["title"]),
        place="" if kind.is_minutes else filling.text("{{ dia_danh }}"),
        authority_line=filling.text(raw.get("authority_line", "")),
        addressees=filling.listed(raw["addressees"]) if "addressees" in raw else (),
        legal_bases=tuple(bases),
        order_word=raw.get("order_word", ""),
        body=_body(kind, raw["body"], filling),
        recipients=(
            *filling.repeated("noi_nhan", str, "{{ muc }}"),
            filling.text("Lưu: VT, {{ don_vi_luu }}"),
        ),
        attachments=attachments,
    )


def _body(kind: Kind, pieces: list[dict[str, Any]], filling: _Filling) -> tuple[Piece, ...]:
    body: list[Piece] = []
    for piece in pieces:
        made = list(_pieces(kind, piece, filling))
        body += filling.around(piece["when"], made) if "when" in piece else made
    return tuple(body)


def _pieces(kind: Kind, piece: dict[str, Any], filling: _Filling) -> Iterator[Piece]:
    if "table" in piece:
        field = kind.field(piece["table"])
        if field is None or field.type is not FieldType.ROWS:
            raise KeyError(piece["table"])
        yield _sheet(field, filling.rows(field))
        return
    level, label, title, text = Level.TEXT, "", "", str(piece.get("text", ""))
    for name, labelled in _LABELLED.items():
        if name in piece:
            level, label, title = labelled, piece[name], str(piece.get("title", ""))
    if "item" in piece:
        level, label, text = Level.ITEM, "-", piece["item"]
    if "each" not in piece:
        yield Passage(level, label, filling.text(title), (Run(filling.text(text)),) if text else ())
        return
    yield from filling.repeated(piece["each"], lambda made: Passage(level, label, runs=(Run(made),)), text)


def _text(text: str) -> Passage:
    return Passage(Level.TEXT, runs=(Run(text),))


def _sheet(field: Field, rows: RowsOfText) -> Sheet:
    total = sum(column.width for column in field.columns)
    made = [Row(tuple(_cell(column.title, bold=True) for column in field.columns), NOWHERE, is_header=True)]
    made += [Row(tuple(_cell(text) for text in row), NOWHERE) for row in rows]
    widths = tuple(column.width / total for column in field.columns)
    return Sheet(Table(tuple(made), NOWHERE, column_widths=widths), is_wide=len(field.columns) >= _WIDE_COLUMNS)


def _cell(text: str, *, bold: bool = False) -> Cell:
    return Cell((Paragraph((Run(text, bold=bold),) if text else (), NOWHERE),))


def _number(text: str) -> int | None:
    if not text.strip():
        return None
    if not text.strip().isdecimal():
        raise WrongValue(f"Số của văn bản phải là chữ số, không phải “{text}”.")
    return int(text)


def _signatures(kind: Kind, values: Mapping[str, PlainValue]) -> tuple[Signature, ...]:
    if kind.is_minutes:
        names = (("THƯ KÝ", "ho_ten_thu_ky"), ("CHỦ TỌA", "ho_ten_chu_toa"))
        return tuple(Signature(position, str(values[name])) for position, name in names)
    authority, position, name = (str(values[one]) for one in ("tham_quyen_ky", "chuc_vu_ky", "ho_ten_ky"))
    capacity = next((one for one in Capacity if authority.startswith(f"{one.value} ")), None)
    if authority and capacity is None:
        begins = ", ".join(f"“{one.value}”" for one in Capacity)
        raise WrongValue(f"Thẩm quyền ký phải bắt đầu bằng một trong {begins}, không phải “{authority}”.")
    rest = authority.partition(" ")[2].strip()
    if capacity is Capacity.ACTING:
        return (Signature(rest, name, capacity=capacity),)
    return (Signature(position, name, capacity=capacity, authority=rest),)
