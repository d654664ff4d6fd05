"""Files for the tests and the fuzzer, all made here from words of our own."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFont

SAMPLES = Path(__file__).parent / "samples"

PLAN = """UBND TỈNH HẢI SƠN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
SỞ NỘI VỤ\tĐộc lập - Tự do - Hạnh phúc
Số: 12/KH-SNV\tHải Sơn, ngày 05 tháng 02 năm 2026

KẾ HOẠCH
Công tác thi đua, khen thưởng năm 2026

Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022;

I. MỤC ĐÍCH, YÊU CẦU

1. Mục đích

Đẩy mạnh các phong trào thi đua yêu nước, động viên cán bộ, công chức hoàn thành xuất sắc nhiệm vụ được giao.

II. NHIỆM VỤ CỤ THỂ

STT\tNội dung\tChủ trì\tPhối hợp\tThời gian
1\tPhát động phong trào thi đua năm 2026\tVăn phòng Sở\tCác phòng, đơn vị\tTháng 02/2026
2\tTổ chức hội nghị tổng kết cụm thi đua\tPhòng Thi đua\tVăn phòng Sở\tQuý IV

Nơi nhận:\tGIÁM ĐỐC
- Như trên;\tNguyễn Thị Ước
"""

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx_of(
    body: str, *, parts: dict[str, str | bytes] | None = None, compression: int = zipfile.ZIP_DEFLATED
) -> bytes:
    """Return a Word file whose body is the XML given; `parts` adds or replaces members by path."""
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="xml" ContentType="application/xml"/></Types>'
        ),
        "_rels/.rels": _relations("officeDocument", "word/document.xml"),
        "word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>',
        "word/_rels/document.xml.rels": _relations(
            "styles", "styles.xml", "numbering", "numbering.xml", "footnotes", "footnotes.xml"
        ),
        **(parts or {}),
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def _relations(*pairs: str) -> str:
    kinds = zip(pairs[::2], pairs[1::2], strict=True)
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    inner = "".join(
        f'<Relationship Id="r{index}" Type="{base}/{kind}" Target="{target}"/>'
        for index, (kind, target) in enumerate(kinds)
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'
    )


def styles_part(inner: str) -> str:
    return f'<w:styles xmlns:w="{WORD}">{inner}</w:styles>'


def numbering_part(inner: str) -> str:
    return f'<w:numbering xmlns:w="{WORD}">{inner}</w:numbering>'


def paragraph(text: str, properties: str = "", run: str = "") -> str:
    return (
        f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'
    )


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"


def ruled_table(*rows: str) -> str:
    borders = "".join(
        f'<w:{side} w:val="single"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    inner = "".join(row if row.startswith("<w:tr") else f"<w:tr>{row}</w:tr>" for row in rows)
    return f"<w:tbl><w:tblPr><w:tblBorders>{borders}</w:tblBorders></w:tblPr>{inner}</w:tbl>"


def plan_docx() -> bytes:
    rows = [line.split("\t") for line in PLAN.splitlines() if line.count("\t") == 4]
    table = ruled_table(*("".join(cell(text) for text in row) for row in rows))
    lines = [line for line in PLAN.splitlines() if line and "\t" not in line]
    return docx_of("".join(paragraph(line) for line in lines) + table)


def typst_pdf(source: str) -> bytes:
    """Return the PDF of a typst source, set in Liberation Serif or Tinos."""
    import typst

    folders = [
        folder
        for folder in ("src/thidua/_built/fonts", "/usr/share/fonts/truetype/liberation2")
        if Path(folder).is_dir()
    ]
    head = '#set page(paper: "a4", margin: 2cm)\n#set text(font: ("Tinos", "Liberation Serif"), size: 14pt)\n'
    pdf = typst.compile((head + source).encode(), font_paths=folders)
    assert isinstance(pdf, bytes)
    return pdf


def plan_pdf() -> bytes:
    rows = [line.split("\t") for line in PLAN.splitlines() if line.count("\t") == 4]
    cells = ", ".join(f"[{text}]" for row in rows for text in row)
    return typst_pdf(
        "#grid(columns: (1fr, 1fr), align: center, [UBND TỈNH HẢI SƠN \\ SỞ NỘI VỤ \\ Số: 12/KH-SNV],"
        " [CỘNG HÒA XÃ HỘI \\ Độc lập - Tự do - Hạnh phúc \\ Hải Sơn, ngày 05 tháng 02 năm 2026])\n"
        "#align(center)[*KẾ HOẠCH*]\n"
        "#par(justify: true, first-line-indent: (amount: 1cm, all: true))[Đẩy mạnh các phong trào thi đua yêu nước, "
        "động viên cán bộ, công chức, viên chức và người lao động hoàn thành xuất sắc nhiệm vụ được giao.]\n"
        f"#table(columns: (1cm, 1fr, 3cm, 3cm, 3cm), {cells})"
    )


def picture_of(lines: list[str], *, size: tuple[int, int] = (1000, 300), dpi: int = 200) -> Image.Image:
    """Return a gray picture of printed lines, as a scanner without faults gives it."""
    image = Image.new("L", size, 255)
    draw = ImageDraw.Draw(image)
    font = ImageFont.truetype(str(serif_font()), int(14 * dpi / 72))
    for index, line in enumerate(lines):
        draw.text((60, 40 + index * int(24 * dpi / 72)), line, font=font, fill=0)
    return image


def serif_font() -> Path:
    for folder in ("src/thidua/_built/fonts", "/usr/share/fonts/truetype/liberation2"):
        for name in ("Tinos-Regular.ttf", "LiberationSerif-Regular.ttf"):
            if (Path(folder) / name).is_file():
                return Path(folder) / name
    raise FileNotFoundError("neither Tinos nor Liberation Serif is here")


def image_bytes(image: Image.Image, kind: str, **options: Any) -> bytes:
    stream = io.BytesIO()
    image.save(stream, kind, dpi=(200, 200), **options)
    return stream.getvalue()


def pages_pdf(count: int) -> bytes:
    """Return a PDF of so many empty pages, written by hand."""
    kids = " ".join(f"{number} 0 R" for number in range(3, 3 + count))
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Kids[{kids}]/Count {count}>>".encode()]
    objects += [b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"] * count
    return pdf_of(objects)


def pdf_of(objects: list[bytes]) -> bytes:
    """Return a PDF of numbered objects; the first is the catalog."""
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for place in places:
        out += b"%010d 00000 n \n" % place
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)
    return bytes(out)


def drawn_pdf(content: bytes, *, box: str = "0 0 595 842") -> bytes:
    """Return a one-page PDF with this content stream and one base font, F1."""
    return pdf_of(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            f"<</Type/Page/Parent 2 0 R/MediaBox[{box}]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>".encode(),
            b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
            b"<</Type/Font/Subtype/Type1/BaseFont/Times-Roman>>",
        ]
    )


def zip_bomb() -> bytes:
    return docx_of(paragraph("a"), parts={"word/document.xml": b" " * (60 * 1024 * 1024)})


def billion_laughs() -> bytes:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    kinds = f'<!DOCTYPE x [<!ENTITY l0 "ha">{entities}]>'
    xml = f'{kinds}<w:document xmlns:w="{WORD}"><w:body><w:p><w:r><w:t>&l9;</w:t></w:r></w:p></w:body></w:document>'
    return docx_of("", parts={"word/document.xml": xml})


def outside_entity(path: str) -> bytes:
    kinds = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{path}">]>'
    xml = f'{kinds}<w:document xmlns:w="{WORD}"><w:body><w:p><w:r><w:t>&e;</w:t></w:r></w:p></w:body></w:document>'
    return docx_of("", parts={"word/document.xml": xml})


def png_claiming(width: int, height: int) -> bytes:
    """Return a PNG whose header claims a size its data does not hold."""
    import zlib

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


def hostile_files() -> dict[str, Callable[[], bytes]]:
    """Return makers of files meant to hurt a reader, by name."""
    deep = 3000
    return {
        "zip bomb": zip_bomb,
        "billion laughs": billion_laughs,
        "outside entity": lambda: outside_entity("/etc/passwd"),
        "deep xml": lambda: docx_of("<w:sdt><w:sdtContent>" * deep + "</w:sdtContent></w:sdt>" * deep),
        "deep tables": lambda: docx_of("<w:tbl><w:tr><w:tc>" * 80 + paragraph("a") + "</w:tc></w:tr></w:tbl>" * 80),
        "wide span": lambda: docx_of(ruled_table(cell("a", '<w:gridSpan w:val="99999999"/>'))),
        "many cells": lambda: docx_of(ruled_table(*(cell("a", '<w:gridSpan w:val="190"/>') for _ in range(4000)))),
        "many members": lambda: docx_of("", parts={f"x{n}.xml": "" for n in range(6000)}),
        "many pages": lambda: pages_pdf(2000),
        "page loop": lambda: pdf_of([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 99>>"]),
        "huge page": lambda: drawn_pdf(b"BT /F1 12 Tf 10 10 Td (a) Tj ET", box="0 0 9999999 9999999"),
        "many glyphs": lambda: drawn_pdf(b"BT /F1 1 Tf " + b"(aaaaaaaaaaaaaaaaaaaa) Tj 1 1 Td " * 20_000 + b"ET"),
        "many lines drawn": lambda: drawn_pdf(
            b"".join(
                b"%d 0 m %d 842 l S 0 %d m 595 %d l S " % (n % 595, n % 595, n % 842, n % 842) for n in range(60_000)
            )
            + b"BT /F1 12 Tf 10 10 Td (Nhiem vu trong tam nam) Tj ET"
        ),
        "png claiming much": lambda: png_claiming(60_000, 60_000),
        "png empty": lambda: png_claiming(3000, 3000),
        "stars": lambda: b"*a **b ***c " * 8000,
        "angles": lambda: b"<b><i>" * 15_000,
        "comments": lambda: b"<!--" * 20_000,
        "blanks": lambda: b"a\n" + b" " * 99_000 + b"x\n|" + b" " * 90_000 + b"\n#" + b" " * 99_000 + b"x",
        "aligned lines": lambda: b"1  a  b  c\n" * 100_000,
        "aligned blanks": lambda: (b" " * 90_000 + b"a  b  c\n") * 11,
        "aligned stairs": lambda: b"".join(b" " * (n % 200) + b"a  b  c  d\n" for n in range(10_000)),
        "aligned blocks": lambda: b"1  a  b  c\n\n    2\n\n" * 40_000,
        "recipients": lambda: ("Nơi nhận:" + " " * 30 + "x\n" + " " * 40 + "y\n").encode() * 10_000,
        "tabs": lambda: b"a\tb\n1.\tc\n" * 50_000,
        "pipes": lambda: b"|" * 90_000 + b"\n" + b"|" * 90_000,
        "long line": lambda: b"a" * 20_000_000,
        "many lines": lambda: b"a\n" * 1_000_000,
        "deep html": lambda: b"<html>" + b"<div>" * 50_000 + b"a",
        "deep html tables": lambda: b"<html>" + b"<table><tr><td>" * 5_000 + b"a",
        "html spans": lambda: b"<html><table>" + b"<tr><td rowspan=1000 colspan=1000>a</td></tr>" * 1000 + b"</table>",
        "rtf": lambda: b"{\\rtf1\\ansi Ke hoach}",
        "ole without streams": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 4000,
        "encrypted package": lambda: (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000) + "EncryptedPackage".encode("utf-16-le")
        ),
    }
