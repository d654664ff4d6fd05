"""One command serves an office: the web server and one worker of background jobs, stopped together."""

from __future__ import annotations

import subprocess
import sys
import threading
import urllib.error
import urllib.request

import click
from django.conf import settings
from django.core.management import call_command

RESTART_SECONDS = 1.0


def prepare() -> None:
    """Bring the database to this version; says what it cannot do."""
    settings.OPTIONS.home.mkdir(parents=True, exist_ok=True)
    call_command("migrate", interactive=False, verbosity=0)
    if not settings.STATIC_ROOT.is_dir():
        raise click.ClickException("Chưa có tệp giao diện; chạy `make assets` (bản cài từ gói .whl đã có sẵn).")
    look_at_numbers()


def look_at_numbers() -> None:
    """Bring the marks of numbers up to the database; say which bodies must look at their paper first."""
    from thidua.apps.documents.queries import bodies_in_recovery
    from thidua.apps.documents.services import raise_marks
    from thidua.core import clock

    at = clock.now()
    raise_marks(at=at)
    for body in bodies_in_recovery(at=at):
        click.echo(f"{body.name}: tạm dừng cấp số văn bản, chờ văn thư xác nhận số cao nhất trên giấy.", err=True)


def serve(*, host: str, port: int, greeting: str) -> None:
    """Serve until interrupted. Prints `greeting` as the last line, once the first page answers."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    stop = threading.Event()
    worker = threading.Thread(target=_keep_worker, args=(stop,), daemon=True)
    worker.start()
    threading.Thread(target=_greet, args=(host, port, greeting, stop), daemon=True).start()
    try:
        Granian(
            "thidua.config.wsgi:application",
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            workers=settings.OPTIONS.web_processes,
            blocking_threads=4,
            log_level=LogLevels.warning,
        ).serve()
    finally:
        stop.set()
        worker.join(timeout=15)


def _keep_worker(stop: threading.Event) -> None:
    """Run the job worker in a process of its own; start it again when it falls."""
    while not stop.is_set():
        process = subprocess.Popen([sys.executable, "-m", "thidua.cli", "worker"])
        while process.poll() is None and not stop.wait(RESTART_SECONDS):
            pass
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
        stop.wait(RESTART_SECONDS)


def _greet(host: str, port: int, greeting: str, stop: threading.Event) -> None:
    shown = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104 - compared, not bound
    while not stop.wait(0.2):
        try:
            request = urllib.request.Request(f"http://{shown}:{port}/", headers={"Host": "localhost"})
            urllib.request.urlopen(request, timeout=30).close()
        except urllib.error.HTTPError:
            pass
        except OSError:
            continue
        click.echo(greeting)
        return
