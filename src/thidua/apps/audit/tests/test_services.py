from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from thidua.apps.audit.models import Entry
from thidua.apps.audit.queries import entries_of, verify_chain
from thidua.apps.audit.services import Act, Subject, record, record_many
from thidua.core.actor import Actor
from thidua.lib.ledger import BrokenChain

AT = datetime(2026, 3, 5, 1, 2, 3, tzinfo=UTC)
ACTOR = Actor(user_id=7, label="Nguyễn Thị An")
SUBJECT = Subject("planning.plan", 12, "25/KH-SNV", "1.4.")


@pytest.mark.django_db
def test_an_act_is_recorded_as_it_happened() -> None:
    record(
        actor=ACTOR, act="planning.change_plan", subject=SUBJECT, at=AT, changes={"issued_on": [None, date(2026, 3, 1)]}
    )
    entry = Entry.objects.get()
    assert (entry.sequence, entry.at, entry.act, entry.actor_id, entry.actor_label) == (
        1,
        AT,
        "planning.change_plan",
        7,
        "Nguyễn Thị An",
    )
    assert (entry.subject_type, entry.subject_id, entry.subject_label, entry.unit_path, entry.changes) == (
        "planning.plan",
        "12",
        "25/KH-SNV",
        "1.4.",
        {"issued_on": [None, "2026-03-01"]},
    )


@pytest.mark.django_db
def test_many_acts_take_as_many_statements_as_one(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(3):
        record_many(actor=ACTOR, acts=[Act("a.b", SUBJECT)] * 30, at=AT)
    assert verify_chain()[0] == 30
    assert [entry.sequence for entry in entries_of(subject_type="planning.plan", subject_id=12)][:3] == [30, 29, 28]


@pytest.mark.django_db
@pytest.mark.parametrize("statement", ["UPDATE audit_entry SET act = 'x'", "DELETE FROM audit_entry"])
def test_the_database_refuses_to_change_the_record(statement: str) -> None:
    record(actor=ACTOR, act="a.b", subject=SUBJECT, at=AT)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert verify_chain()[0] == 1


@pytest.mark.django_db
def test_a_change_behind_the_back_of_the_program_is_found() -> None:
    record_many(actor=ACTOR, acts=[Act("a.b", SUBJECT)] * 3, at=AT)
    triggers = {
        "sqlite": "DROP TRIGGER audit_entry_no_update",
        "postgresql": "ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_append_only",
    }
    with connection.cursor() as cursor:
        cursor.execute(triggers[connection.vendor])
        cursor.execute("UPDATE audit_entry SET subject_label = 'khác' WHERE sequence = 2")
    with pytest.raises(BrokenChain) as error:
        verify_chain()
    assert (error.value.sequence, error.value.what) == (2, "content was changed")


@pytest.mark.django_db(transaction=True)
def test_a_record_outside_a_transaction_is_refused() -> None:
    with pytest.raises(RuntimeError, match="outside a transaction"):
        record(actor=ACTOR, act="a.b", subject=SUBJECT, at=AT)
