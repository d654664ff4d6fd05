from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

FIXED = (
    "unit_id", "drafting_unit_id", "type_key", "title", "symbol", "urgency", "content", "edition", "signed_at",
    "signed_by_id", "signing_way", "signed_file_id", "entry_id", "issued_at", "corrects_id", "withdraws_id",
)
"""What an issued paper is: these columns stay as they were when it got its number."""
ONCE = ("docx_id", "pdf_id")
HASHES = ("docx_sha256", "pdf_sha256")
"""The files are made after the number was given: written once, and then never changed."""


def _changed(differs: str) -> str:
    fixed = [f"OLD.{column} {differs} NEW.{column}" for column in FIXED]
    once = [f"(OLD.{column} IS NOT NULL AND OLD.{column} {differs} NEW.{column})" for column in ONCE]
    hashes = [f"(OLD.{column} <> '' AND OLD.{column} <> NEW.{column})" for column in HASHES]
    states = ["NEW.state NOT IN ('issued', 'sent', 'withdrawn')", "(OLD.state = 'withdrawn' AND NEW.state <> 'withdrawn')"]
    return " OR ".join([*fixed, *once, *hashes, *states])


def _sqlite() -> dict[str, str]:
    refuse = "BEGIN SELECT RAISE(ABORT, '{}'); END"
    return {
        "documents_paper_issued": "CREATE TRIGGER documents_paper_issued BEFORE UPDATE ON documents_paper "
        f"WHEN OLD.issued_at IS NOT NULL AND ({_changed('IS NOT')}) " + refuse.format("an issued paper is never changed"),
        "documents_paper_no_delete": "CREATE TRIGGER documents_paper_no_delete BEFORE DELETE ON documents_paper "
        "WHEN OLD.issued_at IS NOT NULL " + refuse.format("an issued paper is never deleted"),
        "documents_paperversion_no_update": "CREATE TRIGGER documents_paperversion_no_update BEFORE UPDATE ON "
        "documents_paperversion " + refuse.format("versions are never changed"),
        "documents_paperversion_no_delete": "CREATE TRIGGER documents_paperversion_no_delete BEFORE DELETE ON "
        "documents_paperversion " + refuse.format("versions are never deleted"),
    }


def _postgresql() -> list[str]:
    return [
        "CREATE FUNCTION documents_paper_fixed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF TG_OP = 'DELETE' THEN RAISE EXCEPTION 'an issued paper is never deleted'; END IF; "
        f"IF {_changed('IS DISTINCT FROM')} THEN RAISE EXCEPTION 'an issued paper is never changed'; END IF; "
        "RETURN NEW; END $$",
        "CREATE TRIGGER documents_paper_issued BEFORE UPDATE OR DELETE ON documents_paper FOR EACH ROW "
        "WHEN (OLD.issued_at IS NOT NULL) EXECUTE FUNCTION documents_paper_fixed()",
        "CREATE FUNCTION documents_paperversion_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "BEGIN RAISE EXCEPTION 'versions are never changed or deleted'; END $$",
        "CREATE TRIGGER documents_paperversion_append_only BEFORE UPDATE OR DELETE ON documents_paperversion "
        "FOR EACH ROW EXECUTE FUNCTION documents_paperversion_refuse()",
    ]


def forbid_change(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    for statement in _sqlite().values() if is_sqlite else _postgresql():
        schema_editor.execute(statement, params=None)


def allow_change(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "sqlite":
        for name in _sqlite():
            schema_editor.execute(f"DROP TRIGGER {name}")
        return
    for name, table in (("documents_paper_issued", "documents_paper"),
                        ("documents_paperversion_append_only", "documents_paperversion")):
        schema_editor.execute(f"DROP TRIGGER {name} ON {table}")
    for function in ("documents_paper_fixed", "documents_paperversion_refuse"):
        schema_editor.execute(f"DROP FUNCTION {function}()")


class Migration(migrations.Migration):
    dependencies = [("documents", "0003_papers")]

    operations = [migrations.RunPython(forbid_change, allow_change)]
