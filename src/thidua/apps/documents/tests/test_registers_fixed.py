"""The database itself keeps the registers: raw statements that would change, drop or misplace a line are refused."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from thidua.apps.documents import services
from thidua.apps.documents.enums import NoteKind
from thidua.apps.documents.models import EntryNote, IssuedNumber, NumberRecovery, NumberRegister
from thidua.apps.documents.tests.register_factories import allot, make_scheme
from thidua.apps.organizations.tests.factories import AT, ON, make_body
from thidua.core.actor import SYSTEM

pytestmark = pytest.mark.django_db
NEVER = "lines are never changed or deleted"


@pytest.fixture
def lines() -> list[IssuedNumber]:
    """Two lines of a common series, a note on the first, and a recovery of the register."""
    body = make_body()
    make_scheme(body)
    made = [allot(body), allot(body, at=AT + timedelta(hours=1))]
    services.note_entry(actor=SYSTEM, entry_id=made[0].pk, kind=NoteKind.TRANSFERRED, on=ON, at=AT)
    NumberRecovery.objects.create(
        register=made[0].register,
        recorded_number=2,
        confirmed_number=5,
        last_on=date(2026, 3, 3),
        evidence="Sổ in",
        confirmed_at=AT,
    )
    return made


def refused(statement: str, parameters: list[Any], why: str) -> None:
    with pytest.raises(DatabaseError, match=why), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, parameters)


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("documents_issuednumber", "number", 7),
        ("documents_issuednumber", "title", "Văn bản khác"),
        ("documents_issuednumber", "issued_on", "2026-01-01"),
        ("documents_entrynote", "text", "khác"),
        ("documents_numberrecovery", "confirmed_number", 2),
    ],
)
def test_no_line_is_changed(lines: list[IssuedNumber], table: str, column: str, value: object) -> None:
    refused(f"UPDATE {table} SET {column} = %s", [value], NEVER)


@pytest.mark.parametrize("model", [IssuedNumber, EntryNote, NumberRecovery])
def test_no_line_is_deleted(lines: list[IssuedNumber], model: Any) -> None:
    refused(f"DELETE FROM {model._meta.db_table}", [], NEVER)
    assert model.objects.exists()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no TRUNCATE")
def test_no_table_is_emptied(lines: list[IssuedNumber]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what the lines above have left to check
    for table in ("documents_issuednumber", "documents_entrynote", "documents_numberrecovery"):
        refused(f"TRUNCATE {table} CASCADE", [], NEVER)


def insert(line: IssuedNumber, why: str, **more: Any) -> None:
    """Insert a copy of a line past the services."""
    values = {field.attname: getattr(line, field.attname) for field in IssuedNumber._meta.concrete_fields}
    values |= {"id": None, "number": 6, "request_key": "raw", "issued_on": date(2026, 3, 3)}
    values |= {"issued_at": AT + timedelta(days=1), **more}
    with pytest.raises(DatabaseError, match=why), transaction.atomic():
        IssuedNumber(**values).save(force_insert=True)


@pytest.mark.parametrize("number", [1, 2, 3, 5, 7])
def test_only_the_next_number_is_taken(lines: list[IssuedNumber], number: int) -> None:
    insert(lines[1], "numbers follow one another", number=number)


def test_only_a_later_moment_is_taken(lines: list[IssuedNumber]) -> None:
    insert(lines[1], "moments follow one another", issued_at=AT, issued_on=ON)


def test_only_a_day_not_before_paper_is_taken(lines: list[IssuedNumber]) -> None:
    insert(lines[1], "days follow those on paper", issued_at=AT + timedelta(hours=2), issued_on=ON)


def test_the_day_is_that_of_the_moment_in_the_office(lines: list[IssuedNumber]) -> None:
    insert(lines[1], "the day is that of the moment", issued_on=date(2026, 3, 4))


def test_the_year_is_that_of_the_register(lines: list[IssuedNumber]) -> None:
    new_year = AT.replace(year=2027)
    insert(lines[1], "the year is that of the register", issued_at=new_year, issued_on=new_year.date())


def test_a_closed_register_takes_no_line(lines: list[IssuedNumber]) -> None:
    NumberRegister.objects.update(state="closed", closed_at=AT)
    insert(lines[1], "the register is open")


def test_the_next_line_is_taken(lines: list[IssuedNumber]) -> None:
    assert allot(lines[0].register.body, at=AT + timedelta(days=1)).number == 6


@pytest.mark.parametrize(
    ("column", "value"), [("year", 2027), ("series", "khac"), ("starts_after", 9), ("name", "Khác")]
)
def test_a_register_with_numbers_stays_what_it_was_opened_for(
    lines: list[IssuedNumber], column: str, value: object
) -> None:
    refused(f"UPDATE documents_numberregister SET {column} = %s", [value], "a register covers what it was opened for")
