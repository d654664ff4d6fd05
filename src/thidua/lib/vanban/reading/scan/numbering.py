"""Mend what recognition gets wrong by rule: single digits, Roman numbers, the size of a lone letter."""

from __future__ import annotations

import re
from dataclasses import replace
from difflib import SequenceMatcher

from thidua.lib.vanban.model import Block, Cell, Row, Run, Table

_NUMBER = re.compile(r"(\d{1,3})([.)]?)")
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_LIKE_ROMAN = re.compile(r"[IVXHUNYlu1|!]{1,5}")
_STROKES = re.compile(r"(?<![^\W\d_])[IVXH]*(?:IH|HI)[IVXH]*(?![^\W\d_])")
_LOST_ONE = re.compile(r"^L\.?(?= [^\W\d_a-z]{2,} [^\W\d_a-z]{2,})")
_NUMBERED_GROUP = re.compile(r"(.*[^\W\d_] )([IVX]+)")
_QUARTER = re.compile(r"\b(QUÝ|Quý|quý)\s*(I{1,3}|IV|I?H|HI?|u|IIl|Il|lI|ll|m|IlI)(?![^\W\d_])")
_QUARTERS = {"IH": "III", "HI": "III", "H": "II", "u": "II", "m": "III", "IIl": "III", "IlI": "III"}
_LOST_BLANK = re.compile(r"^([-–+])(?=[^\W\d_])")
# Letters drawn alike in both cases: their height alone tells, and a short word gives nothing to compare with.
_SAME_IN_BOTH_CASES = frozenset("OÔƠÓÒỎÕỌỐỒỔỖỘỚỜỞỠỢUƯÚÙỦŨỤỨỪỬỮỰVXCSZW")


def mended_text(text: str) -> str:
    """Return the text of a recognised line with the usual slips put right."""
    text = _STROKES.sub(lambda match: match[0].replace("H", "II").replace("IIII", "III"), text)
    text = _QUARTER.sub(lambda match: f"{match[1]} {_quarter(match[2])}", text)
    text = _LOST_ONE.sub("I.", text)
    text = _LOST_BLANK.sub(r"\1 ", text).replace("—", "–")
    words = text.split(" ")
    small = sum(word[1:].islower() for word in words)
    if small * 2 < len(words) or len(words) < 2:
        return text
    return " ".join(
        word[0] + word[1:].lower()
        if len(word) > 1 and word.isupper() and not word.isascii() and set(word[1:]) <= _SAME_IN_BOTH_CASES
        else word
        for word in words
    )


def _quarter(text: str) -> str:
    return text if text in _ROMAN else _QUARTERS.get(text, "II")


def with_mended_numbers(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return blocks in which doubtful numbers in first columns follow from those before and after."""
    return tuple(_mended(block) if isinstance(block, Table) and not block.borderless else block for block in blocks)


def _mended(table: Table) -> Table:
    texts = [row.cells[0].text.strip() for row in table.rows]
    numbers = [int(match[1]) if (match := _NUMBER.fullmatch(text)) else None for text in texts]
    known = sum(number is not None for number in numbers)
    if known and numbers[0] is None:
        title = _numbered(table.rows[0], _column_title(texts[0]))
        table = replace(table, rows=(title, *table.rows[1:]))
    if known < 3 or known * 2 < sum(bool(text) for text in texts):
        return table
    endings = [match[2] for text in texts if (match := _NUMBER.fullmatch(text))]
    ending = max(set(endings), key=endings.count)
    rows = list(table.rows)
    head = _beside(rows[0])
    before: int | None = None
    group = 0
    for index, (row, text) in enumerate(zip(table.rows, texts, strict=True)):
        if index == 0:
            continue
        if SequenceMatcher(None, head, _beside(row)).ratio() > 0.8:
            rows[index] = _numbered(row, rows[0].cells[0].text)
            continue
        if not _is_numbered(row):
            if text:
                # A group row: Roman numbers count on; the rows below may start anew.
                if _LIKE_ROMAN.fullmatch(text) and group < len(_ROMAN) - 1:
                    group = _ROMAN.index(text) + 1 if text in _ROMAN else group + 1
                    rows[index] = _numbered(row, _ROMAN[group - 1])
                before = None
            continue
        number = numbers[index]
        after = numbers[index + 1] if index + 1 < len(numbers) else None
        expected = before + 1 if before is not None else after - 1 if after is not None and after > 1 else None
        if number is None and before is None and not expected:
            expected = 1 if text in ("l", "I", "|", "i", "t") else None
        is_doubtful = number is None and 0 < len(text) <= 3
        is_between = expected is not None and after == expected + 1
        if expected is not None and number != expected and (is_doubtful or (is_between and number is not None)):
            rows[index] = _numbered(row, f"{expected}{ending}")
            number = expected
        before = number if number is not None else before
    return replace(table, rows=tuple(_with_mended_groups(rows)))


def _column_title(text: str) -> str:
    """Return the title over a column of numbers: STT or TT, of which the bars are easily lost."""
    if re.fullmatch(r"[S5$8][TI1LFJ7|!l]{1,4}", text):
        return "STT"
    return "TT" if re.fullmatch(r"[TI1FJ7][TI1LFJ7]{1,2}", text) else text


def _with_mended_groups(rows: list[Row]) -> list[Row]:
    """Mend one group among others counted in Roman numbers («QUÝ I, QUÝ II, QUÝ II, QUÝ IV»)."""
    found: list[tuple[int, int, str, int]] = []
    for at, row in enumerate(rows):
        for column, cell in enumerate(row.cells):
            match = _NUMBERED_GROUP.fullmatch(cell.text)
            if match and not _is_numbered(row) and match[2] in _ROMAN:
                found.append((at, column, match[1], _ROMAN.index(match[2]) + 1))
                break
    for position, (at, column, name, value) in enumerate(found):
        before = found[position - 1][3] if position else 0
        after = found[position + 1][3] if position + 1 < len(found) else before + 2
        if value == before + 1 or after != before + 2 or before + 1 > len(_ROMAN):
            continue
        cell = rows[at].cells[column]
        run = replace(cell.paragraphs[0].runs[0], text=f"{name}{_ROMAN[before]}")
        cells = list(rows[at].cells)
        cells[column] = replace(cell, paragraphs=(replace(cell.paragraphs[0], runs=(run,)), *cell.paragraphs[1:]))
        rows[at] = replace(rows[at], cells=tuple(cells))
        found[position] = (at, column, name, before + 1)
    return rows


def _beside(row: Row) -> str:
    return " ".join(cell.text for cell in row.cells[1:])


def _is_numbered(row: Row) -> bool:
    """Tell whether a row may have a number: content beside the first cell, not merged over the columns."""
    first, *others = row.cells
    if first.covered or first.column_span > 1 or any(cell.column_span > 1 for cell in others):
        return False
    return sum(bool(cell.text) for cell in others) >= min(2, len(others))


def _numbered(row: Row, text: str) -> Row:
    cell: Cell = row.cells[0]
    if not cell.paragraphs or cell.text == text:
        return row
    mended = replace(cell, paragraphs=(replace(cell.paragraphs[0], runs=(Run(text),)),))
    return replace(row, cells=(mended, *row.cells[1:]))
