"""Templates an office makes: checked, and filled as they stand."""

# ruff: noqa: E501 - cases are read a line each

from __future__ import annotations

import datetime
import io
import pathlib
import zipfile

import pytest

from thidua.lib.vanban.checking import check_docx
from thidua.lib.vanban.reading import read_document
from thidua.lib.vanban.templates import (
    Kind,
    Problem,
    Reason,
    TemplateRefused,
    WrongValue,
    check_and_sample,
    check_template,
    kind_of,
    kinds,
    render_template,
)
from thidua.lib.vanban.templates.base import base_template
from thidua.lib.vanban.templates.inspection import inspect
from thidua.lib.vanban.templates.ready_papers import fill
from thidua.lib.vanban.templates.tests.files import NEEDED, good_body, paragraph, relation, table, text_of, word_file
from thidua.lib.vanban.writing.docx import write_docx

KIND = kind_of("thong-bao")
VALUES = {
    "so": "07",
    "ky_hieu": "TB-SNV",
    "ngay_ban_hanh": datetime.date(2026, 3, 4),
    "trich_yeu": "Về việc nghỉ tết",
    "chuc_vu_ky": "GIÁM ĐỐC",
    "ho_ten_ky": "Phạm Văn Dũng",
    "noi_dung": ["Một.", "Hai."],
}


def filled(*more: str, kind: str = "thong-bao", **values: object) -> list[str]:
    content = word_file(good_body(*more))
    return text_of(render_template(content, kind=kind, values={**VALUES, **values}))


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.key)
def test_the_template_to_begin_from_passes_and_gives_the_paper(kind: Kind) -> None:
    inspected = inspect(base_template(kind.key), kind=kind)
    assert inspected.report.problems == ()
    assert {field.name for field in kind.fields} - set(inspected.report.used) <= {"ten_co_quan"}
    assert inspected.sample is not None
    text = "\n".join(text_of(inspected.sample))
    assert "{" not in text
    assert "}" not in text
    assert "Số: 05/" in text


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.key)
def test_papers_of_our_wording_have_the_form_of_the_decree(kind: Kind, tmp_path: pathlib.Path) -> None:
    sample = inspect(base_template(kind.key), kind=kind).sample
    assert sample is not None
    for content in (write_docx(fill(kind.key, values=kind.sample_values)), sample):
        path = tmp_path / "a.docx"
        path.write_bytes(content)
        assert check_docx(path) == ()


def test_a_filled_template_is_read_as_the_paper_it_is(tmp_path: pathlib.Path) -> None:
    checked = check_and_sample(base_template("ke-hoach"), kind="ke-hoach")
    assert checked.sample is not None
    path = tmp_path / "a.docx"
    path.write_bytes(checked.sample)
    lines = read_document(path).text
    for expected in ("KẾ HOẠCH", "Công tác thi đua, khen thưởng năm 2026", "Phát động phong trào thi đua năm 2026"):
        assert expected in lines


def test_fields_lists_and_conditions_are_filled() -> None:
    assert filled() == [
        "07/TB-SNV", "ngày 04 tháng 3 năm 2026", "Về việc nghỉ tết", "GIÁM ĐỐC Phạm Văn Dũng", "Một.", "Hai.",
    ]  # fmt: skip
    more = (
        paragraph("{{ trich_yeu|in_hoa }}"),
        paragraph("{% for muc in noi_dung %}{{ loop.index }}/{{ loop.length }} {{ muc }}{% if not loop.last %}, {% endif %}{% endfor %}"),
        paragraph("{% if so == '07' and trich_yeu %}bảy{% elif so != '08' %}khác{% else %}tám{% endif %}"),
        paragraph("{%p for muc in noi_dung|tru_cuoi %}"),
        paragraph("{{ muc }};"),
        paragraph("{%p endfor %}"),
        paragraph("{{ noi_dung|cuoi }}."),
        paragraph("{%p if mo_dau %}"),
        paragraph("{{ mo_dau }}"),
        paragraph("{%p else %}"),
        paragraph("không có mở đầu"),
        paragraph("{%p endif %}"),
    )  # fmt: skip
    assert filled(*more)[6:] == [
        "VỀ VIỆC NGHỈ TẾT", "1/2 Một., 2/2 Hai.", "bảy", "Một.;", "Hai..", "không có mở đầu",
    ]  # fmt: skip


def test_rows_fill_a_table() -> None:
    rows = table(
        ["TT", "Họ tên"], ["{%tr for dong in danh_sach %}", ""], ["{{ dong.tt }}", "{{ dong.ho_ten|in_hoa }}"], ["{%tr endfor %}", ""]
    )  # fmt: skip
    kind = kind_of("danh-sach")
    more = [paragraph(field) for field in ("{{ kinh_gui|cuoi }}", "{{ ten_danh_sach }}")]
    body = "".join([*map(paragraph, NEEDED), *more, rows])
    people = [{"tt": "1", "ho_ten": "Trần Thị B"}, {"tt": "2", "ho_ten": "Lê C"}]
    paper = render_template(word_file(body), kind=kind.key, values={**kind.sample_values, "danh_sach": people})
    assert text_of(paper)[-6:] == ["TT", "Họ tên", "1", "TRẦN THỊ B", "2", "LÊ C"]
    empty = render_template(word_file(body), kind=kind.key, values={**kind.sample_values, "danh_sach": []})
    assert text_of(empty)[-2:] == ["TT", "Họ tên"]


def test_tags_that_word_has_broken_into_runs_are_whole_again() -> None:
    broken = paragraph("Về: {", "{ tri", "ch_", "yeu }", "} (số {{ so }})")
    assert filled(broken)[6:] == ["Về: Về việc nghỉ tết (số 07)"]


def test_what_is_not_known_is_blank() -> None:
    assert filled(ngay_ban_hanh=None, so="")[:2] == ["/TB-SNV", "ngày       tháng       năm      "]


def test_headers_and_footnotes_are_filled_too() -> None:
    from thidua.lib.vanban.templates.tests.files import NAMESPACES

    header = f"<w:hdr {NAMESPACES}>{paragraph('{{ trich_yeu }}')}</w:hdr>"
    content = word_file(good_body(), parts={"word/header1.xml": header}, relations=relation("header", "header1.xml"))
    paper = render_template(content, kind="thong-bao", values=VALUES)
    with zipfile.ZipFile(io.BytesIO(paper)) as archive:
        assert "Về việc nghỉ tết" in archive.read("word/header1.xml").decode()


def test_links_a_person_may_follow_and_page_numbers_are_allowed() -> None:
    from thidua.lib.vanban.templates.tests.files import field_code

    links = "".join(
        relation("hyperlink", target, is_external=True, key=f"rId{number}")
        for number, target in enumerate(("mailto:vanthu@example.vn", "https://example.vn/a"), 20)
    )
    content = word_file(good_body(field_code(" PAGE \\* MERGEFORMAT ")), relations=links)
    assert check_template(content, kind="thong-bao").problems == ()


def test_every_problem_is_named_with_its_place_and_remedy() -> None:
    body = "".join(
        map(paragraph, ("{{ so }}", "Về {{ trich_yeus }} nhé", "{{ noi_dung }}", "{% for dong in noi_dung %}{{ dong.ten }}{% endfor %}"))
    )  # fmt: skip
    assert check_template(word_file(body), kind="thong-bao").problems == (
        Problem(
            Reason.UNKNOWN_FIELD,
            "Không có trường “trich_yeus”.",
            "Có phải “trich_yeu” (Trích yếu)?",
            "Về {{ trich_yeus }} nhé",
        ),
        Problem(
            Reason.WRONG_USE,
            "Trường “noi_dung” là danh sách, không in thẳng được.",
            "Dùng vòng lặp: {%p for muc in noi_dung %} … {{ muc }} … {%p endfor %}",
            "{{ noi_dung }}",
        ),
        Problem(
            Reason.WRONG_TAG,
            "Mẫu dùng cấu trúc không được phép: đọc thuộc tính.",
            "Chỉ dùng trường, cột của bảng, vòng lặp for trên danh sách và điều kiện if đơn giản.",
            "{% for dong in noi_dung %}{{ dong.ten }}{% endfor %}",
        ),
    )


def test_missing_fields_are_named_with_what_to_add() -> None:
    report = check_template(word_file("".join(map(paragraph, NEEDED))), kind="thong-bao")
    assert report.problems == (
        Problem(
            Reason.MISSING_FIELD,
            "Mẫu thiếu trường bắt buộc “noi_dung” (Nội dung).",
            "Thêm vào mẫu: {%p for muc in noi_dung %} {{ muc }} {%p endfor %}",
        ),
    )
    assert not report.is_acceptable


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (paragraph("Kính gửi {%p if so %}"), "Thẻ “{%p if so %}” phải đứng một mình trong đoạn; chữ khác trong đoạn sẽ mất."),
        (table(["{%tr if so %}", "chữ"]), "Thẻ “{%tr if so %}” phải đứng một mình trong hàng; chữ khác trong hàng sẽ mất."),
        (table(["{%tr if so %}", "{{ so }}"]), "Thẻ “{%tr if so %}” phải đứng một mình trong hàng; chữ khác trong hàng sẽ mất."),
        (paragraph("{%tr if so %}"), "Thẻ {%tr … %} không nằm trong bảng."),
        (paragraph("{% for dong in ho_ten_ky %}{% endfor %}"), "Trường “ho_ten_ky” không phải danh sách nên không lặp được."),
        (paragraph("{% for a in noi_dung %}") + paragraph("{% endfor %}"), "“for” và “endfor” không cùng loại thẻ hoặc không cùng chỗ (đoạn, ô, bảng)."),
        (paragraph("{% if so %}{% endfor %}"), "“endfor” không có “for” đứng trước."),
        (paragraph("{{ so|upper }}"), "Bộ lọc “upper” không được dùng ở đây."),
        (paragraph("{{ so so }}"), "Không hiểu thẻ “{{ so so }}” (expected token 'end of print statement', got 'so')."),
    ],
)  # fmt: skip
def test_wrong_forms_are_told(more: str, message: str) -> None:
    assert message in [problem.message for problem in inspect(word_file(good_body(more)), kind=KIND).report.problems]


def test_a_whole_row_is_not_printed() -> None:
    body = good_body(table(["{%tr for dong in danh_sach %}"], ["{{ dong }}"], ["{{ dong.ten }}"], ["{%tr endfor %}"]))
    problems = inspect(word_file(body), kind=kind_of("danh-sach")).report.problems
    assert [(one.message, one.remedy) for one in problems[-2:]] == [
        ("“dong” là cả một hàng của bảng “danh_sach”, không in được.", "Viết {{ dong.tt }} để in từng cột."),
        ("Bảng không có cột “ten”.", "Các cột của bảng: tt, ho_ten, chuc_vu, don_vi, ghi_chu."),
    ]


def test_a_template_no_check_let_pass_is_not_filled() -> None:
    with pytest.raises(TemplateRefused) as refused:
        render_template(word_file(paragraph("{{ so }}")), kind="thong-bao", values=VALUES)
    assert refused.value.report.problems[0].reason == Reason.MISSING_FIELD


def test_values_that_do_not_fit_are_refused_before_anything_runs() -> None:
    with pytest.raises(WrongValue):
        render_template(b"", kind="thong-bao", values={"x": "y"})


def test_unknown_kinds_are_an_error() -> None:
    with pytest.raises(KeyError):
        check_template(b"", kind="x")


def test_addressees_end_with_a_full_stop_and_may_be_none() -> None:
    kind = kind_of("bao-cao")
    content = base_template(kind.key)
    two = text_of(render_template(content, kind=kind.key, values={**kind.sample_values, "kinh_gui": ["A", "B"]}))
    assert [text for text in two if text.startswith(("Kính gửi", "- A", "- B"))] == ["Kính gửi:", "- A;", "- B."]
    one = text_of(render_template(content, kind=kind.key, values={**kind.sample_values, "kinh_gui": ["A"]}))
    assert [text for text in one if text.startswith(("Kính gửi", "- A"))] == ["Kính gửi: A"]
    none = text_of(render_template(content, kind=kind.key, values={**kind.sample_values, "kinh_gui": []}))
    assert not [text for text in none if text.startswith("Kính gửi")]


def test_columns_of_the_base_have_the_widths_of_the_paper() -> None:
    import docx

    (grid,) = [
        [column.width for column in one.columns]
        for one in docx.Document(io.BytesIO(base_template("ke-hoach"))).tables
        if len(one.columns) == 5
    ]
    assert [round(100 * width / sum(grid)) for width in grid] == [6, 36, 19, 20, 19]
