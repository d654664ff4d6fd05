"""Every setting an installation may change: one typed list, read from the environment.

Unset means one machine: SQLite, local files, in-process cache, the embedded job table.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import urlsplit


class InvalidOption(ValueError):
    """A setting in the environment cannot be used; `str()` names the variable, what it held and what it takes."""


def _boolean(name: str, text: str) -> bool:
    value = text.strip().lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off", ""}:
        return False
    raise InvalidOption(f"{name}={text!r}: expected 1 or 0")


def _number(name: str, text: str) -> int:
    try:
        value = int(text)
    except ValueError:
        raise InvalidOption(f"{name}={text!r}: expected a whole number") from None
    if value < 0:
        raise InvalidOption(f"{name}={text!r}: expected a number of 0 or more")
    return value


def _one_of(name: str, text: str, *choices: str) -> str:
    value = text.strip().lower()
    if value not in choices:
        raise InvalidOption(f"{name}={text!r}: expected one of {', '.join(choices)}")
    return value


def _web_address(name: str, text: str) -> str:
    parts = urlsplit(text.strip())
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise InvalidOption(f"{name}={text!r}: expected http://… or https://…")
    return text.strip().rstrip("/")


def _path(text: str) -> Path | None:
    return Path(text.strip()).resolve() if text.strip() else None


def _sender(name: str, text: str) -> str:
    address = parseaddr(text)[1]
    if "@" not in address or any(letter in text for letter in "\r\n"):
        raise InvalidOption(f"{name}={text!r}: expected an address, or a name and <an address>")
    return text


SMTP_PORTS = {"starttls": 587, "ssl": 465, "none": 25}


@dataclass(frozen=True, slots=True)
class Options:
    """What `THIDUA_…` variables say, each with its default."""

    home: Path
    """THIDUA_HOME: folder of the database, files and keys. Default: `thidua-data` in the working folder."""
    database_url: str
    """DATABASE_URL: postgresql://user:password@host:port/name. Empty: SQLite in `home`."""
    debug: bool
    """THIDUA_DEBUG: developer pages and reloading. Never in an office. Default: 0."""
    hosts: tuple[str, ...]
    """THIDUA_HOSTS: host names served, comma separated. Default: localhost,127.0.0.1."""
    https: bool
    """THIDUA_HTTPS: the program is reached by HTTPS; cookies are then sent over HTTPS only. Default: 0."""
    upload_megabytes: int
    """THIDUA_UPLOAD_MB: largest file taken in. Default: 50."""
    read_seconds: int
    """THIDUA_READ_SECONDS: base time limit for reading one document; pages of scans add to it. Default: 30."""
    read_megabytes: int
    """THIDUA_READ_MB: memory limit of the process that reads one document. Default: 1024."""
    url: str
    """THIDUA_URL: where people reach the program; links in mails begin with it. Default: http://localhost:8000."""
    smtp_host: str
    """THIDUA_SMTP_HOST: the mail server. Empty: mails are written to the worker's output instead of being sent."""
    smtp_port: int
    """THIDUA_SMTP_PORT: its port. Default: 587 with starttls, 465 with ssl, 25 with none."""
    smtp_user: str
    """THIDUA_SMTP_USER: the name to sign in with. Empty: no sign-in."""
    smtp_password: str = field(repr=False)
    """THIDUA_SMTP_PASSWORD: the password to sign in with."""
    smtp_tls: str
    """THIDUA_SMTP_TLS: starttls, ssl, or none (inside one machine only). Default: starttls."""
    mail_from: str
    """THIDUA_MAIL_FROM: the sender of mails. Default: Thi Đua <thidua@localhost>."""
    lease_seconds: int
    """THIDUA_LEASE_SECONDS: after how long the job of a worker that fell silent is given to another. Default: 30."""

    web_processes: int
    """THIDUA_WEB_PROCESSES: how many processes answer people; one for each processor core is most. Default: 1."""

    trust_roots: Path | None
    """THIDUA_TRUST_ROOTS: folder or file with certificates of authorities that are trusted (.cer, .crt, .pem) and lists
    of revoked ones (.crl). Empty: digital signatures are checked, but nobody is known to be trusted."""
    pkcs11_library: Path | None
    """THIDUA_PKCS11_LIBRARY: the driver (.so, .dll) of the signing device at the server. Empty: none."""
    pkcs11_token: str
    """THIDUA_PKCS11_TOKEN: the label of the token in it."""
    tsa_url: str
    """THIDUA_TSA_URL: the time-stamping authority (RFC 3161) asked at each signature. Empty: no time-stamps."""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Options:
        """Read the options. Raises InvalidOption naming the variable."""

        def text(name: str, default: str) -> str:
            return environment.get(name, default)

        database_url = text("DATABASE_URL", "")
        if database_url and not database_url.startswith(("postgresql://", "postgres://")):
            raise InvalidOption(f"DATABASE_URL={database_url.split(':')[0]}:…: expected postgresql://…")
        smtp_tls = _one_of("THIDUA_SMTP_TLS", text("THIDUA_SMTP_TLS", "starttls"), *SMTP_PORTS)
        return cls(
            home=Path(text("THIDUA_HOME", "thidua-data")).resolve(),
            database_url=database_url,
            debug=_boolean("THIDUA_DEBUG", text("THIDUA_DEBUG", "0")),
            hosts=tuple(
                host.strip() for host in text("THIDUA_HOSTS", "localhost,127.0.0.1").split(",") if host.strip()
            ),
            https=_boolean("THIDUA_HTTPS", text("THIDUA_HTTPS", "0")),
            upload_megabytes=_number("THIDUA_UPLOAD_MB", text("THIDUA_UPLOAD_MB", "50")),
            read_seconds=_number("THIDUA_READ_SECONDS", text("THIDUA_READ_SECONDS", "30")),
            read_megabytes=_number("THIDUA_READ_MB", text("THIDUA_READ_MB", "1024")),
            url=_web_address("THIDUA_URL", text("THIDUA_URL", "http://localhost:8000")),
            smtp_host=text("THIDUA_SMTP_HOST", "").strip(),
            smtp_port=_number("THIDUA_SMTP_PORT", text("THIDUA_SMTP_PORT", str(SMTP_PORTS[smtp_tls]))),
            smtp_user=text("THIDUA_SMTP_USER", ""),
            smtp_password=text("THIDUA_SMTP_PASSWORD", ""),
            smtp_tls=smtp_tls,
            mail_from=_sender("THIDUA_MAIL_FROM", text("THIDUA_MAIL_FROM", "Thi Đua <thidua@localhost>")),
            lease_seconds=max(1, _number("THIDUA_LEASE_SECONDS", text("THIDUA_LEASE_SECONDS", "30"))),
            web_processes=max(1, _number("THIDUA_WEB_PROCESSES", text("THIDUA_WEB_PROCESSES", "1"))),
            trust_roots=_path(text("THIDUA_TRUST_ROOTS", "")),
            pkcs11_library=_path(text("THIDUA_PKCS11_LIBRARY", "")),
            pkcs11_token=text("THIDUA_PKCS11_TOKEN", "").strip(),
            tsa_url=_web_address("THIDUA_TSA_URL", text("THIDUA_TSA_URL", "")) if text("THIDUA_TSA_URL", "") else "",
        )
