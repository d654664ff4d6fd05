"""The `thidua` command: a thin door to the program for people at a terminal and for other programs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click

from thidua.cli.document import document
from thidua.cli.numbers import numbers
from thidua.cli.rules import rules

# Commands import Django and the libraries only when they run: `thidua --help` answers at once.


BREAKS = {
    "content": "nội dung đã bị sửa",
    "does not follow": "không nối với mục trước",
    "missing": "mục này không còn",
}
"""How a chain breaks (`lib.ledger.BrokenChain.what`), in the office's words."""


class _Commands(click.Group):
    """Lists commands in the order they are declared, the frequent ones first."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


def set_up_django() -> None:
    """Load the settings of this installation (see `config.options`)."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thidua.config.settings")
    import django

    django.setup()


@click.group(cls=_Commands)
@click.version_option(package_name="thidua", prog_name="thidua")
def main() -> None:
    """Thi Đua: phần mềm quản lý thi đua, khen thưởng."""
    os.umask(0o077)  # what the program keeps is its owner's alone
    for stream in (sys.stdout, sys.stderr):  # Windows consoles default to a code page without Vietnamese
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Địa chỉ lắng nghe.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Cổng lắng nghe.")
def up(host: str, port: int) -> None:
    """Chạy chương trình: trang web và việc nền, dừng bằng Ctrl-C."""
    from thidua.cli.serving import prepare, serve

    set_up_django()
    prepare()
    serve(host=host, port=port, greeting=_first_steps(host, port))


def _first_steps(host: str, port: int) -> str:
    from thidua.apps.accounts.queries import has_users
    from thidua.apps.organizations.services.founding import setup_code

    address = f"http://{host}:{port}/"
    if has_users():
        return f"Thi Đua đang chạy tại {address}"
    return f"Thi Đua đang chạy tại {address} – mở địa chỉ này để thiết lập lần đầu, mã thiết lập: {setup_code()}"


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Địa chỉ lắng nghe.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Cổng lắng nghe.")
@click.option("--fill-only", is_flag=True, help="Chỉ tạo dữ liệu mẫu, không chạy trang web.")
def demo(host: str, port: int, fill_only: bool) -> None:
    """Chạy với dữ liệu mẫu: một sở có phòng, đơn vị trực thuộc, xã, phường, người và ba kế hoạch."""
    os.environ.setdefault("THIDUA_HOME", str(Path("var/demo").resolve()))
    from thidua.cli.serving import prepare, serve

    set_up_django()
    from thidua.cli.demo.filling import accounts_line, fill

    if fill_only:
        prepare()
        fill(report=lambda text: click.echo(text, err=True))
        return
    # In a process of its own: typesetting starts threads, and web processes forked from one that has them stand still.
    filled = subprocess.run([sys.executable, "-m", "thidua.cli", "demo", "--fill-only"], check=False)
    if filled.returncode:
        raise SystemExit(filled.returncode)
    serve(host=host, port=port, greeting=f"Thi Đua: http://{host}:{port}/ – {accounts_line()}")


@main.command()
@click.option("--until-idle", is_flag=True, help="Dừng khi không còn việc.")
def worker(until_idle: bool) -> None:
    """Chạy việc nền (đọc văn bản …) trong một tiến trình riêng."""
    import signal
    import threading

    set_up_django()
    from thidua.core.jobs.worker import work

    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    work(stop=stop, until_idle=until_idle)


@main.group(cls=_Commands)
def plan() -> None:
    """Đọc văn bản kế hoạch."""


@plan.command("read")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="In một đối tượng JSON, không in gì khác.")
@click.option("--explain", is_flag=True, help="Kèm dòng nguồn và độ chắc chắn của từng giá trị.")
def read_plan(file: Path, as_json: bool, explain: bool) -> None:
    """Đọc FILE và in những gì hiểu được; không cần cài đặt hay cơ sở dữ liệu."""
    import json

    from thidua.lib.vanban.errors import UnreadableDocument
    from thidua.lib.vanban.reading import read_document_isolated
    from thidua.lib.vanban.understanding import explain as in_words
    from thidua.lib.vanban.understanding import to_json, understand

    try:
        document = read_document_isolated(file)
    except OSError as error:
        click.echo(f"Không mở được tệp {file}: {error.strerror or 'không có tệp này'}.", err=True)
        raise SystemExit(2) from None
    except UnreadableDocument as error:
        click.echo(" ".join(str(error).split()), err=True)
        raise SystemExit(2) from None
    reading = to_json(understand(document), document)
    click.echo(
        json.dumps(reading, ensure_ascii=False, indent=1) if as_json else in_words(reading, with_evidence=explain)
    )


main.add_command(document)
main.add_command(numbers)
main.add_command(rules)


@main.group()
def audit() -> None:
    """Nhật ký không sửa được."""


@audit.command("verify")
def verify_audit() -> None:
    """Kiểm tra chuỗi nhật ký từ đầu đến cuối; thoát với mã 1 nếu có chỗ bị sửa, xóa hoặc chen."""
    set_up_django()
    from thidua.apps.audit.queries import verify_chain
    from thidua.lib.ledger import BrokenChain

    try:
        count, last = verify_chain()
    except BrokenChain as error:
        what = next(words for start, words in BREAKS.items() if error.what.startswith(start))
        click.echo(f"Nhật ký không toàn vẹn tại mục {error.sequence}: {what}.", err=True)
        raise SystemExit(1) from None
    click.echo(f"Nhật ký toàn vẹn: {count} mục, mã cuối {last}")


@main.command()
@click.option("--deploy", is_flag=True, help="Kiểm tra cả những điều kiện khi đưa vào sử dụng thật.")
def check(deploy: bool) -> None:
    """Kiểm tra cài đặt và nói điều gì chưa phù hợp."""
    set_up_django()
    from django.core.management import call_command

    call_command("check", deploy=deploy)


@main.command(
    context_settings={"ignore_unknown_options": True, "help_option_names": []},
    add_help_option=False,
    hidden=True,
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> None:
    """Pass a command to Django (for developers)."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thidua.config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["thidua manage", *arguments])
