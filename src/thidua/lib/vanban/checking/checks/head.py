"""The head of a document: national title, agency, number, place and date, type name and abstract."""

from __future__ import annotations

import itertools
import re

from thidua.lib.vanban.checking.checks.rulers import check_rule
from thidua.lib.vanban.checking.lines import Line
from thidua.lib.vanban.checking.papers import Kind, Paper
from thidua.lib.vanban.checking.report import Report, shown
from thidua.lib.vanban.checking.roles import Role
from thidua.lib.vanban.checking.sections import Section
from thidua.lib.vanban.checking.spacing import gap_between, is_single
from thidua.lib.vanban.form import TitleBox, copy_type
from thidua.lib.vanban.form.types import CopyType, DocumentType
from thidua.lib.vanban.form.wording import MOTTO, NATIONAL_TITLE
from thidua.lib.vanban.official import CopyForm
from thidua.lib.vietnamese import fold

_TITLES = (NATIONAL_TITLE, NATIONAL_TITLE.replace("HÒA", "HOÀ"))
"""The Decree itself writes both."""
_BLANK = r"[\s.…_]*"
_NUMBER = re.compile(r"Số:\s*(?P<number>\d*|[.…_]+)\s*(?P<slash>/?)\s*(?P<symbol>.*)")
_DATE = re.compile(
    rf"(?P<place>.*?)(?P<comma>\s*,)?\s*[Nn]gày(?P<day>{_BLANK}\d{{0,2}}{_BLANK})tháng"
    rf"(?P<month>{_BLANK}\d{{0,2}}{_BLANK})năm(?P<year>{_BLANK}\d{{0,4}}{_BLANK})",
    re.IGNORECASE,
)
_SIX_POINTS = (5.0, 7.5)


def check_head(paper: Paper, sections: list[Section], report: Report, *, is_main: bool) -> None:
    """Check the head of a document; one attached to another has no number and date of its own."""
    if paper.kind is Kind.COPY:
        check_rule("issuer", paper.lines, Role.ISSUER, sections, report)
        _check_number(paper, report, is_needed=True)
        _check_date(paper, report, is_needed=True)
        return
    if paper.kind is Kind.ANNEX:
        return
    _check_nation(paper, sections, report)
    _check_names(paper, sections, report)
    _check_number(paper, report, is_needed=is_main)
    kind = paper.type
    _check_date(paper, report, is_needed=is_main and (kind is None or kind.has_place_and_date))
    _check_title(paper, sections, report, is_main=is_main)


def _check_nation(paper: Paper, sections: list[Section], report: Report) -> None:
    nation, motto = paper.first(Role.NATION), paper.first(Role.MOTTO)
    if nation is None:
        report.add("national-title-missing", "Đầu văn bản", "không có", NATIONAL_TITLE)
    else:
        if nation.printed.upper() not in _TITLES:
            report.add("national-title-text", nation, shown(nation.printed), NATIONAL_TITLE)
        if not _is_right_above(paper, nation):
            report.add("national-title-place", nation, "không ở cột bên phải trên cùng", "trên cùng, bên phải")
    if motto is None:
        report.add("motto-missing", "Đầu văn bản", "không có", MOTTO)
        return
    _check_motto(motto, report)
    check_rule("motto", paper.lines, Role.MOTTO, sections, report)
    if nation is not None and not _are_single(paper.lines, [nation, motto]):
        report.add("national-title-spacing", nation, "không phải giãn dòng đơn", "cách nhau dòng đơn")


def _check_motto(motto: Line, report: Report) -> None:
    words = [re.sub(r"\s+", " ", part).strip() for part in re.split(r"[-–—−]", motto.printed)]
    if words == ["Độc lập", "Tự do", "Hạnh phúc"]:
        if motto.printed != MOTTO:
            report.add("motto-hyphens", motto, shown(motto.printed), MOTTO)
    elif not motto.is_upper or fold("".join(words)) != fold(MOTTO.replace(" - ", "")):  # capitals alone: the case rule
        report.add("motto-text", motto, shown(motto.printed), MOTTO)


def _is_right_above(paper: Paper, nation: Line) -> bool:
    before = [line for line in paper.lines[: nation.at] if line.text and line.frame is None]
    if nation.place is not None:
        above = [line for line in before if line.place is None or line.place.table != nation.place.table]
        return nation.place.column > 0 and nation.place.row == 0 and not above
    return nation.style == "\t" or nation.alignment == "right" or (nation.looks.left or 0) > 100


def _check_names(paper: Paper, sections: list[Section], report: Report) -> None:
    names = paper.of(Role.PARENT, Role.ISSUER)
    if not paper.of(Role.ISSUER):
        report.add("issuer-missing", "Đầu văn bản", "không thấy tên cơ quan", "tên cơ quan ban hành")
        return
    check_rule("issuer", paper.lines, Role.ISSUER, sections, report)
    if len(names) > 1 and not _are_single(paper.lines, names):
        report.add("issuer-spacing", names[0], "không phải giãn dòng đơn", "cách nhau dòng đơn")


def _are_single(lines: list[Line], group: list[Line]) -> bool:
    return all(is_single(line) for line in group) and all(
        (gap_between(lines, one, other) or 0) < 3 for one, other in itertools.pairwise(group)
    )


def _check_number(paper: Paper, report: Report, *, is_needed: bool) -> None:
    line = paper.first(Role.NUMBER)
    if line is None:
        if is_needed:
            report.add("number-missing", "Đầu văn bản", "không có", "Số: …/…")
        return
    text = line.printed
    match = _NUMBER.fullmatch(text)
    if match is None:
        report.add("number-word", line, shown(text), "Số: …")
        match = _NUMBER.fullmatch(re.sub(r"^\s*s[oốôỗ]+\s*:?;?\s*", "Số: ", text, flags=re.IGNORECASE))
        if match is None:
            return
    number, symbol = match["number"], match["symbol"]
    if number.isdigit() and (int(number) < 10) != (len(number) == 2 and number[0] == "0"):
        report.add("number-zero", line, number, f"{int(number):02d}")
    if not match["slash"] and symbol:
        report.add("number-slash", line, shown(text), "có dấu gạch chéo (/)")
    spaced = re.search(r"\d\s+/|/\s+\S|\S\s+-|-\s+\S", text[3:])
    if spaced:
        report.add("number-spaces", line, shown(text), "không cách chữ")
    _check_symbol(paper, line, re.sub(r"\s*([-/–—])\s*", r"\1", symbol).strip(), report)


def _check_symbol(paper: Paper, line: Line, symbol: str, report: Report) -> None:
    if re.search(r"[–—−_]|\w \w", symbol):
        report.add("symbol-hyphens", line, shown(symbol), "gạch nối (-) giữa các nhóm chữ")
        symbol = re.sub(r"[–—−_ ]", "-", symbol)
    groups = [group for group in re.split(r"[-/]", symbol) if group]
    if groups and re.fullmatch(r"(?:19|20)\d\d", groups[0]):  # the year that normative documents have
        groups = groups[1:]
    if any(group[0].islower() or (len(group) > 3 and group[1:].islower()) for group in groups):
        report.add("symbol-case", line, shown(symbol), "chữ in hoa")
    wanted = _abbreviation(paper)
    if not groups or wanted is None:
        return
    first = groups[0]
    if wanted.abbreviation:
        if fold(first) != fold(wanted.abbreviation) or (fold(first) == "qd" and first[1:2] != wanted.abbreviation[1:2]):
            report.add("symbol-type", line, shown(symbol), f"bắt đầu bằng {wanted.abbreviation}")
    elif first.upper() in ("CV", "CVAN"):
        report.add("symbol-type", line, shown(symbol), "bắt đầu bằng chữ viết tắt tên cơ quan")


def _abbreviation(paper: Paper) -> DocumentType | CopyType | None:
    form = paper.first(Role.COPY_FORM)
    if form is not None:
        return next((copy_type(one) for one in CopyForm if fold(one.value) == form.folded), None)
    return paper.type


def _check_date(paper: Paper, report: Report, *, is_needed: bool) -> None:
    line = paper.first(Role.PLACE_DATE)
    if line is None:
        if is_needed:
            report.add("place-and-date-missing", "Đầu văn bản", "không có", "Địa danh, ngày … tháng … năm …")
        return
    match = _DATE.fullmatch(line.printed)
    if match is None:
        report.add("date-form", line, shown(line.printed), "ngày … tháng … năm …")
        return
    place = match["place"].strip()
    if not match["comma"]:
        report.add("place-comma", line, shown(line.printed), "dấu phẩy sau địa danh")
    if place[:1].islower():
        report.add("place-capital", line, shown(place), "viết hoa chữ cái đầu")
    day, month = match["day"].strip(), match["month"].strip()
    if (day.isdigit() and len(day) < 2) or (month.isdigit() and _month_is_wrong(month)):
        wanted = f"ngày {int(day):02d}" if day.isdigit() and len(day) < 2 else f"tháng {_month(month)}"
        report.add("date-zero", line, f"ngày {day} tháng {month}", wanted)
    number = paper.first(Role.NUMBER)
    places = (number.place if number else None, line.place)
    if places[0] and places[1] and places[0].table == places[1].table and places[0].row != places[1].row:
        report.add("place-and-date-line", line, "khác dòng", "cùng dòng với số, ký hiệu")


def _month(month: str) -> str:
    return f"{int(month):02d}" if int(month) < 3 else str(int(month))


def _month_is_wrong(month: str) -> bool:
    return month != _month(month)


def _check_title(paper: Paper, sections: list[Section], report: Report, *, is_main: bool) -> None:
    kind = paper.type
    if kind is None:
        if is_main:
            report.add("type-name-missing", "Đầu văn bản", "không thấy tên loại", "tên loại văn bản")
        return
    if kind.title_box is TitleBox.UNDER_NUMBER:
        _check_subject(paper, report)
        return
    abstract = paper.of(Role.ABSTRACT)
    if not abstract:
        if kind.has_abstract:
            where = paper.first(Role.TYPE_NAME) or "Đầu văn bản"
            report.add("abstract-missing", where, "không có trích yếu", "trích yếu ngay dưới tên loại")
        return
    if kind.has_rule_under_title and is_main:
        check_rule("abstract", paper.lines, Role.ABSTRACT, sections, report)


def _check_subject(paper: Paper, report: Report) -> None:
    subject = paper.first(Role.SUBJECT)
    if subject is None:
        if paper.type is not None and paper.type.key == "cong-van":
            report.add("subject-missing", "Dưới số, ký hiệu", "không có", "V/v …")
        return
    if not subject.text.startswith("V/v "):
        report.add("subject-form", subject, shown(subject.text[:20]), "V/v …")
    number = paper.first(Role.NUMBER)
    if number is not None and number.place == subject.place:
        gap = gap_between(paper.lines, number, subject)
        if gap is not None and not _SIX_POINTS[0] <= gap <= _SIX_POINTS[1]:
            report.add("subject-spacing", subject, f"cách {round(gap)}pt", "cách 6pt")
