"""`thidua document convert` as people call it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from thidua.cli.main import main
from thidua.lib.vanban.checking.tests.planting import Planting
from thidua.lib.vanban.checking.tests.samples import right
from thidua.lib.vanban.reading import read_document
from thidua.lib.vanban.recognition import recognize

NOTICE = """UBND TỈNH BÌNH MINH
SỞ NỘI VỤ

Số: 07/TB-SNV

Bình Minh, ngày 09 tháng 02 năm 2026

THÔNG BÁO
Kết quả hội thi sáng tạo năm 2026

Sở Nội vụ thông báo kết quả hội thi sáng tạo năm 2026 như sau:

1. Có 12 sáng kiến được công nhận.

2. Có 03 tập thể được khen thưởng./.

Nơi nhận:
- Như trên;
- Lưu: VT.

KT. GIÁM ĐỐC
PHÓ GIÁM ĐỐC

Lê Văn Cường
"""


@pytest.fixture
def notice(tmp_path: Path) -> Path:
    path = tmp_path / "thong-bao.txt"
    path.write_text(NOTICE, encoding="utf-8")
    return path


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_a_text_is_written_in_form(notice: Path, tmp_path: Path, kind: str) -> None:
    out = tmp_path / f"van-ban.{kind}"
    done = CliRunner().invoke(main, ["document", "convert", str(notice), "--to", kind, "--out", str(out)])
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", f"Đã viết {out}.\n")
    assert recognize(read_document(out)) == recognize(read_document(notice))


def test_a_missing_file(tmp_path: Path) -> None:
    out = tmp_path / "x.docx"
    done = CliRunner().invoke(main, ["document", "convert", "khong-co.txt", "--to", "docx", "--out", str(out)])
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == "Không mở được tệp khong-co.txt: không có tệp hoặc thư mục này.\n"
    assert not out.exists()


def test_an_unreadable_file(tmp_path: Path) -> None:
    empty = tmp_path / "trong.docx"
    empty.write_bytes(b"")
    done = CliRunner().invoke(
        main, ["document", "convert", str(empty), "--to", "pdf", "--out", str(tmp_path / "x.pdf")]
    )
    assert (done.exit_code, done.stderr) == (2, "Tệp rỗng; hãy kiểm tra lại tệp đã chọn.\n")


def test_a_place_that_cannot_be_written(notice: Path, tmp_path: Path) -> None:
    out = tmp_path / "khong-co" / "x.docx"
    done = CliRunner().invoke(main, ["document", "convert", str(notice), "--to", "docx", "--out", str(out)])
    assert (done.exit_code, done.stderr) == (2, f"Không ghi được tệp {out}: không có tệp hoặc thư mục này.\n")


def test_a_paper_of_ours_is_in_form(notice: Path, tmp_path: Path) -> None:
    out = tmp_path / "thong-bao.docx"
    CliRunner().invoke(main, ["document", "convert", str(notice), "--to", "docx", "--out", str(out)])
    done = CliRunner().invoke(main, ["document", "check", str(out)])
    assert (done.exit_code, done.stdout) == (0, "Không thấy chỗ nào sai thể thức.\n")


def test_departures_are_listed_with_citation_and_remedy(tmp_path: Path) -> None:
    word = Planting(right("letter"))
    word.replace("Hải Sơn, ngày", "Hải Sơn ngày")
    word.replace("Thời hạn gửi", "thời hạn gửi")
    path = tmp_path / "cong-van.docx"
    path.write_bytes(word.content())
    done = CliRunner().invoke(main, ["document", "check", str(path)])
    assert done.exit_code == 1
    assert done.stdout.splitlines() == [
        "Trái quy định: 1 chỗ",
        "1. Sau địa danh không có dấu phẩy",
        "   Ở: «Hải Sơn ngày 09 tháng 3 năm 2026»",
        "   Thấy: «Hải Sơn ngày 09 tháng 3 năm 2026»; cần: dấu phẩy sau địa danh",
        "   Cách sửa: Thêm dấu phẩy ngay sau địa danh.",
        "   Căn cứ: Phụ lục I, Phần I, Mục II.4.c, ô 4",
        "",
        "Nên sửa: 1 chỗ",
        "2. Đầu đoạn không viết hoa",
        "   Ở: «thời hạn gửi là ngày 31 tháng 3 năm 2026./.»",
        "   Thấy: «thời»; cần: «Thời»",
        "   Cách sửa: Viết hoa chữ cái đầu của câu khi xuống dòng.",
        "   Căn cứ: Phụ lục II, Mục I",
    ]


def test_departures_for_programs_are_one_json_object(tmp_path: Path) -> None:
    word = Planting(right("letter"))
    word.replace("Thời hạn gửi", "thời hạn gửi")
    path = tmp_path / "cong-van.docx"
    path.write_bytes(word.content())
    done = CliRunner().invoke(main, ["document", "check", str(path), "--json"])
    assert done.exit_code == 0  # what is advised alone fails nothing
    assert json.loads(done.stdout) == {
        "file": "cong-van.docx",
        "must": 0,
        "should": 1,
        "departures": [
            {
                "rule": "sentence-capital",
                "what": "Đầu đoạn không viết hoa",
                "where": "«thời hạn gửi là ngày 31 tháng 3 năm 2026./.»",
                "found": "«thời»",
                "wanted": "«Thời»",
                "remedy": "Viết hoa chữ cái đầu của câu khi xuống dòng.",
                "citation": "Phụ lục II, Mục I",
                "confidence": "high",
                "severity": "should",
                "more": 0,
            }
        ],
    }


def test_what_is_no_word_file_is_refused_in_words(notice: Path, tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["document", "check", str(notice)])
    sentence = "Chỉ kiểm tra được thể thức của tệp Word (.docx); hãy mở tệp bằng Word và lưu lại dạng .docx.\n"
    assert (done.exit_code, done.stderr) == (2, sentence)
    missing = CliRunner().invoke(main, ["document", "check", str(tmp_path / "khong-co.docx")])
    assert missing.exit_code == 2
    assert missing.stderr.endswith("không có tệp hoặc thư mục này.\n")
