from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("planning", "0004_without_task_members")]

    operations = [
        migrations.AddField(
            model_name="planreceipt",
            name="reminders",
            field=models.JSONField(default=dict, verbose_name="Đã đôn đốc"),
        ),
    ]
