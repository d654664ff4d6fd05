"""The lists of fields and the wording that come with the program agree, and give papers."""

# ruff: noqa: E501 - cases are read a line each

from __future__ import annotations

import re

import pytest

from thidua.lib.vanban.form import type_of
from thidua.lib.vanban.official import Capacity, Passage, Sheet
from thidua.lib.vanban.templates import FieldType, Kind, WrongValue, kind_of, kinds
from thidua.lib.vanban.templates.ready_papers import begin, fields_of_wording, fill
from thidua.lib.vanban.writing.docx import write_docx

EACH = pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.key)


def test_the_kinds_an_office_writes() -> None:
    assert [kind.key for kind in kinds()] == [
        "ke-hoach", "quyet-dinh-ban-hanh", "quyet-dinh-danh-sach", "to-trinh", "bao-cao", "bien-ban", "thong-bao",
        "cong-van-don-doc", "cong-van-tra-ho-so", "cong-van-lay-y-kien", "giay-moi", "huong-dan", "danh-sach",
        "phieu-gui", "phieu-chuyen", "phieu-bao",
    ]  # fmt: skip


@EACH
def test_every_field_says_what_it_is(kind: Kind) -> None:
    assert type_of(kind.type_key)
    for field in kind.fields:
        assert field.label
        assert field.meaning.endswith(".")
        assert field.sample_value
        assert bool(field.columns) == (field.type is FieldType.ROWS)
        for column in field.columns:
            assert column.title
            assert column.meaning
            assert len(column.sample) == 2


@EACH
def test_the_wording_holds_every_required_field_and_no_other(kind: Kind) -> None:
    used, own = fields_of_wording(kind), {field.name for field in kind.fields}
    assert used <= own
    assert {field.name for field in kind.fields if field.is_required} <= used
    assert own - used <= {"ten_co_quan"}


@EACH
def test_sample_values_give_a_whole_paper(kind: Kind) -> None:
    paper = fill(kind.key, values=kind.sample_values)
    text = str(paper)
    assert "{{" not in text
    assert "{%" not in text
    assert (paper.type_key, paper.number, paper.issuer) == (kind.type_key, 5, "SỞ NỘI VỤ")
    assert paper.recipients[-1] == "Lưu: VT, TĐKT"
    assert not [one for one in paper.body if isinstance(one, Passage) and not one.text.strip()]
    assert not re.search(r"  |\.\.|[.;]\.", "".join(one.text for one in paper.body if isinstance(one, Passage)))
    assert write_docx(paper).startswith(b"PK")


def test_a_deputy_signs_for_the_head() -> None:
    (signature,) = fill("to-trinh", values=kind_of("to-trinh").sample_values).signatures
    assert (signature.capacity, signature.authority, signature.position, signature.name) == (
        Capacity.DEPUTY, "GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Nguyễn Thị An",
    )  # fmt: skip


def test_the_head_signs_without_authority_and_an_acting_one_with_q() -> None:
    values = {**kind_of("to-trinh").sample_values, "tham_quyen_ky": "", "chuc_vu_ky": "GIÁM ĐỐC"}
    (signature,) = fill("to-trinh", values=values).signatures
    assert (signature.capacity, signature.authority, signature.position) == (None, "", "GIÁM ĐỐC")
    (acting,) = fill("to-trinh", values={**values, "tham_quyen_ky": "Q. GIÁM ĐỐC"}).signatures
    assert (acting.capacity, acting.authority, acting.position) == (Capacity.ACTING, "", "GIÁM ĐỐC")


def test_minutes_are_signed_by_secretary_and_chair() -> None:
    signatures = fill("bien-ban", values=kind_of("bien-ban").sample_values).signatures
    assert [(one.position, one.name) for one in signatures] == [
        ("THƯ KÝ", "Hoàng Thị Giang"), ("CHỦ TỌA", "Phạm Văn Dũng"),
    ]  # fmt: skip


def test_what_is_blank_is_left_out_with_its_heading() -> None:
    values = {
        **kind_of("to-trinh").sample_values,
        "y_kien": [],
        "ho_so_kem_theo": None,
        "so": "",
        "ngay_ban_hanh": None,
    }
    paper = fill("to-trinh", values=values)
    assert (paper.number, paper.issued_on) == (None, None)
    assert [one.title for one in paper.body if isinstance(one, Passage) and one.title] == [
        "SỰ CẦN THIẾT", "NỘI DUNG ĐỀ NGHỊ",
    ]  # fmt: skip
    assert "Hồ sơ" not in str(paper.body)


def test_rows_become_a_table_with_its_heading() -> None:
    paper = fill("ke-hoach", values=kind_of("ke-hoach").sample_values)
    (sheet,) = [one for one in paper.body if isinstance(one, Sheet)]
    assert [[cell.text for cell in row.cells] for row in sheet.table.rows] == [
        ["TT", "Nội dung công việc", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời gian hoàn thành"],
        ["1", "Phát động phong trào thi đua năm 2026", "Văn phòng Sở", "Các đơn vị thuộc Sở", "Tháng 01/2026"],
        [
            "2",
            "Sơ kết công tác thi đua 6 tháng đầu năm",
            "Phòng Thi đua - Khen thưởng",
            "Các đơn vị thuộc Sở",
            "Tháng 6/2026",
        ],
    ]
    assert [row.is_header for row in sheet.table.rows] == [True, False, False]


def test_a_decision_carries_its_plan_and_a_list_its_annex() -> None:
    decision = fill("quyet-dinh-ban-hanh", values=kind_of("quyet-dinh-ban-hanh").sample_values)
    assert [getattr(one, "type_key", "") for one in decision.attachments] == ["ke-hoach"]
    listed = fill("quyet-dinh-danh-sach", values=kind_of("quyet-dinh-danh-sach").sample_values)
    assert [(one.title, one.reference) for one in listed.attachments] == [
        ("DANH SÁCH CÁ NHÂN ĐƯỢC TẶNG GIẤY KHEN",
         "(Kèm theo Quyết định số 05/QĐ-SNV ngày 05 tháng 01 năm 2026 của Giám đốc Sở Nội vụ)"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"trich_yeu": ""}, "Chưa có “Trích yếu” để lập kế hoạch; hãy bổ sung rồi làm lại."),
        ({"nhiem_vu": []}, "Chưa có “Bảng nhiệm vụ” để lập kế hoạch; hãy bổ sung rồi làm lại."),
        ({"x": "y"}, "Loại văn bản “Kế hoạch” không có trường “x”."),
        ({"trich_yeu": ["a"]}, "Trường “Trích yếu” phải là chữ, không quá 20000 ký tự."),
        ({"trich_yeu": "a" * 20_001}, "Trường “Trích yếu” phải là chữ, không quá 20000 ký tự."),
        ({"ngay_ban_hanh": "05/01/2026"}, "Trường “Ngày ban hành” phải là một ngày."),
        ({"muc_dich": "a"}, "Trường “Mục đích” phải là danh sách có không quá 3000 mục."),
        ({"muc_dich": ["a"] * 3_001}, "Trường “Mục đích” phải là danh sách có không quá 3000 mục."),
        ({"nhiem_vu": [{"x": "y"}]}, "Mỗi hàng của “Bảng nhiệm vụ” chỉ có các cột: chu_tri, noi_dung, phoi_hop, thoi_gian, tt."),
        ({"nhiem_vu": [{"noi_dung": "a" * 19_000}] * 200}, "Nội dung quá dài để lập thành một văn bản; hãy chia thành nhiều văn bản hoặc phụ lục."),
        ({"so": "5a"}, "Số của văn bản phải là chữ số, không phải “5a”."),
        ({"tham_quyen_ky": "THAY MẶT"}, "Thẩm quyền ký phải bắt đầu bằng một trong “TM.”, “Q.”, “KT.”, “TL.”, “TUQ.”, không phải “THAY MẶT”."),
    ],
)  # fmt: skip
def test_values_that_do_not_fit_are_refused_in_words(change: dict[str, object], message: str) -> None:
    with pytest.raises(WrongValue) as refused:
        fill("ke-hoach", values={**kind_of("ke-hoach").sample_values, **change})
    assert str(refused.value) == message


def test_values_that_look_like_marks_are_values() -> None:
    values = {**kind_of("thong-bao").sample_values, "noi_dung": ["{{ so }} {{ khong_co }}"], "trich_yeu": "{{ muc }}"}
    paper = fill("thong-bao", values=values)
    assert paper.title == "{{ muc }}"
    assert "{{ so }} {{ khong_co }}" in [one.text for one in paper.body if isinstance(one, Passage)]


@EACH
def test_a_paper_begins_with_dots_where_nothing_is_known(kind: Kind) -> None:
    paper = begin(kind.key, values={"trich_yeu": "Việc đã biết", "co_quan": "SỞ NỘI VỤ"})
    assert (paper.title, paper.issuer, paper.number, paper.issued_on) == ("Việc đã biết", "SỞ NỘI VỤ", None, None)
    assert "……" in str(paper.body)
    assert "{{" not in str(paper)
    assert write_docx(paper).startswith(b"PK")
