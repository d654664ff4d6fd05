"""Acts on the number registers: numbers, schemes, notes, the year's end, a database put back."""

from __future__ import annotations

import dataclasses
import logging
import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction

from thidua.apps.audit.models import Entry
from thidua.apps.documents import policies, services
from thidua.apps.documents.domain.marks import Mark
from thidua.apps.documents.enums import Manner, NoteKind, RegisterState
from thidua.apps.documents.errors import (
    ClockBehind,
    NumberingNotSet,
    NumbersInRecovery,
    RequestKeyUsed,
    SchemeFixed,
    SymbolTaken,
    YearNotOver,
)
from thidua.apps.documents.models import IssuedNumber, NumberRegister, Registry
from thidua.apps.documents.queries import register_for
from thidua.apps.documents.queries import registers as queries
from thidua.apps.documents.tests.register_factories import allot, make_entry, make_scheme
from thidua.apps.organizations.enums import UnitKind
from thidua.apps.organizations.models import Unit
from thidua.apps.organizations.tests.factories import AT, ON, make_actor, make_body, make_unit
from thidua.core.actor import SYSTEM, Role
from thidua.core.errors import InvalidInput, NotPermitted, NotVisible

MIDNIGHT = datetime(2026, 12, 31, 17, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def acts() -> list[str]:
    return list(Entry.objects.filter(act__startswith="documents.").order_by("sequence").values_list("act", flat=True))


@pytest.fixture(autouse=True)
def _own_marks(settings: Any, tmp_path: Path) -> None:
    """Marks in a folder of the test's own."""
    settings.OPTIONS = dataclasses.replace(settings.OPTIONS, home=tmp_path)


@pytest.fixture
def body() -> Unit:
    """A body with one common series."""
    one = make_body()
    make_scheme(one)
    return one


def test_numbers_follow_one_another_from_01(body: Unit) -> None:
    found = [allot(body, at=AT + timedelta(days=n)) for n in range(3)]
    assert [str(one) for one in found] == ["01/KH-SNV", "02/KH-SNV", "03/KH-SNV"]
    assert [one.issued_on for one in found] == [date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 4)]
    assert acts() == ["documents.set_scheme", "documents.open_register", *["documents.allot_number"] * 3]
    act = Entry.objects.latest("sequence")
    assert act.changes == {"number": 3, "symbol": "KH-SNV", "series": "Văn bản đi năm 2026"}
    assert (act.subject_type, act.subject_id) == ("documents.issuednumber", str(found[2].pk))


def test_the_line_keeps_the_columns_of_the_register(body: Unit) -> None:
    line = allot(body, type_key="to-trinh", symbol=" TTr-SNV ", title=" Về việc khen thưởng ", copies=5, note="HỎA TỐC")
    line = IssuedNumber.objects.get(pk=line.pk)
    assert (line.symbol, line.type_name, line.title, line.signer) == (
        "TTr-SNV",
        "Tờ trình",
        "Về việc khen thưởng",
        "Trần Văn Bình",
    )
    assert (line.recipients, line.keeping_unit, line.copies, line.note) == (
        "Như trên; Lưu: VT",
        "Văn phòng",
        5,
        "HỎA TỐC",
    )
    assert (line.recorded_label, line.issued_at, line.issued_on) == ("Hệ thống", AT, ON)


def test_each_series_has_its_own_numbers() -> None:
    body = make_body()
    make_scheme(body, Manner.BY_TYPE)
    kinds = ("quyet-dinh", "ke-hoach", "quyet-dinh", "sao-y", "ke-hoach")
    found = [allot(body, type_key=kind, symbol=f"{kind}-S") for kind in kinds]
    assert [one.number for one in found] == [1, 1, 2, 1, 2]
    assert {one.name for one in NumberRegister.objects.all()} == {"Quyết định", "Kế hoạch", "Bản sao"}
    classified = allot(body, type_key="ke-hoach", symbol="KH-M", is_secret=True)
    assert (classified.number, classified.register.series) == (1, "mat")
    register = register_for(body=body, type_key="quyet-dinh", on=ON)
    assert register is not None
    assert register.series == "quyet-dinh"
    assert register_for(body=body, type_key="to-trinh", on=ON) is None


def test_a_rolled_back_issue_gives_its_number_back(body: Unit) -> None:
    allot(body)
    with transaction.atomic():
        assert services.allot_number(actor=SYSTEM, body=body, entry=make_entry(), at=AT).number == 2
        transaction.set_rollback(True)
    assert allot(body).number == 2


def test_the_same_request_gets_the_same_number(body: Unit) -> None:
    entry = make_entry()
    first = allot(body, entry=entry)
    count = Entry.objects.count()
    assert allot(body, entry=entry, at=AT + timedelta(hours=1)).pk == first.pk
    assert Entry.objects.count() == count
    with pytest.raises(RequestKeyUsed):
        allot(body, entry=make_entry(request_key=entry.request_key, title="Văn bản khác"))


def test_a_number_needs_the_transaction_of_the_issue(body: Unit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transaction.get_connection(), "in_atomic_block", False)
    with pytest.raises(RuntimeError, match="outside a transaction"):
        services.allot_number(actor=SYSTEM, body=body, entry=make_entry(), at=AT)


def test_without_a_scheme_nothing_is_numbered() -> None:
    body = make_body(name="Sở Nội vụ")
    with pytest.raises(NumberingNotSet) as refused:
        allot(body)
    assert refused.value.message == "Sở Nội vụ chưa đặt cách đánh số văn bản cho năm 2026, nên chưa cấp được số."


def test_a_scheme_of_next_year_numbers_nothing_this_year() -> None:
    body = make_body()
    services.set_scheme(actor=SYSTEM, body_id=body.pk, year=2027, manner=Manner.COMMON, at=AT)
    with pytest.raises(NumberingNotSet):
        allot(body)
    assert str(allot(body, at=MIDNIGHT)) == "01/KH-SNV"


@pytest.mark.parametrize(
    ("more", "field"),
    [({"symbol": " "}, "symbol"), ({"title": ""}, "title"), ({"signer": ""}, "signer"), ({"copies": -1}, "copies")],
)
def test_a_line_needs_its_columns(body: Unit, more: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        allot(body, **more)
    assert list(refused.value.fields) == [field]
    with pytest.raises(InvalidInput):
        allot(body, type_key="bang-khen")


def test_the_same_number_and_symbol_stand_once_in_a_year() -> None:
    body = make_body()
    make_scheme(body, Manner.GROUPS, groups=[("Công văn", ["cong-van"])])
    allot(body, type_key="cong-van", symbol="SNV-VP")
    with pytest.raises(SymbolTaken) as refused:
        allot(body, type_key="thu-cong", symbol="SNV-VP")
    assert refused.value.message.startswith("Số, ký hiệu 01/SNV-VP đã cấp ở Công văn năm 2026.")
    assert allot(body, type_key="thu-cong", symbol="SNV-TC").number == 1


# --- the clock and the year ---------------------------------------------------------------------------------


def test_the_new_year_starts_at_01_by_itself(body: Unit) -> None:
    last = allot(body, at=MIDNIGHT - timedelta(microseconds=1))
    first = allot(body, at=MIDNIGHT)
    assert (str(last), last.issued_on, last.register.year) == ("01/KH-SNV", date(2026, 12, 31), 2026)
    assert (str(first), first.issued_on, first.register.year) == ("01/KH-SNV", date(2027, 1, 1), 2027)
    late = allot(body, at=MIDNIGHT - timedelta(seconds=1))  # its clerk's clock still shows the old year
    assert (late.number, late.issued_on, late.issued_at) == (2, date(2027, 1, 1), MIDNIGHT)


def test_clock_jumps(body: Unit, caplog: pytest.LogCaptureFixture) -> None:
    allot(body)
    for back in (timedelta(days=1), timedelta(hours=1), timedelta(seconds=121)):
        with caplog.at_level(logging.ERROR), pytest.raises(ClockBehind):
            allot(body, at=AT - back)
    assert [record.levelname for record in caplog.records] == ["ERROR"] * 3
    assert allot(body, at=AT - timedelta(seconds=119)).issued_at == AT
    assert allot(body, at=AT + timedelta(days=1)).number == 3
    with pytest.raises(ClockBehind):
        allot(body, at=AT)
    assert allot(body, at=AT + timedelta(days=1, seconds=1)).number == 4


# --- who may ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", Role.values)
def test_only_the_registry_gives_numbers(body: Unit, role: str) -> None:
    actor = make_actor(body, role)
    if role == Role.RECORDS_CLERK:
        assert allot(body, actor=actor).recorded_by_id == actor.user_id
        return
    expected = NotPermitted if actor.holds(policies.READERS, path=body.path) else NotVisible
    with pytest.raises(expected):
        allot(body, actor=actor)


def test_the_registry_of_another_body_sees_nothing(body: Unit) -> None:
    stranger = make_actor(make_body(), Role.RECORDS_CLERK)
    with pytest.raises(NotVisible):
        allot(body, actor=stranger)
    line = allot(body)
    with pytest.raises(NotVisible):
        services.note_entry(actor=stranger, entry_id=line.pk, kind=NoteKind.REMARK, text="x", on=ON, at=AT)
    for act in (services.close_year, services.set_scheme, services.confirm_highest_numbers):
        more: dict[str, Any] = {
            "close_year": {"year": 2025},
            "set_scheme": {"year": 2026, "manner": "common"},
            "confirm_highest_numbers": {"numbers": {}, "evidence": "x"},
        }[act.__name__]
        with pytest.raises(NotVisible):
            act(actor=stranger, body_id=body.pk, at=AT, **more)


def test_can_agrees_with_visible() -> None:
    body = make_body()
    division = make_unit(body, kind=UnitKind.DIVISION)
    below = make_unit(body, kind=UnitKind.SUBORDINATE)
    other = make_body()
    for one in (body, below, other):
        make_scheme(one)
        allot(one)
        allot(one, is_secret=True, symbol="KH-M")
    actors = [make_actor(unit, role) for unit in (body, division, below, other) for role in Role.values]
    registers = list(NumberRegister.objects.select_related("body"))
    assert len(registers) == 6
    for actor in [*actors, SYSTEM]:
        seen = set(policies.visible_registers(actor).values_list("pk", flat=True))
        assert seen == {one.pk for one in registers if policies.can_see_register(actor, one)}
        lines = set(policies.visible_entries(actor).values_list("register_id", flat=True))
        assert lines == seen


# --- schemes ------------------------------------------------------------------------------------------------


def test_a_body_that_began_on_paper_goes_on_from_there() -> None:
    body = make_body()
    make_scheme(body, starts_after={"chung": 118})
    assert str(allot(body)) == "119/KH-SNV"
    assert acts()[:2] == ["documents.open_register", "documents.set_scheme"]
    changes = Entry.objects.get(act="documents.set_scheme").changes
    assert changes["starts_after"] == {"chung": 118}
    assert changes["manner"] == [None, "Một dãy số chung"]


def test_the_scheme_is_fixed_once_the_year_has_numbers(body: Unit) -> None:
    make_scheme(body, Manner.BY_TYPE)  # no number yet: a slip is mended
    allot(body)
    with pytest.raises(SchemeFixed) as refused:
        make_scheme(body)
    assert refused.value.message == (
        "Năm 2026 đã cấp số văn bản, nên không đổi cách đánh số giữa năm: số và ký hiệu lấy theo thứ tự, liên tiếp từ "
        "01 ngày 01/01 đến hết ngày 31/12 (Nghị định 30/2020/NĐ-CP, Điều 15 khoản 1)."
    )
    assert refused.value.remedy == "Đặt cách đánh số mới áp dụng từ ngày 01/01/2027."
    services.set_scheme(actor=SYSTEM, body_id=body.pk, year=2027, manner=Manner.COMMON, at=AT)
    assert allot(body, at=MIDNIGHT - timedelta(seconds=1)).register.series == "ke-hoach"
    assert allot(body, at=MIDNIGHT).register.series == "chung"


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"manner": "khac"}, "manner"),
        ({"year": 2025}, "year"),
        ({"year": 2027, "starts_after": {"chung": 4}}, "starts_after"),
        ({"starts_after": {"quyet-dinh": 4}}, "starts_after"),
        ({"starts_after": {"chung": -1}}, "starts_after"),
        ({"manner": Manner.GROUPS}, "groups"),
        ({"manner": Manner.GROUPS, "groups": [("", ["quyet-dinh"])]}, "groups"),
        ({"manner": Manner.GROUPS, "groups": [("A", ["quyet-dinh"]), ("B", ["quyet-dinh"])]}, "groups"),
        ({"manner": Manner.GROUPS, "groups": [("A", ["sao-y"])]}, "groups"),
    ],
)
def test_a_scheme_that_cannot_be(more: dict[str, Any], field: str) -> None:
    asked = {"year": 2026, "manner": Manner.COMMON, **more}
    with pytest.raises(InvalidInput) as refused:
        services.set_scheme(actor=SYSTEM, body_id=make_body().pk, at=AT, **asked)
    assert list(refused.value.fields) == [field]


@pytest.mark.parametrize("role", Role.values)
def test_the_head_or_the_registry_sets_the_scheme(role: str) -> None:
    body = make_body()
    actor = make_actor(body, role)
    if role in policies.registers.SETTERS:
        scheme = services.set_scheme(actor=actor, body_id=body.pk, year=2026, manner=Manner.COMMON, at=AT)
        assert scheme.set_by_id == actor.user_id
        return
    with pytest.raises((NotPermitted, NotVisible)):
        services.set_scheme(actor=actor, body_id=body.pk, year=2026, manner=Manner.COMMON, at=AT)


# --- what becomes of a document -----------------------------------------------------------------------------


def test_notes_are_added_to_the_line(body: Unit) -> None:
    clerk = make_actor(body, Role.RECORDS_CLERK)
    line, later = allot(body), allot(body)
    sent = services.note_entry(actor=clerk, entry_id=line.pk, kind=NoteKind.TRANSFERRED, on=ON, at=AT)
    gone = services.note_entry(
        actor=clerk, entry_id=line.pk, kind=NoteKind.WITHDRAWN, on=ON, document_id=later.pk, text="Sai đối tượng", at=AT
    )
    assert [note.pk for note in line.notes.all()] == [sent.pk, gone.pk]
    act = Entry.objects.latest("sequence")
    assert (act.act, act.subject_id) == ("documents.note_entry", str(line.pk))
    assert act.changes == {"kind": "Thu hồi", "on": "2026-03-02", "text": "Sai đối tượng", "document": "02/KH-SNV"}
    assert allot(body).number == 3  # a withdrawn number is not given again


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"kind": "khac"}, "kind"),
        ({"kind": NoteKind.WITHDRAWN}, "document"),
        ({"kind": NoteKind.RECEIVED}, "text"),
        ({"on": date(2026, 3, 1)}, "on"),
        ({"on": date(2026, 3, 3)}, "on"),
    ],
)
def test_a_note_that_cannot_be(body: Unit, more: dict[str, Any], field: str) -> None:
    asked = {"kind": NoteKind.TRANSFERRED, "on": ON, **more}
    with pytest.raises(InvalidInput) as refused:
        services.note_entry(actor=SYSTEM, entry_id=allot(body).pk, at=AT, **asked)
    assert list(refused.value.fields) == [field]


def test_no_document_orders_its_own_withdrawal(body: Unit) -> None:
    line = allot(body)
    with pytest.raises(InvalidInput):
        services.note_entry(actor=SYSTEM, entry_id=line.pk, kind=NoteKind.WITHDRAWN, on=ON, document_id=line.pk, at=AT)


def test_only_what_is_ordered_names_a_document(body: Unit) -> None:
    line, other = allot(body), allot(body)
    with pytest.raises(InvalidInput) as refused:
        services.note_entry(
            actor=SYSTEM, entry_id=line.pk, kind=NoteKind.TRANSFERRED, on=ON, document_id=other.pk, at=AT
        )
    assert list(refused.value.fields) == ["document"]


def test_who_leads_writes_no_notes(body: Unit) -> None:
    line, leader = allot(body), make_actor(body, Role.LEADER)
    with pytest.raises(NotPermitted):
        services.note_entry(actor=leader, entry_id=line.pk, kind=NoteKind.TRANSFERRED, on=ON, at=AT)


# --- the end of a year --------------------------------------------------------------------------------------


def test_a_year_is_closed_when_it_is_over(body: Unit) -> None:
    clerk = make_actor(body, Role.RECORDS_CLERK)
    allot(body)
    with pytest.raises(YearNotOver):
        services.close_year(actor=clerk, body_id=body.pk, year=2026, at=MIDNIGHT - timedelta(seconds=1))
    closed = services.close_year(actor=clerk, body_id=body.pk, year=2026, at=MIDNIGHT)
    assert [(one.year, one.state) for one in closed] == [(2026, RegisterState.CLOSED)]
    act = Entry.objects.latest("sequence")
    assert (act.act, act.changes) == ("documents.close_year", {"year": 2026, "registers": ["Văn bản đi"]})
    late = allot(body, at=MIDNIGHT - timedelta(seconds=30))  # its clerk's clock still shows the closed year
    assert (str(late), late.issued_on) == ("01/KH-SNV", date(2027, 1, 1))
    with pytest.raises(ClockBehind):
        allot(body, at=MIDNIGHT - timedelta(hours=1))
    assert services.close_year(actor=clerk, body_id=body.pk, year=2026, at=MIDNIGHT + timedelta(days=1)) == []


# --- a database put back ------------------------------------------------------------------------------------


def to_confirm(body: Unit, *, at: datetime = AT) -> list[queries.Standing]:
    registry = queries.registry_of(body.pk)
    assert registry is not None
    return queries.to_confirm(registry, kept=queries.marks(), at=at)


def raise_mark(body: Unit, number: int, *, series: str = "chung", year: int = 2026) -> None:
    """What other numbers, issued after the backup was made, have left outside the database."""
    queries.marks().raise_to(body.pk, year=year, body=body.code, raised={series: Mark(number, AT)})


def test_marks_rise_when_the_transaction_holds(body: Unit, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        allot(body)
        allot(body)
    assert queries.marks().of(body.pk, year=2026) == {"chung": Mark(2, AT)}
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        services.allot_number(actor=SYSTEM, body=body, entry=make_entry(), at=AT)
        transaction.set_rollback(True)
    assert queries.marks().of(body.pk, year=2026) == {"chung": Mark(2, AT)}


def test_a_mark_that_fell_behind_stops_nothing(body: Unit) -> None:
    """The program was killed between the commit and the mark: the database knows more than the mark does."""
    allot(body)
    raise_mark(body, 1)
    assert [allot(body).number for _ in range(3)] == [2, 3, 4]


def test_behind_its_mark_no_number_is_given(
    body: Unit, caplog: pytest.LogCaptureFixture, django_capture_on_commit_callbacks: Any
) -> None:
    clerk = make_actor(body, Role.RECORDS_CLERK)
    allot(body, is_secret=True, symbol="KH-M")
    for _ in range(5):
        allot(body)
    raise_mark(body, 42)
    with caplog.at_level(logging.ERROR), pytest.raises(NumbersInRecovery):
        allot(body)
    assert len(caplog.records) == 1
    with pytest.raises(NumbersInRecovery):  # nor of a series that is not behind itself
        allot(body, is_secret=True, symbol="KH-M")
    with pytest.raises(NumbersInRecovery):
        services.close_year(actor=clerk, body_id=body.pk, year=2025, at=AT)
    asked = to_confirm(body)
    assert [(one.series.key, one.last, one.mark) for one in asked] == [("chung", 5, 42), ("mat", 1, 0)]

    def confirm(**more: Any) -> None:
        given = {"numbers": {"2026-chung": 44, "2026-mat": 1}, "evidence": "Sổ in ngày 01/3", "last_on": ON, **more}
        services.confirm_highest_numbers(actor=clerk, body_id=body.pk, at=AT, **given)

    for wrong, field in (
        ({"numbers": {"2026-chung": 41, "2026-mat": 1}}, "2026-chung"),
        ({"numbers": {"2026-chung": 44}}, "2026-mat"),
        ({"evidence": " "}, "evidence"),
        ({"last_on": date(2026, 3, 3)}, "last_on"),
    ):
        with pytest.raises(InvalidInput) as refused:
            confirm(**wrong)
        assert list(refused.value.fields) == [field]
    with django_capture_on_commit_callbacks(execute=True):
        confirm()
    act = Entry.objects.latest("sequence")
    assert act.act == "documents.confirm_highest_numbers"
    assert act.changes["numbers"] == {"Văn bản đi 2026": [5, 44], "Văn bản mật 2026": [1, 1]}
    assert queries.marks().of(body.pk, year=2026)["chung"].number == 44
    assert to_confirm(body) == []
    assert [allot(body).number, allot(body).number] == [45, 46]
    with pytest.raises(InvalidInput):
        confirm()


def test_only_the_registry_confirms(body: Unit) -> None:
    raise_mark(body, 42)
    leader = make_actor(body, Role.LEADER)
    with pytest.raises(NotPermitted):
        services.confirm_highest_numbers(
            actor=leader, body_id=body.pk, numbers={"2026-chung": 42}, evidence="Sổ in", at=AT
        )


def test_the_year_before_may_be_behind_too(body: Unit) -> None:
    allot(body, at=MIDNIGHT - timedelta(hours=1))
    raise_mark(body, 9)
    after = MIDNIGHT + timedelta(hours=1)
    with pytest.raises(NumbersInRecovery):
        allot(body, at=after)
    assert [(one.year, one.last, one.mark) for one in to_confirm(body, at=after)] == [(2026, 1, 9)]
    made = services.confirm_highest_numbers(
        actor=SYSTEM, body_id=body.pk, numbers={"2026-chung": 9}, evidence="Sổ in", last_on=date(2026, 12, 31), at=after
    )
    assert [(one.recorded_number, one.confirmed_number) for one in made] == [(1, 9)]
    assert str(allot(body, at=after)) == "01/KH-SNV"


@pytest.mark.parametrize("how", ["lost", "copied", "another database"])
def test_with_other_marks_every_series_is_asked_for(how: str, tmp_path: Path) -> None:
    """The folder was lost, or put back together with the database, or belongs to another one."""
    body = make_body()
    make_scheme(body, Manner.GROUPS, groups=[("Quyết định", ["quyet-dinh"])])
    allot(body)
    folder = settings.OPTIONS.home / "numbers"
    if how == "lost":
        shutil.rmtree(folder)
    elif how == "copied":
        shutil.copytree(folder, tmp_path / "copy")
        shutil.rmtree(folder)
        shutil.copytree(tmp_path / "copy", folder)
    else:
        marks = queries.marks()
        type(marks)(folder, "another").seal()
    with pytest.raises(NumbersInRecovery):
        allot(body)
    asked = to_confirm(body)
    assert [(one.key, one.last) for one in asked] == [
        ("2026-chung", 1),
        ("2026-nhom-1", 0),
        ("2026-ban-sao", 0),
        ("2026-mat", 0),
    ]
    numbers = dict.fromkeys([one.key for one in asked], 0) | {"2026-chung": 3, "2026-nhom-1": 7}
    services.confirm_highest_numbers(
        actor=SYSTEM, body_id=body.pk, numbers=numbers, evidence="Tập lưu", last_on=ON, at=AT
    )
    assert allot(body).number == 4
    assert allot(body, type_key="quyet-dinh", symbol="QĐ-SNV").number == 8
    assert allot(body, type_key="sao-y", symbol="SY-SNV").number == 1


def test_a_series_begun_after_the_backup_is_asked_for(body: Unit) -> None:
    """The restored database has never heard of it; its mark has."""
    raise_mark(body, 3)
    with pytest.raises(NumbersInRecovery):
        allot(body)
    assert [(one.key, one.series.name, one.last, one.mark) for one in to_confirm(body)] == [
        ("2026-chung", "Văn bản đi", 0, 3)
    ]
    services.confirm_highest_numbers(
        actor=SYSTEM, body_id=body.pk, numbers={"2026-chung": 3}, evidence="Tập lưu", at=AT
    )
    assert allot(body).number == 4
    registry = Registry.objects.get(pk=body.pk)
    assert registry.seal == queries.marks().seal()


def test_whoever_put_back_a_whole_machine_holds_the_numbers(
    body: Unit, django_capture_on_commit_callbacks: Any
) -> None:
    """Database and marks are equally old: only a person can know, and says so."""
    allot(body)
    with pytest.raises(NotPermitted):
        services.hold_numbers(actor=make_actor(body, Role.RECORDS_CLERK), at=AT)
    with django_capture_on_commit_callbacks(execute=True):
        assert services.hold_numbers(actor=SYSTEM, at=AT) == [body]
    assert Entry.objects.latest("sequence").act == "documents.hold_numbers"
    assert queries.bodies_in_recovery(at=AT) == [body]
    with pytest.raises(NumbersInRecovery):
        allot(body)
    numbers = {one.key: one.last for one in to_confirm(body)} | {"2026-chung": 4}
    services.confirm_highest_numbers(actor=SYSTEM, body_id=body.pk, numbers=numbers, evidence="Sổ in", at=AT)
    assert queries.bodies_in_recovery(at=AT) == []
    assert allot(body).number == 5


def test_marks_are_brought_up_to_the_database(body: Unit) -> None:
    for _ in range(3):
        allot(body)
    raise_mark(body, 1)
    services.raise_marks(at=AT)
    assert queries.marks().of(body.pk, year=2026)["chung"].number == 3
    raise_mark(body, 9)
    services.raise_marks(at=AT)
    assert queries.marks().of(body.pk, year=2026)["chung"].number == 9
