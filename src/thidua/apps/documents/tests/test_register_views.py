"""Pages of the number registers."""

from __future__ import annotations

import dataclasses
import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from thidua.apps.documents import services
from thidua.apps.documents.domain.marks import Mark
from thidua.apps.documents.enums import Manner, NoteKind, RegisterState
from thidua.apps.documents.models import IssuedNumber, NumberRegister, NumberScheme
from thidua.apps.documents.queries import register_lines as lines
from thidua.apps.documents.queries import registers as queries
from thidua.apps.documents.tests.register_factories import allot, make_scheme
from thidua.apps.organizations.models import Unit
from thidua.apps.organizations.tests.factories import make_body, make_user_with_role
from thidua.core import clock
from thidua.core.actor import SYSTEM, Role

pytestmark = pytest.mark.django_db
BACKEND = "thidua.apps.accounts.backends.UsernameBackend"


@pytest.fixture(autouse=True)
def _own_marks(settings: Any, tmp_path: Path) -> None:
    settings.OPTIONS = dataclasses.replace(settings.OPTIONS, home=tmp_path)


@pytest.fixture
def body() -> Unit:
    return make_body(name="Sở Nội vụ tỉnh Bình Minh")


def signed_in(body: Unit, role: str = Role.RECORDS_CLERK) -> Client:
    client = Client()
    client.force_login(make_user_with_role(body, role, full_name="Phạm Thị Thư"), backend=BACKEND)
    return client


def text(response: Any) -> str:
    return response.content.decode()


@pytest.fixture
def register(body: Unit) -> NumberRegister:
    """A register of this year with three lines; the first was sent, received for and corrected by the third."""
    at = clock.now() - timedelta(minutes=10)
    make_scheme(body, at=at, starts_after={"chung": 7})
    made = [allot(body, at=at, title=f"Văn bản thứ {n}", copies=n) for n in range(3)]
    note = {"actor": SYSTEM, "entry_id": made[0].pk, "on": made[0].issued_on, "at": clock.now()}
    services.note_entry(kind=NoteKind.TRANSFERRED, **note)
    services.note_entry(kind=NoteKind.RECEIVED, text="Lê Thị Hoa", **note)
    services.note_entry(kind=NoteKind.CORRECTED, document_id=made[2].pk, **note)
    return made[0].register


def expected_lines() -> list[list[str]]:
    day = f"{timezone.localdate():%d/%m/%Y}"
    common = ["Trần Văn Bình", "Như trên; Lưu: VT", "Văn phòng"]
    return [
        ["08/KH-SNV", day, "Kế hoạch Văn bản thứ 0", *common, "0", day, f"Lê Thị Hoa ({day})",
         f"Đính chính bằng văn bản số 10/KH-SNV ngày {day}"],
        ["09/KH-SNV", day, "Kế hoạch Văn bản thứ 1", *common, "1", "", "", ""],
        ["10/KH-SNV", day, "Kế hoạch Văn bản thứ 2", *common, "2", "", "", ""],
    ]  # fmt: skip


def test_without_a_scheme_the_page_says_what_to_do(body: Unit) -> None:
    page = text(signed_in(body).get(reverse("papers:registers")))
    assert "Chưa đặt cách đánh số" in page
    assert f"{reverse('papers:number-scheme')}?co-quan={body.pk}" in page
    officer = text(signed_in(body, Role.OFFICER).get(reverse("papers:registers")))
    assert "Chưa đặt cách đánh số" in officer
    assert reverse("papers:number-scheme") not in officer


def test_setting_the_scheme(body: Unit) -> None:
    client, year = signed_in(body), clock.today().year
    address = reverse("papers:number-scheme")
    fields = {"year": year, "manner": "groups", "basis": "Quy chế", "name_1": "Quyết định", "group_quyet-dinh": "1"}
    refused = client.post(address, {**fields, "name_2": "Trống"})
    assert refused.status_code == 400
    assert "Mỗi nhóm cần có tên và ít nhất một loại văn bản." in text(refused)
    answer = client.post(address, {**fields, "start_nhom-1": "41"})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{reverse('papers:registers')}?co-quan={body.pk}")
    scheme = NumberScheme.objects.get()
    assert (scheme.manner, scheme.basis, [one["name"] for one in scheme.groups]) == (
        "groups",
        "Quy chế",
        ["Quyết định"],
    )
    assert allot(body, at=clock.now(), type_key="quyet-dinh").number == 42
    page = text(client.get(address))
    assert f"Năm {year} đã cấp số" in page
    assert client.post(address, {**fields, "year": year}).status_code == 400
    assert client.post(address, {**fields, "year": year + 1}).status_code == 302
    assert NumberScheme.objects.count() == 2


def test_the_list_of_registers(body: Unit, register: NumberRegister) -> None:
    page = text(signed_in(body).get(reverse("papers:registers")))
    assert reverse("papers:register", args=[register.pk]) in page
    assert "Đang cấp số" in page
    assert "Tạm dừng cấp số" not in page


def test_a_clock_behind_is_told(body: Unit) -> None:
    make_scheme(body, at=clock.now())
    allot(body, at=clock.now() + timedelta(minutes=5))
    assert "Đồng hồ máy chủ chậm" in text(signed_in(body).get(reverse("papers:registers")))


def test_confirming_after_a_restore(body: Unit, register: NumberRegister) -> None:
    mark = Mark(31, clock.now())
    queries.marks().raise_to(body.pk, year=register.year, body="", raised={"chung": mark})
    client, address = signed_in(body), reverse("papers:numbers-confirm")
    page = text(client.get(reverse("papers:registers")))
    assert "Tạm dừng cấp số" in page
    assert RegisterState.RECOVERY.label in page
    asked = client.get(address)
    assert "Trong cơ sở dữ liệu: 10. Dấu lưu ngoài: 31." in text(asked)
    key = f"{register.year}-chung"
    low = client.post(address, {key: "30", "evidence": "Sổ in"})
    assert low.status_code == 400
    assert "chương trình đã cấp đến số 31, không thể thấp hơn" in text(low)
    assert client.post(address, {key: "33", "evidence": "Sổ in ngày 01/11"}).status_code == 302
    assert allot(body, at=clock.now()).number == 34
    assert "Không có số nào chờ xác nhận" in text(client.get(address))
    printed = text(client.get(reverse("papers:register-print", args=[register.pk])))
    assert "Số 11–33 đã cấp, mất dòng khi phục hồi dữ liệu; xem trên giấy (Sổ in ngày 01/11)." in printed


def test_closing_a_year(body: Unit) -> None:
    year = clock.today().year
    at = clock.now() - timedelta(days=366)
    make_scheme(body, at=at)
    last = allot(body, at=at).register
    client = signed_in(body)
    assert f"Khóa sổ năm {last.year}" in text(client.get(reverse("papers:registers")))
    assert client.post(reverse("papers:registers-close", args=[year])).status_code == 409
    assert client.post(reverse("papers:registers-close", args=[last.year])).status_code == 302
    last.refresh_from_db()
    assert last.state == RegisterState.CLOSED


def test_the_register_on_paper_equals_its_lines(body: Unit, register: NumberRegister) -> None:
    """Bar B8: page, PDF and workbook have the same columns row for row."""
    client = signed_in(body)
    assert [list(line.cells) for line in lines.printed_lines(register) if line.cells] == expected_lines()
    page = text(client.get(reverse("papers:register-print", args=[register.pk])))
    assert "Số 01–07 đã cấp trên sổ giấy trước khi dùng phần mềm." in page
    rows = [row.split("</tr>")[0] for row in page.split("<tbody>")[1].split("<tr>")[1:]]
    cells = [[cell.split("</td>")[0] for cell in row.split("<td>")[1:]] for row in rows]
    assert [row for row in cells if len(row) == len(lines.COLUMNS)] == expected_lines()
    pdf = client.get(reverse("papers:register-pdf", args=[register.pk]))
    assert pdf.content.startswith(b"%PDF-")
    assert _words(pdf.content) >= {word for row in expected_lines() for cell in row for word in cell.split()}
    book = client.get(reverse("papers:register", args=[register.pk]), {"xuat": "excel", "sap": "number"})
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(book.getvalue())).get_sheet_by_index(0).to_python()
    assert tuple(sheet[0]) == lines.COLUMNS
    assert [_as_text(row) for row in sheet[1:]] == expected_lines()


def _words(pdf: bytes) -> set[str]:
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    sizes = {document[number].get_size() for number in range(len(document))}
    assert all(width > height for width, height in sizes)
    return {
        word for number in range(len(document)) for word in document[number].get_textpage().get_text_range().split()
    }


def _as_text(row: list[Any]) -> list[str]:
    texts = [f"{cell:%d/%m/%Y}" if hasattr(cell, "strftime") else str(cell) for cell in row]
    texts[6] = texts[6].removesuffix(".0")
    return texts


def test_a_line_and_its_notes(body: Unit, register: NumberRegister) -> None:
    client = signed_in(body)
    address = reverse("papers:register-entry", args=[register.pk, 9])
    assert "Chưa ghi việc chuyển, ký nhận, đính chính hay thu hồi." in text(client.get(address))
    note = reverse("papers:register-note", args=[register.pk, 9])
    day = f"{clock.today():%d/%m/%Y}"
    wrong = client.post(note, {"kind": "withdrawn", "on": day, "document": "99/KH-SNV"})
    assert wrong.status_code == 400
    assert "Không có văn bản số này trong sổ của cơ quan." in text(wrong)
    done = client.post(note, {"kind": "withdrawn", "on": day, "document": "10/KH-SNV", "text": "Sai đối tượng"})
    assert (done.status_code, done.headers["Location"]) == (302, address)
    assert f"Thu hồi bằng văn bản số 10/KH-SNV ngày {day} (Sai đối tượng)" in text(client.get(address))
    leader = signed_in(body, Role.LEADER)
    assert "Ghi vào sổ" not in text(leader.get(address))
    assert leader.post(note, {"kind": "remark", "on": day, "text": "x"}).status_code == 403


def test_the_register_of_classified_documents_is_for_fewer(body: Unit) -> None:
    make_scheme(body, at=clock.now())
    register = allot(body, at=clock.now(), is_secret=True, title="Nội dung mật").register
    for role, status in ((Role.OFFICER, 404), (Role.RECORDS_CLERK, 200), (Role.LEADER, 200)):
        client = signed_in(body, role)
        assert client.get(reverse("papers:register", args=[register.pk])).status_code == status
        assert client.get(reverse("papers:register-print", args=[register.pk])).status_code == status


def test_registers_cost_the_same_whatever_their_number(
    body: Unit, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    client, at = signed_in(body), clock.now()
    make_scheme(body, Manner.BY_TYPE, at=at)
    allot(body, type_key="ke-hoach", at=at)
    address = reverse("papers:registers")
    with django_assert_max_num_queries(30) as first:
        client.get(address)
    for key in ("quyet-dinh", "to-trinh", "bao-cao", "thong-bao", "giay-moi", "huong-dan", "bien-ban", "cong-van"):
        allot(body, type_key=key, symbol=f"{key}-S", at=at)
    with django_assert_num_queries(len(first)):
        client.get(address)


def test_lines_cost_the_same_whatever_their_number(
    body: Unit, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    client, at = signed_in(body), clock.now()
    make_scheme(body, at=at)
    made: list[IssuedNumber] = [allot(body, at=at) for _ in range(2)]
    register = made[0].register

    def noted(line: IssuedNumber, by: IssuedNumber) -> None:
        services.note_entry(
            actor=SYSTEM,
            entry_id=line.pk,
            kind=NoteKind.CORRECTED,
            on=line.issued_on,
            document_id=by.pk,
            at=clock.now(),
        )

    noted(made[0], made[1])
    pages = [
        reverse("papers:register", args=[register.pk]),
        reverse("papers:register-print", args=[register.pk]),
        f"{reverse('papers:register', args=[register.pk])}?xuat=excel",
    ]
    counted = {}
    for address in pages:
        with django_assert_max_num_queries(30) as queries_made:
            client.get(address).getvalue()
        counted[address] = len(queries_made)
    for _ in range(28):
        made.append(allot(body, at=clock.now()))
        noted(made[0], made[-1])
        noted(made[-1], made[1])
    for address in pages:
        with django_assert_num_queries(counted[address]):
            client.get(address).getvalue()
