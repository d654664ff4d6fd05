"""Two columns side by side: the letterhead, and the recipients beside the signature."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from thidua.lib.vanban.model import Block, Cell, LineRange, Paragraph, Row, SourceLine, Table
from thidua.lib.vanban.reading.lines import split_runs, stripped
from thidua.lib.vietnamese import fold

_MOTTOES = ("cong hoa xa hoi chu nghia", "doc lap -", "doc lap –", "dang cong san viet nam")
_MOTTOES_IN_TEXT = ("cong hoa xa hoi chu nghia viet nam", "doc lap", "dang cong san viet nam", "noi nhan")
_GAP_BEFORE_MOTTO = re.compile(r"(?<=\S) {3,}(?=\S)")
_GAP = re.compile(r"(?<=\S) {2,}(?=\S)")
_RECIPIENTS = "noi nhan"
_RECIPIENT = re.compile(r"[-–•+*]|[a-zà-ỹđ(]|Lưu|Như")
_MOST_CLOSING = 45
_MOST_SEAL = 8
"""Blank lines left for the seal."""
_CLOSING = re.compile(r"(?:T/?M|K/?T|T/?L|TUQ|Q)\.? (?=[A-ZĐÀ-Ỹ]{2})|\((?:[Đđ]ã )?[Kk]ý(?:,|\)| )")
_LABEL = re.compile(r"[-–•+*]|[(]?(?:\d{1,3}(?:\.\d{1,3})*|[A-Za-zđĐ]|[IVXLC]{1,6})[.)/]")


def is_layout_text(cells: Iterable[str]) -> bool:
    """Tell whether the cells of a grid are a letterhead or recipients beside a signature, by the forms of the State."""
    folded = [fold(line.strip(" *_")) for cell in cells for line in cell.split("\n")][:200]
    if any(line.startswith(_MOTTOES) for line in folded[:30]):
        return True
    return next((line for line in folded if line), "").startswith(_RECIPIENTS)


def opens_layout(cells: Iterable[str]) -> bool:
    """Tell whether a line in cells belongs to a letterhead, the recipients or a signature, so that no table goes on."""
    return any(_CLOSING.match(text) or fold(text).startswith((*_MOTTOES, _RECIPIENTS)) for text in cells)


def letterhead_end(lines: Sequence[SourceLine], at: int) -> int:
    """Return the index behind a letterhead that blanks set in two columns from lines[at] on, or `at`."""
    if at > 40 or not _motto_column(lines[at].text):
        return at
    end = at
    while end < len(lines) and end - at < 8 and lines[end].text.strip():
        end += 1
    return end


def letterhead_columns(lines: Sequence[SourceLine], at: int, end: int) -> list[tuple[SourceLine, tuple[str, str]]]:
    """Return the lines of such a letterhead with what stands left and right."""
    column = _motto_column(lines[at].text)
    split = []
    for line in lines[at:end]:
        text = line.text.rstrip()
        if gap := _GAP_BEFORE_MOTTO.search(text):
            split.append((line, (text[: gap.start()], text[gap.end() :])))
        elif len(text) - len(text.lstrip()) >= column // 2:
            split.append((line, ("", text)))
        else:
            split.append((line, (text, "")))
    return split


def closing_end(lines: Sequence[SourceLine], at: int) -> int:
    """Return the index behind recipients that blanks set beside a signature from lines[at] on, or `at`."""
    column = _signature_column(lines[at].text)
    if not column:
        return at
    end, blanks = at + 1, 0
    for place in range(at + 1, min(len(lines), at + _MOST_CLOSING)):
        text = lines[place].text
        if lines[place].page != lines[at].page or "\t" in text:
            break
        if not text.strip():
            blanks += 1
            continue
        indent = len(text) - len(text.lstrip())
        right = indent >= column * 0.6
        if not right and (blanks > 0 or not _RECIPIENT.match(text.strip())):
            break
        if blanks > _MOST_SEAL:
            break
        end, blanks = place + 1, 0
    return end if end > at + 1 else at


def closing_columns(lines: Sequence[SourceLine], at: int, end: int) -> list[tuple[SourceLine, tuple[str, str]]]:
    """Return the lines of such a closing with what stands left and right."""
    column = _signature_column(lines[at].text)
    split = []
    for line in lines[at:end]:
        text = line.text.rstrip()
        if not text:
            continue
        gap = next((gap for gap in _GAP.finditer(text) if gap.end() >= column * 0.6), None)
        if gap is not None:
            split.append((line, (text[: gap.start()], text[gap.end() :])))
        elif len(text) - len(text.lstrip()) >= column * 0.6:
            split.append((line, ("", text)))
        else:
            split.append((line, (text, "")))
    return split


def _signature_column(text: str) -> int:
    """Return where the signature begins on the line that opens the recipients, or 0."""
    if "   " not in text:
        return 0
    if not fold(text[:40].lstrip(" *_")).startswith(_RECIPIENTS):
        return 0
    gap = _GAP_BEFORE_MOTTO.search(text.rstrip())
    return gap.end() if gap and gap.end() > 20 else 0


def _motto_column(text: str) -> int:
    text = text.rstrip()
    for gap in _GAP_BEFORE_MOTTO.finditer(text):
        if fold(text[gap.end() :].strip(" *")).startswith(_MOTTOES_IN_TEXT):
            return gap.end()
    return 0


def tabbed_columns(blocks: list[Block]) -> list[Block]:
    """Turn paragraphs set in two columns by tabs into a borderless table; other tabs become blanks."""
    if not any(isinstance(block, Paragraph) and "\t" in block.text for block in blocks):
        return [_without_tabs(block) for block in blocks]
    kept: list[Block] = []
    at = 0
    while at < len(blocks):
        end = at
        while end < len(blocks) and end - at < 12 and _is_parted(blocks[end]):
            end += 1
        group = [block for block in blocks[at:end] if isinstance(block, Paragraph)]
        if group and is_layout_text(part for block in group for part in block.text.split("\t")):
            kept.append(_two_columns(group))
            at = end
        else:
            kept.append(_without_tabs(blocks[at]))
            at += 1
    return kept


def _is_parted(block: Block) -> bool:
    """Tell whether a paragraph has a tab that does not merely set off its number."""
    if not isinstance(block, Paragraph):
        return False
    left, tab, _ = block.text.strip().partition("\t")
    return bool(tab) and not _LABEL.fullmatch(left.strip())


def _two_columns(group: list[Paragraph]) -> Table:
    sides: tuple[list[Paragraph], list[Paragraph]] = ([], [])
    for paragraph in group:
        pieces = [stripped(piece) for piece in split_runs(paragraph.runs, "\t")]
        left, right = pieces[0], [piece for piece in pieces[1:] if piece]
        if left:
            sides[0].append(replace(paragraph, runs=left))
        sides[1].extend(replace(paragraph, runs=piece) for piece in right)
    where = LineRange(group[0].lines.first, group[-1].lines.last)
    row = Row(tuple(Cell(tuple(side)) for side in sides), where, page=group[0].page)
    return Table((row,), where, borderless=True)


def _without_tabs(block: Block) -> Block:
    if isinstance(block, Paragraph):
        return _untabbed(block)
    if isinstance(block, Table) and any("\t" in cell.text for row in block.rows for cell in row.cells):
        rows = (
            replace(
                row,
                cells=tuple(
                    replace(cell, paragraphs=tuple(_untabbed(paragraph) for paragraph in cell.paragraphs))
                    for cell in row.cells
                ),
            )
            for row in block.rows
        )
        return replace(block, rows=tuple(rows))
    return block


def _untabbed(paragraph: Paragraph) -> Paragraph:
    if "\t" not in paragraph.text:
        return paragraph
    return replace(paragraph, runs=tuple(replace(run, text=run.text.replace("\t", " ")) for run in paragraph.runs))
