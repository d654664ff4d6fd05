from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("planning", "0003_members_to_assignments")]
    operations = [migrations.DeleteModel(name="TaskMember")]
