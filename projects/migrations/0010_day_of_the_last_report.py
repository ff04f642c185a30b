import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("projects", "0009_what_projects_continue"),
    ]

    operations = [
        migrations.AddField(
            model_name="undertakingstate",
            name="reported_on",
            field=models.DateField(default=django.utils.timezone.now, verbose_name="day of the last report"),
            preserve_default=False,
        ),
    ]
