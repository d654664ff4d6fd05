"""Excel lists: read whatever their shape, judged in words, applied all or nothing, and back again unchanged."""

from __future__ import annotations

import contextlib
import io
import zipfile
from collections.abc import Sequence
from typing import Any

import pytest
import xlsxwriter
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from thidua.apps.audit.models import Entry
from thidua.apps.organizations import services
from thidua.apps.organizations.domain.records import Preview
from thidua.apps.organizations.domain.sheets import PERSON_COLUMNS, UNIT_COLUMNS, Lists, UnreadableList, read_lists
from thidua.apps.organizations.enums import UnitKind
from thidua.apps.organizations.errors import ImportRefused
from thidua.apps.organizations.models import Person, RoleAssignment, StructureImport, Unit, UnitAlias
from thidua.apps.organizations.queries import actor_for, import_preview
from thidua.apps.organizations.tests.factories import (
    AT,
    ON,
    make_actor,
    make_body,
    make_person,
    make_unit,
    make_user_with_role,
)
from thidua.apps.organizations.views.workbooks import exported
from thidua.core.actor import Actor, Role
from thidua.core.errors import EditConflict, NotPermitted, NotVisible

Rows = Sequence[Sequence[Any]]


def workbook(**sheets: Rows) -> bytes:
    """Return an Excel file of these sheets."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"default_date_format": "dd/mm/yyyy"}) as book:
        for name, rows in sheets.items():
            page = book.add_worksheet(name)
            for line, row in enumerate(rows):
                page.write_row(line, 0, row)
    return content.getvalue()


UNIT_HEAD = ["Mã đơn vị", "Tên đơn vị", "Loại đơn vị", "Đơn vị cấp trên"]
PERSON_HEAD = ["Mã cán bộ", "Họ và tên", "Đơn vị", "Chức vụ", "Thư điện tử", "Vai trò", "Tên đăng nhập"]


def start(actor: Actor, unit: Unit, content: bytes) -> StructureImport:
    return services.start_import(actor=actor, unit_id=unit.pk, content=content, original_name="danh-sach.xlsx", at=AT)


def judged(actor: Actor, unit: Unit, content: bytes) -> Preview:
    return import_preview(actor=actor, one=start(actor, unit, content), on=ON)


def bring_in(actor: Actor, unit: Unit, content: bytes) -> StructureImport:
    one = start(actor, unit, content)
    digest = import_preview(actor=actor, one=one, on=ON).digest
    return services.apply_import(actor=actor, import_id=one.pk, digest=digest, at=AT)


# Reading -----------------------------------------------------------------------------------------------------


def test_sheets_and_columns_stand_in_any_order() -> None:
    lists = read_lists(
        workbook(
            Khác=[["Ghi chú"], ["x"]],
            Người=[
                ["DANH SÁCH CÁN BỘ"],
                [],
                ["STT", "E-mail", "Họ đệm", "Tên", "Phòng, ban"],
                [1, "an@so.vn", "Nguyễn Văn", "An", "VP"],
                [],
                ["", "", "Lê Thị", "Bình", "VP"],
            ],
            Đơnvị=[["Cấp trên", "TÊN ĐƠN VỊ (*)", "Mã", "Ngày thành lập"], ["", "Văn phòng", 12.0, "01/02/2020"]],
        )
    )
    assert [(row.line, dict(row.cells)) for row in lists.people] == [
        (4, {"email": "an@so.vn", "unit": "VP", "full_name": "Nguyễn Văn An"}),
        (6, {"unit": "VP", "full_name": "Lê Thị Bình"}),
    ]
    assert [dict(row.cells) for row in lists.units] == [{"name": "Văn phòng", "code": "12", "valid_from": "01/02/2020"}]
    assert Lists.from_json(lists.as_json()) == lists


def far_out() -> bytes:
    """A sheet whose only cell lies at the far corner: read blindly it would fill the memory."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        book.add_worksheet().write(1_048_575, 16_383, "x")
    return content.getvalue()


def bomb() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 60_000_000)
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Chỉ nhận tệp Excel"),
        (b"M\xc3\xa3,T\xc3\xaan", "Chỉ nhận tệp Excel"),
        (b"PK\x03\x04" + b"\x00" * 200, "Tệp bị hỏng"),
        (b"PK" * 6_000_000, "lớn quá"),
        (bomb(), "phá hoại"),
        (far_out(), "quá rộng hoặc quá dài"),
        (workbook(A=[["a", "b"], [1, 2]]), "Không thấy dòng tiêu đề"),
        (workbook(A=[UNIT_HEAD]), "chưa có dòng nào"),
        (workbook(A=[UNIT_HEAD, *([f"M{n}", "T", "", ""] for n in range(5_001))]), "hơn 5000 dòng"),
    ],
)
def test_what_is_no_list_is_refused_in_words(content: bytes, words: str) -> None:
    with pytest.raises(UnreadableList) as refused:
        read_lists(content)
    assert words in str(refused.value)


@given(st.binary(max_size=300), st.integers(0, 4000))
def test_any_bytes_give_a_list_or_a_sentence(noise: bytes, at: int) -> None:
    good = workbook(A=[UNIT_HEAD, ["VP", "Văn phòng", "", ""]])
    for content in (noise, good[:at] + noise + good[at + len(noise) :]):
        with contextlib.suppress(UnreadableList):
            assert isinstance(read_lists(content), Lists)


# Judging -----------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_each_row_is_judged_in_words() -> None:
    body = make_body()
    other = make_unit(make_body(), code="KHAC")
    make_unit(body, code="VP", name="Văn phòng")
    make_person(body, full_name="Trần Văn Cũ")
    actor = make_actor(body)
    preview = judged(
        actor,
        body,
        workbook(
            Đơnvị=[
                UNIT_HEAD,
                ["VP", "Văn phòng", "", ""],
                ["TTR", "Thanh tra", "Phòng, ban chuyên môn", ""],
                ["TTR", "Thanh tra Sở", "phòng", ""],
                ["A", "Đơn vị A", "Chi nhánh", "B"],
                ["B", "Đơn vị B", "phòng", "Không có"],
                ["C", "Đơn vị C", "phòng", "D"],
                ["D", "Đơn vị D", "phòng", "C"],
                [other.code, "Chiếm", "phòng", ""],
                ["", "Không mã", "phòng", ""],
                ["E", "", "phòng", ""],
            ],
            Cánbộ=[
                PERSON_HEAD,
                ["", "Nguyễn Văn An", "TTR", "Chánh thanh tra", "an@so.vn", "Thủ trưởng đơn vị", "an.nv"],
                ["", "nguyễn văn  an", "TTR", "", "", "", ""],
                ["", "Lê Bình", "Z", "", "binh@", "Vua", "b b"],
                ["", "", "TTR", "", "", "", ""],
                ["", "Trần Văn Cũ", body.code, "", "", "", ""],
            ],
        ),
    )
    assert [(row.label, row.state, row.notes) for row in preview.rows] == [
        ("Văn phòng", "same", []),
        ("Thanh tra", "new", ["Tên: Thanh tra", "Loại: Phòng, ban chuyên môn", f"Đơn vị cấp trên: {body.name}"]),
        ("Thanh tra Sở", "error", ["Mã “TTR” đã có ở dòng 3."]),
        (
            "Đơn vị A",
            "error",
            [
                f"Không có loại đơn vị “Chi nhánh”. Chọn trong: {'; '.join(UnitKind.labels)}.",
            ],
        ),
        ("Đơn vị B", "error", ["Không thấy đơn vị cấp trên “Không có” trong danh sách và trong cơ cấu."]),
        ("Đơn vị C", "error", ["Đơn vị cấp trên tạo thành vòng: đơn vị nằm dưới chính nó."]),
        ("Đơn vị D", "error", ["Đơn vị cấp trên tạo thành vòng: đơn vị nằm dưới chính nó."]),
        ("Chiếm", "error", ["Mã “KHAC” đã dùng cho đơn vị của cơ quan khác."]),
        ("Không mã", "error", ["Thiếu mã đơn vị."]),
        ("E", "error", ["Thiếu tên đơn vị."]),
        (
            "Nguyễn Văn An",
            "new",
            [
                "Họ và tên: Nguyễn Văn An",
                "Đơn vị: Thanh tra",
                "Chức vụ: Chánh thanh tra",
                "Thư điện tử: an@so.vn",
                "Tên đăng nhập: an.nv",
                "Vai trò: thêm Thủ trưởng đơn vị",
            ],
        ),
        ("nguyễn văn an", "error", ["Người này đã có ở dòng 2."]),
        (
            "Lê Bình",
            "error",
            [
                "Không thấy đơn vị “Z” trong danh sách và trong cơ cấu.",
                "“binh@” không phải địa chỉ thư điện tử.",
                f"Không có vai trò “Vua”. Chọn trong: {'; '.join(Role.labels)}.",
                "Tên đăng nhập “b b” chỉ được có chữ, số và các dấu . @ + - _.",
            ],
        ),
        ("(chưa có tên)", "error", ["Thiếu họ và tên."]),
        ("Trần Văn Cũ", "same", []),
    ]


@pytest.mark.django_db
def test_wrong_cells_and_people_twice_are_named() -> None:
    body = make_body()
    user = make_user_with_role(body, Role.UNIT_CLERK, full_name="Hồ Văn Hai")
    other = make_person(make_body())
    twins = [make_person(body, full_name="Lê Văn Sinh") for _ in range(2)]
    leader = make_user_with_role(body, Role.LEADER, full_name="Vũ Lãnh Đạo")
    head = ["Mã", "Tên đơn vị", "Loại", "Thứ tự", "Từ ngày"]
    staff = [*PERSON_HEAD, "Điện thoại"]
    preview = judged(
        make_actor(body),
        body,
        workbook(
            U=[
                head,
                ["A", "Phòng A", "phòng", "ba", "31/02/2020"],
                ["B", "x" * 201, "phòng", 2, "01.02.2020"],
                [body.code, "Tên mới", "", 4, "05-06-2007"],
            ],
            P=[
                staff,
                [user.person.code, "", "", "", "", "Đầu mối; Lãnh đạo (Không có)", "khac"],
                [other.code, "Ai Đó", "", "", "", "", user.username],
                ["", "Lê Văn Sinh", "", "", "", "", ""],
                ["", "Người Mới", "", "", "", "", "moi", "1" * 31],
                ["", "Người Mới", "", "", "", "", "MOI"],
                ["", "Hồ Văn Hai", "", "Phó phòng", "", f"Lãnh đạo ({body.code})", user.username],
                [leader.person.code, "", "", "Giám đốc", "", "", ""],
            ],
        ),
    )
    assert [(row.state, row.notes) for row in preview.rows] == [
        ("error", ["Thứ tự “ba” không phải số nguyên.", "“31/02/2020” không phải ngày dd/mm/yyyy."]),
        ("error", [f"“{'x' * 30}…” dài quá 200 ký tự."]),
        ("changed", [f"Tên: {body.name} → Tên mới", "Thứ tự: 0 → 4", "Từ ngày: (trống) → 05/06/2007"]),
        (
            "error",
            [
                "Không thấy đơn vị “Không có” của vai trò.",
                f"Đã có tài khoản “{user.username}”; tên đăng nhập không đổi bằng danh sách.",
            ],
        ),
        (
            "error",
            [
                f"Mã “{other.code}” đã dùng cho người của cơ quan khác.",
                f"Tên đăng nhập “{user.username}” đã có người dùng.",
            ],
        ),
        ("error", [f"Đơn vị có {len(twins)} người cùng tên; cần ghi mã cán bộ."]),
        ("error", [f"“{'1' * 30}…” dài quá 30 ký tự."]),
        ("error", ["Người này đã có ở dòng 5."]),
        ("error", ["Người này đã có ở dòng 2."]),
        ("changed", ["Chức vụ: (trống) → Giám đốc"]),
    ]


@pytest.mark.django_db
def test_a_local_administrator_opens_no_account_for_somebody_above() -> None:
    body = make_body()
    mine = make_unit(body, code="A")
    chief = make_person(mine, full_name="Vũ Lãnh Đạo")
    RoleAssignment.objects.create(person=chief, unit=body, role=Role.LEADER)
    preview = judged(make_actor(mine), mine, workbook(A=[PERSON_HEAD, [chief.code, "", "", "", "", "", "vu.ld"]]))
    assert preview.rows[0].notes == [
        "Người này có vai trò ở đơn vị cấp trên; tài khoản do quản trị của đơn vị đó tạo.",
    ]


@pytest.mark.django_db
def test_nobody_imports_beyond_where_he_is_administrator() -> None:
    body = make_body()
    mine, other = make_unit(body, code="A"), make_unit(body, code="B", name="Đơn vị B")
    local = make_actor(mine)
    preview = judged(
        local,
        mine,
        workbook(
            Đơnvị=[UNIT_HEAD, ["B", "Tên khác", "", ""], ["B1", "Mới", "phòng", "B"], ["A1", "Tổ", "phòng", ""]],
            Cánbộ=[
                PERSON_HEAD,
                ["", "Lê An", "A", "", "", "Lãnh đạo (B)", ""],
                ["", "Lê Bình", "B", "", "", "", ""],
                ["", "Lê Chi", "A", "", "", "Đầu mối", ""],
            ],
        ),
    )
    assert [row.state for row in preview.rows] == ["error", "error", "new", "error", "error", "new"]
    with pytest.raises(NotPermitted):
        start(local, other, workbook(A=[UNIT_HEAD, ["X", "X", "phòng", ""]]))
    with pytest.raises(NotVisible):
        start(local, make_body(), workbook(A=[UNIT_HEAD, ["X", "X", "phòng", ""]]))


# Applying ----------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_apply_writes_everything_and_records_it() -> None:
    body = make_body()
    office = make_unit(body, code="VP", name="Văn phòng")
    team = make_unit(office, code="TO", name="Tổ xe")
    someone = make_person(team, full_name="Trần Văn Cũ")
    actor = make_actor(body)
    one = bring_in(
        actor,
        body,
        workbook(
            Đơnvị=[
                UNIT_HEAD,
                ["TT1", "Tổ con", "phòng", "TT"],
                ["TT", "Trung tâm", "Đơn vị trực thuộc", ""],
                ["TO", "Tổ lái xe", "", "TT"],
            ],
            Cánbộ=[
                PERSON_HEAD,
                ["CB9", "Nguyễn Văn An", "TT1", "Tổ trưởng", "an@so.vn", "Đầu mối; Thủ trưởng đơn vị (TT)", "an.nv"],
                [someone.code, "", "VP", "", "", "", ""],
            ],
        ),
    )
    center, small = Unit.objects.get(code="TT"), Unit.objects.get(code="TT1")
    team.refresh_from_db()
    assert (center.parent, center.path) == (body, f"{body.path}{center.pk}.")
    assert (small.path, team.path) == (f"{center.path}{small.pk}.", f"{center.path}{team.pk}.")
    assert UnitAlias.objects.get(owner=body).text == "Tổ xe"
    person = Person.objects.select_related("user").get(code="CB9")
    assert (person.unit, person.title, person.search_text) == (
        small,
        "Tổ trưởng",
        "nguyen van an cb9 to truong an@so.vn",
    )
    assert set(RoleAssignment.objects.filter(person=person).values_list("role", "unit", "valid_from")) == {
        ("unit_clerk", small.pk, ON),
        ("unit_head", center.pk, ON),
    }
    someone.refresh_from_db()
    assert someone.unit == office
    assert one.outcome == {"new": 3, "changed": 2, "same": 0, "error": 0, "accounts": [person.pk]}
    acts = list(Entry.objects.filter(at=AT, actor_id=actor.user_id).order_by("sequence").values_list("act", flat=True))
    assert acts == [
        "organizations.start_import",
        "accounts.create_user",
        "organizations.create_unit",
        "organizations.create_unit",
        "organizations.change_unit",
        "organizations.change_person",
        "organizations.add_person",
        "organizations.grant_role",
        "organizations.grant_role",
        "organizations.apply_import",
    ]
    with pytest.raises(EditConflict):
        services.apply_import(actor=actor, import_id=one.pk, digest="", at=AT)


@pytest.mark.django_db
def test_one_time_passwords_are_handed_over_once() -> None:
    body = make_body()
    actor = make_actor(body)
    rows = [["", f"Người {n}", "", "", "", "", f"nguoi{n}"] for n in range(3)]
    one = bring_in(actor, body, workbook(A=[PERSON_HEAD, *rows]))
    handed = services.hand_over_passwords(actor=actor, import_id=one.pk, at=AT)
    assert sorted(account.username for account in handed) == ["nguoi0", "nguoi1", "nguoi2"]
    for account in handed:
        user = Person.objects.select_related("user").get(full_name=account.full_name).user
        assert user is not None
        assert (user.check_password(account.password), user.must_change_password) == (True, True)
    assert Entry.objects.latest("sequence").act == "organizations.hand_over_passwords"
    with pytest.raises(EditConflict):
        services.hand_over_passwords(actor=actor, import_id=one.pk, at=AT)
    with pytest.raises(NotVisible):
        services.hand_over_passwords(actor=make_actor(body), import_id=one.pk, at=AT)


@pytest.mark.django_db
def test_an_account_keeps_the_name_of_its_person() -> None:
    body = make_body()
    user = make_user_with_role(body, Role.OFFICER, full_name="Lê Thị Cũ")
    bring_in(make_actor(body), body, workbook(A=[PERSON_HEAD, [user.person.code, "Lê Thị Mới", "", "", "moi@so.vn"]]))
    user.refresh_from_db()
    assert (user.full_name, user.email) == ("Lê Thị Mới", "moi@so.vn")


@pytest.mark.django_db
def test_one_wrong_row_stops_all() -> None:
    body = make_body()
    actor = make_actor(body)
    content = workbook(A=[UNIT_HEAD, ["A", "Phòng A", "phòng", ""], ["B", "Phòng B", "phòng", "Z"]])
    with pytest.raises(ImportRefused):
        bring_in(actor, body, content)
    assert not Unit.objects.filter(code="A").exists()


@pytest.mark.django_db
def test_what_changed_since_the_preview_is_shown_again() -> None:
    body = make_body()
    actor = make_actor(body)
    one = start(actor, body, workbook(A=[UNIT_HEAD, ["A", "Phòng A", "phòng", ""]]))
    digest = import_preview(actor=actor, one=one, on=ON).digest
    make_unit(body, code="A", name="Phòng khác")
    with pytest.raises(EditConflict):
        services.apply_import(actor=actor, import_id=one.pk, digest=digest, at=AT)
    services.discard_import(actor=actor, import_id=one.pk, at=AT)
    assert Entry.objects.latest("sequence").act == "organizations.discard_import"
    with pytest.raises(EditConflict):
        services.discard_import(actor=actor, import_id=one.pk, at=AT)


def cost(rows: int) -> int:
    body = make_body()
    actor = make_actor(body)
    content = workbook(
        U=[UNIT_HEAD, *([f"{body.code}-{n}", f"Phòng {n}", "phòng", ""] for n in range(rows))],
        P=[
            PERSON_HEAD,
            *(
                [f"{body.code}-{n}", f"Người {n}", f"{body.code}-{n}", "", "", "Đầu mối", f"u{body.pk}-{n}"]
                for n in range(rows)
            ),
        ],
    )
    with CaptureQueriesContext(
        connection,
    ) as captured:
        bring_in(actor, body, content)
    return len(captured)


@pytest.mark.django_db
def test_an_import_costs_the_same_number_of_statements_whatever_its_length() -> None:
    assert cost(2) == cost(25)  # beyond, the database takes rows in batches


NAMES = st.text(st.sampled_from("ăâđêôơư ABCabc-,"), min_size=1, max_size=12).map(str.strip).filter(bool)


@pytest.mark.django_db(transaction=True)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    units=st.lists(st.tuples(NAMES, st.integers(-1, 5), st.sampled_from(["division", "district", "bloc"])), max_size=6),
    people=st.lists(st.tuples(NAMES, st.integers(0, 5), st.sampled_from(["", *Role.values])), max_size=6),
)
def test_an_exported_list_comes_back_unchanged(units: list[Any], people: list[Any]) -> None:
    body = make_body()
    made = [body]
    for name, above, kind in units:
        made.append(make_unit(made[above % len(made)] if above >= 0 else body, name=name, kind=kind))
    for name, at, role in people:
        unit = made[at % len(made)]
        if role:
            make_user_with_role(unit, role, full_name=name)
        else:
            make_person(unit, full_name=name, title="Chuyên viên")
    admin = make_user_with_role(body)
    actor = actor_for(admin, on=ON)
    preview = judged(actor, body, exported(actor=actor, unit=body, on=ON))
    assert {row.state for row in preview.rows} == {"same"}
    assert len(preview.rows) == len(made) + len(people) + 1


ODD = st.sampled_from(
    [
        "=1+1",
        "00123",
        "  hai  khoảng ",
        "Hoà bình",
        "a\nb",
        "@x",
        "+84",
        "x\u0302\u0301",
        "Phòng",
        "Phòng",
        "31/02/2026",
    ]
)


@pytest.mark.django_db
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(units=st.lists(st.tuples(ODD, ODD, st.integers(-1, 5)), max_size=5), people=st.lists(ODD, max_size=5))
def test_the_exports_of_the_list_pages_come_back_unchanged(units: list[Any], people: list[Any]) -> None:
    body = make_body()
    made = [body]
    for name, short_name, above in units:
        parent = made[above % len(made)] if above >= 0 else body
        made.append(make_unit(parent, name=name, short_name=short_name))
        Unit.objects.filter(pk=made[-1].pk).update(position=len(made) % 3)
    for number, name in enumerate(people):
        user = make_user_with_role(made[number % len(made)], Role.UNIT_CLERK, full_name=name)
        user.person.title, user.person.phone = name, "0123"
        user.person.save()
        RoleAssignment.objects.create(person=user.person, unit=made[-1], role=Role.OFFICER)
    admin = make_user_with_role(body)
    client = Client()
    client.force_login(admin)
    actor = actor_for(admin, on=ON)
    for address, rows in (("unit-list", len(made)), ("people", len(people) + 1)):
        response = client.get(reverse(f"organizations:{address}") + "?xuat=excel")
        preview = judged(actor, body, response.getvalue())
        assert [(row.state, row.notes) for row in preview.rows] == [("same", [])] * rows


def test_a_file_with_macros_is_refused() -> None:
    content = io.BytesIO(workbook(A=[UNIT_HEAD, ["VP", "Văn phòng", "", ""]]))
    with zipfile.ZipFile(content, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    with pytest.raises(UnreadableList) as refused:
        read_lists(content.getvalue())
    assert str(refused.value) == "Tệp có macro nên không nhận. Lưu thành “Excel Workbook (.xlsx)” rồi tải lại."


def test_our_own_headings_are_known() -> None:
    lists = read_lists(workbook(U=[[*UNIT_COLUMNS.values()], ["x"] * 7], P=[[*PERSON_COLUMNS.values()], ["y"] * 8]))
    assert [list(row.cells) for row in (*lists.units, *lists.people)] == [[*UNIT_COLUMNS], [*PERSON_COLUMNS]]
