"""The foot of a paper: recipients, who signs, what stands below them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from thidua.lib.vanban.checking.lines import Line
from thidua.lib.vanban.checking.patterns import CONTACT, RECIPIENTS
from thidua.lib.vanban.checking.roles import Role
from thidua.lib.vanban.understanding.names import POSITION, is_name

_DRAFTER = re.compile(r"[A-ZĐ]{1,12} ?\.? ?\(\d{1,5}\)\.?")
CAPACITY = re.compile(r"(?:TM|KT|TL|TUQ|Q|T/M|K/T|T/L|T/UQ)(?![\w])[ .,/:]*", re.IGNORECASE)
_SIGNED = re.compile(r"\(.{0,60}\)")
_TITLES_OF_SIGNERS = re.compile(r"(?:thu ky|chu toa|chu tri|nguoi ghi bien ban|dai dien)\b")


def read_closing(lines: Sequence[Line], start: int) -> int:
    """Give roles to the recipients and signatures among `lines[start:]`; return the place where they begin."""
    word = next((at for at in range(start, len(lines)) if RECIPIENTS.match(lines[at].folded)), None)
    begin = len(lines)
    tables = _signature_tables(lines, start, word)
    for table in tables:
        inside = [at for at in range(start, len(lines)) if _table(lines[at]) == table]
        begin = min(begin, inside[0])
        columns: dict[int, list[Line]] = {}
        for at in inside:
            if place := lines[at].place:
                columns.setdefault(place.column, []).append(lines[at])
        for column in sorted(columns):
            _cell(columns[column])
        after = inside[-1] + 1
        _tail(lines, after)
    if word is not None and lines[word].role is Role.NONE:
        begin = min(begin, _flat(lines, start, word))
    elif word is None and not tables:
        begin = min(begin, _signature_alone(lines, start))
    return begin


def _table(line: Line) -> int | None:
    return line.place.table if line.place and line.place.is_layout else None


def _signature_tables(lines: Sequence[Line], start: int, word: int | None) -> list[int]:
    """Return the layout tables of the closing: with the word "Nơi nhận", or with names beneath positions."""
    found: list[int] = []
    for at in range(start, len(lines)):
        table = _table(lines[at])
        if table is None or table in found:
            continue
        inside = [line for line in lines[at:] if _table(line) == table and line.text]
        has_word = word is not None and _table(lines[word]) == table
        has_position = any(
            CAPACITY.match(line.text) or POSITION.match(line.text.lower()) or _TITLES_OF_SIGNERS.match(line.folded)
            for line in inside
        )
        if has_word or (has_position and any(is_name(line.text) for line in inside)):
            found.append(table)
    return found


def _cell(cell: Sequence[Line]) -> None:
    """Give roles to one column of the closing."""
    open_lines = [line for line in cell if line.text and line.role is Role.NONE]
    word = next((at for at, line in enumerate(open_lines) if RECIPIENTS.match(line.folded)), None)
    if word is not None:
        if word:
            _signature(cell, open_lines[:word])
        open_lines[word].role = Role.RECIPIENTS_WORD
        for line in open_lines[word + 1 :]:
            line.role = Role.DRAFTER if _DRAFTER.fullmatch(line.text) else Role.RECIPIENTS
    elif open_lines:
        _signature(cell, open_lines)


def _signature(cell: Sequence[Line], block: list[Line]) -> None:
    """Tell capacity, other position and name in the lines of one signature or of several one below the other."""
    if not block:
        return
    signed = [line for line in block if not _SIGNED.fullmatch(line.text)]
    if not signed:
        return
    name = signed[-1] if len(signed) > 1 or is_name(signed[-1].text) >= 0.8 else None
    above = [line for line in signed if line is not name]
    if name is not None:
        name.role = Role.NAME
    gap = _gap(cell, above[0], name) if above and name is not None else None
    for at, line in enumerate(above):
        is_other = at > 0 and not line.is_upper and (gap is None or list(cell).index(line) > gap or line.looks.before)
        line.role = Role.OWN_POSITION if is_other else Role.CAPACITY


def _gap(cell: Sequence[Line], first: Line, last: Line) -> int | None:
    """Return the place of the first empty line between the position and the name."""
    places = list(cell)
    return next((at for at in range(places.index(first), places.index(last)) if not places[at].text), None)


def _tail(lines: Sequence[Line], after: int) -> None:
    """Give roles to what stands below the closing: the drafter's symbol, the address."""
    for at in range(after, min(after + 8, len(lines))):
        line = lines[at]
        if not line.text or line.role is not Role.NONE:
            continue
        if _DRAFTER.fullmatch(line.text):
            line.role = Role.DRAFTER
        elif CONTACT.match(line.folded):
            line.role = Role.CONTACT
        else:
            break


def _flat(lines: Sequence[Line], start: int, word: int) -> int:
    """Read a closing without a table: recipients one after the other, the signature above or below or between."""
    begin = word
    lines[word].role = Role.RECIPIENTS_WORD
    block: list[Line] = []
    for at in range(word - 1, max(start, word - 12) - 1, -1):
        line = lines[at]
        if not line.text:
            continue
        if line.role is not Role.NONE or not (_is_sign_line(line) or (not block and is_name(line.text) >= 0.8)):
            break
        block.insert(0, line)
        begin = at
    right: list[Line] = []
    for at in range(word + 1, min(len(lines), word + 60)):
        line = lines[at]
        if not line.text or line.role is not Role.NONE:
            continue
        if line.style == "\t" or _is_sign_line(line) or ((right or block) and is_name(line.text) >= 0.8):
            right.append(line)
        elif _DRAFTER.fullmatch(line.text):
            line.role = Role.DRAFTER
        elif CONTACT.match(line.folded):
            line.role = Role.CONTACT
        elif line.text[0] in "-–—•+*" or line.folded.startswith("luu"):
            line.role = Role.RECIPIENTS
        elif right and len(line.text) < 60 and line.alignment in ("center", "right"):
            right.append(line)
        else:
            break
    together = [*block, *right]
    if together:
        _signature(together, together)
    return begin


def _is_sign_line(line: Line) -> bool:
    return (
        line.is_upper and len(line.text) < 80 and bool(CAPACITY.match(line.text) or POSITION.match(line.text.lower()))
    )


def _signature_alone(lines: Sequence[Line], start: int) -> int:
    """Find a signature without recipients at the end of a paper."""
    inked = [at for at in range(start, len(lines)) if lines[at].text and lines[at].role is Role.NONE]
    if len(inked) >= 2 and is_name(lines[inked[-1]].text) >= 0.8:
        block = [inked[-1]]
        for at in reversed(inked[-6:-1]):
            if _SIGNED.fullmatch(lines[at].text):
                lines[at].role = Role.ASIDE
                continue
            if not _is_sign_line(lines[at]):
                break
            block.insert(0, at)
        if len(block) > 1:
            _signature([lines[at] for at in range(block[0], block[-1] + 1)], [lines[at] for at in block])
            return block[0]
    return len(lines)
