"""Text is text: nothing in a paper is read as markup, no file outside the template's folder is opened, no network."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest

from thidua.lib.vanban.official import Annex, OfficialDocument, Passage, Sheet, Signature
from thidua.lib.vanban.writing.pdf import write_pdf
from thidua.lib.vanban.writing.pdf.tests.papers import PLAN, cell, group, lines_of, plan, row, sheet, text, words_of
from thidua.lib.vanban.writing.pdf.text import cleaned, held_together
from thidua.lib.vanban.writing.pdf.typesetting import fonts_folder

HOSTILE = (
    '#read("/etc/passwd")',
    '#include "/etc/passwd"',
    '#image("../../secret.png")',
    '#import "@preview/cetz:0.3.0"',
    '#plugin("x.wasm")',
    '#eval("1+1")',
    "#sys.inputs",
    "#panic()",
    "#while true {}",
    "#let x = 1; #x",
    "#metadata(1) <place>",
    "#set page(width: 1pt)",
    "#show: none",
    "#pagebreak()",
    "#counter(page).update(9)",
    "$x^2 / y$",
    "*đậm* _nghiêng_",
    "`mã` ```khối```",
    "@tham-chieu",
    "<nhan> <place>",
    "= Tiêu đề",
    "- gạch + cộng / thuật: ngữ",
    "https://example.vn/?a=b&c=#d",
    "// ghi chú /* kín */",
    "\\ \\u{1F600} \\# \\n",
    "~ -- --- ... -?",
    "\"ngoặc\" 'đơn' “cong”",
    "[ ngoặc ] { nhọn } ( tròn )",
    "{{ field }} {% include x %} ${jndi:ldap://x}",
    "<script>alert(1)</script> &lt; &#65;",
    "%PDF-1.7 endobj stream /JavaScript (x)",
    '", "sections": [], "x": "',
)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_is_printed_as_it_is(hostile: str) -> None:
    shown = words_of(write_pdf(plan(text(f"Trước {hostile} sau."))))
    assert f"Trước {hostile} sau./." in shown


@pytest.mark.parametrize("hostile", HOSTILE[:10])
def test_every_part_of_a_paper_takes_hostile_text(hostile: str) -> None:
    paper = OfficialDocument(
        type_key="quyet-dinh",
        issuer=hostile,
        title=hostile,
        parent=hostile,
        symbol=hostile,
        place=hostile,
        reference=hostile,
        authority_line=hostile,
        addressees=(hostile, hostile),
        legal_bases=(hostile,),
        order_word=hostile,
        body=(
            Passage(level=text("").level, label=hostile, title=hostile),
            sheet(row(hostile, hostile, is_header=True), group(hostile, 2), row(hostile, hostile)),
        ),
        signatures=(Signature(hostile, hostile, own_position=hostile),),
        recipients=(hostile,),
        drafter=hostile,
        contact=(hostile,),
        attachments=(Annex(hostile, hostile, hostile, (text(hostile),)),),
    )
    shown = unicodedata.normalize("NFC", words_of(write_pdf(paper))).lower()
    # The words of the two columns stand beside each other when a page is read by lines, so each word is looked for.
    words = sorted(hostile.lower().split(), key=len)
    assert shown.count(words[-1]) >= 10


def test_a_name_of_a_file_is_not_opened(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("bí mật của tệp khác", encoding="utf-8")
    shown = words_of(write_pdf(plan(text(f'#read("{secret}")'), title=str(secret))))
    assert "bí mật của tệp khác" not in shown
    assert str(secret) in shown.replace(" ", "")


def test_engine_refuses_files_outside_its_folder(tmp_path: Path) -> None:
    import typst

    (tmp_path / "inside").mkdir()
    (tmp_path / "outside.txt").write_text("x", encoding="utf-8")
    (tmp_path / "inside/main.typ").write_text('#read("../outside.txt")', encoding="utf-8")
    with pytest.raises(typst.TypstError):
        typst.compile(str(tmp_path / "inside/main.typ"), root=str(tmp_path / "inside"))


def test_template_reads_nothing() -> None:
    folder = Path(__file__).parent.parent / "template"
    assert sorted(path.name for path in folder.iterdir()) == ["letters.typ", "paper.typ"]
    for path in folder.iterdir():
        source = path.read_text(encoding="utf-8")
        for word in ("read(", "image(", "include", "import", "eval(", "plugin(", "csv(", "@preview"):
            assert word not in source


PROBE = """
from thidua.lib.vanban.writing.pdf import write_pdf
from thidua.lib.vanban.writing.pdf.tests.papers import plan, text
print(len(write_pdf(plan(text('#import "@preview/cetz:0.3.0" #read("/etc/passwd")')))))
"""


def test_no_network_is_needed() -> None:
    if shutil.which("unshare") is None or subprocess.run(["unshare", "-rn", "true"], check=False).returncode:
        pytest.skip("this machine does not let a process give up its network (unshare -rn)")
    done = subprocess.run(["unshare", "-rn", sys.executable, "-c", PROBE], capture_output=True, text=True, check=True)
    assert int(done.stdout) > 10_000


def test_no_socket_and_no_file_but_program_and_fonts_is_opened(tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed")
    command = ["strace", "-f", "-qq", "-e", "trace=openat,open,socket,connect", "-o", str(trace)]
    if subprocess.run([*command, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this machine does not allow tracing (strace)")
    # Without the measuring of coverage, which walks through the source when it ends.
    plain = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    subprocess.run([*command, sys.executable, "-c", PROBE], capture_output=True, check=True, env=plain)
    calls = trace.read_text(encoding="utf-8", errors="replace").splitlines()
    assert [call for call in calls if "AF_INET" in call] == []
    opened = {call.split('"')[1] for call in calls if '"' in call and "ENOENT" not in call}
    assert "/etc/passwd" not in opened
    begins = next(place for place, call in enumerate(calls) if "paper.typ" in call)
    late = {call.split('"')[1] for call in calls[begins:] if '"' in call and "ENOENT" not in call}
    folders = (str(fonts_folder()), str(Path(__file__).parent.parent / "template"))
    assert {path for path in late if not path.startswith((*folders, "/proc/", "/sys/", "/dev/"))} == set()


# Models that hold together badly


def test_tables_with_wrong_spans_lose_nothing() -> None:
    odd = sheet(
        row("a", "b", "c", is_header=True),
        replace(row("d"), cells=(cell("d", rows=9, columns=9), cell("e"), cell("g"))),
        row("h"),
        group("i", 3),
        group("k", 3),
        replace(row(), cells=(cell("l", rows=3), cell("m"), cell("n"))),
        row("o", "p", "q"),
    )
    shown = words_of(write_pdf(plan(odd)))
    assert all(f" {letter} " in f" {shown} " for letter in "abcdeghiklmnopq")


@pytest.mark.parametrize(
    "odd",
    [sheet(), sheet(row()), sheet(row("", "")), sheet(group("g", 3)), sheet(row("a", "b", is_header=True))],
)
def test_empty_tables(odd: Sheet) -> None:
    assert "KẾ HOẠCH" in words_of(write_pdf(plan(odd, text(""))))


def test_empty_paper() -> None:
    assert "KẾ HOẠCH" in words_of(write_pdf(OfficialDocument("ke-hoach", "", "")))
    with pytest.raises(KeyError):
        write_pdf(replace(PLAN, type_key="khong-co"))


def test_words_longer_than_a_line_stay_within_the_margins() -> None:
    long = "https://" + "a-b_c/" * 40
    table = sheet(row("STT", long, is_header=True), group(long, 2), row("1", long))
    paper = plan(text(f"Xem {long} và {long}."), table, text("Hết."), issuer=long, title=long, recipients=(long,))
    pdf = write_pdf(replace(paper, addressees=(long, long), signatures=(Signature(long, long),)))
    import io

    import pdfplumber

    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        left = min(char["x0"] for page in opened.pages for char in page.chars)
        right = max(char["x1"] for page in opened.pages for char in page.chars)
    assert (left, right) >= (30 / 25.4 * 72 - 1, 0)
    assert right <= (210 - 15) / 25.4 * 72 + 1
    assert "".join(line.replace(" ", "") for page in lines_of(pdf) for line in page).count("a-b_c/") >= 40


def test_cleaned_text() -> None:
    assert cleaned("a\tb\nc\u2028d") == "a b c d"
    assert cleaned("a\u00adb\u200bc\ud800") == "abc"
    assert cleaned("\ue000") == "□"


def test_words_held_together() -> None:
    import re

    runs: list[dict[str, object]] = [{"t": "một hai ba", "s": "b"}]
    assert held_together(runs, re.compile("hai")) == [
        {"t": "một ", "s": "b"},
        {"t": "hai", "s": "bw"},
        {"t": " ba", "s": "b"},
    ]
