"""The head of a document: issuing body and its parent, number, symbol, place, date, kind and title."""

from __future__ import annotations

import re
from collections.abc import Sequence

from thidua.lib.vanban.plan import DocumentKind, Found
from thidua.lib.vanban.understanding.head.bodies import ATTACHED, DATE_SHORT, MOTTO, NUMBER, Letterhead, read_zone
from thidua.lib.vanban.understanding.head.title import INTRO, read_title, type_word
from thidua.lib.vanban.understanding.passages import join
from thidua.lib.vanban.understanding.pieces import Grid, Item, Piece
from thidua.lib.vanban.understanding.words import is_upper, lower

_SYMBOL_KINDS = {
    "KH": DocumentKind.PLAN,
    "KHLT": DocumentKind.PLAN,
    "KHLN": DocumentKind.PLAN,
    "CTR": DocumentKind.PLAN,
    "QĐ": DocumentKind.DECISION,
    "HD": DocumentKind.GUIDELINE,
}


_ANNEX = re.compile(r"(?:phụ lục|phụ biểu|biểu phụ lục|danh mục|bảng)(?!\w)")


_SENTENCE_END = re.compile(r"[.;:]$")


def read_letterhead(items: Sequence[Item]) -> Letterhead:
    """Read the head of a document from its unjoined lines."""
    head = Letterhead()
    place = _title_place(items)
    zone_end = place if place is not None else min(_zone_limit(items), len(items))
    read_zone([item for item in items[:zone_end] if isinstance(item, Piece)], head)
    if place is None:
        head.end = _zone_used(items, zone_end, head)
        _read_letter(items[: zone_end + 1], head)
        return head
    read_title(items, place, head)
    if head.number is None and head.symbol is None and not head.is_annex:
        # Party and union papers may print number and date under the title.
        after = [item for item in items[head.end : head.end + 3] if isinstance(item, Piece) and len(item.text) < 120]
        read_zone(
            [piece for piece in after if NUMBER.match(piece.text) or DATE_SHORT.match(piece.text)], head, bodies=False
        )
    return head


def _title_place(items: Sequence[Item]) -> int | None:
    """Return the index of the line with the type word, or of an annex title; None where there is none."""
    annex: int | None = None
    for index, item in enumerate(items[:60]):
        if isinstance(item, Grid):
            if annex is not None:
                return annex
            continue
        if item.label is not None and not item.label.is_bullet and item.label.style != "article":
            break
        small = lower(item.text.strip())
        if type_word(item.text) and (
            is_upper(item.text[: len(small)]) or item.text.strip()[:4].isupper() or len(small) < 20
        ):
            return index
        if annex is None and _ANNEX.match(small) and is_upper(item.text.split("(")[0]) and len(small) < 200:
            annex = index
        if annex is None and ATTACHED.match(small) and index:
            annex = max(index - 1, 0)
            while (
                annex > 0
                and isinstance(before := items[annex - 1], Piece)
                and is_upper(before.text)
                and not before.label
                and not MOTTO.search(lower(before.text))
            ):
                annex -= 1
        if re.match(r"điều 1|căn cứ", small):
            break
    return annex


def _read_letter(items: Sequence[Item], head: Letterhead) -> None:
    """Read a letter, which has no type word: what it is about ("V/v …") and whom it addresses ("Kính gửi")."""
    pieces = [item for item in items if isinstance(item, Piece)]
    about = next((at for at, piece in enumerate(pieces) if re.match(r"(?:v/v|về việc)(?!\w)", lower(piece.text))), None)
    addressed = any(lower(piece.text).startswith("kính gửi") for piece in pieces)
    if not addressed or kind_of_symbol(head) is not None:
        return
    first = next(piece for piece in pieces if lower(piece.text).startswith("kính gửi"))
    head.kind = first.passage.found(DocumentKind.OTHER, confidence=0.9)
    if about is None:
        return
    lines = [pieces[about].passage]
    for piece in pieces[about + 1 :]:
        if piece.gap or not piece.text[:1].islower() or piece.label is not None:
            break
        lines.append(piece.passage)
    title = join(lines)
    head.title_passage = title
    head.title = title.found(title.text.strip(" .;:*_"))
    head.used.extend(range(title.first_line, title.last_line + 1))


def _zone_limit(items: Sequence[Item]) -> int:
    for index, item in enumerate(items[:30]):
        if (
            isinstance(item, Grid)
            or (item.label and not item.label.is_bullet)
            or len(item.text) > 160
            or INTRO.match(lower(item.text))
        ):
            return index
    return min(len(items), 30)


def _zone_used(items: Sequence[Item], zone_end: int, head: Letterhead) -> int:
    return zone_end if head.used else 0


def kind_of_symbol(head: Letterhead) -> Found[DocumentKind] | None:
    """Return the kind the symbol tells ("KH-…"), for a document whose title lost its type word."""
    if head.symbol is None:
        return None
    kind = _SYMBOL_KINDS.get(re.split(r"[-/.]", head.symbol.value.upper())[0])
    if kind is None:
        return None
    return Found(kind, head.symbol.spans, 0.7, "Không thấy tên loại văn bản, suy từ ký hiệu.")


__all__ = ["Letterhead", "kind_of_symbol", "read_letterhead", "type_word"]
