"""`thidua document`: official documents as files, without a database."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from thidua.lib.vanban.checking import Departure
    from thidua.lib.vanban.official import OfficialDocument


@click.group()
def document() -> None:
    """Văn bản hành chính theo thể thức Nghị định 30/2020/NĐ-CP."""


@document.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--to", "kind", required=True, type=click.Choice(("docx", "pdf")), help="Loại tệp cần có.")
@click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False), help="Tệp kết quả.")
def convert(file: Path, kind: str, out: Path) -> None:
    """Đọc FILE (Word, PDF, ảnh quét, văn bản thô) và viết lại đúng thể thức."""
    from thidua.lib.vanban.errors import UnreadableDocument
    from thidua.lib.vanban.reading import read_document_isolated
    from thidua.lib.vanban.recognition import recognize

    try:
        read = read_document_isolated(file)
    except OSError as error:
        raise _refused(f"Không mở được tệp {file}: {_why(error)}.") from None
    except UnreadableDocument as error:
        raise _refused(" ".join(str(error).split())) from None
    content = _written(recognize(read), kind)
    try:
        out.write_bytes(content)
    except OSError as error:
        raise _refused(f"Không ghi được tệp {out}: {_why(error)}.") from None
    for notice in read.notices:
        click.echo(notice, err=True)
    click.echo(f"Đã viết {out}.", err=True)


@document.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="In một đối tượng JSON, không in gì khác.")
def check(file: Path, as_json: bool) -> None:
    """Kiểm tra thể thức của FILE (.docx); thoát với mã 1 khi có chỗ trái quy định."""
    import json

    from thidua.lib.vanban.checking import Severity, check_docx_isolated, to_json
    from thidua.lib.vanban.errors import UnreadableDocument

    try:
        departures = check_docx_isolated(file.read_bytes())
    except OSError as error:
        raise _refused(f"Không mở được tệp {file}: {_why(error)}.") from None
    except UnreadableDocument as error:
        raise _refused(" ".join(str(error).split())) from None
    required = sum(one.severity is Severity.MUST for one in departures)
    if as_json:
        summary = {"file": file.name, "must": required, "should": len(departures) - required}
        click.echo(json.dumps({**summary, "departures": to_json(departures)}, ensure_ascii=False, indent=1))
    else:
        click.echo(_in_words(departures))
    if required:
        raise SystemExit(1)


def _in_words(departures: tuple[Departure, ...]) -> str:
    """Return departures as a numbered list: first what the Decree requires, then what is advised."""
    from thidua.lib.vanban.checking import Severity

    if not departures:
        return "Không thấy chỗ nào sai thể thức."
    lines: list[str] = []
    number = 0
    for severity, heading in ((Severity.MUST, "Trái quy định"), (Severity.SHOULD, "Nên sửa")):
        group = [one for one in departures if one.severity is severity]
        if not group:
            continue
        lines += ["", f"{heading}: {len(group)} chỗ"] if lines else [f"{heading}: {len(group)} chỗ"]
        for one in group:
            number += 1
            more = f" và {one.more} chỗ khác" if one.more else ""
            lines += [
                f"{number}. {one.what}",
                f"   Ở: {one.where}{more}",
                f"   Thấy: {one.found}; cần: {one.wanted}",
                f"   Cách sửa: {one.remedy}",
                f"   Căn cứ: {one.citation}",
            ]
    return "\n".join(lines)


def _written(paper: OfficialDocument, kind: str) -> bytes:
    if kind == "docx":
        from thidua.lib.vanban.writing.docx import write_docx

        return write_docx(paper)
    from thidua.lib.vanban.writing.pdf import FontsMissing, write_pdf

    try:
        return write_pdf(paper)
    except FontsMissing as error:
        raise _refused(str(error)) from None


def _why(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "không có tệp hoặc thư mục này"
    if isinstance(error, IsADirectoryError):
        return "đây là thư mục"
    return "không có quyền" if isinstance(error, PermissionError) else str(error)


def _refused(sentence: str) -> SystemExit:
    click.echo(sentence, err=True)
    return SystemExit(2)
