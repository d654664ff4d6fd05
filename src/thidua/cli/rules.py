"""`thidua rules`: the law as data, without a database."""

from __future__ import annotations

from pathlib import Path

import click

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
    """Đọc mọi tệp quy tắc; thoát với mã 1 nếu có lỗi."""
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
    click.echo("0 lỗi: " + ", ".join(f"{len(items)} {name}" for name, items in counts.items()) + ".")
