"""Who signs and who receives; annexes; stamps."""

from __future__ import annotations

import re

from thidua.lib.vanban.checking.closing import CAPACITY
from thidua.lib.vanban.checking.lines import Line
from thidua.lib.vanban.checking.papers import Kind, Paper
from thidua.lib.vanban.checking.report import Report, shown
from thidua.lib.vanban.checking.roles import Role
from thidua.lib.vanban.checking.rules import number_in_words
from thidua.lib.vanban.form import measures
from thidua.lib.vanban.form.wording import RECIPIENTS_WORD
from thidua.lib.vanban.writing.widths import MM_PER_POINT
from thidua.lib.vietnamese import fold

_RIGHT_CAPACITY = re.compile(r"(?:TM|Q|KT|TL|TUQ)\. \S")
_DEGREE = re.compile(
    r"(?:(?:GS|PGS|TSKH|TS|ThS|Ths|THS|BS|BSCK\w*|BSCKII?|CN|KS|DS|KTS|LS|NCS|TTND|TTƯT|NGƯT|NGND|NSƯT|NSND)(?:\b|\.)"
    r"|(?:Đại|Thượng|Trung|Thiếu) (?:tá|tướng|úy)\b|(?:Tiến sĩ|Thạc sĩ|Giáo sư|Phó Giáo sư|Bác sĩ|Kỹ sư|Cử nhân)\b)"
)
_FREE = re.compile(
    r"\b(?:cong an|quan su|quan doi|quoc phong|bien phong|giao duc|dai hoc|hoc vien|truong|y te|benh vien|khoa hoc"
    r"|vien)\b"
)
"""Bodies whose sector may prescribe ranks and degrees before names."""
_SECOND_LINE = re.compile(r"(?:KT|TL|TUQ|TM)\. ")
_ARCHIVE = re.compile(r"(?:- ?)?Lưu: VT\b")
_REFERENCE = re.compile(r"\(Kèm theo .+\bsố\b.+\bngày\b.+\btháng\b.+\bnăm\b.+\)", re.IGNORECASE)
_LABEL = re.compile(r"Phụ lục(?: (?P<numeral>\S+))?", re.IGNORECASE)
_NUMERALS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI")
_MILLIMETRES = 1.5
"""By how much a drawn box may miss its size: borders are part of what programs count or not."""


def check_foot(paper: Paper, report: Report, *, is_main: bool) -> None:
    """Check signature and recipients of a document or copy."""
    if paper.kind is Kind.ANNEX:
        return
    names = paper.of(Role.NAME)
    if not names and is_main:
        report.add("signature-missing", "Cuối văn bản", "không thấy", "chức vụ và họ tên người ký")
    _check_capacity(paper.of(Role.CAPACITY), report)
    bodies = " ".join(line.folded for line in paper.of(Role.PARENT, Role.ISSUER))
    for line in names:
        if (match := _DEGREE.match(line.printed)) and not _FREE.search(bodies):
            report.add("name-degree", line, shown(match[0]), "chỉ ghi họ, tên đệm và tên")
    _check_recipients(paper, report, is_main=is_main)


def _check_capacity(lines: list[Line], report: Report) -> None:
    for place, line in enumerate(lines):
        text = line.printed.upper()
        if (match := CAPACITY.match(text)) and match.end() < len(text) and not _RIGHT_CAPACITY.match(text):
            report.add("capacity-form", line, shown(line.printed), "TM., Q., KT., TL. hoặc TUQ. rồi một dấu cách")
        elif _SECOND_LINE.match(text):
            after = lines[place + 1] if place + 1 < len(lines) else None
            if after is None or after.place != line.place:
                report.add("capacity-position", line, "không có dòng chức vụ bên dưới", "chức vụ của người ký")


def _check_recipients(paper: Paper, report: Report, *, is_main: bool) -> None:
    word = paper.first(Role.RECIPIENTS_WORD)
    if word is None:
        if is_main:
            report.add("recipients-missing", "Cuối văn bản", "không có", RECIPIENTS_WORD)
        return
    if word.printed != RECIPIENTS_WORD:
        report.add("recipients-word-form", word, shown(word.printed), RECIPIENTS_WORD)
    lines = paper.of(Role.RECIPIENTS)
    starts = [line for line in lines if line.opens or re.match(r"[-–—•+*]", line.text)]
    if not lines:
        return
    for line in starts:
        if not line.printed.startswith("-"):
            report.add("recipients-dash", line, shown(line.printed[:20]), "gạch đầu dòng (-)")
    ends = [at for at, line in enumerate(lines) if line is lines[-1] or lines[at + 1] in starts]
    for at in ends:
        line = lines[at]
        mark = "." if at == len(lines) - 1 else ";"
        if not line.printed.endswith(mark):
            report.add("recipients-end", line, shown(line.printed[-12:]), f"kết thúc bằng «{mark}»")
    last = starts[-1]
    if not _ARCHIVE.match(last.printed):
        report.add("recipients-archive", last, shown(last.printed), "- Lưu: VT, ….")


def check_annexes(papers: list[Paper], report: Report) -> None:
    """Check the numerals of annexes, their reference lines, and that the text speaks of them."""
    annexes = [paper for paper in papers if paper.kind is Kind.ANNEX]
    for place, paper in enumerate(annexes):
        label = paper.first(Role.ANNEX_LABEL)
        if label is None:
            continue
        match = _LABEL.fullmatch(label.printed.rstrip(".:"))
        numeral = match["numeral"] if match else None
        if len(annexes) > 1 and place < len(_NUMERALS) and numeral != _NUMERALS[place]:
            report.add("annex-numeral", label, shown(label.printed), f"Phụ lục {_NUMERALS[place]}")
        reference = " ".join(line.printed for line in paper.of(Role.REFERENCE))
        if not reference:
            report.add("annex-reference-missing", label, "không có", "(Kèm theo … số … ngày … tháng … năm … của …)")
        elif not _REFERENCE.fullmatch(reference):
            line = paper.of(Role.REFERENCE)[0]
            report.add("annex-reference-form", line, shown(reference), "(Kèm theo … số … ngày … tháng … năm … của …)")
    if annexes:
        texts = [line for line in papers[0].lines if line.role is not Role.RECIPIENTS]
        if not any(
            "phu luc" in line.folded or "kem theo" in line.folded or "danh sach" in line.folded for line in texts
        ):
            label = annexes[0].first(Role.ANNEX_LABEL)
            report.add("annex-mention", label or "Phụ lục", "nội dung không nhắc đến phụ lục", "chỉ dẫn về phụ lục")


def check_stamps(paper: Paper, report: Report) -> None:
    """Check the boxes and colors of stamps."""
    for line in paper.of(Role.URGENCY):
        _check_urgency_box(line, report)
        colors = {span.looks.color or "auto" for span in line.inked}
        edge = line.frame.color if line.frame else None
        if not all(_is_red(color) for color in colors) or (edge is not None and not _is_red(edge)):
            report.add("urgency-color", line, "không phải màu đỏ", "chữ và khung màu đỏ tươi")
    for line in paper.of(Role.CIRCULATION):
        has_box = (line.frame is not None and line.frame.has_border) or bool(line.looks.side_borders)
        if not has_box:
            report.add("circulation-box", line, "không có khung", "khung chữ nhật viền đơn")


def _check_urgency_box(line: Line, report: Report) -> None:
    stamp = next((one for one in measures().stamps.values() if fold(one.text) == line.folded), None)
    if stamp is None:
        return
    wanted = f"khung {number_in_words(stamp.width_mm)} × {number_in_words(stamp.height_mm)} mm"
    if line.looks.side_borders and line.frame is None:
        return  # a bordered paragraph: how large it is, only the page tells
    if line.frame is None or not line.frame.has_border:
        report.add("urgency-box", line, "không có khung", wanted)
        return
    width, height = ((side or 0) * MM_PER_POINT for side in (line.frame.width, line.frame.height))
    misses = [
        abs(side - told) > _MILLIMETRES for side, told in ((width, stamp.width_mm), (height, stamp.height_mm)) if side
    ]
    if any(misses):
        found = f"khung {number_in_words(round(width, 1))} × {number_in_words(round(height, 1))} mm"
        report.add("urgency-box", line, found, wanted)


def _is_red(color: str) -> bool:
    try:
        red, green, blue = (int(color[at : at + 2], 16) for at in (0, 2, 4))
    except ValueError:
        return False
    return red >= 180 and green <= 80 and blue <= 80
