"""The child process of `isolated`: one template on stdin, its check or the filled paper on stdout.

Once its libraries are loaded it shuts the doors behind it: no network, no process, no file, whatever a template may
have found. The work itself needs only memory and time, and has little of both.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import sys
from typing import Any

from thidua.lib.vanban.isolation import answering, bound_resources, send
from thidua.lib.vanban.reading.limits import MEGABYTE
from thidua.lib.vanban.templates.expressions import TemplateEnvironment
from thidua.lib.vanban.templates.inspection import fill_template, inspect
from thidua.lib.vanban.templates.kinds import kind_of

MEMORY_BYTES = 400 * MEGABYTE
CPU_SECONDS = 20
_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000
"""CLONE_NEWUSER and CLONE_NEWNET of Linux."""
_REFUSED_EVENTS = (
    "socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.startfile", "os.system",
    "os.kill", "os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.truncate", "os.chmod",
    "os.putenv", "os.unsetenv", "ctypes.", "urllib.", "http.", "ftplib.", "smtplib.", "webbrowser.", "shutil.",
    "tempfile.", "pty.", "mmap.", "sqlite3.", "syslog.", "signal.",
)  # fmt: skip


def main() -> None:
    """Answer one request."""
    answers = answering()
    request = json.loads(sys.stdin.buffer.readline())
    content = sys.stdin.buffer.read()
    kind = kind_of(request["kind"])
    _warm_up(kind)
    shut_doors()
    send(answers, "ready", b"")
    try:
        inspected = inspect(content, kind=kind)
        if request["act"] == "check" or inspected.template is None:
            send(answers, "report", json.dumps(inspected.report.as_json()).encode())
            if request["act"] == "check" and inspected.sample is not None:
                send(answers, "paper", inspected.sample)
        else:
            send(answers, "paper", fill_template(inspected.template, kind=kind, values=request["values"]))
    except MemoryError:
        send(answers, "starved", b"")
    answers.flush()
    os._exit(0)


def _warm_up(kind: Any) -> None:
    """Have the libraries load what they load at first use, while files may still be opened."""
    environment = TemplateEnvironment(kind)
    environment.from_string("{% if so %}{{ so|in_hoa }}{% endif %}").render(so="1")
    with contextlib.suppress(Exception):
        inspect(b"PK\x03\x04", kind=kind)


def shut_doors() -> None:
    """Leave the network, bound memory and time, and refuse every later file, process and connection."""
    with contextlib.suppress(OSError, AttributeError, TypeError):
        # Where the system lets a user do so; where not, the hook below and the syntax check stand alone.
        ctypes.CDLL(None, use_errno=True).unshare(_NEW_USER | _NEW_NETWORK)
    bound_resources(
        [
            ("RLIMIT_DATA", MEMORY_BYTES),
            ("RLIMIT_AS", 4 * MEMORY_BYTES),
            ("RLIMIT_CPU", CPU_SECONDS),
            ("RLIMIT_FSIZE", 0),
            ("RLIMIT_NPROC", 0),
            ("RLIMIT_CORE", 0),
        ]
    )
    libraries = tuple(
        {os.path.join(os.path.realpath(path), "") for path in (*sys.path, sys.prefix, sys.base_prefix) if path}
    )

    def refuse(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path, mode, flags = arguments
            is_read = not set(str(mode or "")) & set("wax+") and not int(flags) & (os.O_WRONLY | os.O_RDWR)
            # Modules are imported at first use: our own and Python's libraries may still be read.
            if is_read and isinstance(path, str) and os.path.realpath(path).startswith(libraries):
                return
            raise PermissionError("no file is opened here")
        if event.startswith(_REFUSED_EVENTS):
            raise PermissionError(f"{event} is not for templates")

    sys.addaudithook(refuse)


if __name__ == "__main__":
    main()
