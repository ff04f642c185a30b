"""The search indexes hold the initials of pinyin."""

from django.db import migrations

from portal.search.function import recreate_function


class Migration(migrations.Migration):
    dependencies = [("portal", "0014_descriptions")]

    operations = [migrations.RunPython(recreate_function, migrations.RunPython.noop)]
