"""`thidua rules`: the law as data, without a database."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from thidua.lib.rules.answering import Answer
    from thidua.lib.rules.cases import Miss
    from thidua.lib.rules.facts import Case
    from thidua.lib.rules.model import Rulebook

_FOLDER = click.option(
    "--folder", type=click.Path(path_type=Path, file_okay=False, exists=True), help="Thư mục quy tắc khác."
)
_ADOPT = click.option("--adopt", multiple=True, help="Bộ mẫu được áp dụng; viết nhiều lần được.")


@click.group()
def rules() -> None:
    """Pháp luật thi đua, khen thưởng: kiểm tra, xét, giải thích."""


def loaded(folder: Path | None, adopt: tuple[str, ...]) -> Rulebook:
    """Load the rulebook, or say every fault and leave with code 1."""
    from thidua.lib.rules.errors import RulebookInvalid
    from thidua.lib.rules.loading import load_rulebook
    from thidua.rulebook import FOLDER

    try:
        return load_rulebook(folder or FOLDER, adopt=adopt)
    except RulebookInvalid as error:
        for problem in error.problems:
            click.echo(str(problem), err=True)
        click.echo(f"{len(error.problems)} lỗi.", err=True)
        raise SystemExit(1) from None


@rules.command()
@_FOLDER
def check(folder: Path | None) -> None:
    """Đọc mọi tệp quy tắc, xét các trường hợp đi kèm; thoát với mã 1 nếu có lỗi."""
    book = loaded(folder, ())
    counts = {
        "văn bản": book.instruments,
        "danh hiệu, hình thức": book.awards,
        "quy tắc": book.rules,
        "hạn chế": book.restrictions,
        "tham số": book.parameters,
        "hệ số thưởng": book.bonuses,
        "ngưỡng phiếu": book.votes,
        "thủ tục": book.procedures,
    }
    count, misses = _run_cases(book, folder)
    for miss in misses:
        click.echo(str(miss), err=True)
    words = ", ".join(f"{len(items)} {name}" for name, items in counts.items())
    click.echo(f"{len(misses)} lỗi: {words}, {count} trường hợp.")
    if misses:
        raise SystemExit(1)


@rules.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="In mỗi trường hợp một đối tượng JSON, không in gì khác.")
@_FOLDER
@_ADOPT
def evaluate(file: Path, as_json: bool, folder: Path | None, adopt: tuple[str, ...]) -> None:
    """Xét các trường hợp trong FILE (YAML hoặc JSON, cách nhau bằng ---)."""
    from thidua.lib.rules.explaining import summary, to_json

    book = loaded(folder, adopt)
    for answer in _answers(book, file):
        if as_json:
            click.echo(_json(to_json(answer, book)))
        else:
            click.echo(f"{answer.case.id or '–'}: {summary(answer, book).vi}")


@rules.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--language", type=click.Choice(("vi", "en")), default="vi", help="Ngôn ngữ của lời giải thích.")
@_FOLDER
@_ADOPT
def explain(file: Path, language: str, folder: Path | None, adopt: tuple[str, ...]) -> None:
    """Giải thích từng điều kiện của các trường hợp trong FILE, kèm căn cứ."""
    from thidua.lib.rules.explaining import to_text

    book = loaded(folder, adopt)
    click.echo("\n\n".join(to_text(answer, book, language=language) for answer in _answers(book, file)))


@rules.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="In mỗi trường hợp một đối tượng JSON.")
@_FOLDER
@_ADOPT
def when(file: Path, as_json: bool, folder: Path | None, adopt: tuple[str, ...]) -> None:
    """Nói ngày sớm nhất có thể đề nghị cho các trường hợp trong FILE."""
    from thidua.lib.rules.comparing import earliest

    book = loaded(folder, adopt)
    for case in _cases(file):
        answer, day = earliest(book, case)
        if as_json:
            shown = day.isoformat() if day else None
            click.echo(_json({"id": case.id, "verdict": str(answer.verdict), "earliest_on": shown}))
        elif day is None:
            missing = "; ".join(answer.missing) or "không có điều kiện nào chỉ chờ thời gian"
            click.echo(f"{case.id or '–'}: chưa xác định được ngày – {missing}.")
        else:
            click.echo(f"{case.id or '–'}: từ {day:%d/%m/%Y}.")


@rules.command()
@click.option("--award", required=True, help="Mã danh hiệu hoặc hình thức.")
@click.option("--kind", required=True, type=click.Choice(("individual", "collective", "household")))
@click.option("--on", required=True, help="Ngày quyết định, YYYY-MM-DD.")
@click.option("--json", "as_json", is_flag=True, help="In một đối tượng JSON.")
@_FOLDER
@_ADOPT
def bonus(award: str, kind: str, on: str, as_json: bool, folder: Path | None, adopt: tuple[str, ...]) -> None:
    """Tính tiền thưởng kèm theo một danh hiệu hoặc hình thức."""
    from thidua.lib.rules.amounts import bonus as bonus_on

    book = loaded(folder, adopt)
    answer = bonus_on(book, award=_hinted(book, award), kind=kind, on=_day(on))
    if as_json:
        click.echo(_json(answer.to_json()))
    elif answer.amount is None:
        click.echo(answer.reason.vi if answer.reason else "")
    else:
        amount, base = (f"{value:,}".replace(",", ".") for value in (answer.amount, answer.base_salary or 0))
        cites = ", ".join(str(one) for one in answer.citations)
        click.echo(f"{amount} đồng = {answer.coefficient} × {base} đồng, làm tròn lên. Căn cứ: {cites}")


@rules.command()
@click.option("--award", required=True, help="Mã danh hiệu hoặc hình thức.")
@click.option("--on", required=True, help="Ngày bỏ phiếu, YYYY-MM-DD.")
@click.option("--members", required=True, type=click.IntRange(1), help="Tổng số thành viên hội đồng.")
@click.option("--json", "as_json", is_flag=True, help="In một đối tượng JSON.")
@_FOLDER
@_ADOPT
def vote(award: str, on: str, members: int, as_json: bool, folder: Path | None, adopt: tuple[str, ...]) -> None:
    """Nói cần bao nhiêu phiếu đồng ý."""
    from thidua.lib.rules.amounts import vote as vote_on

    book = loaded(folder, adopt)
    answer = vote_on(book, award=_hinted(book, award), on=_day(on), members=members)
    if as_json:
        click.echo(_json(answer.to_json()))
    elif answer.needed is None:
        click.echo(answer.reason.vi if answer.reason else "")
    else:
        base = "tổng số thành viên" if answer.base == "all_members" else "số thành viên có mặt"
        cites = ", ".join(str(one) for one in answer.citations)
        click.echo(f"Cần {answer.needed} phiếu trên {members} ({answer.threshold} {base}). Căn cứ: {cites}")


@rules.command()
@click.argument("first")
@click.argument("second")
@click.option("--award", default="", help="Chỉ nói về danh hiệu hoặc hình thức này.")
@click.option("--language", type=click.Choice(("vi", "en")), default="vi")
@_FOLDER
@_ADOPT
def diff(first: str, second: str, award: str, language: str, folder: Path | None, adopt: tuple[str, ...]) -> None:
    """Nói pháp luật thay đổi gì giữa hai ngày FIRST và SECOND."""
    from thidua.lib.rules.comparing import changes

    book = loaded(folder, adopt)
    found = changes(book, first=_day(first), second=_day(second), award=_award(book, award) if award else "")
    for one in found:
        words = one.words.vi if language == "vi" else one.words.en
        click.echo(f"{one.sign} {one.about}: {words} [{one.cite}]")
    if not found:
        click.echo("Không có thay đổi.")


def _run_cases(book: Rulebook, folder: Path | None) -> tuple[int, list[Miss]]:
    from thidua.lib.rules.cases import run_cases
    from thidua.lib.rules.errors import CaseInvalid
    from thidua.rulebook import FOLDER

    try:
        return run_cases(book, (folder or FOLDER) / "cases")
    except CaseInvalid as error:
        raise _refused(str(error)) from None


def _cases(file: Path) -> list[Case]:
    from thidua.lib.rules.errors import CaseInvalid
    from thidua.lib.rules.facts import read_cases

    try:
        return read_cases(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        raise _refused(f"Không đọc được tệp {file}.") from None
    except CaseInvalid as error:
        raise _refused(str(error)) from None


def _answers(book: Rulebook, file: Path) -> Iterator[Answer]:
    from thidua.lib.rules.answering import evaluate as answer
    from thidua.lib.rules.errors import CaseInvalid, RuleConflict

    for case in _cases(file):
        try:
            yield answer(book, case)
        except (CaseInvalid, RuleConflict) as error:
            raise _refused(str(error)) from None


def _award(book: Rulebook, key: str) -> str:
    if key not in book.awards:
        raise _refused(_no_award(book, key))
    return key


def _hinted(book: Rulebook, key: str) -> str:
    """Return the key; an unknown one gets an answer without a figure, and a hint beside it."""
    if key not in book.awards:
        click.echo(_no_award(book, key), err=True)
    return key


def _no_award(book: Rulebook, key: str) -> str:
    near = difflib.get_close_matches(key, book.awards, 1)
    return f"Không có danh hiệu, hình thức {key}." + (f" Có phải {near[0]}?" if near else "")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise _refused(f"«{text}» không phải là một ngày có thật; viết YYYY-MM-DD.") from None


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _refused(sentence: str) -> SystemExit:
    click.echo(sentence, err=True)
    return SystemExit(2)
