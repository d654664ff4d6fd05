"""`thidua document convert` as people call it."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from thidua.cli.main import main
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
