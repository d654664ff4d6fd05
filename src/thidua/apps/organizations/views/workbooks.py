"""Excel files of units and people: the template, the present state in the same shape, the list of first passwords."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import xlsxwriter

from thidua.apps.organizations import policies
from thidua.apps.organizations.domain.sheets import PERSON_COLUMNS, UNIT_COLUMNS
from thidua.apps.organizations.domain.words import ROLE_WORDS
from thidua.apps.organizations.enums import UnitKind
from thidua.apps.organizations.models import RoleAssignment, Unit
from thidua.apps.organizations.queries import branch, in_force
from thidua.apps.organizations.services import OneTimeAccount
from thidua.core.actor import Actor, Role

UNITS_SHEET, PEOPLE_SHEET, GUIDE_SHEET = "Đơn vị", "Cán bộ", "Hướng dẫn"
_REQUIRED = {"code", "name", "kind", "full_name"}
_WIDTHS = {"name": 44, "full_name": 28, "unit": 18, "title": 28, "email": 28, "roles": 40, "kind": 24, "parent": 18}
Cells = Sequence[str | int | date | None]


def template() -> bytes:
    """Return an empty list with two sample rows a sheet and a sheet that explains."""
    units: list[Cells] = [
        ["VP", "Văn phòng", "VP", UnitKind.DIVISION.label, "", 1, None],
        ["TTDVVL", "Trung tâm Dịch vụ việc làm", "TTDVVL", UnitKind.SUBORDINATE.label, "", 2, date(2020, 1, 1)],
    ]
    people: list[Cells] = [
        ["", "Nguyễn Văn An", "VP", "Chánh Văn phòng", "an.nv@coquan.gov.vn", "", Role.UNIT_HEAD.label, "an.nv"],
        ["", "Trần Thị Bình", "VP", "Chuyên viên", "", "", Role.UNIT_CLERK.label, ""],
    ]
    return _book(units, people, guide=True)


def exported(*, actor: Actor, unit: Unit, on: date) -> bytes:
    """Return the units at and below `unit` and the people the actor sees there, as the import reads them back."""
    units = branch(unit).filter(in_force(on)).select_related("parent")
    people = policies.visible_people(actor).filter(unit__path__startswith=unit.path, is_active=True)
    held: dict[int, list[RoleAssignment]] = {}
    assignments = RoleAssignment.objects.filter(in_force(on), person__in=people).select_related("unit", "person")
    for one in assignments.order_by("role", "unit__path"):
        held.setdefault(one.person_id, []).append(one)
    unit_rows: Iterable[Cells] = (
        [
            one.code,
            one.name,
            one.short_name,
            str(UnitKind(one.kind).label),
            one.parent.code if one.parent else "",
            one.position or None,
            one.valid_from,
        ]
        for one in units
    )
    person_rows: Iterable[Cells] = (
        [
            one.code,
            one.full_name,
            one.unit.code,
            one.title,
            one.email,
            one.phone,
            role_words(held.get(one.pk, ()), own=one.unit_id),
            one.user.username if one.user else "",
        ]
        for one in people.select_related("unit", "user")
    )
    return _book(unit_rows, person_rows)


def role_words(assignments: Iterable[RoleAssignment], *, own: int) -> str:
    """Name roles as the import reads them back: with the code of the unit where it is not the person's own."""
    labels = ((str(Role(one.role).label), one.unit) for one in assignments)
    return "; ".join(label if unit.pk == own else f"{label} ({unit.code})" for label, unit in labels)


def first_passwords(accounts: Iterable[OneTimeAccount]) -> bytes:
    """Return the accounts of an import with their one-time passwords, one row each, to be cut apart and handed over."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        heads = {
            "full_name": "Họ và tên",
            "unit": "Đơn vị",
            "username": "Tên đăng nhập",
            "password": "Mật khẩu lần đầu",
        }
        rows = [[one.full_name, one.unit, one.username, one.password] for one in accounts]
        _sheet(book, "Tài khoản", heads, rows)
    return target.getvalue()


def _book(units: Iterable[Cells], people: Iterable[Cells], *, guide: bool = False) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"default_date_format": "dd/mm/yyyy"}) as book:
        _sheet(book, UNITS_SHEET, UNIT_COLUMNS, units)
        _sheet(book, PEOPLE_SHEET, PERSON_COLUMNS, people)
        if guide:
            page = book.add_worksheet(GUIDE_SHEET)
            page.set_column(0, 0, 110, book.add_format({"text_wrap": True, "valign": "top"}))
            for line, text in enumerate(_guide()):
                page.write_string(line, 0, text)
    return target.getvalue()


def _sheet(book: xlsxwriter.Workbook, name: str, heads: Mapping[str, str], rows: Iterable[Cells]) -> None:
    page = book.add_worksheet(name)
    head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#E9F0F7", "text_wrap": True, "valign": "top"})
    needed = book.add_format({"bold": True, "bottom": 1, "bg_color": "#DCE8F4", "text_wrap": True, "valign": "top"})
    for at, (field, label) in enumerate(heads.items()):
        page.set_column(at, at, _WIDTHS.get(field, 16))
        page.write_string(0, at, label, needed if field in _REQUIRED else head)
    page.freeze_panes(1, 0)
    for line, cells in enumerate(rows, start=1):
        for at, cell in enumerate(cells):
            if isinstance(cell, str):
                if cell:
                    page.write_string(line, at, cell)
            elif cell is not None:
                page.write(line, at, cell)


def _guide() -> list[str]:
    kinds = "; ".join(str(label) for _, label in UnitKind.choices)
    roles = "; ".join(str(Role(role).label) for role in ROLE_WORDS)
    return [
        "Xóa các dòng mẫu rồi điền danh sách của cơ quan; giữ dòng tiêu đề. Có thể bỏ bớt hoặc đổi thứ tự cột.",
        "Trang “Đơn vị”: bắt buộc có mã, tên và loại. Trùng mã thì cập nhật đơn vị đã có; ô trống giữ nội dung cũ.",
        f"Loại đơn vị: {kinds}.",
        "Đơn vị cấp trên: ghi mã hoặc tên; để trống là trực thuộc đơn vị đang nhập.",
        "Trang “Cán bộ”: bắt buộc có họ và tên. Đơn vị: ghi mã hoặc tên. Trùng mã cán bộ thì cập nhật.",
        f"Vai trò: {roles}. Nhiều vai trò cách nhau bằng dấu chấm phẩy.",
        "Vai trò ở đơn vị khác nơi công tác: ghi mã đơn vị trong ngoặc, ví dụ Lãnh đạo (VP).",
        "Tên đăng nhập: người có ghi sẽ được tạo tài khoản với mật khẩu dùng một lần, tải về sau khi nhập.",
        "Danh sách không gỡ vai trò và không xóa đơn vị, cán bộ; làm việc đó ở trang của từng đơn vị, cán bộ.",
    ]
