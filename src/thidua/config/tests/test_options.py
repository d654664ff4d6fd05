"""What the environment may say about mail, and how a slip is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from thidua.config.options import InvalidOption, Options


def test_mail_stays_on_the_machine_unless_a_server_is_named() -> None:
    options = Options.from_environment({})
    assert (options.url, options.smtp_host, options.smtp_tls, options.smtp_port, options.mail_from) == (
        "http://localhost:8000",
        "",
        "starttls",
        587,
        "Thi Đua <thidua@localhost>",
    )
    assert (options.lease_seconds, options.web_processes) == (30, 1)


def test_the_port_follows_the_kind_of_tls_and_the_password_is_not_shown() -> None:
    named = {
        "THIDUA_SMTP_HOST": " thu.so.gov.vn ",
        "THIDUA_SMTP_TLS": "SSL",
        "THIDUA_SMTP_PASSWORD": "bí mật",
        "THIDUA_URL": "https://thidua.so.gov.vn/",
        "THIDUA_LEASE_SECONDS": "0",
    }
    options = Options.from_environment(named)
    assert (options.smtp_host, options.smtp_tls, options.smtp_port) == ("thu.so.gov.vn", "ssl", 465)
    assert (options.url, options.lease_seconds, "bí mật" in repr(options)) == ("https://thidua.so.gov.vn", 1, False)


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("THIDUA_SMTP_TLS", "maybe", "expected one of starttls, ssl, none"),
        ("THIDUA_SMTP_PORT", "smtp", "expected a whole number"),
        ("THIDUA_URL", "thidua.so.gov.vn", "expected http://… or https://…"),
        ("THIDUA_URL", "https://x/?a=1", "expected http://… or https://…"),
        ("THIDUA_MAIL_FROM", "Thi Đua", "expected an address"),
        ("THIDUA_MAIL_FROM", "a@x.vn\r\nBcc: b@x.vn", "expected an address"),
    ],
)
def test_a_slip_names_the_variable(name: str, text: str, expected: str) -> None:
    with pytest.raises(InvalidOption) as refused:
        Options.from_environment({name: text})
    assert str(refused.value).startswith(f"{name}=")
    assert expected in str(refused.value)


def test_signatures_trust_nobody_and_have_no_device_until_they_are_told() -> None:
    unset = Options.from_environment({})
    assert (unset.trust_roots, unset.pkcs11_library, unset.pkcs11_token, unset.tsa_url) == (None, None, "", "")
    given = {
        "THIDUA_TRUST_ROOTS": "/etc/thidua/goc",
        "THIDUA_PKCS11_LIBRARY": "/usr/lib/ky.so",
        "THIDUA_PKCS11_TOKEN": " vanthu ",
        "THIDUA_TSA_URL": "https://tsa.example.vn/",
    }
    options = Options.from_environment(given)
    assert (options.trust_roots, options.pkcs11_library) == (Path("/etc/thidua/goc"), Path("/usr/lib/ky.so"))
    assert (options.pkcs11_token, options.tsa_url) == ("vanthu", "https://tsa.example.vn")
    with pytest.raises(InvalidOption, match="THIDUA_TSA_URL"):
        Options.from_environment({"THIDUA_TSA_URL": "ftp://x"})
