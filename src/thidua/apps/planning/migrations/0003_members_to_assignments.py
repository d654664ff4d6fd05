"""The units of each task move to the table that also keeps their work; a unit named twice takes part once, as lead."""

from django.db import migrations


def move(apps, schema_editor):
    member = apps.get_model("planning", "TaskMember")
    assignment = apps.get_model("planning", "Assignment")
    found = {}
    for row in member.objects.order_by("-part", "pk").iterator():  # "lead" after "coordinating" in the alphabet
        key = (row.task_id, row.unit_id)
        found.setdefault(
            key, assignment(task_id=row.task_id, unit_id=row.unit_id, part=row.part, named_id=row.named_id)
        )
    assignment.objects.bulk_create(found.values(), batch_size=500)


def move_back(apps, schema_editor):
    member = apps.get_model("planning", "TaskMember")
    assignment = apps.get_model("planning", "Assignment")
    member.objects.bulk_create(
        [
            member(task_id=row.task_id, unit_id=row.unit_id, part=row.part, named_id=row.named_id)
            for row in assignment.objects.filter(named__isnull=False)
        ],
        batch_size=500,
    )


class Migration(migrations.Migration):
    dependencies = [("planning", "0002_work_the_plan")]
    operations = [migrations.RunPython(move, move_back)]
