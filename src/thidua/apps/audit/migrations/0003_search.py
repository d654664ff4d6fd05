from django.db import migrations, models


class Migration(migrations.Migration):
    """Added by statement: Django would copy the table on SQLite, and the copy would lose the triggers."""

    dependencies = [("audit", "0002_append_only")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE audit_entry ADD COLUMN search_text text NOT NULL DEFAULT ''",
            "ALTER TABLE audit_entry DROP COLUMN search_text",
            state_operations=[
                migrations.AddField("entry", "search_text", models.TextField(blank=True, default="")),
            ],
        )
    ]
