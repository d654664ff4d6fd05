"""Excel lists of tasks and targets: what leaves comes back unchanged, every wrong cell is named, all or nothing."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import pytest
import xlsxwriter
from django.db import DatabaseError, connection
from django.db.models import QuerySet
from django.http import FileResponse
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from thidua.apps.audit.models import Entry
from thidua.apps.documents.models import StoredFile
from thidua.apps.organizations.models import Unit
from thidua.apps.organizations.tests.factories import AT, ON, make_actor, make_body, make_unit
from thidua.apps.planning import policies, queries, services
from thidua.apps.planning.domain import sheets
from thidua.apps.planning.domain.sheets.cells import DayHabit, Reader, number_cell
from thidua.apps.planning.enums import Comparator, PlanState, Recurrence, SheetKind, SheetState, TaskOrigin
from thidua.apps.planning.errors import SheetRefused
from thidua.apps.planning.models import Assignment, Plan, PlanTarget, SheetImport, Task, TaskUnit
from thidua.apps.planning.services.confirmation import write_members
from thidua.apps.planning.tests.conftest import World
from thidua.apps.planning.tests.factories import make_plan
from thidua.apps.planning.views import workbooks
from thidua.core.actor import Actor, Role
from thidua.core.errors import DomainError, EditConflict, NotPermitted, NotVisible

Rows = Sequence[Sequence[Any]]


def workbook(rows: Rows, *, sheet: str = "Danh sách") -> bytes:
    """Return an Excel file of these rows, the first being the headings."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"default_date_format": "dd/mm/yyyy", "strings_to_formulas": False}) as book:
        page = book.add_worksheet(sheet)
        for line, row in enumerate(rows):
            page.write_row(line, 0, row)
    return content.getvalue()


def sent(response: FileResponse) -> bytes:
    """Return what a download holds. The answer itself is not closed: that would end the connection of the test."""
    content = response.getvalue()
    assert response.file_to_stream is not None
    response.file_to_stream.close()
    return content


def exported(actor: Actor, plan: Plan, kind: SheetKind) -> bytes:
    return sent(workbooks.exported(actor, plan, kind, on=ON))


def start(actor: Actor, plan: Plan, content: bytes, kind: SheetKind = SheetKind.TASKS) -> SheetImport:
    return services.start_sheet(
        actor=actor, plan_id=plan.pk, kind=kind, content=content, original_name="danh-sach.xlsx", at=AT
    )


def judged(actor: Actor, plan: Plan, content: bytes, kind: SheetKind = SheetKind.TASKS) -> sheets.Preview:
    return queries.sheet_preview(actor=actor, one=start(actor, plan, content, kind), on=ON)


def bring_in(actor: Actor, plan: Plan, content: bytes, kind: SheetKind = SheetKind.TASKS) -> SheetImport:
    one = start(actor, plan, content, kind)
    digest = queries.sheet_preview(actor=actor, one=one, on=ON).digest
    return services.apply_sheet(actor=actor, sheet_id=one.pk, digest=digest, at=AT)


def faults(preview: sheets.Preview) -> list[tuple[int, str, str]]:
    return [(row.line, fault.field, fault.text) for row in preview.rows for fault in row.faults]


def _entries() -> QuerySet[Entry]:
    """The acts of the test itself, without those that set the body up."""
    return Entry.objects.exclude(act__startswith="organizations.").order_by("sequence")


def make_draft(unit: Unit) -> Plan:
    return Plan.objects.create(unit=unit, kind="plan", year=2026, issuer=unit.name, title="Dự thảo", created_at=AT)


def make_task(plan: Plan, units: Mapping[str, Sequence[str]] | None = None, **values: Any) -> Task:
    position = plan.tasks.count() + 1
    task = Task.objects.create(plan=plan, origin=TaskOrigin.MANUAL, position=position, **{"content": "Việc", **values})
    TaskUnit.objects.bulk_create(
        TaskUnit(task=task, part=part, position=at, as_written=name)
        for part, names in (units or {}).items()
        for at, name in enumerate(names, start=1)
    )
    return task


@pytest.fixture
def office(db: None) -> tuple[Actor, Plan]:
    """A clerk of a division with a draft of its own, the body having an office to name."""
    body = make_body()
    division = make_unit(body, name="Phòng Kế hoạch")
    make_unit(body, name="Văn phòng Sở")
    return make_actor(division, Role.UNIT_CLERK), make_draft(division)


HEAD = ["Nội dung", "Chủ trì", "Phối hợp", "Từ ngày", "Đến hết ngày", "Lặp lại", "Nếu có"]

# Round trip --------------------------------------------------------------------------------------------------

AWKWARD = st.one_of(
    st.sampled_from(
        ["", "=1+1", "+84", "-5", "@SUM(A1)", "00123", "1.250", "31/02/2026", "_x0041_", "a\r\nb", "a\n\n b ", "\tx",
         "Phở".encode().decode(), "Hoà bình", "  hai  khoảng  ", "“ngoặc”; chấm phẩy", "x" * 40_000, "Có",
         "x\u0301\u0302", "𝄞 nốt", "'nháy", "\u00a0trống\u00a0", "\u200bẩn"]
    ),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=30),
)  # fmt: skip
DAYS = st.one_of(st.none(), st.dates(date(1950, 1, 1), date(2199, 12, 31)))
NAMES = st.lists(AWKWARD.map(lambda text: text[:480]).filter(bool), max_size=3)
AMOUNTS = st.one_of(st.none(), st.decimals(-(10**14), 10**14, places=4, allow_nan=False))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(AWKWARD, AWKWARD, NAMES, NAMES, DAYS, DAYS, st.sampled_from(["", *Recurrence.values]),
                               st.booleans()), min_size=1, max_size=6))  # fmt: skip
def test_exported_tasks_come_back_unchanged(office: tuple[Actor, Plan], rows: list[Any]) -> None:
    actor, plan = office
    plan.tasks.all().delete()
    for text, other, lead, coordinating, first, second, recurrence, flag in rows:
        starts, due = (first, second) if not (first and second and first > second) else (second, first)
        make_task(plan, {"lead": lead, "coordinating": coordinating}, content=text.strip() or "Việc", no=other[:20],
                  group=text[:500], time_text=other[:500], product=other, budget=text, note=other, starts_on=starts,
                  due_on=due, recurrence=recurrence, is_optional=flag, is_continuous=not flag)  # fmt: skip
    preview = judged(actor, plan, exported(actor, plan, SheetKind.TASKS))
    assert [(row.state, row.notes, row.faults, row.warnings) for row in preview.rows] == [("same", [], [], [])] * len(
        rows
    )
    assert (preview.writings, preview.removals) == ([], [])


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(AWKWARD, st.sampled_from(Comparator.values), AMOUNTS, AMOUNTS, st.booleans(),
                               st.integers(-1, 4)), min_size=1, max_size=6))  # fmt: skip
def test_exported_targets_come_back_unchanged(office: tuple[Actor, Plan], rows: list[Any]) -> None:
    actor, plan = office
    plan.targets.all().delete()
    made: list[PlanTarget] = []
    for position, (text, comparator, low, high, flag, above) in enumerate(rows, start=1):
        if low is not None and high is not None and low > high:
            low, high = high, low
        made.append(PlanTarget.objects.create(
            plan=plan, position=position, indicator=text.strip() or "Chỉ tiêu", comparator=comparator, minimum=low,
            maximum=high, baseline=low, measure=text[:60], baseline_text=text[:120], is_cumulative=flag,
            whole=made[above] if 0 <= above < len(made) else None,
        ))  # fmt: skip
    preview = judged(actor, plan, exported(actor, plan, SheetKind.TARGETS), SheetKind.TARGETS)
    assert [(row.state, row.notes, row.faults) for row in preview.rows] == [("same", [], [])] * len(rows)


@given(AMOUNTS)
def test_no_digit_of_a_number_is_lost(value: Any) -> None:
    row = sheets.SheetRow(2, {"value": number_cell(value)} if value is not None else {})
    one = sheets.Judged(2, "")
    assert Reader(row, {"value": "A"}, one, DayHabit()).number("value") == value
    assert one.faults == []


def test_no_text_leaves_as_a_formula(office: tuple[Actor, Plan]) -> None:
    actor, plan = office
    make_task(plan, content='=HYPERLINK("http://x","y")', note="@x", product="+1", budget="-1")
    with zipfile.ZipFile(io.BytesIO(exported(actor, plan, SheetKind.TASKS))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert [name for name, part in parts.items() if b"<f>" in part or b"<hyperlink" in part] == []


@pytest.mark.parametrize("kind", [SheetKind.TASKS, SheetKind.TARGETS, SheetKind.ACTUALS])
def test_the_template_is_read(kind: SheetKind) -> None:
    content = sent(workbooks.template(kind))
    module = services.SHEET_LISTS[kind]
    listed = sheets.read_listed(content, fields=module.FIELDS, needed=module.NEEDED)
    assert (list(listed.columns), list(listed.ignored)) == (list(module.FIELDS), [])
    assert [row.line for row in listed.rows] == [row.line for row in module.sample_rows()]


# What is wrong -----------------------------------------------------------------------------------------------


def test_every_wrong_cell_of_a_task_is_named(office: tuple[Actor, Plan]) -> None:
    actor, plan = office
    make_task(plan, no="7", content="Việc đã có")
    rows: list[list[Any]] = [
        ["", "Văn phòng Sở"],
        ["A", "", "", "31/02/2026"],
        ["B", "", "", "5/3/26"],
        ["C", "", "", "tháng 3"],
        ["D", "", "", 46_085],
        ["E", "", "", date(1900, 3, 3)],
        ["F", "", "", "10/03/2026", "01/03/2026"],
        ["G", "", "", "", "", "Mười năm một lần"],
        ["H", "", "", "", "", "", "Có lẽ"],
        ["Việc đã có"],
        ["I", "Văn phòng Sở"],
        ["i ", "Văn phòng Sở"],
        ["K", "x" * 501],
        ["y" * 10_001],
    ]
    recurrences = "Hằng ngày; Hằng tuần; Hằng tháng; Hằng quý; 6 tháng một lần; Hằng năm"
    example = "Ghi ngày/tháng/năm, ví dụ 05/03/2026."
    assert faults(judged(actor, plan, workbook([HEAD, *rows]))) == [
        (2, "content", "Chưa có nội dung nhiệm vụ. Ghi nội dung; muốn xóa nhiệm vụ thì ghi x ở cột Xóa."),
        (3, "starts_on", f"“31/02/2026” không có trong lịch. {example}"),
        (4, "starts_on", f"“5/3/26” thiếu năm đủ bốn chữ số. {example}"),
        (5, "starts_on", f"“tháng 3” không phải ngày. {example}"),
        (6, "starts_on", f"“46085” không phải ngày. {example}"),
        (7, "starts_on", "Năm 1900 nằm ngoài 1945–2200. Kiểm tra lại ngày này."),
        (8, "due_on", "Ngày kết thúc 01/03/2026 đứng trước ngày bắt đầu 10/03/2026. Sửa một trong hai."),
        (9, "recurrence", f"Không có “Mười năm một lần”. Chọn một trong: {recurrences}."),
        (10, "is_optional", "Không hiểu “Có lẽ”. Ghi Có hoặc Không."),
        (11, "content", "Nhiệm vụ này đã có trong kế hoạch (STT 7). Giữ mã dòng để sửa, hoặc bỏ dòng này."),
        (13, "content", "Trùng với dòng 12. Bỏ một trong hai dòng."),
        (
            14,
            "lead",
            "Có tên đơn vị dài quá 500 ký tự. Tách thành từng đơn vị, cách nhau bằng dấu chấm phẩy.",
        ),
        (15, "content", "Dài quá 10000 ký tự. Rút gọn nội dung ô này."),
    ]


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        (
            ["03/25/2026", "04/05/2026", "25/03/2026", "04/04/2026"],
            [
                (2, "“03/25/2026” ghi tháng trước ngày. Ghi ngày trước tháng: 25/03/2026."),
                (
                    3,
                    (
                        "“04/05/2026” không rõ là ngày 4 tháng 5 hay ngày 5 tháng 4, vì dòng 2 ghi tháng trước ngày. "
                        "Ghi mọi ngày trong tệp theo ngày/tháng/năm."
                    ),
                ),
            ],
        ),
        (
            ["25/03/2026", date(2026, 4, 5), date(2026, 4, 4)],
            [
                (
                    3,
                    (
                        "“05/04/2026” có thể đã bị Excel đảo ngày với tháng: dòng 2 có ngày Excel không nhận ra. "
                        "Định dạng cột là Văn bản (Text) rồi ghi lại các ngày theo ngày/tháng/năm."
                    ),
                )
            ],
        ),
        (["25/03/2026", date(2026, 4, 5), date(2026, 12, 31)], []),
        (["5/4/2026", "05-04-2026", "05.04.2026", "2026-04-05", date(2026, 4, 5)], []),
    ],
)
def test_days_that_may_be_swapped_are_refused(office: tuple[Actor, Plan], cells: list[Any], told: list[Any]) -> None:
    actor, plan = office
    content = workbook([["Nội dung", "Từ ngày"], *([f"Việc {at}", cell] for at, cell in enumerate(cells))])
    preview = judged(actor, plan, content)
    assert [(line, text) for line, _field, text in faults(preview)] == told
    if len(cells) == 5:
        assert {one.values["starts_on"] for one in preview.writings} == {date(2026, 4, 5)}


def test_codes_that_do_not_fit_are_refused(office: tuple[Actor, Plan]) -> None:
    actor, plan = office
    other = make_task(make_draft(plan.unit), content="Của kế hoạch khác")
    whole = make_task(plan, content="Việc lớn")
    part = make_task(plan, content="Phần", parent=whole)
    stale = make_task(plan, content="Đã sửa", version=3)
    key = f"NV{part.pk}-1"
    gone = "Để trống mã nếu là dòng mới."
    content = workbook(
        [
            ["Mã dòng", "Nội dung", "Xóa"],
            [f"NV{other.pk}-1", "Chiếm"],
            ["lung tung", "Chiếm"],
            [key, "Phần"],
            [key, "Phần khác"],
            ["", "Việc mới", "x"],
            [f"NV{whole.pk}-1", "Việc lớn", "x"],
            [f"NV{stale.pk}-2", "Nội dung cũ"],
            ["", "Giữ", "chắc là xóa"],
        ]
    )
    again = f"Mã “{key}” đã có ở dòng 4. Bỏ một trong hai dòng, hoặc xóa mã để thêm mới."
    assert faults(judged(actor, plan, content)) == [
        (2, "key", f"Không có mã “NV{other.pk}-1” trong kế hoạch này. {gone}"),
        (3, "key", f"Không có mã “lung tung” trong kế hoạch này. {gone}"),
        (5, "key", again),
        (6, "remove", "Dòng chưa có mã nên chưa có gì để xóa. Bỏ dòng này khỏi tệp."),
        (7, "remove", "Nhiệm vụ còn nhiệm vụ thành phần. Xóa cả các nhiệm vụ thành phần, hoặc bỏ dấu x."),
        (
            8,
            "key",
            "Nội dung này đã được sửa sau khi tải tệp. Tải lại danh sách hiện có rồi sửa trên tệp mới.",
        ),
        (9, "remove", "Không hiểu “chắc là xóa”. Ghi x để xóa dòng này, để trống để giữ."),
    ]


def test_every_wrong_cell_of_a_target_is_named(office: tuple[Actor, Plan]) -> None:
    actor, plan = office
    first = PlanTarget.objects.create(plan=plan, position=1, indicator="Tuyển mới", comparator="=", minimum=5)
    head = ["Mã dòng", "Chỉ tiêu", "So sánh", "Từ", "Đến", "Cộng dồn các kỳ", "Là phần của"]
    content = workbook(
        [
            head,
            ["", "", "bằng", 1],
            ["", "A", "gấp đôi", 1],
            ["", "B", "", 1],
            ["", "C", "bằng", "một trăm"],
            ["", "D", "bằng", "1,23456"],
            ["", "E", "bằng", 1e15],
            ["", "F", "trong khoảng", 5],
            ["", "G", "không quá"],
            ["", "H", "trong khoảng", 5, 4],
            ["", "I", "bằng", 5, "", "ừ"],
            ["", "tuyển  mới", "bằng", 5],
            ["", "K", "bằng", 5, "", "", "Không có"],
            ["", "L", "bằng", 5, "", "", "M"],
            ["", "M", "bằng", 5, "", "", "L"],
            ["", "L", "bằng", 5, "", "", "M"],
            [f"CT{first.pk}-1", "Tuyển mới", "bằng", 5, "", "", f"CT{first.pk}"],
        ]
    )
    listed = "bằng; từ … trở lên; không quá; trong khoảng; khoảng"
    circle = "Chỉ tiêu không thể là phần của chính nó. Sửa cột Là phần của."
    assert sorted(faults(judged(actor, plan, content, SheetKind.TARGETS))) == [
        (2, "indicator", "Chưa có nội dung chỉ tiêu. Ghi nội dung; muốn xóa chỉ tiêu thì ghi x ở cột Xóa."),
        (3, "comparator", f"Không có “gấp đôi”. Chọn một trong: {listed}."),
        (4, "comparator", f"Chưa có cách so sánh. Chọn một trong: {listed}."),
        (5, "minimum", "“một trăm” không phải số. Chỉ ghi số, theo cách viết 1.234,5."),
        (6, "minimum", "“1,23456” có quá bốn chữ số sau dấu phẩy. Làm tròn số này."),
        (7, "minimum", "Số này lớn quá mức ghi được. Kiểm tra lại, hoặc đổi đơn vị tính."),
        (8, "maximum", "Khoảng cần cả mức thấp nhất và mức cao nhất. Điền cả cột Từ và cột Đến."),
        (9, "minimum", "Chưa có mức phấn đấu. Điền số vào cột Từ hoặc cột Đến."),
        (10, "maximum", "Mức cao nhất nhỏ hơn mức thấp nhất. Đổi chỗ hai số."),
        (11, "is_cumulative", "Không hiểu “ừ”. Ghi Có hoặc Không."),
        (12, "indicator", "Chỉ tiêu này đã có trong kế hoạch. Giữ mã dòng để sửa, hoặc bỏ dòng này."),
        (
            13,
            "whole",
            f"Không thấy đúng một chỉ tiêu “Không có”. Ghi mã dòng của chỉ tiêu lớn, ví dụ CT{first.pk}.",
        ),
        (15, "whole", f"Không thấy đúng một chỉ tiêu “L”. Ghi mã dòng của chỉ tiêu lớn, ví dụ CT{first.pk}."),
        (16, "indicator", "Trùng với dòng 14. Bỏ một trong hai dòng."),
        (17, "whole", circle),
    ]


# Applying ----------------------------------------------------------------------------------------------------


def test_a_list_adds_changes_and_removes_tasks(office: tuple[Actor, Plan]) -> None:
    actor, plan = office
    kept = make_task(plan, {"lead": ["Văn phòng Sở"]}, content="Giữ nguyên")
    changed = make_task(plan, {"lead": ["Văn phòng Sở"], "coordinating": ["Ban lạ"]}, content="Đổi", note="cũ")
    removed = make_task(plan, content="Bỏ")
    untouched = make_task(plan, content="Không có trong tệp")
    changed.code = "giữ"
    changed.save()
    head = ["Mã dòng", "Nội dung", "Chủ trì", "Phối hợp", "Đến hết ngày", "Ghi chú", "Xóa", "Trạng thái"]
    one = bring_in(
        actor,
        plan,
        workbook(
            [
                head,
                [f"NV{kept.pk}-1", "Giữ nguyên", "Văn phòng Sở", "", "", "", "", "Hoàn thành"],
                [f"NV{changed.pk}-1", "Đổi\nhai dòng", "Phòng Kế hoạch", "Ban lạ", "31/12/2026", "", ""],
                [f"NV{removed.pk}-1", "Bỏ", "", "", "", "", "x"],
                ["", "Mới", "Văn phòng Sở; Ban mới", "", date(2026, 6, 30), "gấp", ""],
            ]
        ),
    )
    assert one.outcome == {"new": 1, "changed": 1, "removed": 1, "same": 1, "error": 0}
    assert (one.state, one.applied_at, one.rows) == (SheetState.APPLIED, AT, {})
    assert set(plan.tasks.values_list("content", "version", "due_on", "note", "code")) == {
        ("Giữ nguyên", 1, None, "", ""),
        ("Đổi\nhai dòng", 2, date(2026, 12, 31), "", "giữ"),
        ("Không có trong tệp", 1, None, "", ""),
        ("Mới", 1, date(2026, 6, 30), "gấp", ""),
    }
    fresh = plan.tasks.get(content="Mới")
    assert (fresh.position, fresh.origin, fresh.search_text) == (5, TaskOrigin.MANUAL, "moi van phong so ban moi")
    office_unit = Unit.objects.get(name="Văn phòng Sở")
    named = TaskUnit.objects.filter(task__in=[fresh, changed]).order_by("task", "part", "position")
    assert list(named.values_list("task", "part", "as_written", "unit")) == [
        (changed.pk, "coordinating", "Ban lạ", None),
        (changed.pk, "lead", "Phòng Kế hoạch", plan.unit.pk),
        (fresh.pk, "lead", "Văn phòng Sở", office_unit.pk),
        (fresh.pk, "lead", "Ban mới", None),
    ]
    assert set(Assignment.objects.filter(task__plan=plan).values_list("task", "unit", "part")) == {
        (changed.pk, plan.unit.pk, "lead"),
        (fresh.pk, office_unit.pk, "lead"),
    }
    entries = _entries().values_list("act", "subject_type", "subject_id", "changes")
    told = list(entries)
    assert [entry[:3] for entry in told] == [
        ("documents.store_file", "documents.storedfile", str(one.file_id)),
        ("planning.start_sheet", "planning.sheetimport", str(one.pk)),
        ("planning.change_task", "planning.task", str(changed.pk)),
        ("planning.create_task", "planning.task", str(fresh.pk)),
        ("planning.remove_task", "planning.plan", str(plan.pk)),
        ("planning.apply_sheet", "planning.plan", str(plan.pk)),
    ]
    assert told[2][3] == {
        "content": ["Đổi", "Đổi\nhai dòng"],
        "due_on": [None, "2026-12-31"],
        "note": ["cũ", ""],
        "lead": [["Văn phòng Sở"], ["Phòng Kế hoạch"]],
    }
    assert told[5][3] == {
        "sheet": "Nhiệm vụ", "file": "danh-sach.xlsx", "new": 1, "changed": 1, "removed": 1, "same": 1,
    }  # fmt: skip
    assert untouched.version == 1
    preview = judged(actor, plan, exported(actor, plan, SheetKind.TASKS))
    assert preview.counts == {"new": 0, "changed": 0, "removed": 0, "same": 4, "error": 0}


def test_a_changed_row_keeps_what_a_list_does_not_hold(office: tuple[Actor, Plan]) -> None:
    actor, plan = office
    whole = make_task(plan, content="Việc lớn")
    task = make_task(plan, content="Đổi", parent=whole, evidence={"content": "dòng 7"}, other={"Cột": "x"}, code="M1")
    held = {"content", "version", "search_text"}
    before = Task.objects.filter(pk=task.pk).values().get()
    file = workbook([["Mã dòng", "Nội dung"], [f"NV{task.pk}-1", "Đã đổi"]])
    bring_in(actor, plan, file)
    after = Task.objects.filter(pk=task.pk).values().get()
    assert {name for name in after if after[name] != before[name]} == held
    assert (after["content"], after["version"], after["search_text"]) == ("Đã đổi", 2, "m1 da doi")
    assert plan.tasks.count() == 2


def test_what_is_not_read_and_who_is_unknown_is_told(office: tuple[Actor, Plan]) -> None:
    actor, plan = office
    one = start(actor, plan, workbook([["KẾ HOẠCH"], ["Nhiệm vụ (*)", "Trạng thái", "Đơn vị chủ trì"],
                                       ["A", "Hoàn thành", "Ban lạ"]]))  # fmt: skip
    preview = queries.sheet_preview(actor=actor, one=one, on=ON)
    assert (one.rows["ignored"], one.rows["columns"]) == (["Trạng thái"], {"content": "A", "lead": "C"})
    assert [(row.line, row.state, row.warnings) for row in preview.rows] == [
        (3, "new", ["“Ban lạ” chưa có trong cơ cấu: giữ nguyên cách ghi, chưa giao cho đơn vị nào."])
    ]


def test_a_list_adds_changes_and_removes_targets(office: tuple[Actor, Plan]) -> None:
    actor, plan = office
    whole = PlanTarget.objects.create(plan=plan, position=1, indicator="Lớn", comparator="=", minimum=5)
    middle = PlanTarget.objects.create(plan=plan, position=2, indicator="Giữa", comparator="=", minimum=4, whole=whole)
    small = PlanTarget.objects.create(plan=plan, position=3, indicator="Nhỏ", comparator="=", minimum=3, whole=middle)
    head = ["Mã dòng", "Chỉ tiêu", "Là phần của", "So sánh", "Từ", "Đến", "Đơn vị tính", "Cộng dồn các kỳ", "Xóa"]
    bring_in(
        actor,
        plan,
        workbook(
            [
                head,
                [f"CT{whole.pk}-1", "Lớn", "", "trong khoảng", "1.234,5", 2000, "người", "Không", ""],
                [f"CT{middle.pk}-1", "Giữa", f"CT{whole.pk}", "bằng", 4, "", "", "Có", "x"],
                ["", "Mới", "", "≥", 70, "", "%", "", ""],
                ["", "Phần của mới", "mới", "ít nhất", 7, "", "%", "Có", ""],
            ]
        ),
        SheetKind.TARGETS,
    )
    fresh = plan.targets.get(indicator="Mới")
    fields = (
        "indicator",
        "whole",
        "comparator",
        "minimum",
        "maximum",
        "measure",
        "is_cumulative",
        "version",
        "position",
    )
    assert list(plan.targets.values_list(*fields)) == [
        ("Lớn", None, "range", 1234.5, 2000, "người", False, 2, 1),
        ("Nhỏ", whole.pk, "=", 3, None, "", True, 2, 3),
        ("Mới", None, ">=", 70, None, "%", False, 1, 4),
        ("Phần của mới", fresh.pk, ">=", 7, None, "%", True, 1, 5),
    ]
    assert small.pk == plan.targets.get(indicator="Nhỏ").pk
    acts = _entries().values_list("act", flat=True)
    assert list(acts)[2:] == [
        "planning.change_target",
        "planning.create_target",
        "planning.create_target",
        "planning.remove_target",
        "planning.apply_sheet",
    ]
    assert Entry.objects.get(act="planning.change_target").changes == {
        "comparator": ["=", "range"],
        "minimum": ["5", "1234.5"],
        "maximum": [None, "2000"],
        "measure": ["", "người"],
        "is_cumulative": [True, False],
    }


def test_a_task_that_an_amending_plan_took_over_is_marked_as_dropped(office: tuple[Actor, Plan]) -> None:
    actor, plan = office
    first = make_task(make_draft(plan.unit), content="Gốc")
    copy = make_task(plan, content="Gốc", revises=first)
    bring_in(actor, plan, workbook([["Mã dòng", "Nội dung", "Xóa"], [f"NV{copy.pk}-1", "Gốc", "X"]]))
    copy.refresh_from_db()
    assert (copy.is_dropped, copy.version) == (True, 2)
    assert Entry.objects.filter(act="planning.drop_task", subject_id=str(copy.pk)).count() == 1
    preview = judged(actor, plan, exported(actor, plan, SheetKind.TASKS))
    assert [row.state for row in preview.rows] == ["same"]


def test_one_wrong_row_stops_all(office: tuple[Actor, Plan]) -> None:
    actor, plan = office
    with pytest.raises(SheetRefused) as refused:
        bring_in(actor, plan, workbook([HEAD, ["Tốt"], ["Sai", "", "", "32/01/2026"]]))
    assert str(refused.value) == "Danh sách còn 1 dòng sai nên chưa nhập dòng nào."
    assert plan.tasks.count() == 0


@pytest.mark.parametrize("table", ["planning_task", "planning_taskunit", "planning_assignment", "audit_entry"])
def test_a_failure_in_the_middle_leaves_nothing(office: tuple[Actor, Plan], table: str) -> None:
    actor, plan = office
    changed = make_task(plan, content="Đổi")
    rows = [[f"NV{changed.pk}-1", "Đã đổi", ""], ["", "Mới", "Văn phòng Sở"]]
    one = start(actor, plan, workbook([["Mã dòng", "Nội dung", "Chủ trì"], *rows]))
    digest = queries.sheet_preview(actor=actor, one=one, on=ON).digest
    before = Entry.objects.count()

    def fail(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith(f'INSERT INTO "{table}"'):
            raise DatabaseError("the disk is full")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(fail), pytest.raises(DatabaseError):
        services.apply_sheet(actor=actor, sheet_id=one.pk, digest=digest, at=AT)
    one.refresh_from_db()
    assert list(plan.tasks.values_list("content", "version")) == [("Đổi", 1)]
    assert (one.state, Entry.objects.count()) == (SheetState.PREVIEW, before)
    services.apply_sheet(actor=actor, sheet_id=one.pk, digest=digest, at=AT)
    assert set(plan.tasks.values_list("content", flat=True)) == {"Đã đổi", "Mới"}


def test_what_changed_since_the_preview_is_told(office: tuple[Actor, Plan]) -> None:
    actor, plan = office
    task = make_task(plan, content="Đổi")
    one = start(actor, plan, workbook([["Mã dòng", "Nội dung"], [f"NV{task.pk}-1", "Theo tệp"], ["", "Mới"]]))
    digest = queries.sheet_preview(actor=actor, one=one, on=ON).digest
    services.change_task(actor=actor, task_id=task.pk, version=1, values={"content": "Theo trang"}, units={}, at=AT)
    with pytest.raises(SheetRefused):
        services.apply_sheet(actor=actor, sheet_id=one.pk, digest=digest, at=AT)
    preview = queries.sheet_preview(actor=actor, one=one, on=ON)
    assert [fault.text for row in preview.rows for fault in row.faults] == [
        "Nội dung này đã được sửa sau khi tải tệp. Tải lại danh sách hiện có rồi sửa trên tệp mới."
    ]
    task.refresh_from_db()
    assert (task.content, plan.tasks.count()) == ("Theo trang", 1)


def test_a_tree_that_changed_since_the_preview_is_told(office: tuple[Actor, Plan]) -> None:
    actor, plan = office
    one = start(actor, plan, workbook([HEAD, ["Mới", "Ban Thanh tra"]]))
    digest = queries.sheet_preview(actor=actor, one=one, on=ON).digest
    make_unit(Unit.objects.get(children=plan.unit), name="Ban Thanh tra")
    with pytest.raises(EditConflict) as told:
        services.apply_sheet(actor=actor, sheet_id=one.pk, digest=digest, at=AT)
    assert told.value.message == "Kế hoạch đã thay đổi từ lúc xem trước nên kết quả nhập sẽ khác."
    assert plan.tasks.count() == 0


def test_a_list_is_applied_once_and_not_after_a_week(office: tuple[Actor, Plan]) -> None:
    actor, plan = office
    content = workbook([HEAD, ["Mới"]])
    first, second = start(actor, plan, content), start(actor, plan, content)
    first.refresh_from_db()
    assert (first.state, first.rows) == (SheetState.DISCARDED, {})
    digest = queries.sheet_preview(actor=actor, one=second, on=ON).digest
    late = AT + timedelta(days=7, seconds=1)
    with pytest.raises(EditConflict) as told:
        services.apply_sheet(actor=actor, sheet_id=second.pk, digest=digest, at=late)
    assert told.value.message == "Danh sách chờ quá 7 ngày nên đã hết hạn."
    services.apply_sheet(actor=actor, sheet_id=second.pk, digest=digest, at=AT + timedelta(days=7))
    for one in (first, second):
        with pytest.raises(EditConflict):
            services.apply_sheet(actor=actor, sheet_id=one.pk, digest=digest, at=AT)
        with pytest.raises(EditConflict):
            services.discard_sheet(actor=actor, sheet_id=one.pk, at=AT)
    third = start(actor, plan, content)
    services.discard_sheet(actor=actor, sheet_id=third.pk, at=AT)
    entry = Entry.objects.latest("sequence")
    assert (entry.act, entry.subject_id) == ("planning.discard_sheet", str(third.pk))


# Who may, and what is read ----------------------------------------------------------------------------------


def test_only_who_writes_the_draft_brings_a_list_in(world: World) -> None:
    plan = make_plan(world.actor("officer"), world.body, is_issued=False)
    content = workbook([HEAD, ["Mới"]])
    one = start(world.actor("officer"), plan, content)
    with pytest.raises(NotPermitted):
        start(world.actor("leader"), plan, content)
    for who in ("clerk", "division_clerk", "stranger"):
        with pytest.raises(NotVisible):
            start(world.actor(who), plan, content)
    for who in ("second_officer", "leader", "stranger"):
        with pytest.raises(NotVisible):
            services.discard_sheet(actor=world.actor(who), sheet_id=one.pk, at=AT)
        actor = world.actor(who)
        assert [policies.can_see_sheet(actor, one), policies.can_open_file(actor, one.file)] == [False, False]
    officer = world.actor("officer")
    assert [policies.can_see_sheet(officer, one), policies.can_open_file(officer, one.file)] == [True, True]


def test_an_issued_plan_is_locked_and_says_where_to_go(world: World) -> None:
    plan = make_plan(world.actor("officer"), world.body)
    for kind in (SheetKind.TASKS, SheetKind.TARGETS):
        with pytest.raises(DomainError) as refused:
            start(world.actor("officer"), plan, workbook([HEAD, ["Mới"]]), kind)
        assert refused.value.message == "Kế hoạch đang ở trạng thái “Đã ban hành” nên không sửa trực tiếp được."
        assert "Lập kế hoạch sửa đổi" in refused.value.remedy


def test_a_plan_issued_since_the_preview_takes_no_list(office: tuple[Actor, Plan]) -> None:
    actor, plan = office
    one = start(actor, plan, workbook([HEAD, ["Mới"]]))
    digest = queries.sheet_preview(actor=actor, one=one, on=ON).digest
    Plan.objects.filter(pk=plan.pk).update(state=PlanState.ISSUED, issued_at=AT)
    with pytest.raises(DomainError):
        services.apply_sheet(actor=actor, sheet_id=one.pk, digest=digest, at=AT)
    assert plan.tasks.count() == 0


def with_macros() -> bytes:
    content = io.BytesIO(workbook([HEAD, ["Mới"]]))
    with zipfile.ZipFile(content, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"Ma,Ten", "Chỉ nhận tệp Excel đuôi .xlsx."),
        (with_macros(), "Tệp có macro nên không nhận."),
        (workbook([["A", "B"], ["1", "2"]]), "Không thấy dòng tiêu đề có cột “Nội dung”."),
        (workbook([HEAD]), "Danh sách chưa có dòng nào dưới dòng tiêu đề."),
        (workbook([HEAD, *([f"Việc {n}"] for n in range(5_001))], sheet="A"), "Trang tính “A” có hơn 5000 dòng."),
    ],
)
def test_what_is_no_list_is_refused_in_words(office: tuple[Actor, Plan], content: bytes, words: str) -> None:
    actor, plan = office
    with pytest.raises(SheetRefused) as refused:
        start(actor, plan, content)
    assert str(refused.value).startswith(words)
    assert (SheetImport.objects.count(), StoredFile.objects.count()) == (0, 0)


# Cost --------------------------------------------------------------------------------------------------------


def cost(rows: int) -> tuple[int, int]:
    division = make_unit(make_body(), name="Phòng Kế hoạch")
    actor, plan = make_actor(division, Role.UNIT_CLERK), make_draft(division)
    tasks = [make_task(plan, {"lead": ["Phòng Kế hoạch"]}, content=f"Cũ {n}") for n in range(rows)]
    write_members(list(TaskUnit.objects.filter(task__plan=plan)), on=ON)
    changed = [[f"NV{task.pk}-1", f"Mới {task.pk}", "Ban lạ"] for task in tasks]
    fresh = [["", f"Thêm {n}", "Phòng Kế hoạch"] for n in range(rows)]
    one = start(actor, plan, workbook([["Mã dòng", "Nội dung", "Chủ trì"], *changed, *fresh]))
    with CaptureQueriesContext(connection) as looked:
        digest = queries.sheet_preview(actor=actor, one=one, on=ON).digest
    with CaptureQueriesContext(connection) as written:
        services.apply_sheet(actor=actor, sheet_id=one.pk, digest=digest, at=AT)
    return len(looked), len(written)


@pytest.mark.django_db
def test_a_list_costs_the_same_number_of_statements_whatever_its_length() -> None:
    assert cost(2) == cost(25)  # beyond, the database takes rows in batches
