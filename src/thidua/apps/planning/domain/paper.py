"""A plan as the official document an office signs: its head, its tasks as a table with their groups, who signs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from thidua.lib.vanban.model import Cell, Paragraph, Row, Run, Table
from thidua.lib.vanban.official import (
    NOWHERE,
    Capacity,
    Level,
    OfficialDocument,
    Passage,
    Piece,
    Sheet,
    Signature,
)

HEADS = ("STT", "Nội dung công việc", "Chủ trì", "Phối hợp", "Thời gian", "Sản phẩm")
COVERED = Cell((), covered=True)


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task as a row of the table; `group` is the heading above it ("QUÝ I"), empty for none."""

    group: str
    no: str
    content: str
    lead: str
    coordinating: str
    time: str
    product: str


def plan_document(
    *,
    type_key: str,
    parent: str,
    issuer: str,
    symbol: str,
    place: str,
    title: str,
    legal_bases: Sequence[str],
    recipients: Sequence[str],
    signer: Mapping[str, str],
    lines: Sequence[TaskLine],
) -> OfficialDocument:
    """Return the plan as a paper to go on with; what a plan of the program does not hold is left to be written."""
    body: list[Piece] = [
        Passage(Level.HEADING, "I.", title="NHIỆM VỤ"),
        Passage(Level.TEXT, runs=(Run("Các nhiệm vụ được phân công theo bảng sau:"),)),
    ]
    if lines:
        body.append(_table(lines))
    body += [
        Passage(Level.HEADING, "II.", title="TỔ CHỨC THỰC HIỆN"),
        Passage(Level.TEXT, runs=(Run("Các đơn vị căn cứ nhiệm vụ được giao tổ chức thực hiện."),)),
    ]
    return OfficialDocument(
        type_key=type_key,
        issuer=issuer,
        parent=parent,
        symbol=symbol,
        place=place,
        title=title,
        legal_bases=tuple(legal_bases),
        body=tuple(body),
        signatures=_signatures(signer),
        recipients=tuple(recipients),
    )


def _signatures(signer: Mapping[str, str]) -> tuple[Signature, ...]:
    position, name = signer.get("position", ""), signer.get("name", "")
    first, _, rest = signer.get("on_behalf", "").partition(" ")
    if not (position or name):
        return ()
    if first in [one.value for one in Capacity]:
        return (Signature(position, name, capacity=Capacity(first), authority=rest.strip()),)
    return (Signature(position, name),)


def _table(lines: Sequence[TaskLine]) -> Sheet:
    rows = [Row(tuple(_cell(head) for head in HEADS), NOWHERE, is_header=True)]
    group = ""
    for line in lines:
        if line.group and line.group != group:
            spanning = Cell(_cell(line.group).paragraphs, column_span=len(HEADS))
            rows.append(Row((spanning, *[COVERED] * (len(HEADS) - 1)), NOWHERE))
        group = line.group
        texts = (line.no, line.content, line.lead, line.coordinating, line.time, line.product)
        rows.append(Row(tuple(_cell(text) for text in texts), NOWHERE))
    return Sheet(Table(tuple(rows), NOWHERE), is_wide=True)


def _cell(text: str) -> Cell:
    lines = [" ".join(line.split()) for line in text.splitlines()]
    return Cell(tuple(Paragraph((Run(line),), NOWHERE) for line in lines if line))
