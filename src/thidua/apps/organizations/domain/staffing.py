"""What a list of units and people would change: each row judged against the tree, nothing written."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from thidua.apps.organizations.domain.forms import fold_name
from thidua.apps.organizations.domain.records import Judged, PersonRecord, Present, Preview, UnitRecord
from thidua.apps.organizations.domain.sheets import Lists, SheetRow
from thidua.lib.vietnamese import clean

MAX_ACCOUNTS = 1_000
_EMAIL = re.compile(
    r"[^@\s<>()\[\],;:\\\"]+@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}"
)
_USERNAME = re.compile(r"[\w.@+-]{1,80}")
_ROLE = re.compile(r"(?P<role>[^()]+?)\s*(?:\((?P<unit>.+)\))?")
_LENGTHS = {"code": 40, "name": 200, "short_name": 80, "full_name": 120, "title": 120, "phone": 30, "email": 254}


def preview(lists: Lists, present: Present) -> Preview:
    """Judge every row. Blank cells and missing columns leave things as they are."""
    return _Judgement(lists, present).result


class _Judgement:
    def __init__(self, lists: Lists, present: Present) -> None:
        self.present, self.result = present, Preview()
        self.units = dict(present.units)
        self._judge_units(lists.units)
        self._judge_people(lists.people)

    # Units ---------------------------------------------------------------------------------------------------

    def _judge_units(self, rows: Iterable[SheetRow]) -> None:
        rows = list(rows)
        by_code = {fold_name(unit.code): unit for unit in self.present.units.values()}
        seen: dict[str, int] = {}
        judged: list[tuple[SheetRow, Judged, UnitRecord | None, UnitRecord]] = []
        for row in rows:
            one = self._row(row, row.cells.get("name") or row.cells.get("code", ""))
            code = row.cells.get("code", "")
            if not code:
                _fail(one, "Thiếu mã đơn vị.")
                continue
            if fold_name(code) in seen:
                _fail(one, f"Mã “{code}” đã có ở dòng {seen[fold_name(code)]}.")
                continue
            seen[fold_name(code)] = row.line
            before = by_code.get(fold_name(code))
            if before is None and fold_name(code) in self.present.unit_codes:
                _fail(one, f"Mã “{code}” đã dùng cho đơn vị của cơ quan khác.")
                continue
            after = self._unit(row, one, before)
            self.units[after.key] = after
            judged.append((row, one, before, after))
        names = Counter(fold_name(unit.name) for unit in self.units.values())
        lookup = {fold_name(unit.name): unit.key for unit in self.units.values() if names[fold_name(unit.name)] == 1}
        lookup |= {fold_name(unit.code): unit.key for unit in self.units.values()}
        self._lookup = lookup
        for row, one, before, after in judged:
            self._place(row, one, before, after)
        for _, one, before, after in judged:
            self._close_unit(one, before, after)

    def _unit(self, row: SheetRow, one: Judged, before: UnitRecord | None) -> UnitRecord:
        cells = row.cells
        after = UnitRecord(
            key=before.key if before else -row.line,
            code=before.code if before else cells["code"],
            name=cells.get("name") or (before.name if before else ""),
            short_name=cells.get("short_name") or (before.short_name if before else ""),
            kind=before.kind if before else "",
            parent=before.parent if before else None,
            position=before.position if before else 0,
            valid_from=before.valid_from if before else None,
            is_managed=before.is_managed if before else True,
        )
        if not after.name:
            _fail(one, "Thiếu tên đơn vị.")
        _check_lengths(one, {"code": after.code, "name": after.name, "short_name": after.short_name})
        if cells.get("kind"):
            after.kind = self.present.kinds.get(fold_name(cells["kind"]), "")
        if not after.kind:
            choices = "; ".join(self.present.kind_labels.values())
            wrong = f"Không có loại đơn vị “{cells['kind']}”." if cells.get("kind") else "Thiếu loại đơn vị."
            _fail(one, f"{wrong} Chọn trong: {choices}.")
        if cells.get("position"):
            if cells["position"].isdecimal() and int(cells["position"]) < 100_000:
                after.position = int(cells["position"])
            else:
                _fail(one, f"Thứ tự “{cells['position']}” không phải số nguyên.")
        if cells.get("valid_from"):
            day = _day(cells["valid_from"])
            if day is None:
                _fail(one, f"“{cells['valid_from']}” không phải ngày dd/mm/yyyy.")
            else:
                after.valid_from = day
        return after

    def _place(self, row: SheetRow, one: Judged, before: UnitRecord | None, after: UnitRecord) -> None:
        named = row.cells.get("parent", "")
        if named:
            above = self._lookup.get(fold_name(named))
            if above is None:
                _fail(one, f"Không thấy đơn vị cấp trên “{named}” trong danh sách và trong cơ cấu.")
            else:
                after.parent = above
        elif before is None:
            after.parent = self.present.scope

    def _close_unit(self, one: Judged, before: UnitRecord | None, after: UnitRecord) -> None:
        if self._in_circle(after):
            _fail(one, "Đơn vị cấp trên tạo thành vòng: đơn vị nằm dưới chính nó.")
        notes = _differences(before, after, _UNIT_LABELS, self._words)
        moved = before is not None and before.parent != after.parent
        if one.state != "error" and (notes or before is None):
            above = self.units.get(after.parent) if after.parent is not None else None
            allowed = (before is None or before.is_managed) and (
                (before is not None and not moved) or (above is not None and above.is_managed)
            )
            if moved and before is not None and before.parent is not None:
                allowed = allowed and self.units[before.parent].is_managed
            if not allowed:
                _fail(one, "Ngoài phạm vi quản trị của Ông/Bà.")
        self._finish(one, before is None, notes)
        if one.state in {"new", "changed"}:
            self.result.units[after.key] = after

    def _in_circle(self, unit: UnitRecord) -> bool:
        seen: set[int] = set()
        at: UnitRecord | None = unit
        while at is not None and at.parent is not None:
            if at.key in seen:
                return True
            seen.add(at.key)
            at = self.units.get(at.parent)
        return False

    # People --------------------------------------------------------------------------------------------------

    def _judge_people(self, rows: Iterable[SheetRow]) -> None:
        by_code = {fold_name(one.code): one for one in self.present.people.values()}
        by_username = {one.username.lower(): one for one in self.present.people.values() if one.username}
        by_name: dict[tuple[str, int], list[PersonRecord]] = {}
        for known in self.present.people.values():
            by_name.setdefault((fold_name(known.full_name), known.unit), []).append(known)
        seen: dict[object, int] = {}
        for row in rows:
            cells = row.cells
            one = self._row(row, cells.get("full_name") or cells.get("code", ""))
            code, username = cells.get("code", ""), cells.get("username", "")
            unit = self._lookup.get(fold_name(cells["unit"])) if cells.get("unit") else None
            before = by_code.get(fold_name(code)) if code else by_username.get(username.lower())
            if before is None and not code:
                namesakes = by_name.get((fold_name(cells.get("full_name", "")), unit or self.present.scope), [])
                if len(namesakes) > 1:
                    _fail(one, f"Đơn vị có {len(namesakes)} người cùng tên; cần ghi mã cán bộ.")
                before = namesakes[0] if len(namesakes) == 1 else None
            if cells.get("unit") and unit is None:
                # Units of one name are told apart by their codes; who stays where they are needs none.
                if before is not None and fold_name(self.units[before.unit].name) == fold_name(cells["unit"]):
                    unit = before.unit
                else:
                    _fail(one, f"Không thấy đơn vị “{cells['unit']}” trong danh sách và trong cơ cấu.")
            marks: list[object] = [("code", fold_name(code))] if code else []
            marks += [("username", username.lower())] if username else []
            marks += [("key", before.key)] if before else []
            if not code and before is None:
                marks.append(("name", fold_name(cells.get("full_name", "")), unit))
            twice = min((seen[mark] for mark in marks if mark in seen), default=None)
            if twice is not None:
                _fail(one, f"Người này đã có ở dòng {twice}.")
            seen |= {mark: row.line for mark in marks if mark not in seen}
            if before is None and code and fold_name(code) in self.present.person_codes:
                _fail(one, f"Mã “{code}” đã dùng cho người của cơ quan khác.")
            self._judge_person(row, one, before, unit)

    def _judge_person(self, row: SheetRow, one: Judged, before: PersonRecord | None, unit: int | None) -> None:
        cells = row.cells
        after = PersonRecord(
            key=before.key if before else -row.line,
            code=before.code if before else cells.get("code", ""),
            full_name=cells.get("full_name") or (before.full_name if before else ""),
            unit=unit or (before.unit if before else self.present.scope),
            title=cells.get("title") or (before.title if before else ""),
            email=cells.get("email") or (before.email if before else ""),
            phone=cells.get("phone") or (before.phone if before else ""),
            username=before.username if before else "",
            roles=before.roles if before else frozenset(),
            is_managed=before.is_managed if before else True,
            is_account_managed=before.is_account_managed if before else True,
        )
        if not after.full_name:
            _fail(one, "Thiếu họ và tên.")
        _check_lengths(
            one,
            {"code": after.code, "full_name": after.full_name, "title": after.title, "phone": after.phone},
        )
        if after.email and (not _EMAIL.fullmatch(after.email) or len(after.email) > _LENGTHS["email"]):
            _fail(one, f"“{after.email}” không phải địa chỉ thư điện tử.")
        self._judge_roles(cells.get("roles", ""), one, after)
        self._judge_username(cells.get("username", ""), one, after)
        notes = _differences(before, after, _PERSON_LABELS, self._words)
        new_roles = after.roles - (before.roles if before else frozenset())
        notes += [f"Vai trò: thêm {self._role_words(*held, own=after.unit)}" for held in sorted(new_roles)]
        place = self.units.get(after.unit)
        if one.state != "error" and (notes or before is None):
            if not after.is_managed or place is None or not place.is_managed:
                _fail(one, "Ngoài phạm vi quản trị của Ông/Bà.")
            elif any(not self.units[key].is_managed for _, key in new_roles):
                _fail(one, "Vai trò ở đơn vị ngoài phạm vi quản trị của Ông/Bà.")
        self._finish(one, before is None, notes)
        if one.state in {"new", "changed"}:
            self.result.people[after.key] = after
            if after.username and not (before and before.username):
                self.result.accounts.append(after.key)

    def _judge_roles(self, text: str, one: Judged, after: PersonRecord) -> None:
        held = set(after.roles)
        for part in filter(None, (part.strip() for part in re.split(r"[;\n]|,(?![^(]*\))", text))):
            match = _ROLE.fullmatch(part)
            role = self.present.roles.get(fold_name(match["role"])) if match else None
            if match is None or role is None:
                _fail(one, f"Không có vai trò “{part}”. Chọn trong: {'; '.join(self.present.role_labels.values())}.")
                continue
            unit = self._lookup.get(fold_name(match["unit"])) if match["unit"] else after.unit
            if unit is None:
                _fail(one, f"Không thấy đơn vị “{match['unit']}” của vai trò.")
                continue
            held.add((role, unit))
        after.roles = frozenset(held)

    def _judge_username(self, username: str, one: Judged, after: PersonRecord) -> None:
        if not username or username.lower() == after.username.lower():
            return
        if after.username:
            _fail(one, f"Đã có tài khoản “{after.username}”; tên đăng nhập không đổi bằng danh sách.")
        elif not _USERNAME.fullmatch(username):
            _fail(one, f"Tên đăng nhập “{username}” chỉ được có chữ, số và các dấu . @ + - _.")
        elif username.lower() in self.present.usernames:
            _fail(one, f"Tên đăng nhập “{username}” đã có người dùng.")
        elif not after.is_account_managed:
            _fail(one, "Người này có vai trò ở đơn vị cấp trên; tài khoản do quản trị của đơn vị đó tạo.")
        elif len(self.result.accounts) >= MAX_ACCOUNTS:
            _fail(one, f"Mỗi lần nhập tạo tối đa {MAX_ACCOUNTS} tài khoản.")
        after.username = after.username or username

    # Words ---------------------------------------------------------------------------------------------------

    def _row(self, row: SheetRow, label: str) -> Judged:
        one = Judged(row.sheet, row.line, label or "(chưa có tên)")
        self.result.rows.append(one)
        return one

    def _finish(self, one: Judged, is_new: bool, notes: list[str]) -> None:  # noqa: FBT001 - private
        if one.state != "error":
            one.state = "new" if is_new else "changed" if notes else "same"
            one.notes = notes

    def _words(self, name: str, value: Any) -> str:
        if name in {"parent", "unit"} and value is not None:
            return self.units[value].name if value in self.units else ""
        if name == "kind":
            return self.present.kind_labels.get(value, "")
        return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value if value is not None else "")

    def _role_words(self, role: str, unit: int, *, own: int) -> str:
        label = self.present.role_labels[role]
        return label if unit == own else f"{label} ({self.units[unit].name})"


_UNIT_LABELS = {
    "name": "Tên",
    "short_name": "Tên viết tắt",
    "kind": "Loại",
    "parent": "Đơn vị cấp trên",
    "position": "Thứ tự",
    "valid_from": "Từ ngày",
}
_PERSON_LABELS = {
    "full_name": "Họ và tên",
    "unit": "Đơn vị",
    "title": "Chức vụ",
    "email": "Thư điện tử",
    "phone": "Điện thoại",
    "username": "Tên đăng nhập",
}


def _fail(one: Judged, reason: str) -> None:
    if one.state != "error":
        one.state, one.notes = "error", []
    one.notes.append(reason)


def _check_lengths(one: Judged, values: Mapping[str, str]) -> None:
    for name, value in values.items():
        if len(value) > _LENGTHS[name]:
            _fail(one, f"“{value[:30]}…” dài quá {_LENGTHS[name]} ký tự.")


def _differences(before: Any, after: Any, labels: Mapping[str, str], words: Any) -> list[str]:
    """Return what differs, in words; for a new record what it starts with."""
    found = []
    for name, label in labels.items():
        new, old = getattr(after, name), getattr(before, name) if before else None
        if new in (None, "", 0) and old in (None, "", 0):
            continue
        if before is None:
            found.append(f"{label}: {words(name, new)}")
        elif _squeezed(new) != _squeezed(old):
            found.append(f"{label}: {words(name, old) or '(trống)'} → {words(name, new) or '(trống)'}")
    return found


def _squeezed(value: Any) -> Any:
    """Return text as lists hold it: on one line, with single spaces, so that what was exported is what is there."""
    return " ".join(clean(value).split()) if isinstance(value, str) else value


def _day(text: str) -> date | None:
    for form in ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a calendar day has no zone
        except ValueError:
            continue
    return None
