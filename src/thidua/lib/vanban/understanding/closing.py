"""The foot of a document: recipients and signer, whether printed one after the other or side by side."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from thidua.lib.vanban.plan import Found, Signer
from thidua.lib.vanban.understanding.head.bodies import MOTTO
from thidua.lib.vanban.understanding.letterhead import type_word
from thidua.lib.vanban.understanding.names import POSITION, is_name
from thidua.lib.vanban.understanding.passages import Passage, join
from thidua.lib.vanban.understanding.pieces import Item, Piece
from thidua.lib.vanban.understanding.words import is_upper, lower

_RECIPIENTS = re.compile(r"n[ơo]i nh[ậâạa]n\s*(?:[:.]|$|(?=[A-ZĐ-]))", re.IGNORECASE)


_BEHALF_MARK = r"(?:tm|kt|tl|tuq|t/m|k/t|t/l|t\.m|k\.t|t\.l|thừa lệnh|thay mặt|thừa ủy quyền)"


_BEHALF = re.compile(rf"{_BEHALF_MARK}(?:\s*[./]|\s+(?=\S))\s*", re.IGNORECASE)


_INLINE_SIGNER = re.compile(
    rf"\s+(?=(?:{_BEHALF_MARK.upper()}[./ ](?=\s*[A-ZĐÀ-Ỹ]{{2}})"
    rf"|(?:PHÓ |TỔNG |Q\. ?|QUYỀN )*(?:GIÁM ĐỐC|CHỦ TỊCH|TRƯỞNG|CHÁNH|HIỆU TRƯỞNG"
    rf"|BÍ THƯ|BỘ TRƯỞNG|THỨ TRƯỞNG|CỤC TRƯỞNG|CHI CỤC TRƯỞNG|VIỆN TRƯỞNG|VỤ TRƯỞNG|THỦ TRƯỞNG)(?!\w))[A-ZĐÀ-Ỹ .,/-]*$)"
)


_INLINE_NAME = re.compile(r"(?<=[.;)])\s+((?:[A-ZĐÀ-Ỹ][a-zà-ỹ]+\s+){1,4}[A-ZĐÀ-Ỹ][a-zà-ỹ]+)$")


SEAL = re.compile(
    r"^\W*(?:đã ký|ký bởi|người ký|signed|digitally|\(?ký|chữ ký|con dấu|đóng dấu|ngày ký|cơ quan|thời gian|email"
    r"|date)",
    re.IGNORECASE,
)


DRAFTER = re.compile(r"[^\W\d_][\w.\-]{0,14}\s*\(\d{1,4}\)\.?")
"""Who drafted, and how many copies: "PL.(300)"."""


_STAY = re.compile(r"(?:phụ lục|phụ biểu|biểu mẫu|danh sách|mẫu số)(?!\w)")


@dataclass(slots=True)
class Closing:
    """Recipients and signer with the items they took: items[start:end]."""

    start: int
    end: int
    recipients: list[Found[str]] = field(default_factory=list)
    signer: Signer = field(default_factory=Signer)
    leftover: list[Passage] = field(default_factory=list)
    left: list[Passage] = field(default_factory=list)
    """The lines as printed: those of the recipients, and those of every signature, the first one's first."""
    right: list[list[Passage]] = field(default_factory=list)


def find_closings(items: Sequence[Item], start: int) -> list[Closing]:
    """Return the feet of the document and of papers attached to it, in order."""
    closings: list[Closing] = []
    index = start
    while index < len(items):
        item = items[index]
        if isinstance(item, Piece) and _opens_closing(item):
            closing = _read_closing(items, index, floor=closings[-1].end if closings else start)
            closings.append(closing)
            index = closing.end
            continue
        index += 1
    if not closings:
        alone = _signer_alone(items, start)
        if alone is not None:
            closings.append(alone)
    return closings


def _opens_closing(piece: Piece) -> bool:
    match = _RECIPIENTS.search(lower(piece.text)[:60])
    if match is None or match.start() > 40:
        return False
    return match.start() == 0 or _is_sign_line(piece.text[: match.start()])


def _is_sign_line(text: str) -> bool:
    small = lower(text).strip(" *")
    return bool(small) and is_upper(text) and (_BEHALF.match(small) is not None or POSITION.match(small) is not None)


def _read_closing(items: Sequence[Item], index: int, *, floor: int) -> Closing:
    begin = index
    before: list[Passage] = []
    while begin > floor and index - begin < 8:
        item = items[begin - 1]
        if not isinstance(item, Piece) or item.label is not None:
            break
        text = item.text
        if not (
            _is_sign_line(text)
            or (SEAL.match(text) and len(text) < 60)
            or (is_upper(text) and len(text) < 60 and before)
            or (is_name(text) >= 0.8 and len(text) < 40)
        ) or type_word(text):
            break
        begin -= 1
        before.insert(0, item.passage)
    if before and not any(_is_sign_line(passage.text) for passage in before):
        begin, before = index, []
    before, *others = _signatures_of(items[begin:index], before)
    left: list[Passage] = []
    right: list[Passage] = list(before)
    end = index
    first = items[index]
    side = first.side if isinstance(first, Piece) else None
    for place in range(index, min(index + 80, len(items))):
        item = items[place]
        if not isinstance(item, Piece) or (place > index and _ends_closing(item, items, place, right)):
            break
        end = place + 1
        _sort_line(item, side, left, right)
    if others == [] and side is not None and _is_signed(before) and _is_signed(right[len(before) :]):
        sides = {item.side for item in items[begin:index] if isinstance(item, Piece)}
        if sides == {side}:  # one signature over the recipients, the other beside them
            right, others = list(before), [right[len(before) :]]
    closing = Closing(begin, end)
    closing.recipients = _recipients(left)
    closing.signer, closing.leftover = _signer(right)
    closing.leftover.extend(line for lines in others for line in lines)
    closing.left, closing.right = left, [right, *others]
    return closing


def _is_signed(lines: Sequence[Passage]) -> bool:
    return any(is_name(line.text) >= 0.8 for line in lines)


def _signatures_of(items: Sequence[Item], lines: list[Passage]) -> list[list[Passage]]:
    """Part signatures that stand side by side: the first signs the document, the others go with it."""
    sides: dict[int, list[Passage]] = {}
    for item in items:
        if isinstance(item, Piece) and item.side is not None:
            sides.setdefault(item.side, []).append(item.passage)
    signed = [side for side in sorted(sides) if any(is_name(passage.text) >= 0.8 for passage in sides[side])]
    return [sides[side] for side in signed] if len(signed) > 1 else [lines]


def _ends_closing(item: Piece, items: Sequence[Item], place: int, right: Sequence[Passage]) -> bool:
    small = lower(item.text)
    if DRAFTER.fullmatch(item.text):
        return False
    if item.label is not None and not item.label.is_bullet and item.side is None:
        return True
    if (
        type_word(item.text)
        or small.startswith("(kèm theo")
        or (_STAY.match(small) and is_upper(item.text.split("(")[0]))
    ):
        return True
    if _RECIPIENTS.match(small) or MOTTO.search(small):
        return True
    if right and is_upper(item.text) and _heads_attached(items, place):
        return True
    if len(item.text) > 170 and item.label is None:
        return True
    named = any(is_name(passage.text) >= 0.8 for passage in right)
    # After the name is signed, capitals or bold begin what is attached.
    return (
        named
        and item.side is None
        and item.label is None
        and ((is_upper(item.text) and len(item.text) > 12) or item.text.startswith("("))
    )


def _heads_attached(items: Sequence[Item], place: int) -> bool:
    """Tell whether a line in capitals begins the letterhead of an attached paper: the motto stands right behind."""
    for item in items[place + 1 : place + 5]:
        if not isinstance(item, Piece) or _BEHALF.match(item.text) or item.label is not None or is_name(item.text):
            return False
        if MOTTO.search(lower(item.text)):
            return True
    return False


def _sort_line(item: Piece, side: int | None, left: list[Passage], right: list[Passage]) -> None:
    passage = item.passage
    small = lower(passage.text)
    if left and DRAFTER.fullmatch(passage.text):
        left.append(passage)
        return
    if side is not None and item.side is not None and item.side != side:
        right.append(passage)
        return
    match = _RECIPIENTS.search(small)
    if match and match.start() <= 40:
        if match.start():
            right.append(passage.cut(0, match.start()))
        rest = passage.cut(match.end())
        rest = rest.cut(len(rest.text) - len(rest.text.lstrip(" :*.")))
        if rest.text:
            (right if _is_sign_line(rest.text) else left).append(rest)
        return
    if item.label is not None and item.label.is_bullet:
        inline = _INLINE_SIGNER.search(passage.text)
        if inline:
            right.append(passage.cut(inline.end()))
            passage = passage.cut(0, inline.start())
        else:
            name = _INLINE_NAME.search(passage.text)
            if name and is_name(name[1]) >= 0.95:
                right.append(passage.cut(name.start(1)))
                passage = passage.cut(0, name.start())
        left.append(passage)
        return
    if side is not None and item.side == side:
        left.append(passage)
        return
    if _BEHALF.match(passage.text) or is_upper(passage.text) or is_name(passage.text) or SEAL.match(passage.text):
        if (
            left
            and not left[-1].text.endswith((";", ".", ","))
            and not _BEHALF.match(passage.text)
            and not POSITION.match(small)
            and not right
            and is_name(passage.text) < 0.9
        ):
            left[-1] = join([left[-1], passage])
            return
        if small.startswith(("lưu", "như ")):
            left.append(passage)
            return
        right.append(passage)
        return
    inline = _INLINE_SIGNER.search(passage.text)
    if inline:
        right.append(passage.cut(inline.end()))
        passage = passage.cut(0, inline.start())
    if right and not left:
        right.append(passage)
    elif len(passage.text) > 3 and not (right and any(is_name(p.text) >= 0.8 for p in right)):
        if right and not small.startswith(("lưu", "như")) and not _looks_recipient(passage.text):
            right.append(passage)
        else:
            left.append(passage)
    else:
        right.append(passage)


def _looks_recipient(text: str) -> bool:
    return text.rstrip().endswith((";", ",", ".", ")")) or ";" in text


def _recipients(lines: Sequence[Passage]) -> list[Found[str]]:
    groups: list[list[Passage]] = []
    lines = [line for line in lines if not DRAFTER.fullmatch(line.text)]
    dashed = sum(1 for line in lines if line.text[:1] in "-–•+*")
    for line in lines:
        text = line.text
        bullet = text[:1] in "-–•+*"
        if (
            groups
            and not bullet
            and (dashed >= 2 or text[:1].islower())
            and not groups[-1][-1].text.endswith((";", "."))
        ):
            groups[-1].append(line)
        else:
            groups.append([line])
    found: list[Found[str]] = []
    for group in groups:
        passage = join(group)
        for start, end in _stretches(passage.text):
            part = passage.cut(start, end)
            text = part.text.strip(" -–•+*;.,_").strip()
            if sum(1 for char in text if char.isalpha()) >= 2:
                found.append(part.found(text + (")" if text.count("(") > text.count(")") else "")))
    return found


def _stretches(text: str) -> list[tuple[int, int]]:
    """Take apart recipients printed on one line: "- Như trên; - Lưu: VT." """
    edges = [0, *(match.end() for match in re.finditer(r"[;.]\s+(?=[-–+]\s*\w)", text)), len(text)]
    return list(itertools.pairwise(edges))


def _signer(lines: Sequence[Passage]) -> tuple[Signer, list[Passage]]:
    behalf: list[Passage] = []
    positions: list[Passage] = []
    name: tuple[float, Passage] | None = None
    signed: Passage | None = None
    leftover: list[Passage] = []
    for line in lines:
        text = line.text.strip(" *_-")
        small = lower(text)
        if not re.search(r"\w", text) or SEAL.match(text):
            signed = signed or (positions[-1] if positions and SEAL.match(text) else None)
            continue
        sure = is_name(text)
        if _BEHALF.match(small):
            for part in _split_behalf(line):
                (behalf if _BEHALF.match(lower(part.text)) else positions).append(part)
        elif sure and (positions or behalf or sure >= 0.8) and not POSITION.match(small):
            if name is None or sure >= name[0]:
                name = (sure, line)
        elif POSITION.match(small) or (
            is_upper(text) and name is None and (len(text) >= 4 or (behalf and not positions))
        ):
            if behalf and not positions and not POSITION.match(small):
                behalf[-1] = join([behalf[-1], line])
            else:
                positions.append(line)
        elif positions and name is None and text[:1].isupper() and len(text) < 80 and len(text) > 3:
            positions.append(line)
        else:
            leftover.append(line)
    position = signed or (positions[-1] if positions else None)
    if (
        len(positions) >= 2
        and not POSITION.match(lower(positions[-1].text).strip(" *"))
        and is_upper(positions[-1].text)
        and is_upper(positions[-2].text)
    ):
        position = join(positions[-2:])
    found_behalf = None
    if behalf:
        whole = join(behalf)
        found_behalf = whole.found(whole.text.strip(" *"))
    doubt = "Tên người ký không có họ thường gặp, cần đối chiếu."
    return (
        Signer(
            on_behalf=found_behalf,
            position=position.found(position.text.strip(" *.,")) if position else None,
            name=name[1].found(name[1].text.strip(" *.,"), confidence=name[0], doubt=None if name[0] >= 0.75 else doubt)
            if name
            else None,
        ),
        leftover,
    )


def _split_behalf(line: Passage) -> list[Passage]:
    """Take apart "KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC" and "TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH" printed on one line."""
    text = line.text
    edges = [0, *(match.end() for match in re.finditer(rf"\s+(?={_BEHALF_MARK}\.)", text, re.IGNORECASE))]
    if double := re.search(
        r"(?:GIÁM ĐỐC|CHỦ TỊCH|TRƯỞNG[^.]*?|BÍ THƯ|CHÁNH [^.]*?)\s+(?=PHÓ\s|CHÁNH VĂN|TRƯỞNG (?:PHÒNG|BAN))", text
    ):
        edges.append(double.end())
    elif positioned := re.search(
        r"(?:NHÂN DÂN|THƯỜNG VỤ|CHẤP HÀNH|HỘI ĐỒNG|CHỈ ĐẠO|ĐẢNG ỦY|CHI BỘ|THƯỜNG TRỰC)\s+(?=(?:PHÓ )?(?:CHỦ TỊCH"
        r"|BÍ THƯ|TRƯỞNG BAN)\b)",
        text,
    ):
        edges.append(positioned.end())
    edges = [*sorted(set(edges))[:6], len(text)]
    return [part for start, end in itertools.pairwise(edges) if (part := line.cut(start, end)).text]


def _signer_alone(items: Sequence[Item], start: int) -> Closing | None:
    """Find a signature without recipients: a line of authority or position with a name under it."""
    for index in range(start, len(items)):
        item = items[index]
        if not isinstance(item, Piece) or item.label is not None or not _is_sign_line(item.text):
            continue
        lines = [item.passage]
        end = index + 1
        while (
            end < len(items)
            and end - index < 10
            and isinstance(more := items[end], Piece)
            and more.label is None
            and len(more.text) < 80
        ):
            lines.append(more.passage)
            end += 1
            if is_name(more.text):
                break
        signer, leftover = _signer(lines)
        if signer.name is not None and (signer.position or signer.on_behalf):
            closing = Closing(index, end)
            closing.signer, closing.leftover = signer, leftover
            closing.right = [lines]
            return closing
    return None
