"""Excel lists of figures: the rules of reporting, row by row, and what other branches reported stays unseen."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from thidua.apps.audit.models import Entry
from thidua.apps.organizations.models import Unit
from thidua.apps.organizations.tests.factories import AT, ON, make_actor, make_body, make_unit
from thidua.apps.planning import queries, services
from thidua.apps.planning.domain import periods_of
from thidua.apps.planning.domain.sheets.actuals import period_of, period_words
from thidua.apps.planning.enums import Comparator, PlanState, SheetKind
from thidua.apps.planning.models import Plan, PlanReceipt, PlanTarget, TargetActual, TargetShare
from thidua.apps.planning.tests.test_sheets import AWKWARD, exported, faults, judged, make_draft, start, workbook
from thidua.core.actor import Actor, Role
from thidua.core.errors import DomainError, NotPermitted

FIGURES = SheetKind.ACTUALS
HEAD = ["Mã dòng", "Mã chỉ tiêu", "Chỉ tiêu", "Đơn vị", "Kỳ", "Thực hiện", "Ghi chú"]
YEAR = ON.year - 1
"""A year that is over, so that all of its periods may be reported."""


@pytest.fixture
def shared(db: None) -> tuple[Plan, PlanTarget, Unit, Unit]:
    """A running plan of a body with one target, shared out to two units."""
    body = make_body()
    first, second = make_unit(body, name="Phòng Kế hoạch"), make_unit(body, name="Phòng Dạy nghề")
    plan = make_draft(body)
    Plan.objects.filter(pk=plan.pk).update(state=PlanState.ISSUED, issued_at=AT, issued_on=date(YEAR, 1, 5), year=YEAR)
    plan.refresh_from_db()
    target = make_target(plan, "Tuyển mới")
    for unit in (first, second):
        TargetShare.objects.create(target=target, unit=unit, minimum=10)
        PlanReceipt.objects.create(plan=plan, unit=unit, sent_at=AT)
    return plan, target, first, second


def make_target(plan: Plan, indicator: str, **values: Any) -> PlanTarget:
    position = plan.targets.count() + 1
    return PlanTarget.objects.create(
        plan=plan, position=position, indicator=indicator, comparator=Comparator.AT_LEAST, minimum=20, **values
    )


def make_actual(target: PlanTarget, unit: Unit, words: str, value: Any, note: str = "") -> TargetActual:
    period = period_of(words, year=YEAR)
    assert period is not None
    return TargetActual.objects.create(
        target=target, unit=unit, period=period.kind, starts_on=period.starts_on, ends_on=period.ends_on, value=value,
        note=note, reported_at=AT,
    )  # fmt: skip


def clerk(unit: Unit) -> Actor:
    return make_actor(unit, Role.UNIT_CLERK)


def test_every_period_is_read_as_it_is_written() -> None:
    for one in periods_of(year=2026):
        assert period_of(period_words(one.kind, one.starts_on), year=2020) == one
    quarter, half = period_of("Quý II/2026", year=0), period_of("6 tháng cuối năm 2026", year=0)
    for text in ("quý 2", "Quý II", "QUÝ II năm 2026", "quý 2/2026", "Quý II-2026"):
        assert period_of(text, year=2026) == quarter
    for text in ("6 tháng cuối năm", "6 tháng cuối 2026", "nửa năm 2"):
        assert period_of(text, year=2026) == half
    for text in ("", "Quý V", "Tháng 13", "Tháng 0", "2026", "01/03/2026", "Quý", "Năm 0", "tuần 3"):
        assert period_of(text, year=2026) is None


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(
        st.tuples(st.decimals(0, 10**14, places=4, allow_nan=False), AWKWARD, AWKWARD), min_size=1, max_size=4
    )
)
def test_exported_figures_come_back_unchanged(shared: tuple[Plan, PlanTarget, Unit, Unit], rows: list[Any]) -> None:
    plan, target, first, second = shared
    plan.targets.exclude(pk=target.pk).delete()
    target.actuals.all().delete()
    for number, (value, note, indicator) in enumerate(rows, start=1):
        make_actual(target, first, f"Tháng {number}", value, note)
        make_actual(make_target(plan, indicator or "x", is_cumulative=False), plan.unit, f"Quý {number}", -value, note)
        make_actual(target, second, f"Tháng {number}", value)
    for actor, seen in ((clerk(first), len(rows)), (make_actor(plan.unit, Role.OFFICER), 3 * len(rows))):
        content = exported(actor, plan, FIGURES)
        preview = judged(actor, plan, content, FIGURES)
        owed = [row for row in preview.rows if row.warnings]
        assert {row.state for row in preview.rows} == {"same"}
        assert {text for row in owed for text in row.warnings} <= {"Chưa ghi số liệu nên bỏ qua dòng này."}
        assert len(preview.rows) - len(owed) == seen


def test_figures_are_reported_and_corrected(shared: tuple[Plan, PlanTarget, Unit, Unit]) -> None:
    plan, target, first, _second = shared
    level = make_target(plan, "Tỷ lệ", is_cumulative=False)
    TargetShare.objects.create(target=level, unit=first, minimum=5)
    old = make_actual(target, first, "Quý I", 3, "cũ")
    actor = clerk(first)
    rows: list[list[Any]] = [
        [f"SL{old.pk}-1", f"CT{target.pk}", "", "Phòng Kế hoạch", f"Quý I/{YEAR}", "4,5", "mới"],
        ["", "", "tuyển  mới", "phòng kế hoạch", "Tháng 4", 7],
        ["", "", "Tỷ lệ", "Phòng Kế hoạch", f"6 tháng đầu năm {YEAR}", 60],
        ["", "", "Tỷ lệ", "Phòng Kế hoạch", f"Quý II/{YEAR}", 61, "sát hơn"],
        ["", "", "Tỷ lệ", "Phòng Kế hoạch", "Quý III", ""],
    ]
    one = start(actor, plan, workbook([HEAD, *rows]), FIGURES)
    preview = queries.sheet_preview(actor=actor, one=one, on=ON)
    assert [(row.state, row.faults) for row in preview.rows] == [
        ("changed", []), ("new", []), ("new", []), ("new", []), ("same", []),
    ]  # fmt: skip
    services.apply_sheet(actor=actor, sheet_id=one.pk, digest=preview.digest, at=AT)
    found = TargetActual.objects.order_by("target", "ends_on", "starts_on")
    assert list(found.values_list("target", "unit", "period", "starts_on", "value", "note", "version")) == [
        (target.pk, first.pk, "quarter", date(YEAR, 1, 1), Decimal("4.5"), "mới", 2),
        (target.pk, first.pk, "month", date(YEAR, 4, 1), Decimal(7), "", 1),
        (level.pk, first.pk, "half-year", date(YEAR, 1, 1), Decimal(60), "", 1),
        (level.pk, first.pk, "quarter", date(YEAR, 4, 1), Decimal(61), "sát hơn", 1),
    ]
    assert set(found.values_list("reported_by", "reported_at")) == {(actor.user_id, AT)}
    entries = Entry.objects.filter(act__startswith="planning.").order_by("sequence")
    assert list(entries.values_list("act", "subject_type", "subject_id", "unit_path")) == [
        ("planning.start_sheet", "planning.sheetimport", str(one.pk), first.path),
        ("planning.correct_actual", "planning.plantarget", str(target.pk), first.path),
        ("planning.report_actual", "planning.plantarget", str(target.pk), first.path),
        ("planning.report_actual", "planning.plantarget", str(level.pk), first.path),
        ("planning.report_actual", "planning.plantarget", str(level.pk), first.path),
        ("planning.apply_sheet", "planning.sheetimport", str(one.pk), first.path),
    ]
    assert entries[1].changes == {
        "unit": "Phòng Kế hoạch",
        "period_name": f"01/01/{YEAR} – 31/03/{YEAR}",
        "value": ["3", "4.5"],
        "note": ["cũ", "mới"],
    }


def test_every_wrong_figure_is_named(shared: tuple[Plan, PlanTarget, Unit, Unit]) -> None:
    plan, target, first, second = shared
    old = make_actual(target, first, "Quý I", 3)
    twins = [make_target(plan, "Trùng tên") for _ in range(2)]
    own = "Phòng Kế hoạch"
    rows: list[list[Any]] = [
        ["", "", "Không có", own, "Quý II", 1],
        ["", f"CT{target.pk + 99}", "", own, "Quý II", 1],
        ["", "", "Trùng tên", own, "Quý II", 1],
        ["", "", "", own, "Quý II", 1],
        ["", "", "Tuyển mới", "Phòng Dạy nghề", "Quý II", 1],
        ["", "", "Tuyển mới", "Sở khác", "Quý II", 1],
        ["", "", "Tuyển mới", "", "Quý II", 1],
        ["", "", "Tuyển mới", own, "Quý V", 1],
        ["", "", "Tuyển mới", own, "", 1],
        ["", "", "Tuyển mới", own, "Quý I/2019", 1],
        ["", "", "Tuyển mới", own, "Quý II", "nhiều"],
        ["", "", "Tuyển mới", own, "Quý II", -1],
        ["", "", "Tuyển mới", own, "Tháng 3", 1],
        ["", "", "Tuyển mới", own, "Quý III", 1],
        ["", "", "Tuyển mới", own, "Tháng 8", 1],
        ["", "", "Tuyển mới", own, "Quý III", 2],
        [f"SL{old.pk}-1", "", "Tuyển mới", own, "Quý I", ""],
        [f"SL{old.pk}-1", "", "Tuyển mới", own, "Quý II", 5],
    ]
    examples = f"Ghi ví dụ: Tháng 3/{YEAR}, Quý I/{YEAR}, 6 tháng đầu năm {YEAR}, Năm {YEAR}."
    foreign = "không phải đơn vị mà Ông/Bà báo cáo chỉ tiêu này. Ghi đúng tên đơn vị được giao, hoặc bỏ dòng này."
    twice = "nên số liệu sẽ bị cộng hai lần. Chọn kỳ khác, hoặc đính chính số liệu của kỳ đó."
    found = faults(judged(clerk(first), plan, workbook([HEAD, *rows]), FIGURES))
    assert found == [
        (2, "indicator", "Kế hoạch không có chỉ tiêu “Không có”. Ghi đúng tên trong kế hoạch."),
        (3, "target", f"Kế hoạch không có chỉ tiêu mã “CT{target.pk + 99}”. Lấy mã trong danh sách tải về."),
        (4, "indicator", f"Có 2 chỉ tiêu cùng tên. Ghi thêm mã chỉ tiêu, ví dụ CT{twins[0].pk}."),
        (5, "indicator", "Chưa có chỉ tiêu. Ghi đúng tên chỉ tiêu trong kế hoạch."),
        (6, "unit", f"“Phòng Dạy nghề” {foreign}"),
        (7, "unit", f"“Sở khác” {foreign}"),
        (8, "unit", "Chưa có đơn vị. Ghi tên đơn vị báo cáo."),
        (9, "period", f"Không có kỳ “Quý V”. {examples}"),
        (10, "period", f"Chưa có kỳ báo cáo. {examples}"),
        (11, "period", f"Kỳ báo cáo phải trong năm {YEAR} của kế hoạch. {examples}"),
        (12, "value", "“nhiều” không phải số. Chỉ ghi số, theo cách viết 1.234,5."),
        (13, "value", "Số liệu cộng dồn không thể là số âm. Sửa số này."),
        (14, "period", f"Kỳ này trùng với kỳ đã báo cáo (01/01/{YEAR} – 31/03/{YEAR}) {twice}"),
        (16, "period", f"Kỳ này trùng với kỳ ở dòng 15 (01/07/{YEAR} – 30/09/{YEAR}) {twice}"),
        (17, "period", "Kỳ này của đơn vị đã có ở dòng 15. Bỏ một trong hai dòng."),
        (18, "value", "Số liệu đã báo cáo không xóa bằng tệp. Xóa có ghi lý do ở trang chỉ tiêu."),
        (19, "key", f"Mã “SL{old.pk}-1” đã có ở dòng 18. Bỏ một trong hai dòng, hoặc xóa mã để thêm mới."),
        (19, "period", "Không đổi kỳ của số liệu đã báo cáo. Xóa mã dòng để báo cáo thành số liệu mới."),
    ]
    assert second.name == "Phòng Dạy nghề"


def test_a_period_that_has_not_begun_is_refused(shared: tuple[Plan, PlanTarget, Unit, Unit]) -> None:
    plan, target, first, _second = shared
    Plan.objects.filter(pk=plan.pk).update(year=ON.year)
    last = date(ON.year, 12, 1)
    found = faults(
        judged(clerk(first), plan, workbook([HEAD, ["", "", "Tuyển mới", first.name, "Tháng 12", 1]]), FIGURES)
    )
    told = f"Kỳ này bắt đầu ngày {last:%d/%m/%Y}, chưa có gì để báo cáo. Bỏ dòng này."
    assert found == [(2, "period", told)]
    assert target.actuals.count() == 0


def test_the_officer_above_changes_no_figure_of_a_unit(shared: tuple[Plan, PlanTarget, Unit, Unit]) -> None:
    plan, target, first, _second = shared
    make_target(plan, "Của cơ quan")
    old = make_actual(target, first, "Quý I", 3)
    officer = make_actor(plan.unit, Role.OFFICER)
    content = workbook([HEAD, [f"SL{old.pk}-1", "", "", first.name, "Quý I", 9]])
    told = "báo cáo. Bỏ dòng này, hoặc để nguyên như tệp tải về."
    whose = f"Số liệu của “{first.name}” do cán bộ đầu mối, cán bộ thường trực hoặc thủ trưởng của chính đơn vị"
    assert faults(judged(officer, plan, content, FIGURES)) == [(2, "unit", f"{whose} {told}")]


def test_who_reports_nothing_or_too_late_brings_no_figures(shared: tuple[Plan, PlanTarget, Unit, Unit]) -> None:
    plan, _target, first, _second = shared
    content = workbook([HEAD, ["", "", "Tuyển mới", first.name, "Quý I", 1]])
    with pytest.raises(NotPermitted):
        start(make_actor(plan.unit, Role.OFFICER), plan, content, FIGURES)
    Plan.objects.filter(pk=plan.pk).update(state=PlanState.CLOSED)
    with pytest.raises(DomainError) as refused:
        start(clerk(first), plan, content, FIGURES)
    assert refused.value.message == "Kế hoạch đang ở trạng thái “Đã kết thúc” nên không nhận số liệu."


def test_what_a_sibling_reported_is_in_no_file(shared: tuple[Plan, PlanTarget, Unit, Unit]) -> None:
    plan, target, first, second = shared
    make_actual(target, second, "Quý I", 424_242, "hoàng yến")
    preview = judged(clerk(first), plan, exported(clerk(first), plan, FIGURES), FIGURES)
    assert [row.state for row in preview.rows] == ["same"] * 4  # the four quarters the unit owes itself
    rows = queries.sheet_rows(clerk(first), plan, FIGURES, on=ON)
    assert {row["unit"] for row in rows} == {first.name}


def cost(count: int) -> tuple[int, int]:
    body = make_body()
    unit = make_unit(body, name="Phòng Kế hoạch")
    plan = make_draft(body)
    Plan.objects.filter(pk=plan.pk).update(state=PlanState.ISSUED, issued_at=AT, year=YEAR)
    PlanReceipt.objects.create(plan=plan, unit=unit, sent_at=AT)
    targets = [make_target(plan, f"Chỉ tiêu {number}") for number in range(count)]
    TargetShare.objects.bulk_create(TargetShare(target=target, unit=unit, minimum=1) for target in targets)
    old = [make_actual(target, unit, "Quý I", 1) for target in targets]
    rows = [[f"SL{one.pk}-1", f"CT{one.target_id}", "", unit.name, "Quý I", 2] for one in old]
    rows += [["", f"CT{one.target_id}", "", unit.name, "Quý II", 3] for one in old]
    actor = clerk(unit)
    one = start(actor, plan, workbook([HEAD, *rows]), FIGURES)
    with CaptureQueriesContext(connection) as looked:
        digest = queries.sheet_preview(actor=actor, one=one, on=ON).digest
    with CaptureQueriesContext(connection) as written:
        services.apply_sheet(actor=actor, sheet_id=one.pk, digest=digest, at=AT)
    return len(looked), len(written)


@pytest.mark.django_db
def test_figures_cost_the_same_number_of_statements_whatever_their_number() -> None:
    assert cost(2) == cost(25)
