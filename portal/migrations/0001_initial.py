"""The core's tables with their constraints and triggers, and the database function of the search indexes."""

import django.contrib.auth.models
import django.contrib.auth.validators
import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.functions
import django.contrib.postgres.indexes
import django.contrib.postgres.operations
import django.core.serializers.json
import django.core.validators
import django.db.models.constraints
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.text
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
import portal.publishing.models.released
import portal.records.fields
import portal.records.search_index
import portal.search.function
import portal.statistics.models.observation
import portal.subscriptions.models
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('contenttypes', '0002_remove_content_type_name'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        django.contrib.postgres.operations.BtreeGistExtension(),
        migrations.RunPython(
            code=portal.search.function.create_function,
            reverse_code=portal.search.function.drop_function,
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title_zh', models.CharField(max_length=200, verbose_name='title (Chinese)')),
                ('title_en', models.CharField(max_length=300, verbose_name='title (English)')),
                ('file', models.FileField(upload_to='attachments/', verbose_name='file')),
            ],
            options={
                'verbose_name': 'attachment',
                'verbose_name_plural': 'attachments',
                'ordering': ('release', 'id'),
            },
        ),
        migrations.CreateModel(
            name='CheckEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('name_zh', models.CharField(max_length=200, verbose_name='name (Chinese)')),
                ('name_en', models.CharField(max_length=300, verbose_name='name (English)')),
                ('code', models.CharField(max_length=80, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(-[a-z0-9]+)*$', 'Use lower-case letters, digits and single hyphens, for example “old-estates”.')], verbose_name='code')),
                ('kind', models.CharField(choices=[('ratio', 'ratio'), ('sum', 'sum of parts'), ('agree', 'two figures agree')], max_length=8, verbose_name='kind')),
                ('note_zh', models.TextField(blank=True, verbose_name='note (Chinese)')),
                ('note_en', models.TextField(blank=True, verbose_name='note (English)')),
                ('scale', models.PositiveIntegerField(default=1, help_text='100 for per cent.', verbose_name='scale of a ratio')),
                ('complete', models.BooleanField(default=True, help_text='If not, the parts may fall short of the whole but not exceed it.', verbose_name='the parts make up the whole')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='CheckOperand',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('result', 'stated result'), ('numerator', 'numerator'), ('denominator', 'denominator'), ('part', 'part'), ('left', 'one figure'), ('right', 'the other figure')], max_length=11, verbose_name='role')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
            ],
            options={
                'verbose_name': 'operand of a check',
                'verbose_name_plural': 'operands of checks',
                'ordering': ('order', 'id'),
            },
        ),
        migrations.CreateModel(
            name='CheckOperandEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('role', models.CharField(choices=[('result', 'stated result'), ('numerator', 'numerator'), ('denominator', 'denominator'), ('part', 'part'), ('left', 'one figure'), ('right', 'the other figure')], max_length=11, verbose_name='role')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='CheckResult',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('paragraph', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='paragraph')),
                ('released_at', models.DateTimeField(editable=False, null=True, verbose_name='released')),
                ('superseded_at', portal.records.fields.OpenEndField(default=None, editable=False, verbose_name='superseded')),
                ('key', models.CharField(editable=False, max_length=200)),
                ('kind', models.CharField(choices=[('ratio', 'ratio'), ('sum', 'sum of parts'), ('agree', 'two figures agree'), ('ytd', 'year to date never falls'), ('revision', 'same figure in two releases')], max_length=8, verbose_name='kind')),
                ('period_start', models.DateField(null=True, verbose_name='first day')),
                ('period_end', models.DateField(verbose_name='last day')),
                ('stated', models.DecimalField(decimal_places=6, max_digits=24, verbose_name='stated')),
                ('computed', models.DecimalField(decimal_places=6, max_digits=24, verbose_name='computed')),
                ('difference', models.DecimalField(decimal_places=6, max_digits=24, verbose_name='difference')),
                ('passed', models.BooleanField(verbose_name='holds')),
                ('reason_zh', models.TextField(blank=True, verbose_name='why it is published all the same (Chinese)')),
                ('reason_en', models.TextField(blank=True, verbose_name='why it is published all the same (English)')),
            ],
            options={
                'verbose_name': 'result of a check',
                'verbose_name_plural': 'results of checks',
                'ordering': ('passed', '-period_end', 'id'),
            },
        ),
        migrations.CreateModel(
            name='CheckResultEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('paragraph', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='paragraph')),
                ('released_at', models.DateTimeField(editable=False, null=True, verbose_name='released')),
                ('superseded_at', portal.records.fields.OpenEndField(default=None, editable=False, verbose_name='superseded')),
                ('key', models.CharField(editable=False, max_length=200)),
                ('kind', models.CharField(choices=[('ratio', 'ratio'), ('sum', 'sum of parts'), ('agree', 'two figures agree'), ('ytd', 'year to date never falls'), ('revision', 'same figure in two releases')], max_length=8, verbose_name='kind')),
                ('period_start', models.DateField(null=True, verbose_name='first day')),
                ('period_end', models.DateField(verbose_name='last day')),
                ('stated', models.DecimalField(decimal_places=6, max_digits=24, verbose_name='stated')),
                ('computed', models.DecimalField(decimal_places=6, max_digits=24, verbose_name='computed')),
                ('difference', models.DecimalField(decimal_places=6, max_digits=24, verbose_name='difference')),
                ('passed', models.BooleanField(verbose_name='holds')),
                ('reason_zh', models.TextField(blank=True, verbose_name='why it is published all the same (Chinese)')),
                ('reason_en', models.TextField(blank=True, verbose_name='why it is published all the same (English)')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='CheckTerm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('result', 'stated result'), ('numerator', 'numerator'), ('denominator', 'denominator'), ('part', 'part'), ('left', 'one figure'), ('right', 'the other figure')], max_length=11, verbose_name='role')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
            ],
            options={
                'verbose_name': 'term of a check',
                'verbose_name_plural': 'terms of a check',
                'ordering': ('check_rule', 'order', 'id'),
            },
        ),
        migrations.CreateModel(
            name='CheckTermEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('role', models.CharField(choices=[('result', 'stated result'), ('numerator', 'numerator'), ('denominator', 'denominator'), ('part', 'part'), ('left', 'one figure'), ('right', 'the other figure')], max_length=11, verbose_name='role')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Code',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_zh', models.CharField(max_length=200, verbose_name='name (Chinese)')),
                ('name_en', models.CharField(max_length=300, verbose_name='name (English)')),
                ('code', models.CharField(max_length=80, validators=[django.core.validators.RegexValidator('^[a-z0-9_]+$', 'Use lower-case letters, digits and underscores, for example “crime_type”.')], verbose_name='code')),
                ('order', models.PositiveIntegerField(default=0, verbose_name='order')),
            ],
            options={
                'verbose_name': 'dimension value',
                'verbose_name_plural': 'dimension values',
                'ordering': ('dimension', 'order', 'code'),
            },
        ),
        migrations.CreateModel(
            name='CodeEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('name_zh', models.CharField(max_length=200, verbose_name='name (Chinese)')),
                ('name_en', models.CharField(max_length=300, verbose_name='name (English)')),
                ('code', models.CharField(max_length=80, validators=[django.core.validators.RegexValidator('^[a-z0-9_]+$', 'Use lower-case letters, digits and underscores, for example “crime_type”.')], verbose_name='code')),
                ('order', models.PositiveIntegerField(default=0, verbose_name='order')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('object_id', models.BigIntegerField(null=True, verbose_name='number of the row')),
                ('key', models.CharField(blank=True, max_length=200)),
                ('row', models.CharField(max_length=400, verbose_name='row')),
                ('text', models.TextField(verbose_name='comment')),
                ('at', models.DateTimeField(verbose_name='commented at')),
                ('answer', models.TextField(blank=True, verbose_name='answer')),
                ('answered_at', models.DateTimeField(null=True, verbose_name='answered at')),
            ],
            options={
                'verbose_name': 'comment',
                'verbose_name_plural': 'comments',
                'ordering': ('at', 'id'),
            },
        ),
        migrations.CreateModel(
            name='CommentEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('object_id', models.BigIntegerField(null=True, verbose_name='number of the row')),
                ('key', models.CharField(blank=True, max_length=200)),
                ('row', models.CharField(max_length=400, verbose_name='row')),
                ('text', models.TextField(verbose_name='comment')),
                ('at', models.DateTimeField(verbose_name='commented at')),
                ('answer', models.TextField(blank=True, verbose_name='answer')),
                ('answered_at', models.DateTimeField(null=True, verbose_name='answered at')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Commitment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('paragraph', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='paragraph')),
                ('released_at', models.DateTimeField(editable=False, null=True, verbose_name='released')),
                ('superseded_at', portal.records.fields.OpenEndField(default=None, editable=False, verbose_name='superseded')),
                ('code', models.CharField(max_length=80, unique=True, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(-[a-z0-9]+)*$', 'Use lower-case letters, digits and single hyphens, for example “old-estates”.')], verbose_name='code')),
                ('title_zh', models.CharField(max_length=200, verbose_name='title (Chinese)')),
                ('title_en', models.CharField(max_length=300, verbose_name='title (English)')),
                ('detail_zh', models.TextField(blank=True, verbose_name='detail (Chinese)')),
                ('detail_en', models.TextField(blank=True, verbose_name='detail (English)')),
                ('due', models.DateField(blank=True, null=True, verbose_name='due')),
                ('due_printed_zh', models.CharField(blank=True, max_length=100, verbose_name='due, as stated (Chinese)')),
                ('due_printed_en', models.CharField(blank=True, max_length=200, verbose_name='due, as stated (English)')),
            ],
            options={
                'verbose_name': 'commitment',
                'verbose_name_plural': 'commitments',
                'ordering': ('code',),
            },
        ),
        migrations.CreateModel(
            name='CommitmentAreaEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='CommitmentEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('paragraph', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='paragraph')),
                ('released_at', models.DateTimeField(editable=False, null=True, verbose_name='released')),
                ('superseded_at', portal.records.fields.OpenEndField(default=None, editable=False, verbose_name='superseded')),
                ('code', models.CharField(max_length=80, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(-[a-z0-9]+)*$', 'Use lower-case letters, digits and single hyphens, for example “old-estates”.')], verbose_name='code')),
                ('title_zh', models.CharField(max_length=200, verbose_name='title (Chinese)')),
                ('title_en', models.CharField(max_length=300, verbose_name='title (English)')),
                ('detail_zh', models.TextField(blank=True, verbose_name='detail (Chinese)')),
                ('detail_en', models.TextField(blank=True, verbose_name='detail (English)')),
                ('due', models.DateField(blank=True, null=True, verbose_name='due')),
                ('due_printed_zh', models.CharField(blank=True, max_length=100, verbose_name='due, as stated (Chinese)')),
                ('due_printed_en', models.CharField(blank=True, max_length=200, verbose_name='due, as stated (English)')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='CommitmentUpdate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('paragraph', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='paragraph')),
                ('released_at', models.DateTimeField(editable=False, null=True, verbose_name='released')),
                ('superseded_at', portal.records.fields.OpenEndField(default=None, editable=False, verbose_name='superseded')),
                ('outcome', models.CharField(choices=[('kept', 'kept'), ('kept_late', 'kept late'), ('partly', 'partly kept'), ('changed', 'changed'), ('not_kept', 'not kept')], max_length=9, verbose_name='outcome')),
                ('completed_on', models.DateField(blank=True, null=True, verbose_name='completed on')),
                ('new_due', models.DateField(blank=True, null=True, verbose_name='newly due')),
                ('note_zh', models.TextField(verbose_name='note (Chinese)')),
                ('note_en', models.TextField(verbose_name='note (English)')),
            ],
            options={
                'verbose_name': 'report on a commitment',
                'verbose_name_plural': 'reports on commitments',
                'ordering': ('commitment', 'released_at', 'id'),
            },
        ),
        migrations.CreateModel(
            name='CommitmentUpdateEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('paragraph', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='paragraph')),
                ('released_at', models.DateTimeField(editable=False, null=True, verbose_name='released')),
                ('superseded_at', portal.records.fields.OpenEndField(default=None, editable=False, verbose_name='superseded')),
                ('outcome', models.CharField(choices=[('kept', 'kept'), ('kept_late', 'kept late'), ('partly', 'partly kept'), ('changed', 'changed'), ('not_kept', 'not kept')], max_length=9, verbose_name='outcome')),
                ('completed_on', models.DateField(blank=True, null=True, verbose_name='completed on')),
                ('new_due', models.DateField(blank=True, null=True, verbose_name='newly due')),
                ('note_zh', models.TextField(verbose_name='note (Chinese)')),
                ('note_en', models.TextField(verbose_name='note (English)')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Contribution',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due_at', models.DateTimeField(blank=True, null=True, verbose_name='wanted by')),
                ('note', models.TextField(blank=True, verbose_name='what is wanted')),
                ('state', models.CharField(choices=[('missing', 'not in yet'), ('submitted', 'handed in'), ('returned', 'returned to the department')], default='missing', editable=False, max_length=10, verbose_name='state')),
                ('submitted_at', models.DateTimeField(editable=False, null=True, verbose_name='handed in at')),
                ('returned_at', models.DateTimeField(editable=False, null=True, verbose_name='returned at')),
                ('return_reason', models.TextField(blank=True, editable=False, verbose_name='reason for returning')),
                ('nothing_to_report', models.TextField(blank=True, editable=False, verbose_name='why there is nothing to report')),
            ],
            options={
                'verbose_name': 'part of a release',
                'verbose_name_plural': 'parts of releases',
                'ordering': ('release', 'department__code'),
            },
        ),
        migrations.CreateModel(
            name='ContributionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('due_at', models.DateTimeField(blank=True, null=True, verbose_name='wanted by')),
                ('note', models.TextField(blank=True, verbose_name='what is wanted')),
                ('state', models.CharField(choices=[('missing', 'not in yet'), ('submitted', 'handed in'), ('returned', 'returned to the department')], default='missing', editable=False, max_length=10, verbose_name='state')),
                ('submitted_at', models.DateTimeField(editable=False, null=True, verbose_name='handed in at')),
                ('returned_at', models.DateTimeField(editable=False, null=True, verbose_name='returned at')),
                ('return_reason', models.TextField(blank=True, editable=False, verbose_name='reason for returning')),
                ('nothing_to_report', models.TextField(blank=True, editable=False, verbose_name='why there is nothing to report')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Department',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_zh', models.CharField(max_length=200, verbose_name='name (Chinese)')),
                ('name_en', models.CharField(max_length=300, verbose_name='name (English)')),
                ('code', models.CharField(max_length=60, unique=True, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(-[a-z0-9]+)*$', 'Use lower-case letters, digits and single hyphens, for example “old-estates”.')], verbose_name='code')),
                ('note_zh', models.TextField(blank=True, verbose_name='note (Chinese)')),
                ('note_en', models.TextField(blank=True, verbose_name='note (English)')),
            ],
            options={
                'verbose_name': 'department',
                'verbose_name_plural': 'departments',
                'ordering': ('code',),
            },
        ),
        migrations.CreateModel(
            name='DepartmentEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('name_zh', models.CharField(max_length=200, verbose_name='name (Chinese)')),
                ('name_en', models.CharField(max_length=300, verbose_name='name (English)')),
                ('code', models.CharField(max_length=60, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(-[a-z0-9]+)*$', 'Use lower-case letters, digits and single hyphens, for example “old-estates”.')], verbose_name='code')),
                ('note_zh', models.TextField(blank=True, verbose_name='note (Chinese)')),
                ('note_en', models.TextField(blank=True, verbose_name='note (English)')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Digest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('message_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('state', models.CharField(choices=[('waiting', 'to be sent'), ('sending', 'being sent'), ('sent', 'sent'), ('failed', 'given up'), ('unknown', 'fate unknown')], default='waiting', max_length=7, verbose_name='state')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='attempts')),
                ('next_attempt_at', models.DateTimeField(verbose_name='next attempt at')),
                ('settled_at', models.DateTimeField(null=True, verbose_name='sent or given up at')),
                ('problem', models.CharField(blank=True, max_length=200, verbose_name='problem')),
            ],
            options={
                'verbose_name': 'digest',
                'verbose_name_plural': 'digests',
                'ordering': ('id',),
            },
        ),
        migrations.CreateModel(
            name='Dimension',
            fields=[
                ('name_zh', models.CharField(max_length=200, verbose_name='name (Chinese)')),
                ('name_en', models.CharField(max_length=300, verbose_name='name (English)')),
                ('code', models.CharField(max_length=40, primary_key=True, serialize=False, validators=[django.core.validators.RegexValidator('^[a-z0-9_]+$', 'Use lower-case letters, digits and underscores, for example “crime_type”.')], verbose_name='code')),
            ],
            options={
                'verbose_name': 'dimension',
                'verbose_name_plural': 'dimensions',
                'ordering': ('code',),
            },
        ),
        migrations.CreateModel(
            name='DimensionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('name_zh', models.CharField(max_length=200, verbose_name='name (Chinese)')),
                ('name_en', models.CharField(max_length=300, verbose_name='name (English)')),
                ('code', models.CharField(max_length=40, serialize=False, validators=[django.core.validators.RegexValidator('^[a-z0-9_]+$', 'Use lower-case letters, digits and underscores, for example “crime_type”.')], verbose_name='code')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Facility',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_zh', models.CharField(max_length=200, verbose_name='name (Chinese)')),
                ('name_en', models.CharField(max_length=300, verbose_name='name (English)')),
                ('code', models.CharField(max_length=80, unique=True, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(-[a-z0-9]+)*$', 'Use lower-case letters, digits and single hyphens, for example “old-estates”.')], verbose_name='code')),
                ('kind', models.CharField(choices=[('police_post', 'police post'), ('clinic', 'clinic'), ('hospital', 'hospital'), ('sampling_point', 'sampling point'), ('venue', 'cultural or sports venue'), ('school', 'school'), ('park', 'park'), ('garden', 'pocket garden'), ('road', 'road'), ('estate', 'housing estate'), ('service_window', 'service window'), ('hotline', 'hotline'), ('other', 'other place')], max_length=16, verbose_name='kind')),
                ('address_zh', models.CharField(blank=True, max_length=200, verbose_name='address (Chinese)')),
                ('address_en', models.CharField(blank=True, max_length=300, verbose_name='address (English)')),
                ('phone', models.CharField(blank=True, max_length=60, verbose_name='telephone')),
                ('hours_zh', models.CharField(blank=True, max_length=200, verbose_name='hours (Chinese)')),
                ('hours_en', models.CharField(blank=True, max_length=300, verbose_name='hours (English)')),
                ('note_zh', models.TextField(blank=True, verbose_name='note (Chinese)')),
                ('note_en', models.TextField(blank=True, verbose_name='note (English)')),
                ('aliases', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), blank=True, default=list, size=None, verbose_name='other names')),
                ('pinyin', models.CharField(blank=True, editable=False, max_length=400)),
                ('section', models.CharField(blank=True, max_length=12, verbose_name='section of the source')),
                ('paragraph', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='paragraph of the source')),
                ('is_public', models.BooleanField(default=False, verbose_name='public')),
            ],
            options={
                'verbose_name': 'facility',
                'verbose_name_plural': 'facilities',
                'ordering': ('pinyin', 'code'),
            },
        ),
        migrations.CreateModel(
            name='FacilityEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('name_zh', models.CharField(max_length=200, verbose_name='name (Chinese)')),
                ('name_en', models.CharField(max_length=300, verbose_name='name (English)')),
                ('code', models.CharField(max_length=80, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(-[a-z0-9]+)*$', 'Use lower-case letters, digits and single hyphens, for example “old-estates”.')], verbose_name='code')),
                ('kind', models.CharField(choices=[('police_post', 'police post'), ('clinic', 'clinic'), ('hospital', 'hospital'), ('sampling_point', 'sampling point'), ('venue', 'cultural or sports venue'), ('school', 'school'), ('park', 'park'), ('garden', 'pocket garden'), ('road', 'road'), ('estate', 'housing estate'), ('service_window', 'service window'), ('hotline', 'hotline'), ('other', 'other place')], max_length=16, verbose_name='kind')),
                ('address_zh', models.CharField(blank=True, max_length=200, verbose_name='address (Chinese)')),
                ('address_en', models.CharField(blank=True, max_length=300, verbose_name='address (English)')),
                ('phone', models.CharField(blank=True, max_length=60, verbose_name='telephone')),
                ('hours_zh', models.CharField(blank=True, max_length=200, verbose_name='hours (Chinese)')),
                ('hours_en', models.CharField(blank=True, max_length=300, verbose_name='hours (English)')),
                ('note_zh', models.TextField(blank=True, verbose_name='note (Chinese)')),
                ('note_en', models.TextField(blank=True, verbose_name='note (English)')),
                ('aliases', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), blank=True, default=list, size=None, verbose_name='other names')),
                ('pinyin', models.CharField(blank=True, editable=False, max_length=400)),
                ('section', models.CharField(blank=True, max_length=12, verbose_name='section of the source')),
                ('paragraph', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='paragraph of the source')),
                ('is_public', models.BooleanField(default=False, verbose_name='public')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='GlossaryTerm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_zh', models.CharField(max_length=200, verbose_name='name (Chinese)')),
                ('name_en', models.CharField(max_length=300, verbose_name='name (English)')),
                ('code', models.CharField(max_length=80, unique=True, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(-[a-z0-9]+)*$', 'Use lower-case letters, digits and single hyphens, for example “old-estates”.')], verbose_name='code')),
                ('reading', models.CharField(blank=True, help_text='How the Chinese is pronounced, in pinyin.', max_length=200, verbose_name='reading')),
                ('explanation_zh', models.TextField(verbose_name='explanation (Chinese)')),
                ('explanation_en', models.TextField(verbose_name='explanation (English)')),
                ('is_explained', models.BooleanField(default=True, help_text='Off where the releases name the term and do not say what it stands for.', verbose_name='explained by the source')),
                ('indicators', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=80), blank=True, default=list, help_text='Codes of the indicators in which figures of it stand.', size=None, verbose_name='indicators')),
                ('aliases', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), blank=True, default=list, size=None, verbose_name='other names')),
                ('pinyin', models.CharField(blank=True, editable=False, max_length=400)),
                ('section', models.CharField(blank=True, max_length=12, verbose_name='section of the source')),
                ('paragraph', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='paragraph of the source')),
                ('is_public', models.BooleanField(default=False, verbose_name='public')),
            ],
            options={
                'verbose_name': 'glossary term',
                'verbose_name_plural': 'glossary',
                'ordering': ('pinyin', 'code'),
            },
        ),
        migrations.CreateModel(
            name='GlossaryTermEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('name_zh', models.CharField(max_length=200, verbose_name='name (Chinese)')),
                ('name_en', models.CharField(max_length=300, verbose_name='name (English)')),
                ('code', models.CharField(max_length=80, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(-[a-z0-9]+)*$', 'Use lower-case letters, digits and single hyphens, for example “old-estates”.')], verbose_name='code')),
                ('reading', models.CharField(blank=True, help_text='How the Chinese is pronounced, in pinyin.', max_length=200, verbose_name='reading')),
                ('explanation_zh', models.TextField(verbose_name='explanation (Chinese)')),
                ('explanation_en', models.TextField(verbose_name='explanation (English)')),
                ('is_explained', models.BooleanField(default=True, help_text='Off where the releases name the term and do not say what it stands for.', verbose_name='explained by the source')),
                ('indicators', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=80), blank=True, default=list, help_text='Codes of the indicators in which figures of it stand.', size=None, verbose_name='indicators')),
                ('aliases', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), blank=True, default=list, size=None, verbose_name='other names')),
                ('pinyin', models.CharField(blank=True, editable=False, max_length=400)),
                ('section', models.CharField(blank=True, max_length=12, verbose_name='section of the source')),
                ('paragraph', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='paragraph of the source')),
                ('is_public', models.BooleanField(default=False, verbose_name='public')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Indicator',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_zh', models.CharField(max_length=200, verbose_name='name (Chinese)')),
                ('name_en', models.CharField(max_length=300, verbose_name='name (English)')),
                ('code', models.CharField(max_length=80, unique=True, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(-[a-z0-9]+)*$', 'Use lower-case letters, digits and single hyphens, for example “old-estates”.')], verbose_name='code')),
                ('definition_zh', models.TextField(verbose_name='definition (Chinese)')),
                ('definition_en', models.TextField(verbose_name='definition (English)')),
                ('basis', models.CharField(choices=[('point', 'at a point in time'), ('period', 'over a period'), ('ytd', 'year to date'), ('since_start', 'since the start')], max_length=12, verbose_name='basis')),
                ('decimals', models.PositiveSmallIntegerField(default=0, validators=[django.core.validators.MaxValueValidator(6)], verbose_name='decimals')),
                ('dimensions', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, size=None, verbose_name='dimensions')),
                ('smallest_count', models.PositiveIntegerField(blank=True, help_text='A smaller count (other than 0) must be suppressed, so that nobody can be recognised.', null=True, verbose_name='smallest count that may be published')),
                ('frequency', models.CharField(blank=True, choices=[('A', 'every year'), ('S', 'every half-year'), ('Q', 'every quarter'), ('M', 'every month')], help_text='How often a new figure is expected; empty where nothing is promised.', max_length=1, verbose_name='frequency')),
                ('expected_after', models.PositiveSmallIntegerField(default=0, verbose_name='days after the end of a period by which its figure is expected')),
                ('headline', models.BooleanField(default=False, verbose_name='headline figure of its sector')),
                ('order', models.PositiveIntegerField(default=0, verbose_name='order')),
            ],
            options={
                'verbose_name': 'indicator',
                'verbose_name_plural': 'indicators',
                'ordering': ('sector__order', 'order', 'code'),
            },
        ),
        migrations.CreateModel(
            name='IndicatorEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('name_zh', models.CharField(max_length=200, verbose_name='name (Chinese)')),
                ('name_en', models.CharField(max_length=300, verbose_name='name (English)')),
                ('code', models.CharField(max_length=80, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(-[a-z0-9]+)*$', 'Use lower-case letters, digits and single hyphens, for example “old-estates”.')], verbose_name='code')),
                ('definition_zh', models.TextField(verbose_name='definition (Chinese)')),
                ('definition_en', models.TextField(verbose_name='definition (English)')),
                ('basis', models.CharField(choices=[('point', 'at a point in time'), ('period', 'over a period'), ('ytd', 'year to date'), ('since_start', 'since the start')], max_length=12, verbose_name='basis')),
                ('decimals', models.PositiveSmallIntegerField(default=0, validators=[django.core.validators.MaxValueValidator(6)], verbose_name='decimals')),
                ('dimensions', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, size=None, verbose_name='dimensions')),
                ('smallest_count', models.PositiveIntegerField(blank=True, help_text='A smaller count (other than 0) must be suppressed, so that nobody can be recognised.', null=True, verbose_name='smallest count that may be published')),
                ('frequency', models.CharField(blank=True, choices=[('A', 'every year'), ('S', 'every half-year'), ('Q', 'every quarter'), ('M', 'every month')], help_text='How often a new figure is expected; empty where nothing is promised.', max_length=1, verbose_name='frequency')),
                ('expected_after', models.PositiveSmallIntegerField(default=0, verbose_name='days after the end of a period by which its figure is expected')),
                ('headline', models.BooleanField(default=False, verbose_name='headline figure of its sector')),
                ('order', models.PositiveIntegerField(default=0, verbose_name='order')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='MembershipEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Observation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('paragraph', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='paragraph')),
                ('released_at', models.DateTimeField(editable=False, null=True, verbose_name='released')),
                ('superseded_at', portal.records.fields.OpenEndField(default=None, editable=False, verbose_name='superseded')),
                ('period_start', models.DateField(blank=True, null=True, verbose_name='first day')),
                ('period_end', models.DateField(verbose_name='last day')),
                ('kind', models.CharField(choices=[('actual', 'actual'), ('target', 'target')], default='actual', max_length=6, verbose_name='kind')),
                ('value', models.DecimalField(blank=True, decimal_places=6, max_digits=24, null=True, verbose_name='value')),
                ('qualifier', models.CharField(blank=True, choices=[('about', 'about'), ('over', 'over'), ('nearly', 'nearly'), ('at_least', 'at least')], max_length=8, verbose_name='qualifier')),
                ('status', models.CharField(choices=[('normal', 'normal value'), ('provisional', 'provisional'), ('estimated', 'estimated'), ('low_reliability', 'uncertain reading'), ('suppressed', 'suppressed'), ('missing', 'missing')], default='normal', max_length=16, verbose_name='status')),
                ('as_printed', models.CharField(blank=True, max_length=120, verbose_name='as printed')),
                ('note_zh', models.TextField(blank=True, verbose_name='note (Chinese)')),
                ('note_en', models.TextField(blank=True, verbose_name='note (English)')),
            ],
            options={
                'verbose_name': 'observation',
                'verbose_name_plural': 'observations',
                'ordering': ('series', 'period_end', 'id'),
            },
        ),
        migrations.CreateModel(
            name='ObservationEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('paragraph', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='paragraph')),
                ('released_at', models.DateTimeField(editable=False, null=True, verbose_name='released')),
                ('superseded_at', portal.records.fields.OpenEndField(default=None, editable=False, verbose_name='superseded')),
                ('period_start', models.DateField(blank=True, null=True, verbose_name='first day')),
                ('period_end', models.DateField(verbose_name='last day')),
                ('kind', models.CharField(choices=[('actual', 'actual'), ('target', 'target')], default='actual', max_length=6, verbose_name='kind')),
                ('value', models.DecimalField(blank=True, decimal_places=6, max_digits=24, null=True, verbose_name='value')),
                ('qualifier', models.CharField(blank=True, choices=[('about', 'about'), ('over', 'over'), ('nearly', 'nearly'), ('at_least', 'at least')], max_length=8, verbose_name='qualifier')),
                ('status', models.CharField(choices=[('normal', 'normal value'), ('provisional', 'provisional'), ('estimated', 'estimated'), ('low_reliability', 'uncertain reading'), ('suppressed', 'suppressed'), ('missing', 'missing')], default='normal', max_length=16, verbose_name='status')),
                ('as_printed', models.CharField(blank=True, max_length=120, verbose_name='as printed')),
                ('note_zh', models.TextField(blank=True, verbose_name='note (Chinese)')),
                ('note_en', models.TextField(blank=True, verbose_name='note (English)')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Occasion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event', models.CharField(choices=[('released', 'released'), ('withdrawn', 'withdrawn')], max_length=9, verbose_name='event')),
                ('happened_at', models.DateTimeField(verbose_name='happened at')),
                ('queued_at', models.DateTimeField(verbose_name='queued at')),
            ],
            options={
                'verbose_name': 'occasion for notices',
                'verbose_name_plural': 'occasions for notices',
                'ordering': ('happened_at', 'id'),
            },
        ),
        migrations.CreateModel(
            name='PreviewLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reader', models.CharField(max_length=120, verbose_name='reader')),
                ('purpose', models.CharField(max_length=200, verbose_name='purpose')),
                ('expires_at', models.DateTimeField(verbose_name='expires at')),
                ('created_at', models.DateTimeField(editable=False, verbose_name='given at')),
                ('revoked_at', models.DateTimeField(editable=False, null=True, verbose_name='revoked at')),
            ],
            options={
                'verbose_name': 'preview link',
                'verbose_name_plural': 'preview links',
                'ordering': ('-id',),
            },
        ),
        migrations.CreateModel(
            name='PreviewLinkEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('reader', models.CharField(max_length=120, verbose_name='reader')),
                ('purpose', models.CharField(max_length=200, verbose_name='purpose')),
                ('expires_at', models.DateTimeField(verbose_name='expires at')),
                ('created_at', models.DateTimeField(editable=False, verbose_name='given at')),
                ('revoked_at', models.DateTimeField(editable=False, null=True, verbose_name='revoked at')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PreviewOpening',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='opened at')),
            ],
            options={
                'verbose_name': 'opening of a preview link',
                'verbose_name_plural': 'openings of preview links',
                'ordering': ('-at', '-id'),
            },
        ),
        migrations.CreateModel(
            name='PublicChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('token', models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID())),
                ('is_late', models.BooleanField()),
                ('release_id', models.BigIntegerField(null=True)),
            ],
            options={
                'ordering': ('at', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                ('outlet_zh', models.CharField(max_length=100, verbose_name='outlet (Chinese)')),
                ('outlet_en', models.CharField(max_length=200, verbose_name='outlet (English)')),
                ('question_zh', models.TextField(verbose_name='question (Chinese)')),
                ('question_en', models.TextField(verbose_name='question (English)')),
                ('speaker_zh', models.CharField(max_length=100, verbose_name='answered by (Chinese)')),
                ('speaker_en', models.CharField(max_length=200, verbose_name='answered by (English)')),
                ('answer_zh', models.TextField(verbose_name='answer (Chinese)')),
                ('answer_en', models.TextField(verbose_name='answer (English)')),
            ],
            options={
                'verbose_name': 'question',
                'verbose_name_plural': 'questions',
                'ordering': ('release', 'number'),
            },
        ),
        migrations.CreateModel(
            name='QuestionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                ('outlet_zh', models.CharField(max_length=100, verbose_name='outlet (Chinese)')),
                ('outlet_en', models.CharField(max_length=200, verbose_name='outlet (English)')),
                ('question_zh', models.TextField(verbose_name='question (Chinese)')),
                ('question_en', models.TextField(verbose_name='question (English)')),
                ('speaker_zh', models.CharField(max_length=100, verbose_name='answered by (Chinese)')),
                ('speaker_en', models.CharField(max_length=200, verbose_name='answered by (English)')),
                ('answer_zh', models.TextField(verbose_name='answer (Chinese)')),
                ('answer_en', models.TextField(verbose_name='answer (English)')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Release',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.CharField(max_length=80, unique=True, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(-[a-z0-9]+)*$', 'Use lower-case letters, digits and single hyphens, for example “old-estates”.')], verbose_name='address')),
                ('kind', models.CharField(choices=[('article', 'article'), ('press_conference', 'press conference'), ('statistical_return', 'statistical return'), ('correction', 'correction')], max_length=20, verbose_name='kind')),
                ('title_zh', models.CharField(max_length=200, verbose_name='title (Chinese)')),
                ('title_en', models.CharField(max_length=300, verbose_name='title (English)')),
                ('summary_zh', models.TextField(blank=True, verbose_name='summary (Chinese)')),
                ('summary_en', models.TextField(blank=True, verbose_name='summary (English)')),
                ('index_number', models.CharField(blank=True, max_length=80, verbose_name='index number')),
                ('disclosure', models.CharField(blank=True, choices=[('active', 'disclosed proactively'), ('on_request', 'disclosed on request')], max_length=12, verbose_name='manner of disclosure')),
                ('issuing_body_zh', models.CharField(blank=True, max_length=200, verbose_name='issuing body (Chinese)')),
                ('issuing_body_en', models.CharField(blank=True, max_length=300, verbose_name='issuing body (English)')),
                ('category_zh', models.CharField(blank=True, max_length=100, verbose_name='content category (Chinese)')),
                ('category_en', models.CharField(blank=True, max_length=200, verbose_name='content category (English)')),
                ('document_date', models.DateField(blank=True, null=True, verbose_name='date of the document')),
                ('validity', models.CharField(blank=True, choices=[('valid', 'in force'), ('expired', 'no longer in force')], max_length=8, verbose_name='validity')),
                ('expires_on', models.DateField(blank=True, null=True, verbose_name='expires on')),
                ('published_on', models.DateField(blank=True, help_text='Only for a document that was published elsewhere before it was entered here.', null=True, verbose_name='first published on')),
                ('published_on_estimated', models.BooleanField(default=False, verbose_name='that date is estimated')),
                ('source_document', models.CharField(blank=True, max_length=120, verbose_name='source document')),
                ('note_zh', models.TextField(blank=True, verbose_name='note (Chinese)')),
                ('note_en', models.TextField(blank=True, verbose_name='note (English)')),
                ('reason_zh', models.TextField(blank=True, verbose_name='reason of the correction (Chinese)')),
                ('reason_en', models.TextField(blank=True, verbose_name='reason of the correction (English)')),
                ('state', models.CharField(choices=[('draft', 'draft'), ('submitted', 'submitted for review'), ('returned', 'returned to its editors'), ('approved', 'approved'), ('withdrawn', 'withdrawn')], default='draft', editable=False, max_length=10, verbose_name='state')),
                ('submitted_at', models.DateTimeField(editable=False, null=True, verbose_name='submitted at')),
                ('decision', models.CharField(blank=True, choices=[('approve', 'approved'), ('return', 'returned')], editable=False, max_length=8, verbose_name='decision')),
                ('decided_at', models.DateTimeField(editable=False, null=True, verbose_name='decided at')),
                ('decision_reason', models.TextField(blank=True, editable=False, verbose_name='reason for returning')),
                ('released_at', models.DateTimeField(db_index=True, editable=False, null=True, verbose_name='released at')),
                ('withdrawn_at', models.DateTimeField(editable=False, null=True, verbose_name='withdrawn at')),
                ('withdrawal_reason_zh', models.TextField(blank=True, editable=False, verbose_name='reason of the withdrawal (Chinese)')),
                ('withdrawal_reason_en', models.TextField(blank=True, editable=False, verbose_name='reason of the withdrawal (English)')),
            ],
            options={
                'verbose_name': 'release',
                'verbose_name_plural': 'releases',
                'ordering': ('-id',),
            },
        ),
        migrations.CreateModel(
            name='ReleaseEditor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateTimeField(verbose_name='first edited at')),
            ],
            options={
                'verbose_name': 'editor of a release',
                'verbose_name_plural': 'editors of releases',
            },
        ),
        migrations.CreateModel(
            name='ReleaseEditorEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('since', models.DateTimeField(verbose_name='first edited at')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ReleaseEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('slug', models.CharField(max_length=80, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(-[a-z0-9]+)*$', 'Use lower-case letters, digits and single hyphens, for example “old-estates”.')], verbose_name='address')),
                ('kind', models.CharField(choices=[('article', 'article'), ('press_conference', 'press conference'), ('statistical_return', 'statistical return'), ('correction', 'correction')], max_length=20, verbose_name='kind')),
                ('title_zh', models.CharField(max_length=200, verbose_name='title (Chinese)')),
                ('title_en', models.CharField(max_length=300, verbose_name='title (English)')),
                ('summary_zh', models.TextField(blank=True, verbose_name='summary (Chinese)')),
                ('summary_en', models.TextField(blank=True, verbose_name='summary (English)')),
                ('index_number', models.CharField(blank=True, max_length=80, verbose_name='index number')),
                ('disclosure', models.CharField(blank=True, choices=[('active', 'disclosed proactively'), ('on_request', 'disclosed on request')], max_length=12, verbose_name='manner of disclosure')),
                ('issuing_body_zh', models.CharField(blank=True, max_length=200, verbose_name='issuing body (Chinese)')),
                ('issuing_body_en', models.CharField(blank=True, max_length=300, verbose_name='issuing body (English)')),
                ('category_zh', models.CharField(blank=True, max_length=100, verbose_name='content category (Chinese)')),
                ('category_en', models.CharField(blank=True, max_length=200, verbose_name='content category (English)')),
                ('document_date', models.DateField(blank=True, null=True, verbose_name='date of the document')),
                ('validity', models.CharField(blank=True, choices=[('valid', 'in force'), ('expired', 'no longer in force')], max_length=8, verbose_name='validity')),
                ('expires_on', models.DateField(blank=True, null=True, verbose_name='expires on')),
                ('published_on', models.DateField(blank=True, help_text='Only for a document that was published elsewhere before it was entered here.', null=True, verbose_name='first published on')),
                ('published_on_estimated', models.BooleanField(default=False, verbose_name='that date is estimated')),
                ('source_document', models.CharField(blank=True, max_length=120, verbose_name='source document')),
                ('note_zh', models.TextField(blank=True, verbose_name='note (Chinese)')),
                ('note_en', models.TextField(blank=True, verbose_name='note (English)')),
                ('reason_zh', models.TextField(blank=True, verbose_name='reason of the correction (Chinese)')),
                ('reason_en', models.TextField(blank=True, verbose_name='reason of the correction (English)')),
                ('state', models.CharField(choices=[('draft', 'draft'), ('submitted', 'submitted for review'), ('returned', 'returned to its editors'), ('approved', 'approved'), ('withdrawn', 'withdrawn')], default='draft', editable=False, max_length=10, verbose_name='state')),
                ('submitted_at', models.DateTimeField(editable=False, null=True, verbose_name='submitted at')),
                ('decision', models.CharField(blank=True, choices=[('approve', 'approved'), ('return', 'returned')], editable=False, max_length=8, verbose_name='decision')),
                ('decided_at', models.DateTimeField(editable=False, null=True, verbose_name='decided at')),
                ('decision_reason', models.TextField(blank=True, editable=False, verbose_name='reason for returning')),
                ('released_at', models.DateTimeField(editable=False, null=True, verbose_name='released at')),
                ('withdrawn_at', models.DateTimeField(editable=False, null=True, verbose_name='withdrawn at')),
                ('withdrawal_reason_zh', models.TextField(blank=True, editable=False, verbose_name='reason of the withdrawal (Chinese)')),
                ('withdrawal_reason_en', models.TextField(blank=True, editable=False, verbose_name='reason of the withdrawal (English)')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Section',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=12, verbose_name='number')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('title_zh', models.CharField(max_length=200, verbose_name='title (Chinese)')),
                ('title_en', models.CharField(max_length=300, verbose_name='title (English)')),
                ('summary_zh', models.TextField(blank=True, verbose_name='summary (Chinese)')),
                ('summary_en', models.TextField(blank=True, verbose_name='summary (English)')),
                ('paragraphs', models.PositiveSmallIntegerField(default=1, verbose_name='number of paragraphs')),
            ],
            options={
                'verbose_name': 'section',
                'verbose_name_plural': 'sections',
                'ordering': ('release', 'order'),
            },
        ),
        migrations.CreateModel(
            name='SectionEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('number', models.CharField(max_length=12, verbose_name='number')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ('title_zh', models.CharField(max_length=200, verbose_name='title (Chinese)')),
                ('title_en', models.CharField(max_length=300, verbose_name='title (English)')),
                ('summary_zh', models.TextField(blank=True, verbose_name='summary (Chinese)')),
                ('summary_en', models.TextField(blank=True, verbose_name='summary (English)')),
                ('paragraphs', models.PositiveSmallIntegerField(default=1, verbose_name='number of paragraphs')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Sector',
            fields=[
                ('name_zh', models.CharField(max_length=200, verbose_name='name (Chinese)')),
                ('name_en', models.CharField(max_length=300, verbose_name='name (English)')),
                ('code', models.SlugField(primary_key=True, serialize=False, verbose_name='code')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
            ],
            options={
                'verbose_name': 'sector',
                'verbose_name_plural': 'sectors',
                'ordering': ('order', 'code'),
            },
        ),
        migrations.CreateModel(
            name='Series',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('dimensions', models.JSONField(blank=True, default=dict, verbose_name='dimension values')),
            ],
            options={
                'verbose_name': 'series',
                'verbose_name_plural': 'series',
                'ordering': ('indicator', 'area', 'id'),
            },
        ),
        migrations.CreateModel(
            name='SeriesEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('dimensions', models.JSONField(blank=True, default=dict, verbose_name='dimension values')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SignInFailure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('username', models.CharField(max_length=150, verbose_name='username')),
                ('address', models.GenericIPAddressField(null=True, verbose_name='network address')),
                ('step', models.CharField(choices=[('password', 'Password'), ('code', 'Second step')], max_length=8, verbose_name='step')),
                ('at', models.DateTimeField(verbose_name='time')),
                ('counts', models.BooleanField(default=True, help_text='Until the official signs in or an administrator unlocks.', verbose_name='still counts')),
            ],
            options={
                'verbose_name': 'failed sign-in',
                'verbose_name_plural': 'failed sign-ins',
            },
        ),
        migrations.CreateModel(
            name='Subscriber',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254, verbose_name='e-mail address')),
                ('language', models.CharField(choices=[('zh-hans', 'Simplified Chinese'), ('en', 'English')], max_length=7, verbose_name='language')),
                ('secret', models.CharField(default=portal.subscriptions.models.new_secret, editable=False, max_length=43, unique=True)),
                ('confirmed_at', models.DateTimeField(verbose_name='confirmed at')),
            ],
            options={
                'verbose_name': 'subscriber',
                'verbose_name_plural': 'subscribers',
                'ordering': ('id',),
            },
        ),
        migrations.CreateModel(
            name='Subscription',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20, verbose_name='kind of topic')),
                ('reference', models.CharField(max_length=120, verbose_name='code of the topic')),
                ('confirmed_at', models.DateTimeField(verbose_name='confirmed at')),
            ],
            options={
                'verbose_name': 'subscription',
                'verbose_name_plural': 'subscriptions',
                'ordering': ('kind', 'reference'),
            },
        ),
        migrations.CreateModel(
            name='SubscriptionRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254, verbose_name='e-mail address')),
                ('language', models.CharField(choices=[('zh-hans', 'Simplified Chinese'), ('en', 'English')], max_length=7, verbose_name='language')),
                ('kind', models.CharField(max_length=20, verbose_name='kind of topic')),
                ('reference', models.CharField(max_length=120, verbose_name='code of the topic')),
                ('secret', models.CharField(default=portal.subscriptions.models.new_secret, editable=False, max_length=43, unique=True)),
                ('asked_at', models.DateTimeField(verbose_name='asked at')),
                ('confirmed_at', models.DateTimeField(null=True, verbose_name='confirmed at')),
            ],
            options={
                'verbose_name': 'request for notices',
                'verbose_name_plural': 'requests for notices',
                'ordering': ('asked_at', 'id'),
            },
        ),
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('name_zh', models.CharField(max_length=200, verbose_name='name (Chinese)')),
                ('name_en', models.CharField(max_length=300, verbose_name='name (English)')),
                ('code', models.CharField(max_length=40, primary_key=True, serialize=False, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(-[a-z0-9]+)*$', 'Use lower-case letters, digits and single hyphens, for example “old-estates”.')], verbose_name='code')),
                ('symbol_zh', models.CharField(max_length=20, verbose_name='symbol (Chinese)')),
                ('symbol_en', models.CharField(max_length=40, verbose_name='symbol (English)')),
                ('below_zero', models.BooleanField(default=False, help_text='For money and percentages, which can fall; never for what is counted.', verbose_name='values may be below zero')),
            ],
            options={
                'verbose_name': 'unit',
                'verbose_name_plural': 'units',
                'ordering': ('code',),
            },
        ),
        migrations.CreateModel(
            name='UnitEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('name_zh', models.CharField(max_length=200, verbose_name='name (Chinese)')),
                ('name_en', models.CharField(max_length=300, verbose_name='name (English)')),
                ('code', models.CharField(max_length=40, serialize=False, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(-[a-z0-9]+)*$', 'Use lower-case letters, digits and single hyphens, for example “old-estates”.')], verbose_name='code')),
                ('symbol_zh', models.CharField(max_length=20, verbose_name='symbol (Chinese)')),
                ('symbol_en', models.CharField(max_length=40, verbose_name='symbol (English)')),
                ('below_zero', models.BooleanField(default=False, help_text='For money and percentages, which can fall; never for what is counted.', verbose_name='values may be below zero')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='UserEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('username', models.CharField(error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username')),
                ('first_name', models.CharField(blank=True, max_length=150, verbose_name='first name')),
                ('last_name', models.CharField(blank=True, max_length=150, verbose_name='last name')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='email address')),
                ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                ('password_changed_at', models.DateTimeField(editable=False, null=True, verbose_name='password changed')),
                ('password_is_temporary', models.BooleanField(default=False, editable=False, help_text='An administrator has set it; the official chooses another at the next sign-in.', verbose_name='password to be changed')),
                ('unlocked_at', models.DateTimeField(editable=False, null=True, verbose_name='unlocked')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='WorkbookJob',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.CharField(max_length=200)),
                ('digest', models.CharField(blank=True, max_length=64)),
                ('rows', models.PositiveIntegerField()),
                ('kind', models.CharField(choices=[('preview', 'preview'), ('load', 'load')], max_length=10)),
                ('state', models.CharField(choices=[('running', 'running'), ('done', 'done'), ('failed', 'failed'), ('stopped', 'stopped')], default='running', max_length=10)),
                ('stage', models.CharField(choices=[('waiting', 'Waiting for another workbook'), ('reading', 'Reading the file'), ('comparing', 'Comparing with what the portal holds'), ('trying', 'Trying the rows out'), ('foreseeing', 'Foreseeing which checks would fail'), ('loading', 'Loading')], default='waiting', max_length=10)),
                ('done', models.PositiveIntegerField(default=0)),
                ('total', models.PositiveIntegerField(null=True)),
                ('started_at', models.DateTimeField(db_index=True)),
                ('finished_at', models.DateTimeField(null=True)),
                ('result', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
            ],
            options={
                'verbose_name': 'job of a workbook',
                'verbose_name_plural': 'jobs of workbooks',
                'ordering': ('-id',),
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('username', models.CharField(error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, unique=True, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username')),
                ('first_name', models.CharField(blank=True, max_length=150, verbose_name='first name')),
                ('last_name', models.CharField(blank=True, max_length=150, verbose_name='last name')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='email address')),
                ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                ('password_changed_at', models.DateTimeField(editable=False, null=True, verbose_name='password changed')),
                ('password_is_temporary', models.BooleanField(default=False, editable=False, help_text='An administrator has set it; the official chooses another at the next sign-in.', verbose_name='password to be changed')),
                ('unlocked_at', models.DateTimeField(editable=False, null=True, verbose_name='unlocked')),
                ('sessions_ended', models.PositiveIntegerField(default=0, editable=False)),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': 'official',
                'verbose_name_plural': 'officials',
            },
            managers=[
                ('objects', django.contrib.auth.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name='Announcement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title_zh', models.CharField(max_length=200, verbose_name='title (Chinese)')),
                ('title_en', models.CharField(max_length=300, verbose_name='title (English)')),
                ('scheduled_for', models.DateTimeField(null=True, verbose_name='announced for')),
                ('confirmed', models.BooleanField(default=False, verbose_name='confirmed')),
                ('reason_zh', models.TextField(blank=True, verbose_name='reason of the change (Chinese)')),
                ('reason_en', models.TextField(blank=True, verbose_name='reason of the change (English)')),
                ('announced_at', models.DateTimeField(verbose_name='announced at')),
                ('announced_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='announced by')),
            ],
            options={
                'verbose_name': 'announcement',
                'verbose_name_plural': 'announcements',
                'ordering': ('release', 'id'),
            },
        ),
        migrations.CreateModel(
            name='AnnouncementEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('title_zh', models.CharField(max_length=200, verbose_name='title (Chinese)')),
                ('title_en', models.CharField(max_length=300, verbose_name='title (English)')),
                ('scheduled_for', models.DateTimeField(null=True, verbose_name='announced for')),
                ('confirmed', models.BooleanField(default=False, verbose_name='confirmed')),
                ('reason_zh', models.TextField(blank=True, verbose_name='reason of the change (Chinese)')),
                ('reason_en', models.TextField(blank=True, verbose_name='reason of the change (English)')),
                ('announced_at', models.DateTimeField(verbose_name='announced at')),
                ('announced_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='announced by')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='portal.announcement')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Area',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_zh', models.CharField(max_length=200, verbose_name='name (Chinese)')),
                ('name_en', models.CharField(max_length=300, verbose_name='name (English)')),
                ('code', models.CharField(max_length=80, unique=True, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(-[a-z0-9]+)*$', 'Use lower-case letters, digits and single hyphens, for example “old-estates”.')], verbose_name='code')),
                ('kind', models.CharField(choices=[('district', 'district'), ('subdistrict', 'subdistrict'), ('town', 'town'), ('community', 'community'), ('village', 'village'), ('estate', 'housing estate'), ('site', 'road, park or other site')], max_length=12, verbose_name='kind')),
                ('aliases', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), blank=True, default=list, size=None, verbose_name='other names')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='portal.area', verbose_name='part of')),
            ],
            options={
                'verbose_name': 'area',
                'verbose_name_plural': 'areas',
                'ordering': ('code',),
            },
        ),
        migrations.CreateModel(
            name='AreaEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('name_zh', models.CharField(max_length=200, verbose_name='name (Chinese)')),
                ('name_en', models.CharField(max_length=300, verbose_name='name (English)')),
                ('code', models.CharField(max_length=80, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(-[a-z0-9]+)*$', 'Use lower-case letters, digits and single hyphens, for example “old-estates”.')], verbose_name='code')),
                ('kind', models.CharField(choices=[('district', 'district'), ('subdistrict', 'subdistrict'), ('town', 'town'), ('community', 'community'), ('village', 'village'), ('estate', 'housing estate'), ('site', 'road, park or other site')], max_length=12, verbose_name='kind')),
                ('aliases', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), blank=True, default=list, size=None, verbose_name='other names')),
                ('parent', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='portal.area', verbose_name='part of')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='portal.area')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='AttachmentEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('title_zh', models.CharField(max_length=200, verbose_name='title (Chinese)')),
                ('title_en', models.CharField(max_length=300, verbose_name='title (English)')),
                ('file', models.FileField(upload_to='attachments/', verbose_name='file')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='portal.attachment')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Check',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_zh', models.CharField(max_length=200, verbose_name='name (Chinese)')),
                ('name_en', models.CharField(max_length=300, verbose_name='name (English)')),
                ('code', models.CharField(max_length=80, unique=True, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(-[a-z0-9]+)*$', 'Use lower-case letters, digits and single hyphens, for example “old-estates”.')], verbose_name='code')),
                ('kind', models.CharField(choices=[('ratio', 'ratio'), ('sum', 'sum of parts'), ('agree', 'two figures agree')], max_length=8, verbose_name='kind')),
                ('note_zh', models.TextField(blank=True, verbose_name='note (Chinese)')),
                ('note_en', models.TextField(blank=True, verbose_name='note (English)')),
                ('scale', models.PositiveIntegerField(default=1, help_text='100 for per cent.', verbose_name='scale of a ratio')),
                ('complete', models.BooleanField(default=True, help_text='If not, the parts may fall short of the whole but not exceed it.', verbose_name='the parts make up the whole')),
            ],
            options={
                'verbose_name': 'check',
                'verbose_name_plural': 'checks',
                'ordering': ('code',),
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['ratio', 'sum', 'agree'])), name='check_kind_declared')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='check',
            trigger=pgtrigger.compiler.Trigger(name='public_change', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', declare='DECLARE since timestamptz;', func="\n        IF TG_OP = 'UPDATE' AND NEW IS NOT DISTINCT FROM OLD THEN\n            RETURN NULL;\n        END IF;\n        \nsince := nullif(current_setting('portal.window_since', true), '')::timestamptz;\nIF since IS NULL THEN\n    since := clock_timestamp();\n    PERFORM pg_advisory_xact_lock_shared(\n        (1237::bigint << 52) | (extract(epoch FROM since) * 1000000)::bigint);\n    PERFORM set_config('portal.window_since', since::text, true);\nEND IF;\n\n        IF (TG_OP <> 'INSERT' AND EXISTS (\n    SELECT FROM portal_checkresult r WHERE r.check_id = OLD.id AND r.released_at <= clock_timestamp()\n    AND NOT EXISTS (\n        SELECT FROM portal_checkoperand p JOIN portal_observation o ON o.id = p.observation_id\n        WHERE p.result_id = r.id AND coalesce(o.released_at, 'infinity') > clock_timestamp()))) OR (TG_OP <> 'DELETE' AND EXISTS (\n    SELECT FROM portal_checkresult r WHERE r.check_id = NEW.id AND r.released_at <= clock_timestamp()\n    AND NOT EXISTS (\n        SELECT FROM portal_checkoperand p JOIN portal_observation o ON o.id = p.observation_id\n        WHERE p.result_id = r.id AND coalesce(o.released_at, 'infinity') > clock_timestamp()))) THEN\n            \nIF current_setting('portal.logged_with', true) IS DISTINCT FROM statement_timestamp()::text THEN\n    INSERT INTO portal_publicchange (at, is_late) VALUES (clock_timestamp(), false);\n    PERFORM set_config('portal.logged_with', statement_timestamp()::text, true);\nEND IF;\n\n        END IF;\n         RETURN NULL;", hash='c047e3fcc9402d86ae0e42e5c8b29b5bc024c1dc', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_public_change_d0879', table='portal_check', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='check',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "portal_checkevent" ("code", "complete", "id", "kind", "name_en", "name_zh", "note_en", "note_zh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "scale") VALUES (NEW."code", NEW."complete", NEW."id", NEW."kind", NEW."name_en", NEW."name_zh", NEW."note_en", NEW."note_zh", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."scale"); RETURN NULL;', hash='5700b61925fd2be4d381b4e8ac4078e8177c1ab4', operation='INSERT', pgid='pgtrigger_insert_insert_35f5f', table='portal_check', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='check',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "portal_checkevent" ("code", "complete", "id", "kind", "name_en", "name_zh", "note_en", "note_zh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "scale") VALUES (NEW."code", NEW."complete", NEW."id", NEW."kind", NEW."name_en", NEW."name_zh", NEW."note_en", NEW."note_zh", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."scale"); RETURN NULL;', hash='8c67d5075bd52c645f6840c7340961cf50e7c386', operation='UPDATE', pgid='pgtrigger_update_update_fc45d', table='portal_check', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='check',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "portal_checkevent" ("code", "complete", "id", "kind", "name_en", "name_zh", "note_en", "note_zh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "scale") VALUES (OLD."code", OLD."complete", OLD."id", OLD."kind", OLD."name_en", OLD."name_zh", OLD."note_en", OLD."note_zh", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."scale"); RETURN NULL;', hash='ff102a3e661e2082c0d3cb26266c5c0b8d70d39c', operation='DELETE', pgid='pgtrigger_delete_delete_8a44e', table='portal_check', when='AFTER')),
        ),
        migrations.AddField(
            model_name='checkevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='checkevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='portal.check'),
        ),
        migrations.AddField(
            model_name='checkoperandevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='checkoperandevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='portal.checkoperand'),
        ),
        migrations.AddField(
            model_name='checkresult',
            name='check_rule',
            field=models.ForeignKey(db_column='check_id', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='results', to='portal.check', verbose_name='check'),
        ),
        migrations.AddField(
            model_name='checkoperandevent',
            name='result',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='portal.checkresult', verbose_name='result'),
        ),
        migrations.AddField(
            model_name='checkoperand',
            name='result',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='operands', to='portal.checkresult', verbose_name='result'),
        ),
        migrations.AddField(
            model_name='checkresultevent',
            name='check_rule',
            field=models.ForeignKey(db_column='check_id', db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='portal.check', verbose_name='check'),
        ),
        migrations.AddField(
            model_name='checkresultevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='checkresultevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='portal.checkresult'),
        ),
        migrations.AddField(
            model_name='checkterm',
            name='check_rule',
            field=models.ForeignKey(db_column='check_id', on_delete=django.db.models.deletion.CASCADE, related_name='terms', to='portal.check', verbose_name='check'),
        ),
        migrations.AddField(
            model_name='checktermevent',
            name='check_rule',
            field=models.ForeignKey(db_column='check_id', db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='portal.check', verbose_name='check'),
        ),
        migrations.AddField(
            model_name='checktermevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='checktermevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='portal.checkterm'),
        ),
        migrations.AddField(
            model_name='codeevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='codeevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='portal.code'),
        ),
        migrations.AddField(
            model_name='comment',
            name='answered_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='answered by'),
        ),
        migrations.AddField(
            model_name='comment',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='commented by'),
        ),
        migrations.AddField(
            model_name='comment',
            name='content_type',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contenttypes.contenttype', verbose_name='kind'),
        ),
        migrations.AddField(
            model_name='commentevent',
            name='answered_by',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='answered by'),
        ),
        migrations.AddField(
            model_name='commentevent',
            name='by',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='commented by'),
        ),
        migrations.AddField(
            model_name='commentevent',
            name='content_type',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='contenttypes.contenttype', verbose_name='kind'),
        ),
        migrations.AddField(
            model_name='commentevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='commentevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='portal.comment'),
        ),
        migrations.AddField(
            model_name='commitment',
            name='areas',
            field=models.ManyToManyField(blank=True, related_name='commitments', to='portal.area', verbose_name='areas'),
        ),
        migrations.AddField(
            model_name='commitmentareaevent',
            name='area',
            field=models.ForeignKey(db_constraint=False, db_tablespace='', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='portal.area'),
        ),
        migrations.AddField(
            model_name='commitmentareaevent',
            name='commitment',
            field=models.ForeignKey(db_constraint=False, db_tablespace='', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='portal.commitment'),
        ),
        migrations.AddField(
            model_name='commitmentareaevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='commitmentevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='commitmentevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='portal.commitment'),
        ),
        migrations.AddField(
            model_name='commitmentupdate',
            name='commitment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='updates', to='portal.commitment', verbose_name='commitment'),
        ),
        migrations.AddField(
            model_name='commitmentupdateevent',
            name='commitment',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='portal.commitment', verbose_name='commitment'),
        ),
        migrations.AddField(
            model_name='commitmentupdateevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='commitmentupdateevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='portal.commitmentupdate'),
        ),
        migrations.AddField(
            model_name='contribution',
            name='returned_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='returned by'),
        ),
        migrations.AddField(
            model_name='contribution',
            name='submitted_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='handed in by'),
        ),
        migrations.AddField(
            model_name='contributionevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='contributionevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='portal.contribution'),
        ),
        migrations.AddField(
            model_name='contributionevent',
            name='returned_by',
            field=models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='returned by'),
        ),
        migrations.AddField(
            model_name='contributionevent',
            name='submitted_by',
            field=models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='handed in by'),
        ),
        migrations.AddIndex(
            model_name='department',
            index=django.contrib.postgres.indexes.GinIndex(portal.records.search_index.SearchVector(portal.records.search_index.TextArray('name_zh', 'name_en'), portal.records.search_index.TextArray(), portal.records.search_index.TextArray('note_zh', 'note_en')), name='department_search'),
        ),
        migrations.AddField(
            model_name='contributionevent',
            name='department',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='portal.department', verbose_name='department'),
        ),
        migrations.AddField(
            model_name='contribution',
            name='department',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contributions', to='portal.department', verbose_name='department'),
        ),
        migrations.AddField(
            model_name='commitmentevent',
            name='department',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='portal.department', verbose_name='department'),
        ),
        migrations.AddField(
            model_name='commitment',
            name='department',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='commitments', to='portal.department', verbose_name='department'),
        ),
        migrations.AddField(
            model_name='user',
            name='department',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='officials', to='portal.department', verbose_name='department'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='department',
            trigger=pgtrigger.compiler.Trigger(name='public_change', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', declare='DECLARE since timestamptz;', func="\n        IF TG_OP = 'UPDATE' AND NEW IS NOT DISTINCT FROM OLD THEN\n            RETURN NULL;\n        END IF;\n        \nsince := nullif(current_setting('portal.window_since', true), '')::timestamptz;\nIF since IS NULL THEN\n    since := clock_timestamp();\n    PERFORM pg_advisory_xact_lock_shared(\n        (1237::bigint << 52) | (extract(epoch FROM since) * 1000000)::bigint);\n    PERFORM set_config('portal.window_since', since::text, true);\nEND IF;\n\n        IF (TG_OP <> 'INSERT' AND true) OR (TG_OP <> 'DELETE' AND true) THEN\n            \nIF current_setting('portal.logged_with', true) IS DISTINCT FROM statement_timestamp()::text THEN\n    INSERT INTO portal_publicchange (at, is_late) VALUES (clock_timestamp(), false);\n    PERFORM set_config('portal.logged_with', statement_timestamp()::text, true);\nEND IF;\n\n        END IF;\n         RETURN NULL;", hash='df8ee54a9e3dafde9f691e0dbbddd7a0bcb44193', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_public_change_3d3ca', table='portal_department', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='department',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "portal_departmentevent" ("code", "id", "name_en", "name_zh", "note_en", "note_zh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."code", NEW."id", NEW."name_en", NEW."name_zh", NEW."note_en", NEW."note_zh", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='734485d1dab951d1149c3512bcab04ef684961b1', operation='INSERT', pgid='pgtrigger_insert_insert_7ee0e', table='portal_department', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='department',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "portal_departmentevent" ("code", "id", "name_en", "name_zh", "note_en", "note_zh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."code", NEW."id", NEW."name_en", NEW."name_zh", NEW."note_en", NEW."note_zh", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;', hash='a2f025a8fcd92123f35638b4073248a71c795d15', operation='UPDATE', pgid='pgtrigger_update_update_43cf8', table='portal_department', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='department',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "portal_departmentevent" ("code", "id", "name_en", "name_zh", "note_en", "note_zh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."code", OLD."id", OLD."name_en", OLD."name_zh", OLD."note_en", OLD."note_zh", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='da8edefe8349dd81644653b4315afcde41681f42', operation='DELETE', pgid='pgtrigger_delete_delete_a5818', table='portal_department', when='AFTER')),
        ),
        migrations.AddField(
            model_name='departmentevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='departmentevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='portal.department'),
        ),
        migrations.AddField(
            model_name='codeevent',
            name='dimension',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='portal.dimension', verbose_name='dimension'),
        ),
        migrations.AddField(
            model_name='code',
            name='dimension',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='codes', to='portal.dimension', verbose_name='dimension'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dimension',
            trigger=pgtrigger.compiler.Trigger(name='public_change', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', declare='DECLARE since timestamptz;', func="\n        IF TG_OP = 'UPDATE' AND NEW IS NOT DISTINCT FROM OLD THEN\n            RETURN NULL;\n        END IF;\n        \nsince := nullif(current_setting('portal.window_since', true), '')::timestamptz;\nIF since IS NULL THEN\n    since := clock_timestamp();\n    PERFORM pg_advisory_xact_lock_shared(\n        (1237::bigint << 52) | (extract(epoch FROM since) * 1000000)::bigint);\n    PERFORM set_config('portal.window_since', since::text, true);\nEND IF;\n\n        IF (TG_OP <> 'INSERT' AND true) OR (TG_OP <> 'DELETE' AND true) THEN\n            \nIF current_setting('portal.logged_with', true) IS DISTINCT FROM statement_timestamp()::text THEN\n    INSERT INTO portal_publicchange (at, is_late) VALUES (clock_timestamp(), false);\n    PERFORM set_config('portal.logged_with', statement_timestamp()::text, true);\nEND IF;\n\n        END IF;\n         RETURN NULL;", hash='0a837be9be8979566c6cc7d72cf8d908ce5199fc', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_public_change_ae627', table='portal_dimension', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dimension',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "portal_dimensionevent" ("code", "name_en", "name_zh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."code", NEW."name_en", NEW."name_zh", _pgh_attach_context(), NOW(), \'insert\', NEW."code"); RETURN NULL;', hash='20f61265ee0b1b8b6d934ab80d0da538ff2e088c', operation='INSERT', pgid='pgtrigger_insert_insert_c0504', table='portal_dimension', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dimension',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "portal_dimensionevent" ("code", "name_en", "name_zh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."code", NEW."name_en", NEW."name_zh", _pgh_attach_context(), NOW(), \'update\', NEW."code"); RETURN NULL;', hash='1f43d07d307ebc1031ad2db21904e8dcb04f142b', operation='UPDATE', pgid='pgtrigger_update_update_7672f', table='portal_dimension', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dimension',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "portal_dimensionevent" ("code", "name_en", "name_zh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."code", OLD."name_en", OLD."name_zh", _pgh_attach_context(), NOW(), \'delete\', OLD."code"); RETURN NULL;', hash='7219ef8e666bd69d3653ad894194a8caa3238405', operation='DELETE', pgid='pgtrigger_delete_delete_7e857', table='portal_dimension', when='AFTER')),
        ),
        migrations.AddField(
            model_name='dimensionevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='dimensionevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='portal.dimension'),
        ),
        migrations.AddField(
            model_name='facility',
            name='area',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='facilities', to='portal.area', verbose_name='area'),
        ),
        migrations.AddField(
            model_name='facility',
            name='department',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='facilities', to='portal.department', verbose_name='department'),
        ),
        migrations.AddField(
            model_name='facilityevent',
            name='area',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='portal.area', verbose_name='area'),
        ),
        migrations.AddField(
            model_name='facilityevent',
            name='department',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='portal.department', verbose_name='department'),
        ),
        migrations.AddField(
            model_name='facilityevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='facilityevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='portal.facility'),
        ),
        migrations.AddField(
            model_name='glossaryterm',
            name='department',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='terms', to='portal.department', verbose_name='department'),
        ),
        migrations.AddField(
            model_name='glossarytermevent',
            name='department',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='portal.department', verbose_name='department'),
        ),
        migrations.AddField(
            model_name='glossarytermevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='glossarytermevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='portal.glossaryterm'),
        ),
        migrations.AddField(
            model_name='indicator',
            name='department',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='indicators', to='portal.department', verbose_name='department'),
        ),
        migrations.AddField(
            model_name='indicatorevent',
            name='department',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='portal.department', verbose_name='department'),
        ),
        migrations.AddField(
            model_name='indicatorevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='indicatorevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='portal.indicator'),
        ),
        migrations.AddField(
            model_name='membershipevent',
            name='group',
            field=models.ForeignKey(db_constraint=False, db_tablespace='', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='auth.group'),
        ),
        migrations.AddField(
            model_name='membershipevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='membershipevent',
            name='user',
            field=models.ForeignKey(db_constraint=False, db_tablespace='', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='checkresult',
            name='observations',
            field=models.ManyToManyField(related_name='check_results', through='portal.CheckOperand', to='portal.observation'),
        ),
        migrations.AddField(
            model_name='checkoperandevent',
            name='observation',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='portal.observation', verbose_name='figure'),
        ),
        migrations.AddField(
            model_name='checkoperand',
            name='observation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='check_operands', to='portal.observation', verbose_name='figure'),
        ),
        migrations.AddField(
            model_name='observationevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='observationevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='portal.observation'),
        ),
        migrations.AddField(
            model_name='digest',
            name='occasion',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='digests', to='portal.occasion', verbose_name='occasion'),
        ),
        migrations.AddField(
            model_name='previewlink',
            name='created_by',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='given by'),
        ),
        migrations.AddField(
            model_name='previewlink',
            name='revoked_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='revoked by'),
        ),
        migrations.AddField(
            model_name='previewlinkevent',
            name='created_by',
            field=models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='given by'),
        ),
        migrations.AddField(
            model_name='previewlinkevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='previewlinkevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='portal.previewlink'),
        ),
        migrations.AddField(
            model_name='previewlinkevent',
            name='revoked_by',
            field=models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='revoked by'),
        ),
        migrations.AddField(
            model_name='previewopening',
            name='link',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='openings', to='portal.previewlink', verbose_name='preview link'),
        ),
        migrations.AddIndex(
            model_name='publicchange',
            index=models.Index(fields=['at', 'id'], name='public_change_by_instant'),
        ),
        migrations.AddIndex(
            model_name='publicchange',
            index=models.Index(condition=models.Q(('is_late', True)), fields=['at'], name='public_change_late'),
        ),
        migrations.AddIndex(
            model_name='publicchange',
            index=models.Index(fields=['release_id', 'at'], name='public_change_of_release'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='publicchange',
            trigger=pgtrigger.compiler.Trigger(name='never_rewritten', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='c7c934a2044a1c5d28f278a9b727036f3c5956bc', operation='UPDATE', pgid='pgtrigger_never_rewritten_21b36', table='portal_publicchange', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='publicchange',
            trigger=pgtrigger.compiler.Trigger(name='removed_only_before_its_instant', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                IF OLD.at <= clock_timestamp() THEN\n                    RAISE EXCEPTION 'public change %: its instant has passed', OLD.id\n                        USING ERRCODE = 'restrict_violation';\n                END IF;\n                RETURN OLD;\n                ", hash='af7ef16f98457d0d140b795eb99e09f84189ad17', operation='DELETE', pgid='pgtrigger_removed_only_before_its_instant_df5cc', table='portal_publicchange', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='publicchange',
            trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'public changes: never truncated' USING ERRCODE = 'restrict_violation';", hash='0d38897e1e5cca60d2bfe3d1cb1e219fbe06ac9e', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_5c63c', table='portal_publicchange', when='BEFORE')),
        ),
        migrations.AddField(
            model_name='questionevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='questionevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='portal.question'),
        ),
        migrations.AddField(
            model_name='release',
            name='corrects',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='portal.release', verbose_name='corrects'),
        ),
        migrations.AddField(
            model_name='release',
            name='decided_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by'),
        ),
        migrations.AddField(
            model_name='release',
            name='department',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='releases', to='portal.department', verbose_name='publishing department'),
        ),
        migrations.AddField(
            model_name='release',
            name='submitted_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='submitted by'),
        ),
        migrations.AddField(
            model_name='release',
            name='withdrawn_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='withdrawn by'),
        ),
        migrations.AddField(
            model_name='questionevent',
            name='release',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='portal.release', verbose_name='release'),
        ),
        migrations.AddField(
            model_name='question',
            name='release',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='portal.release', verbose_name='release'),
        ),
        migrations.AddField(
            model_name='previewlinkevent',
            name='release',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='portal.release', verbose_name='release'),
        ),
        migrations.AddField(
            model_name='previewlink',
            name='release',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='preview_links', to='portal.release', verbose_name='release'),
        ),
        migrations.AddField(
            model_name='occasion',
            name='release',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='portal.release', verbose_name='release'),
        ),
        migrations.AddField(
            model_name='observationevent',
            name='release',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='portal.release', verbose_name='release'),
        ),
        migrations.AddField(
            model_name='observation',
            name='release',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='portal.release', verbose_name='release'),
        ),
        migrations.AddField(
            model_name='glossarytermevent',
            name='release',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='portal.release', verbose_name='source'),
        ),
        migrations.AddField(
            model_name='glossaryterm',
            name='release',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='terms', to='portal.release', verbose_name='source'),
        ),
        migrations.AddField(
            model_name='facilityevent',
            name='release',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='portal.release', verbose_name='source'),
        ),
        migrations.AddField(
            model_name='facility',
            name='release',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='facilities', to='portal.release', verbose_name='source'),
        ),
        migrations.AddField(
            model_name='contributionevent',
            name='release',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='portal.release', verbose_name='release'),
        ),
        migrations.AddField(
            model_name='contribution',
            name='release',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contributions', to='portal.release', verbose_name='release'),
        ),
        migrations.AddField(
            model_name='commitmentupdateevent',
            name='release',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='portal.release', verbose_name='release'),
        ),
        migrations.AddField(
            model_name='commitmentupdate',
            name='release',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='portal.release', verbose_name='release'),
        ),
        migrations.AddField(
            model_name='commitmentevent',
            name='release',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='portal.release', verbose_name='release'),
        ),
        migrations.AddField(
            model_name='commitment',
            name='release',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='portal.release', verbose_name='release'),
        ),
        migrations.AddField(
            model_name='commentevent',
            name='release',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='portal.release', verbose_name='release'),
        ),
        migrations.AddField(
            model_name='comment',
            name='release',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='comments', to='portal.release', verbose_name='release'),
        ),
        migrations.AddField(
            model_name='checkresultevent',
            name='release',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='portal.release', verbose_name='release'),
        ),
        migrations.AddField(
            model_name='checkresult',
            name='release',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='portal.release', verbose_name='release'),
        ),
        migrations.AddField(
            model_name='attachmentevent',
            name='release',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='portal.release', verbose_name='release'),
        ),
        migrations.AddField(
            model_name='attachment',
            name='release',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='portal.release', verbose_name='release'),
        ),
        migrations.AddField(
            model_name='announcementevent',
            name='release',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='portal.release', verbose_name='release'),
        ),
        migrations.AddField(
            model_name='announcement',
            name='release',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='announcements', to='portal.release', verbose_name='release'),
        ),
        migrations.AddField(
            model_name='releaseeditor',
            name='release',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='portal.release', verbose_name='release'),
        ),
        migrations.AddField(
            model_name='releaseeditor',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL, verbose_name='official'),
        ),
        migrations.AddField(
            model_name='release',
            name='editors',
            field=models.ManyToManyField(related_name='edited_releases', through='portal.ReleaseEditor', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='releaseeditorevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='releaseeditorevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='portal.releaseeditor'),
        ),
        migrations.AddField(
            model_name='releaseeditorevent',
            name='release',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='portal.release', verbose_name='release'),
        ),
        migrations.AddField(
            model_name='releaseeditorevent',
            name='user',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='official'),
        ),
        migrations.AddField(
            model_name='releaseevent',
            name='corrects',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='portal.release', verbose_name='corrects'),
        ),
        migrations.AddField(
            model_name='releaseevent',
            name='decided_by',
            field=models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by'),
        ),
        migrations.AddField(
            model_name='releaseevent',
            name='department',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='portal.department', verbose_name='publishing department'),
        ),
        migrations.AddField(
            model_name='releaseevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='releaseevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='portal.release'),
        ),
        migrations.AddField(
            model_name='releaseevent',
            name='submitted_by',
            field=models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='submitted by'),
        ),
        migrations.AddField(
            model_name='releaseevent',
            name='withdrawn_by',
            field=models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='withdrawn by'),
        ),
        migrations.AddField(
            model_name='section',
            name='department',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sections', to='portal.department', verbose_name='department'),
        ),
        migrations.AddField(
            model_name='section',
            name='release',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sections', to='portal.release', verbose_name='release'),
        ),
        migrations.AddField(
            model_name='questionevent',
            name='section',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='portal.section', verbose_name='section'),
        ),
        migrations.AddField(
            model_name='question',
            name='section',
            field=models.ForeignKey(on_delete=django.db.models.deletion.RESTRICT, related_name='questions', to='portal.section', verbose_name='section'),
        ),
        migrations.AddField(
            model_name='observationevent',
            name='section',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='portal.section', verbose_name='section'),
        ),
        migrations.AddField(
            model_name='observation',
            name='section',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='+', to='portal.section', verbose_name='section'),
        ),
        migrations.AddField(
            model_name='commitmentupdateevent',
            name='section',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='portal.section', verbose_name='section'),
        ),
        migrations.AddField(
            model_name='commitmentupdate',
            name='section',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='+', to='portal.section', verbose_name='section'),
        ),
        migrations.AddField(
            model_name='commitmentevent',
            name='section',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='portal.section', verbose_name='section'),
        ),
        migrations.AddField(
            model_name='commitment',
            name='section',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='+', to='portal.section', verbose_name='section'),
        ),
        migrations.AddField(
            model_name='checkresultevent',
            name='section',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='portal.section', verbose_name='section'),
        ),
        migrations.AddField(
            model_name='checkresult',
            name='section',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='+', to='portal.section', verbose_name='section'),
        ),
        migrations.AddField(
            model_name='sectionevent',
            name='department',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='portal.department', verbose_name='department'),
        ),
        migrations.AddField(
            model_name='sectionevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='sectionevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='portal.section'),
        ),
        migrations.AddField(
            model_name='sectionevent',
            name='release',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='portal.release', verbose_name='release'),
        ),
        migrations.AddField(
            model_name='sectionevent',
            name='sector',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='portal.sector', verbose_name='sector'),
        ),
        migrations.AddField(
            model_name='section',
            name='sector',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='sections', to='portal.sector', verbose_name='sector'),
        ),
        migrations.AddField(
            model_name='indicatorevent',
            name='sector',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='portal.sector', verbose_name='sector'),
        ),
        migrations.AddField(
            model_name='indicator',
            name='sector',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='indicators', to='portal.sector', verbose_name='sector'),
        ),
        migrations.AddField(
            model_name='glossarytermevent',
            name='sector',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='portal.sector', verbose_name='sector'),
        ),
        migrations.AddField(
            model_name='glossaryterm',
            name='sector',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='terms', to='portal.sector', verbose_name='sector'),
        ),
        migrations.AddField(
            model_name='facilityevent',
            name='sector',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='portal.sector', verbose_name='sector'),
        ),
        migrations.AddField(
            model_name='facility',
            name='sector',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='facilities', to='portal.sector', verbose_name='sector'),
        ),
        migrations.AddField(
            model_name='commitmentevent',
            name='sector',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='portal.sector', verbose_name='sector'),
        ),
        migrations.AddField(
            model_name='commitment',
            name='sector',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='commitments', to='portal.sector', verbose_name='sector'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sector',
            trigger=pgtrigger.compiler.Trigger(name='public_change', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', declare='DECLARE since timestamptz;', func="\n        IF TG_OP = 'UPDATE' AND NEW IS NOT DISTINCT FROM OLD THEN\n            RETURN NULL;\n        END IF;\n        \nsince := nullif(current_setting('portal.window_since', true), '')::timestamptz;\nIF since IS NULL THEN\n    since := clock_timestamp();\n    PERFORM pg_advisory_xact_lock_shared(\n        (1237::bigint << 52) | (extract(epoch FROM since) * 1000000)::bigint);\n    PERFORM set_config('portal.window_since', since::text, true);\nEND IF;\n\n        IF (TG_OP <> 'INSERT' AND true) OR (TG_OP <> 'DELETE' AND true) THEN\n            \nIF current_setting('portal.logged_with', true) IS DISTINCT FROM statement_timestamp()::text THEN\n    INSERT INTO portal_publicchange (at, is_late) VALUES (clock_timestamp(), false);\n    PERFORM set_config('portal.logged_with', statement_timestamp()::text, true);\nEND IF;\n\n        END IF;\n         RETURN NULL;", hash='0718aa3b0cecf93d8b5a8f5ee8cb89ded655062f', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_public_change_5700d', table='portal_sector', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        migrations.AddField(
            model_name='series',
            name='area',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='series', to='portal.area', verbose_name='area'),
        ),
        migrations.AddField(
            model_name='series',
            name='indicator',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='series', to='portal.indicator', verbose_name='indicator'),
        ),
        migrations.AddField(
            model_name='observationevent',
            name='series',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='portal.series', verbose_name='series'),
        ),
        migrations.AddField(
            model_name='observation',
            name='series',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='observations', to='portal.series', verbose_name='series'),
        ),
        migrations.AddField(
            model_name='commitmentevent',
            name='series',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='portal.series', verbose_name='series in which the result shows'),
        ),
        migrations.AddField(
            model_name='commitment',
            name='series',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='commitments', to='portal.series', verbose_name='series in which the result shows'),
        ),
        migrations.AddField(
            model_name='checktermevent',
            name='series',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='portal.series', verbose_name='series'),
        ),
        migrations.AddField(
            model_name='checkterm',
            name='series',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='check_terms', to='portal.series', verbose_name='series'),
        ),
        migrations.AddField(
            model_name='checkresultevent',
            name='series',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='portal.series', verbose_name='series checked'),
        ),
        migrations.AddField(
            model_name='checkresult',
            name='series',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='check_results', to='portal.series', verbose_name='series checked'),
        ),
        migrations.AddField(
            model_name='seriesevent',
            name='area',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='portal.area', verbose_name='area'),
        ),
        migrations.AddField(
            model_name='seriesevent',
            name='indicator',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='portal.indicator', verbose_name='indicator'),
        ),
        migrations.AddField(
            model_name='seriesevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='seriesevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='portal.series'),
        ),
        migrations.AddIndex(
            model_name='signinfailure',
            index=models.Index(fields=['username', '-at'], name='portal_sign_usernam_330833_idx'),
        ),
        migrations.AddIndex(
            model_name='signinfailure',
            index=models.Index(fields=['at'], name='portal_sign_at_133f6b_idx'),
        ),
        migrations.AddConstraint(
            model_name='subscriber',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='subscriber_once_by_address'),
        ),
        migrations.AddField(
            model_name='digest',
            name='subscriber',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='digests', to='portal.subscriber'),
        ),
        migrations.AddField(
            model_name='subscription',
            name='subscriber',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='subscriptions', to='portal.subscriber'),
        ),
        migrations.AddIndex(
            model_name='subscriptionrequest',
            index=models.Index(django.db.models.functions.text.Lower('email'), models.F('asked_at'), name='request_by_address'),
        ),
        migrations.AddIndex(
            model_name='subscriptionrequest',
            index=models.Index(fields=['asked_at'], name='request_by_time'),
        ),
        migrations.AddField(
            model_name='indicatorevent',
            name='unit',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='portal.unit', verbose_name='unit'),
        ),
        migrations.AddField(
            model_name='indicator',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='indicators', to='portal.unit', verbose_name='unit'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='unit',
            trigger=pgtrigger.compiler.Trigger(name='public_change', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', declare='DECLARE since timestamptz;', func="\n        IF TG_OP = 'UPDATE' AND NEW IS NOT DISTINCT FROM OLD THEN\n            RETURN NULL;\n        END IF;\n        \nsince := nullif(current_setting('portal.window_since', true), '')::timestamptz;\nIF since IS NULL THEN\n    since := clock_timestamp();\n    PERFORM pg_advisory_xact_lock_shared(\n        (1237::bigint << 52) | (extract(epoch FROM since) * 1000000)::bigint);\n    PERFORM set_config('portal.window_since', since::text, true);\nEND IF;\n\n        IF (TG_OP <> 'INSERT' AND true) OR (TG_OP <> 'DELETE' AND true) THEN\n            \nIF current_setting('portal.logged_with', true) IS DISTINCT FROM statement_timestamp()::text THEN\n    INSERT INTO portal_publicchange (at, is_late) VALUES (clock_timestamp(), false);\n    PERFORM set_config('portal.logged_with', statement_timestamp()::text, true);\nEND IF;\n\n        END IF;\n         RETURN NULL;", hash='10013bb37ed5f088e890d6cf1921609df21729db', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_public_change_0448a', table='portal_unit', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='unit',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "portal_unitevent" ("below_zero", "code", "name_en", "name_zh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "symbol_en", "symbol_zh") VALUES (NEW."below_zero", NEW."code", NEW."name_en", NEW."name_zh", _pgh_attach_context(), NOW(), \'insert\', NEW."code", NEW."symbol_en", NEW."symbol_zh"); RETURN NULL;', hash='0c7111abd3f0c524d33521cde5908043ad52617c', operation='INSERT', pgid='pgtrigger_insert_insert_2258a', table='portal_unit', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='unit',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "portal_unitevent" ("below_zero", "code", "name_en", "name_zh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "symbol_en", "symbol_zh") VALUES (NEW."below_zero", NEW."code", NEW."name_en", NEW."name_zh", _pgh_attach_context(), NOW(), \'update\', NEW."code", NEW."symbol_en", NEW."symbol_zh"); RETURN NULL;', hash='274070b68e2648fd11565ada2aeab5fbcfd6ada2', operation='UPDATE', pgid='pgtrigger_update_update_6c21d', table='portal_unit', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='unit',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "portal_unitevent" ("below_zero", "code", "name_en", "name_zh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "symbol_en", "symbol_zh") VALUES (OLD."below_zero", OLD."code", OLD."name_en", OLD."name_zh", _pgh_attach_context(), NOW(), \'delete\', OLD."code", OLD."symbol_en", OLD."symbol_zh"); RETURN NULL;', hash='1a0595842328a34a3aac6c3b8590b379dbaab3b0', operation='DELETE', pgid='pgtrigger_delete_delete_46780', table='portal_unit', when='AFTER')),
        ),
        migrations.AddField(
            model_name='unitevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='unitevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='portal.unit'),
        ),
        migrations.AddField(
            model_name='userevent',
            name='department',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='portal.department', verbose_name='department'),
        ),
        migrations.AddField(
            model_name='userevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='userevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='workbookjob',
            name='owner',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='workbookjob',
            name='release',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='portal.release'),
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
            ],
            options={
                'verbose_name': 'role of an official',
                'verbose_name_plural': 'roles of officials',
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('portal.user_groups',),
        ),
        migrations.AddIndex(
            model_name='area',
            index=django.contrib.postgres.indexes.GinIndex(portal.records.search_index.SearchVector(portal.records.search_index.TextArray('name_zh', 'name_en'), models.F('aliases'), portal.records.search_index.TextArray()), name='area_search'),
        ),
        migrations.AddConstraint(
            model_name='area',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'district'), ('parent', None)), models.Q(models.Q(('kind', 'district'), _negated=True), ('parent__isnull', False)), _connector='OR'), name='area_only_district_has_no_parent', violation_error_message='The district has no parent; every other area needs one.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='area',
            trigger=pgtrigger.compiler.Trigger(name='parent_is_wider', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE ranks jsonb;', func='\n                ranks := \'{"district": 0, "subdistrict": 1, "town": 1, "community": 2, "village": 2,\n                           "estate": 3, "site": 4}\';\n                IF EXISTS (\n                    SELECT 1 FROM portal_area p WHERE p.id = NEW.parent_id\n                    AND (ranks ->> p.kind)::int >= (ranks ->> NEW.kind)::int\n                ) OR EXISTS (\n                    SELECT 1 FROM portal_area c WHERE c.parent_id = NEW.id\n                    AND (ranks ->> NEW.kind)::int >= (ranks ->> c.kind)::int\n                ) THEN\n                    RAISE EXCEPTION \'area %: a parent must be of a wider kind\', NEW.code\n                        USING ERRCODE = \'check_violation\';\n                END IF;\n                RETURN NEW;\n                ', hash='fb9b44683b0632892f2b481e611e31c283587f90', operation='INSERT OR UPDATE', pgid='pgtrigger_parent_is_wider_daa21', table='portal_area', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='area',
            trigger=pgtrigger.compiler.Trigger(name='public_change', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', declare='DECLARE since timestamptz;', func="\n        IF TG_OP = 'UPDATE' AND NEW IS NOT DISTINCT FROM OLD THEN\n            RETURN NULL;\n        END IF;\n        \nsince := nullif(current_setting('portal.window_since', true), '')::timestamptz;\nIF since IS NULL THEN\n    since := clock_timestamp();\n    PERFORM pg_advisory_xact_lock_shared(\n        (1237::bigint << 52) | (extract(epoch FROM since) * 1000000)::bigint);\n    PERFORM set_config('portal.window_since', since::text, true);\nEND IF;\n\n        IF (TG_OP <> 'INSERT' AND true) OR (TG_OP <> 'DELETE' AND true) THEN\n            \nIF current_setting('portal.logged_with', true) IS DISTINCT FROM statement_timestamp()::text THEN\n    INSERT INTO portal_publicchange (at, is_late) VALUES (clock_timestamp(), false);\n    PERFORM set_config('portal.logged_with', statement_timestamp()::text, true);\nEND IF;\n\n        END IF;\n         RETURN NULL;", hash='df793991e844cb2390573c3ba7ee44df6d073362', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_public_change_d974d', table='portal_area', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='area',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "portal_areaevent" ("aliases", "code", "id", "kind", "name_en", "name_zh", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."aliases", NEW."code", NEW."id", NEW."kind", NEW."name_en", NEW."name_zh", NEW."parent_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='29049b917ed4505ba4f0021641aaf5153882f6a8', operation='INSERT', pgid='pgtrigger_insert_insert_e5586', table='portal_area', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='area',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "portal_areaevent" ("aliases", "code", "id", "kind", "name_en", "name_zh", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."aliases", NEW."code", NEW."id", NEW."kind", NEW."name_en", NEW."name_zh", NEW."parent_id", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;', hash='6518687f8ab3a57d41aa09bdc58b51611e530402', operation='UPDATE', pgid='pgtrigger_update_update_70b06', table='portal_area', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='area',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "portal_areaevent" ("aliases", "code", "id", "kind", "name_en", "name_zh", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."aliases", OLD."code", OLD."id", OLD."kind", OLD."name_en", OLD."name_zh", OLD."parent_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='ad72ad4e0d848d40fd6ea3c2cced0105319d1ca6', operation='DELETE', pgid='pgtrigger_delete_delete_ddfe0', table='portal_area', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='areaevent',
            trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '%: never truncated', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='962d54f1ea32aca758d98dd2544d8d1de91d3a37', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_6f903', table='portal_areaevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='areaevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='ee85bb839dcbaee91d37ecda46da25c96441e01c', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_73792', table='portal_areaevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='checkevent',
            trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '%: never truncated', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='4b2159b9d8073b070c397c4b0977f13089ba72dc', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_c46c8', table='portal_checkevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='checkevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='18f120838c540b6948f600299ca179eeecb40294', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_b0f26', table='portal_checkevent', when='BEFORE')),
        ),
        migrations.CreateModel(
            name='CommitmentArea',
            fields=[
            ],
            options={
                'verbose_name': 'area of a commitment',
                'verbose_name_plural': 'areas of a commitment',
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('portal.commitment_areas',),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='commitmentareaevent',
            trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '%: never truncated', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='1d0888fc1af8abe8f261d14a98f44885b637928d', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_b2f22', table='portal_commitmentareaevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='commitmentareaevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='5d2510e5d5c179829612f31807f99abe500bd8cf', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_d0f66', table='portal_commitmentareaevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='user',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "portal_userevent" ("date_joined", "department_id", "email", "first_name", "id", "is_active", "is_staff", "is_superuser", "last_name", "password_changed_at", "password_is_temporary", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "unlocked_at", "username") VALUES (NEW."date_joined", NEW."department_id", NEW."email", NEW."first_name", NEW."id", NEW."is_active", NEW."is_staff", NEW."is_superuser", NEW."last_name", NEW."password_changed_at", NEW."password_is_temporary", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."unlocked_at", NEW."username"); RETURN NULL;', hash='cb3112096c092dd0210b1452f8a177b7444ffd75', operation='INSERT', pgid='pgtrigger_insert_insert_e5b90', table='portal_user', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='user',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."date_joined" IS DISTINCT FROM (NEW."date_joined") OR OLD."department_id" IS DISTINCT FROM (NEW."department_id") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."first_name" IS DISTINCT FROM (NEW."first_name") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_active" IS DISTINCT FROM (NEW."is_active") OR OLD."is_staff" IS DISTINCT FROM (NEW."is_staff") OR OLD."is_superuser" IS DISTINCT FROM (NEW."is_superuser") OR OLD."last_name" IS DISTINCT FROM (NEW."last_name") OR OLD."password_changed_at" IS DISTINCT FROM (NEW."password_changed_at") OR OLD."password_is_temporary" IS DISTINCT FROM (NEW."password_is_temporary") OR OLD."unlocked_at" IS DISTINCT FROM (NEW."unlocked_at") OR OLD."username" IS DISTINCT FROM (NEW."username"))', func='INSERT INTO "portal_userevent" ("date_joined", "department_id", "email", "first_name", "id", "is_active", "is_staff", "is_superuser", "last_name", "password_changed_at", "password_is_temporary", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "unlocked_at", "username") VALUES (NEW."date_joined", NEW."department_id", NEW."email", NEW."first_name", NEW."id", NEW."is_active", NEW."is_staff", NEW."is_superuser", NEW."last_name", NEW."password_changed_at", NEW."password_is_temporary", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."unlocked_at", NEW."username"); RETURN NULL;', hash='da21b63e3ca2e5823f8ab4924fea74b6c6d14b8b', operation='UPDATE', pgid='pgtrigger_update_update_1fedc', table='portal_user', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='user',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "portal_userevent" ("date_joined", "department_id", "email", "first_name", "id", "is_active", "is_staff", "is_superuser", "last_name", "password_changed_at", "password_is_temporary", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "unlocked_at", "username") VALUES (OLD."date_joined", OLD."department_id", OLD."email", OLD."first_name", OLD."id", OLD."is_active", OLD."is_staff", OLD."is_superuser", OLD."last_name", OLD."password_changed_at", OLD."password_is_temporary", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."unlocked_at", OLD."username"); RETURN NULL;', hash='cc78a983ab4f8f5943b5b8ae43d11e881e3a7c0c', operation='DELETE', pgid='pgtrigger_delete_delete_62b66', table='portal_user', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='departmentevent',
            trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '%: never truncated', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='de4c672efcf417dd264d237c4cb1399efb840b25', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_2ee61', table='portal_departmentevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='departmentevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='8cf0a865ffccf418f70fc7f74aa87cdfd4381642', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_96d29', table='portal_departmentevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='codeevent',
            trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '%: never truncated', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='ef8fa2b325e9c9e384ac333a7432896c5f7e356a', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_95b76', table='portal_codeevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='codeevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='73ef9c4ecd49bba2cde7db2fe9eb385398785b9e', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_17572', table='portal_codeevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='code',
            constraint=models.UniqueConstraint(fields=('dimension', 'code'), name='code_unique_in_dimension'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='code',
            trigger=pgtrigger.compiler.Trigger(name='public_change', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', declare='DECLARE since timestamptz;', func="\n        IF TG_OP = 'UPDATE' AND NEW IS NOT DISTINCT FROM OLD THEN\n            RETURN NULL;\n        END IF;\n        \nsince := nullif(current_setting('portal.window_since', true), '')::timestamptz;\nIF since IS NULL THEN\n    since := clock_timestamp();\n    PERFORM pg_advisory_xact_lock_shared(\n        (1237::bigint << 52) | (extract(epoch FROM since) * 1000000)::bigint);\n    PERFORM set_config('portal.window_since', since::text, true);\nEND IF;\n\n        IF (TG_OP <> 'INSERT' AND true) OR (TG_OP <> 'DELETE' AND true) THEN\n            \nIF current_setting('portal.logged_with', true) IS DISTINCT FROM statement_timestamp()::text THEN\n    INSERT INTO portal_publicchange (at, is_late) VALUES (clock_timestamp(), false);\n    PERFORM set_config('portal.logged_with', statement_timestamp()::text, true);\nEND IF;\n\n        END IF;\n         RETURN NULL;", hash='4fb24fbc7abad56932f4623b80349384dde44a22', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_public_change_6a5c1', table='portal_code', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='code',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "portal_codeevent" ("code", "dimension_id", "id", "name_en", "name_zh", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."code", NEW."dimension_id", NEW."id", NEW."name_en", NEW."name_zh", NEW."order", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='e66980868369a2c5d5e051c94c38750a5d905803', operation='INSERT', pgid='pgtrigger_insert_insert_e18f0', table='portal_code', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='code',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "portal_codeevent" ("code", "dimension_id", "id", "name_en", "name_zh", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."code", NEW."dimension_id", NEW."id", NEW."name_en", NEW."name_zh", NEW."order", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;', hash='5ad76ee6089c005c265373f2b3b4be5f8139f655', operation='UPDATE', pgid='pgtrigger_update_update_d0ba6', table='portal_code', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='code',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "portal_codeevent" ("code", "dimension_id", "id", "name_en", "name_zh", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."code", OLD."dimension_id", OLD."id", OLD."name_en", OLD."name_zh", OLD."order", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='64496209630ab32eb837a227d817528beb4a2d8f', operation='DELETE', pgid='pgtrigger_delete_delete_dd534', table='portal_code', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dimensionevent',
            trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '%: never truncated', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='128440a744b4cd8d19c2e99ff0ab133c9422230a', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_afc19', table='portal_dimensionevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dimensionevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='0bc648fdbc3b4bfd8b8851a1d744e4a82377dc98', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_bfa36', table='portal_dimensionevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='membershipevent',
            trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '%: never truncated', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='4a98ef2ddb5a82da912b3a79b79c6b4680a3b8ef', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_b18e4', table='portal_membershipevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='membershipevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='9b254b660ebf9afc462709db926b151732011453', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_ef16e', table='portal_membershipevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='checkoperandevent',
            trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '%: never truncated', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='a62e372d93dbaa4169255962b3e3de4b52779bf7', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_5fcf3', table='portal_checkoperandevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='checkoperandevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='01b844632348ca660695e9fa097720bb6df1788f', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_9833b', table='portal_checkoperandevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='checkoperand',
            trigger=pgtrigger.compiler.Trigger(name='frozen_with_its_record', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF EXISTS (\n            SELECT 1 FROM portal_release r JOIN portal_checkresult record ON record.release_id = r.id\n            WHERE record.id IN (CASE WHEN TG_OP <> 'INSERT' THEN OLD.result_id END,\n                                CASE WHEN TG_OP <> 'DELETE' THEN NEW.result_id END)\n            AND r.state NOT IN ('draft', 'returned', 'submitted')\n            FOR SHARE OF r\n        ) THEN\n            RAISE EXCEPTION '%: what has been released is never rewritten', TG_TABLE_NAME\n                USING ERRCODE = 'restrict_violation';\n        END IF;\n        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;\n        ", hash='37cb128fbb37490b246140df912de2bc9480ba7e', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_frozen_with_its_record_f1f11', table='portal_checkoperand', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='checkoperand',
            trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '%: never truncated', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='ba67161b737323de9e830487020b219dd4dc1c4f', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_de52d', table='portal_checkoperand', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='checkoperand',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "portal_checkoperandevent" ("id", "observation_id", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "result_id", "role") VALUES (NEW."id", NEW."observation_id", NEW."order", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."result_id", NEW."role"); RETURN NULL;', hash='cfc4abca9133a58829927e81933363d7dd63ad83', operation='INSERT', pgid='pgtrigger_insert_insert_14a0b', table='portal_checkoperand', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='checkoperand',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "portal_checkoperandevent" ("id", "observation_id", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "result_id", "role") VALUES (NEW."id", NEW."observation_id", NEW."order", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."result_id", NEW."role"); RETURN NULL;', hash='435c2ff3351c750c5c2ed5a3641e70903e38ffae', operation='UPDATE', pgid='pgtrigger_update_update_1ea2d', table='portal_checkoperand', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='checkoperand',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "portal_checkoperandevent" ("id", "observation_id", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "result_id", "role") VALUES (OLD."id", OLD."observation_id", OLD."order", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."result_id", OLD."role"); RETURN NULL;', hash='002e601b6f0e343ac1937a8c74084459890913c6', operation='DELETE', pgid='pgtrigger_delete_delete_896c7', table='portal_checkoperand', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='previewopening',
            trigger=pgtrigger.compiler.Trigger(name='never_rewritten', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='8c10cef3fc1818ca83ed154642548e7b1cdf1689', operation='UPDATE', pgid='pgtrigger_never_rewritten_46e1f', table='portal_previewopening', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='previewopening',
            trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '%: never truncated', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='93371d97f3fa81099d83d65a3a8a3a09989012c5', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_929ad', table='portal_previewopening', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='previewlinkevent',
            trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '%: never truncated', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='28b2b862cdf4a7b6453886c9205741af7ecdaed1', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_6abd3', table='portal_previewlinkevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='previewlinkevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='d76eb66b2b3a1fef0329c751096897a6ea0c8bc0', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_25ea1', table='portal_previewlinkevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='previewlink',
            constraint=models.CheckConstraint(condition=models.Q(('reader', ''), _negated=True), name='preview_link_names_its_reader'),
        ),
        migrations.AddConstraint(
            model_name='previewlink',
            constraint=models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('created_at'))), name='preview_link_expires'),
        ),
        migrations.AddConstraint(
            model_name='previewlink',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('revoked_at__isnull', True), ('revoked_by__isnull', True)), models.Q(('revoked_at__isnull', False), ('revoked_by__isnull', False)), _connector='OR'), name='preview_link_revocation_whole'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='previewlink',
            trigger=pgtrigger.compiler.Trigger(name='only_ever_revoked', sql=pgtrigger.compiler.UpsertTriggerSql(declare="DECLARE revocation text[] = '{revoked_by_id,revoked_at}';", func="\n                IF OLD.revoked_at IS NOT NULL\n                   OR to_jsonb(NEW) - revocation <> to_jsonb(OLD) - revocation THEN\n                    RAISE EXCEPTION 'a preview link is only ever revoked' USING ERRCODE = 'restrict_violation';\n                END IF;\n                RETURN NEW;\n                ", hash='ec6a6b4949268eeda44e58b4f4c71f264226ecd7', operation='UPDATE', pgid='pgtrigger_only_ever_revoked_bca00', table='portal_previewlink', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='previewlink',
            trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '%: never truncated', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='e392458146702fb280c0777814b94cf09081428a', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_4a308', table='portal_previewlink', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='previewlink',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "portal_previewlinkevent" ("created_at", "created_by_id", "expires_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "reader", "release_id", "revoked_at", "revoked_by_id") VALUES (NEW."created_at", NEW."created_by_id", NEW."expires_at", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."purpose", NEW."reader", NEW."release_id", NEW."revoked_at", NEW."revoked_by_id"); RETURN NULL;', hash='5483532dd15c07a87e2367eea4bb5108c68cf642', operation='INSERT', pgid='pgtrigger_insert_insert_4056c', table='portal_previewlink', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='previewlink',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "portal_previewlinkevent" ("created_at", "created_by_id", "expires_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "reader", "release_id", "revoked_at", "revoked_by_id") VALUES (NEW."created_at", NEW."created_by_id", NEW."expires_at", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."purpose", NEW."reader", NEW."release_id", NEW."revoked_at", NEW."revoked_by_id"); RETURN NULL;', hash='aa763f6ec5c64661db200110b4b3f35987a1b4ae', operation='UPDATE', pgid='pgtrigger_update_update_1905c', table='portal_previewlink', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='previewlink',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "portal_previewlinkevent" ("created_at", "created_by_id", "expires_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "reader", "release_id", "revoked_at", "revoked_by_id") VALUES (OLD."created_at", OLD."created_by_id", OLD."expires_at", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."purpose", OLD."reader", OLD."release_id", OLD."revoked_at", OLD."revoked_by_id"); RETURN NULL;', hash='aac76b43a374377085c75f98a280f254c4b3485d', operation='DELETE', pgid='pgtrigger_delete_delete_c6c61', table='portal_previewlink', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='occasion',
            constraint=models.UniqueConstraint(fields=('release', 'event'), name='occasion_once_of_release'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='contributionevent',
            trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '%: never truncated', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='2961cd23a23276ac1d003d5e2c856d1bde329a12', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_09694', table='portal_contributionevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='contributionevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='392e8237df8a8927707289b1cbe2dde3778f47b9', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_fe00e', table='portal_contributionevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='contribution',
            constraint=models.UniqueConstraint(fields=('release', 'department'), name='contribution_once_in_release'),
        ),
        migrations.AddConstraint(
            model_name='contribution',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('submitted_at__isnull', True), ('submitted_by__isnull', True)), models.Q(('submitted_at__isnull', False), ('submitted_by__isnull', False)), _connector='OR'), name='contribution_submission_whole'),
        ),
        migrations.AddConstraint(
            model_name='contribution',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('return_reason', ''), ('returned_at__isnull', True), ('returned_by__isnull', True)), models.Q(('returned_at__isnull', False), ('returned_by__isnull', False), models.Q(('return_reason', ''), _negated=True)), _connector='OR'), name='contribution_return_whole'),
        ),
        migrations.AddConstraint(
            model_name='contribution',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('returned_by__isnull', True), ('state', 'missing'), ('submitted_by__isnull', True)), models.Q(('returned_by__isnull', True), ('state', 'submitted'), ('submitted_by__isnull', False)), models.Q(('returned_by__isnull', False), ('state', 'returned')), _connector='OR'), name='contribution_state_follows_signatures'),
        ),
        migrations.AddConstraint(
            model_name='contribution',
            constraint=models.CheckConstraint(condition=models.Q(('nothing_to_report', ''), ('state', 'submitted'), _connector='OR'), name='contribution_nothing_only_handed_in'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='contribution',
            trigger=pgtrigger.compiler.Trigger(name='frozen_with_release', sql=pgtrigger.compiler.UpsertTriggerSql(declare="DECLARE closed boolean; range_columns text[] = '{released_at,superseded_at}';", func="\n        SELECT count(*) FILTER (WHERE state NOT IN ('draft', 'returned')) > 0 INTO closed FROM (\n            SELECT state FROM portal_release\n            WHERE id IN (CASE WHEN TG_OP <> 'INSERT' THEN OLD.release_id END,\n                         CASE WHEN TG_OP <> 'DELETE' THEN NEW.release_id END)\n            FOR SHARE\n        ) AS touched;\n        IF closed THEN\n            IF TG_OP <> 'UPDATE' OR to_jsonb(NEW) - range_columns <> to_jsonb(OLD) - range_columns THEN\n                RAISE EXCEPTION '%: what has been submitted or released is never rewritten', TG_TABLE_NAME\n                    USING ERRCODE = 'restrict_violation';\n            END IF;\n            IF to_jsonb(NEW) ? 'released_at'\n               AND (to_jsonb(OLD) ->> 'released_at')::timestamptz <= clock_timestamp()\n               AND to_jsonb(NEW) -> 'released_at' <> to_jsonb(OLD) -> 'released_at' THEN\n                RAISE EXCEPTION '%: the time of a release that has passed is never changed', TG_TABLE_NAME\n                    USING ERRCODE = 'restrict_violation';\n            END IF;\n        END IF;\n        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;\n        ", hash='dab4158cd5ca9610ae6849303a4b39777fff5fee', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_frozen_with_release_1a850', table='portal_contribution', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='contribution',
            trigger=pgtrigger.compiler.Trigger(name='remember_who_hands_in', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."state" = \'submitted\')', func='\n                INSERT INTO portal_releaseeditor (release_id, user_id, since)\n                    VALUES (NEW.release_id, NEW.submitted_by_id, clock_timestamp()) ON CONFLICT DO NOTHING;\n                RETURN NULL;\n                ', hash='6bf51c9659afb66e19d0ba1b0a4a7e5bb934eb10', operation='UPDATE', pgid='pgtrigger_remember_who_hands_in_dba6f', table='portal_contribution', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='contribution',
            trigger=pgtrigger.compiler.Trigger(name='not_of_the_publisher', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                IF EXISTS (SELECT 1 FROM portal_release r\n                           WHERE r.id = NEW.release_id AND r.department_id = NEW.department_id) THEN\n                    RAISE EXCEPTION 'release %: the publisher hands in the whole and no part', NEW.release_id\n                        USING ERRCODE = 'check_violation';\n                END IF;\n                RETURN NEW;\n                ", hash='0957149e66c412ad7072ef023d45d7a139886161', operation='INSERT OR UPDATE', pgid='pgtrigger_not_of_the_publisher_909f1', table='portal_contribution', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='contribution',
            trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '%: never truncated', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='d9c43f2bfa87e513da589b609b68a75789af6d2e', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_bd1c4', table='portal_contribution', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='contribution',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "portal_contributionevent" ("department_id", "due_at", "id", "note", "nothing_to_report", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_id", "return_reason", "returned_at", "returned_by_id", "state", "submitted_at", "submitted_by_id") VALUES (NEW."department_id", NEW."due_at", NEW."id", NEW."note", NEW."nothing_to_report", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."release_id", NEW."return_reason", NEW."returned_at", NEW."returned_by_id", NEW."state", NEW."submitted_at", NEW."submitted_by_id"); RETURN NULL;', hash='e25e259f8dd6c893cd11ad4acc8ef79e45a93fa4', operation='INSERT', pgid='pgtrigger_insert_insert_3dcc1', table='portal_contribution', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='contribution',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "portal_contributionevent" ("department_id", "due_at", "id", "note", "nothing_to_report", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_id", "return_reason", "returned_at", "returned_by_id", "state", "submitted_at", "submitted_by_id") VALUES (NEW."department_id", NEW."due_at", NEW."id", NEW."note", NEW."nothing_to_report", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."release_id", NEW."return_reason", NEW."returned_at", NEW."returned_by_id", NEW."state", NEW."submitted_at", NEW."submitted_by_id"); RETURN NULL;', hash='14739896eb740224b82bd6bdc7e83203431677e2', operation='UPDATE', pgid='pgtrigger_update_update_cac2d', table='portal_contribution', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='contribution',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "portal_contributionevent" ("department_id", "due_at", "id", "note", "nothing_to_report", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_id", "return_reason", "returned_at", "returned_by_id", "state", "submitted_at", "submitted_by_id") VALUES (OLD."department_id", OLD."due_at", OLD."id", OLD."note", OLD."nothing_to_report", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."release_id", OLD."return_reason", OLD."returned_at", OLD."returned_by_id", OLD."state", OLD."submitted_at", OLD."submitted_by_id"); RETURN NULL;', hash='f2c376be9687f57a098c34b0864e3fb6ccdb6ee1', operation='DELETE', pgid='pgtrigger_delete_delete_71c85', table='portal_contribution', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='commentevent',
            trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '%: never truncated', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='17403fb85af7a79c00d154bc3610502fe6d13443', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_de64d', table='portal_commentevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='commentevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='9d898a561060920b03589dd028684a4c0f7864ac', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_4c589', table='portal_commentevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='comment_says_something'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(('object_id__isnull', False), models.Q(('key', ''), _negated=True), _connector='OR'), name='comment_names_its_row'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at__isnull', True), ('answered_by__isnull', True)), models.Q(models.Q(('answer', ''), _negated=True), ('answered_at__isnull', False), ('answered_by__isnull', False)), _connector='OR'), name='comment_answer_whole'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='comment',
            trigger=pgtrigger.compiler.Trigger(name='never_rewritten', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."release_id" IS DISTINCT FROM (NEW."release_id") OR OLD."content_type_id" IS DISTINCT FROM (NEW."content_type_id") OR OLD."object_id" IS DISTINCT FROM (NEW."object_id") OR OLD."key" IS DISTINCT FROM (NEW."key") OR OLD."row" IS DISTINCT FROM (NEW."row") OR OLD."text" IS DISTINCT FROM (NEW."text") OR OLD."by_id" IS DISTINCT FROM (NEW."by_id") OR OLD."at" IS DISTINCT FROM (NEW."at"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='8c1c9111212323542bdcb841c6b5e8568ff963f1', operation='UPDATE', pgid='pgtrigger_never_rewritten_cd729', table='portal_comment', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='comment',
            trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '%: never truncated', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='d1f8fe2def1250ad51cb39bc2f72a06fcbc08253', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_45616', table='portal_comment', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='comment',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "portal_commentevent" ("answer", "answered_at", "answered_by_id", "at", "by_id", "content_type_id", "id", "key", "object_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_id", "row", "text") VALUES (NEW."answer", NEW."answered_at", NEW."answered_by_id", NEW."at", NEW."by_id", NEW."content_type_id", NEW."id", NEW."key", NEW."object_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."release_id", NEW."row", NEW."text"); RETURN NULL;', hash='c8ae00dcfb1fb131c1bb4f974849eb4f0e2dd130', operation='INSERT', pgid='pgtrigger_insert_insert_c22b3', table='portal_comment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='comment',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "portal_commentevent" ("answer", "answered_at", "answered_by_id", "at", "by_id", "content_type_id", "id", "key", "object_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_id", "row", "text") VALUES (NEW."answer", NEW."answered_at", NEW."answered_by_id", NEW."at", NEW."by_id", NEW."content_type_id", NEW."id", NEW."key", NEW."object_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."release_id", NEW."row", NEW."text"); RETURN NULL;', hash='ab2a9474b4ea5f2a0fc6770ce7f1b2c8e41166ee', operation='UPDATE', pgid='pgtrigger_update_update_1e20f', table='portal_comment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='comment',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "portal_commentevent" ("answer", "answered_at", "answered_by_id", "at", "by_id", "content_type_id", "id", "key", "object_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_id", "row", "text") VALUES (OLD."answer", OLD."answered_at", OLD."answered_by_id", OLD."at", OLD."by_id", OLD."content_type_id", OLD."id", OLD."key", OLD."object_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."release_id", OLD."row", OLD."text"); RETURN NULL;', hash='83f61b1dcd0c6619d595e09ea973f22f7702cf52', operation='DELETE', pgid='pgtrigger_delete_delete_7b9d4', table='portal_comment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='attachmentevent',
            trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '%: never truncated', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='4cb92b5edb1b15c03d704de50400a6e0957c44b7', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_59c4d', table='portal_attachmentevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='attachmentevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='a56bf8c7fb8b021656ff5e742bdb08bb5ae04016', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_cf2b0', table='portal_attachmentevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='attachment',
            trigger=pgtrigger.compiler.Trigger(name='frozen_with_release', sql=pgtrigger.compiler.UpsertTriggerSql(declare="DECLARE closed boolean; range_columns text[] = '{released_at,superseded_at}';", func="\n        SELECT count(*) FILTER (WHERE state NOT IN ('draft', 'returned')) > 0 INTO closed FROM (\n            SELECT state FROM portal_release\n            WHERE id IN (CASE WHEN TG_OP <> 'INSERT' THEN OLD.release_id END,\n                         CASE WHEN TG_OP <> 'DELETE' THEN NEW.release_id END)\n            FOR SHARE\n        ) AS touched;\n        IF closed THEN\n            IF TG_OP <> 'UPDATE' OR to_jsonb(NEW) - range_columns <> to_jsonb(OLD) - range_columns THEN\n                RAISE EXCEPTION '%: what has been submitted or released is never rewritten', TG_TABLE_NAME\n                    USING ERRCODE = 'restrict_violation';\n            END IF;\n            IF to_jsonb(NEW) ? 'released_at'\n               AND (to_jsonb(OLD) ->> 'released_at')::timestamptz <= clock_timestamp()\n               AND to_jsonb(NEW) -> 'released_at' <> to_jsonb(OLD) -> 'released_at' THEN\n                RAISE EXCEPTION '%: the time of a release that has passed is never changed', TG_TABLE_NAME\n                    USING ERRCODE = 'restrict_violation';\n            END IF;\n        END IF;\n        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;\n        ", hash='3590f0eaea88f18d78b99be0b346236c77ec29af', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_frozen_with_release_32b61', table='portal_attachment', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='attachment',
            trigger=pgtrigger.compiler.Trigger(name='remember_editor', sql=pgtrigger.compiler.UpsertTriggerSql(declare="DECLARE actor bigint; part jsonb; ignored text[] = '{}';", func="\n        actor := (nullif(current_setting('pghistory.context_metadata', true), '')::jsonb ->> 'user')::bigint;\n        IF actor IS NULL OR (TG_OP = 'UPDATE' AND to_jsonb(NEW) - ignored = to_jsonb(OLD) - ignored) THEN\n            RETURN NULL;\n        END IF;\n        part := to_jsonb(CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END);\n        INSERT INTO portal_releaseeditor (release_id, user_id, since)\n            SELECT id, actor, clock_timestamp() FROM portal_release WHERE id = (part ->> 'release_id')::bigint\n            ON CONFLICT DO NOTHING;\n        RETURN NULL;\n        ", hash='7597d23ee93e7ce2ca05d28b127cd4bb91c9aa9b', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_remember_editor_aef9c', table='portal_attachment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='attachment',
            trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '%: never truncated', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='d3288b1ee5f9ae1035572f79518f2d53b751a84f', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_0e644', table='portal_attachment', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='attachment',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "portal_attachmentevent" ("file", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_id", "title_en", "title_zh") VALUES (NEW."file", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."release_id", NEW."title_en", NEW."title_zh"); RETURN NULL;', hash='e97dbd08d069fbfb15307e17c7aa42604aeeb927', operation='INSERT', pgid='pgtrigger_insert_insert_f02f4', table='portal_attachment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='attachment',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "portal_attachmentevent" ("file", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_id", "title_en", "title_zh") VALUES (NEW."file", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."release_id", NEW."title_en", NEW."title_zh"); RETURN NULL;', hash='2971235452387e89334bbf6a4e56f9783a20f608', operation='UPDATE', pgid='pgtrigger_update_update_2573e', table='portal_attachment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='attachment',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "portal_attachmentevent" ("file", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_id", "title_en", "title_zh") VALUES (OLD."file", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."release_id", OLD."title_en", OLD."title_zh"); RETURN NULL;', hash='a3a7dc9d6b410fedeec21c584a7245997be00210', operation='DELETE', pgid='pgtrigger_delete_delete_5fb82', table='portal_attachment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='announcementevent',
            trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '%: never truncated', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='5c8139eb487c59f4888932f14ee2ac240895c4b5', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_1737c', table='portal_announcementevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='announcementevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='267fef3d773cde7b329d95b9f0128c506affd034', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_f00fb', table='portal_announcementevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='announcement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('reason_en', ''), ('reason_zh', '')), models.Q(models.Q(('reason_zh', ''), _negated=True), models.Q(('reason_en', ''), _negated=True)), _connector='OR'), name='announcement_reason_in_both_languages'),
        ),
        migrations.AddConstraint(
            model_name='announcement',
            constraint=models.CheckConstraint(condition=models.Q(('scheduled_for__isnull', False), ('confirmed', False), _connector='OR'), name='announcement_called_off_is_not_confirmed'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='announcement',
            trigger=pgtrigger.compiler.Trigger(name='never_rewritten', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='c9f8cfe94a1d34bd362207d854c6069657476478', operation='UPDATE', pgid='pgtrigger_never_rewritten_7b3b9', table='portal_announcement', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='announcement',
            trigger=pgtrigger.compiler.Trigger(name='never_taken_back', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', func="\n                IF EXISTS (SELECT 1 FROM portal_release WHERE id = OLD.release_id) THEN\n                    RAISE EXCEPTION 'an announcement is never taken back, only overtaken'\n                        USING ERRCODE = 'restrict_violation';\n                END IF;\n                RETURN NULL;\n                ", hash='cd1dbb9da985e8a76e4841d8359f507565e23199', operation='DELETE', pgid='pgtrigger_never_taken_back_8fd6b', table='portal_announcement', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='announcement',
            trigger=pgtrigger.compiler.Trigger(name='confirmed_time_changes_with_a_reason', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE former portal_announcement%ROWTYPE;', func="\n                PERFORM 1 FROM portal_release WHERE id = NEW.release_id FOR NO KEY UPDATE;\n                SELECT * INTO former FROM portal_announcement\n                    WHERE release_id = NEW.release_id ORDER BY id DESC LIMIT 1;\n                IF NEW.announced_at > clock_timestamp() + interval '1 minute'\n                   OR NEW.announced_at < former.announced_at THEN\n                    RAISE EXCEPTION 'release %: an announcement is made now', NEW.release_id\n                        USING ERRCODE = 'check_violation';\n                END IF;\n                IF former.confirmed AND NEW.reason_zh = '' AND (\n                    NEW.scheduled_for IS DISTINCT FROM former.scheduled_for OR NOT NEW.confirmed\n                ) THEN\n                    RAISE EXCEPTION 'release %: a confirmed time is changed with a public reason only', NEW.release_id\n                        USING ERRCODE = 'check_violation';\n                END IF;\n                RETURN NEW;\n                ", hash='01d77c78990648c768ed1300bc27bc61a88523f1', operation='INSERT', pgid='pgtrigger_confirmed_time_changes_with_a_reason_8a6a8', table='portal_announcement', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='announcement',
            trigger=pgtrigger.compiler.Trigger(name='public_change', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', declare='DECLARE since timestamptz;', func="\n        \nsince := nullif(current_setting('portal.window_since', true), '')::timestamptz;\nIF since IS NULL THEN\n    since := clock_timestamp();\n    PERFORM pg_advisory_xact_lock_shared(\n        (1237::bigint << 52) | (extract(epoch FROM since) * 1000000)::bigint);\n    PERFORM set_config('portal.window_since', since::text, true);\nEND IF;\n\n        IF TG_OP = 'DELETE' THEN\n            \nIF current_setting('portal.logged_with', true) IS DISTINCT FROM statement_timestamp()::text THEN\n    INSERT INTO portal_publicchange (at, is_late) VALUES (clock_timestamp(), false);\n    PERFORM set_config('portal.logged_with', statement_timestamp()::text, true);\nEND IF;\n\n        ELSE\n            \n    INSERT INTO portal_publicchange (at, is_late, release_id)\n        SELECT NEW.announced_at, NEW.announced_at < since, NULL::bigint\n        WHERE NEW.announced_at IS NOT NULL AND NOT EXISTS (\n            SELECT FROM portal_publicchange\n            WHERE at = NEW.announced_at AND release_id IS NOT DISTINCT FROM NULL::bigint);\n    \n            \n    INSERT INTO portal_publicchange (at, is_late, release_id)\n        SELECT NEW.scheduled_for, NEW.scheduled_for < since, NULL::bigint\n        WHERE NEW.scheduled_for IS NOT NULL AND NOT EXISTS (\n            SELECT FROM portal_publicchange\n            WHERE at = NEW.scheduled_for AND release_id IS NOT DISTINCT FROM NULL::bigint);\n    \n        END IF;\n         RETURN NULL;", hash='9ead5a63e19b57154a756833cadec332bd84fe4d', operation='INSERT OR DELETE', pgid='pgtrigger_public_change_774c6', table='portal_announcement', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='announcement',
            trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '%: never truncated', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='86797b4f3ddf8ce00d934fe7e587885b9856497a', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_1b345', table='portal_announcement', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='announcement',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "portal_announcementevent" ("announced_at", "announced_by_id", "confirmed", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason_en", "reason_zh", "release_id", "scheduled_for", "title_en", "title_zh") VALUES (NEW."announced_at", NEW."announced_by_id", NEW."confirmed", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason_en", NEW."reason_zh", NEW."release_id", NEW."scheduled_for", NEW."title_en", NEW."title_zh"); RETURN NULL;', hash='54d15e7de134470973a3886a4c315a5e8f8057aa', operation='INSERT', pgid='pgtrigger_insert_insert_cdea3', table='portal_announcement', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='announcement',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "portal_announcementevent" ("announced_at", "announced_by_id", "confirmed", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason_en", "reason_zh", "release_id", "scheduled_for", "title_en", "title_zh") VALUES (NEW."announced_at", NEW."announced_by_id", NEW."confirmed", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason_en", NEW."reason_zh", NEW."release_id", NEW."scheduled_for", NEW."title_en", NEW."title_zh"); RETURN NULL;', hash='3963277d4c6d9528c06f199932041c4201a832e0', operation='UPDATE', pgid='pgtrigger_update_update_0fd98', table='portal_announcement', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='announcement',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "portal_announcementevent" ("announced_at", "announced_by_id", "confirmed", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason_en", "reason_zh", "release_id", "scheduled_for", "title_en", "title_zh") VALUES (OLD."announced_at", OLD."announced_by_id", OLD."confirmed", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason_en", OLD."reason_zh", OLD."release_id", OLD."scheduled_for", OLD."title_en", OLD."title_zh"); RETURN NULL;', hash='b85b668268260ee8d6e6bfa36ecb3eea0654cdd8', operation='DELETE', pgid='pgtrigger_delete_delete_3329c', table='portal_announcement', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='releaseeditor',
            constraint=models.UniqueConstraint(fields=('release', 'user'), name='release_editor_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='releaseeditor',
            trigger=pgtrigger.compiler.Trigger(name='never_changed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='86dba50170fd633f739590aee0eab90e3ef313ee', operation='UPDATE', pgid='pgtrigger_never_changed_8af32', table='portal_releaseeditor', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='releaseeditor',
            trigger=pgtrigger.compiler.Trigger(name='forgotten_with_release_only', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', func="\n                IF EXISTS (SELECT 1 FROM portal_release WHERE id = OLD.release_id) THEN\n                    RAISE EXCEPTION 'an editor of a release is never forgotten' USING ERRCODE = 'restrict_violation';\n                END IF;\n                RETURN NULL;\n                ", hash='ff5c365c7c54214bad6c49c9f76e07d71d163663', operation='DELETE', pgid='pgtrigger_forgotten_with_release_only_0a573', table='portal_releaseeditor', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='releaseeditor',
            trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '%: never truncated', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='91f962b437f81054d18890566ba4f2c9e24da41c', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_9bd32', table='portal_releaseeditor', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='releaseeditor',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "portal_releaseeditorevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_id", "since", "user_id") VALUES (NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."release_id", NEW."since", NEW."user_id"); RETURN NULL;', hash='dfaa18c423c4996bb57e57c637d870897a8277a9', operation='INSERT', pgid='pgtrigger_insert_insert_cfccd', table='portal_releaseeditor', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='releaseeditor',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "portal_releaseeditorevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_id", "since", "user_id") VALUES (NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."release_id", NEW."since", NEW."user_id"); RETURN NULL;', hash='31727e1bfc8b22861db7f9bd2b65799b1b1937d9', operation='UPDATE', pgid='pgtrigger_update_update_fd600', table='portal_releaseeditor', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='releaseeditor',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "portal_releaseeditorevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_id", "since", "user_id") VALUES (OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."release_id", OLD."since", OLD."user_id"); RETURN NULL;', hash='9b0811b5906389b6752f8ef8c892aac1567f17e8', operation='DELETE', pgid='pgtrigger_delete_delete_8ed27', table='portal_releaseeditor', when='AFTER')),
        ),
        migrations.AddIndex(
            model_name='release',
            index=django.contrib.postgres.indexes.GinIndex(portal.records.search_index.SearchVector(portal.records.search_index.TextArray('title_zh', 'title_en'), portal.records.search_index.TextArray(), portal.records.search_index.TextArray('summary_zh', 'summary_en', 'issuing_body_zh', 'issuing_body_en', 'index_number')), name='release_search'),
        ),
        migrations.AddConstraint(
            model_name='release',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('submitted_at__isnull', True), ('submitted_by__isnull', True)), models.Q(('submitted_at__isnull', False), ('submitted_by__isnull', False)), _connector='OR'), name='release_submission_whole'),
        ),
        migrations.AddConstraint(
            model_name='release',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('decision', '')), models.Q(models.Q(('decision', ''), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='release_decision_whole'),
        ),
        migrations.AddConstraint(
            model_name='release',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('withdrawal_reason_zh', ''), ('withdrawn_at__isnull', True), ('withdrawn_by__isnull', True)), models.Q(('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False), models.Q(('withdrawal_reason_zh', ''), _negated=True)), _connector='OR'), name='release_withdrawal_whole'),
        ),
        migrations.AddConstraint(
            model_name='release',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decision', ''), ('released_at__isnull', True), ('state__in', ['draft', 'submitted']), ('withdrawn_at__isnull', True)), models.Q(('decision', 'return'), ('released_at__isnull', True), ('state', 'returned'), ('withdrawn_at__isnull', True), models.Q(('decision_reason', ''), _negated=True)), models.Q(('decision', 'approve'), ('released_at__isnull', False), ('state', 'approved'), ('withdrawn_at__isnull', True)), models.Q(('decision', 'approve'), ('released_at__isnull', False), ('state', 'withdrawn'), ('withdrawn_at__isnull', False)), _connector='OR'), name='release_state_follows_decision'),
        ),
        migrations.AddConstraint(
            model_name='release',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'draft'), ('submitted_by__isnull', False), _connector='OR'), name='release_submitted_unless_draft'),
        ),
        migrations.AddConstraint(
            model_name='release',
            constraint=models.CheckConstraint(condition=models.Q(('withdrawn_at__isnull', True), ('withdrawn_at__gte', models.F('released_at')), _connector='OR'), name='release_withdrawn_after_release'),
        ),
        migrations.AddConstraint(
            model_name='release',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('corrects__isnull', False), ('kind', 'correction'), models.Q(('reason_zh', ''), _negated=True), models.Q(('reason_en', ''), _negated=True)), models.Q(models.Q(('kind', 'correction'), _negated=True), ('corrects__isnull', True), ('reason_en', ''), ('reason_zh', '')), _connector='OR'), name='release_correction_has_reason', violation_error_message='A correction names the release that it corrects and its reason in both languages; no other release does.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='release',
            trigger=pgtrigger.compiler.Trigger(name='state_moves', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{draft:submitted,submitted:approved,submitted:returned,returned:submitted,approved:submitted,approved:withdrawn}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='c9f4e7e007ea0d3fe67929fbd246809ce0b4b9c0', operation='UPDATE', pgid='pgtrigger_state_moves_ab6f5', table='portal_release', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='release',
            trigger=pgtrigger.compiler.Trigger(name='never_rewritten', sql=pgtrigger.compiler.UpsertTriggerSql(declare="DECLARE workflow text[] = '{state,submitted_by_id,submitted_at,decision,decided_by_id,decided_at,decision_reason,released_at,withdrawn_by_id,withdrawn_at,withdrawal_reason_zh,withdrawal_reason_en}'; withdrawal text[] = '{state,withdrawn_by_id,withdrawn_at,withdrawal_reason_zh,withdrawal_reason_en}';", func="\n                IF TG_OP = 'DELETE' THEN\n                    IF OLD.state <> 'draft' THEN\n                        RAISE EXCEPTION 'release %: only a draft is ever deleted', OLD.slug\n                            USING ERRCODE = 'restrict_violation';\n                    END IF;\n                    -- deleting its parts has just made the deleting official an editor\n                    DELETE FROM portal_releaseeditor WHERE release_id = OLD.id;\n                    RETURN OLD;\n                END IF;\n                IF OLD.state NOT IN ('draft', 'returned')\n                   AND to_jsonb(NEW) - workflow <> to_jsonb(OLD) - workflow THEN\n                    RAISE EXCEPTION 'release %: what has been submitted or released is never rewritten', OLD.slug\n                        USING ERRCODE = 'restrict_violation';\n                END IF;\n                IF OLD.released_at <= clock_timestamp()\n                   AND to_jsonb(NEW) - withdrawal <> to_jsonb(OLD) - withdrawal THEN\n                    RAISE EXCEPTION 'release %: what has been released is only ever withdrawn', OLD.slug\n                        USING ERRCODE = 'restrict_violation';\n                END IF;\n                IF OLD.released_at > clock_timestamp() AND NEW.state = 'withdrawn' THEN\n                    RAISE EXCEPTION 'release %: not public yet, so it is cancelled, not withdrawn', OLD.slug\n                        USING ERRCODE = 'restrict_violation';\n                END IF;\n                IF OLD.state = NEW.state AND OLD.state IN ('submitted', 'approved', 'withdrawn')\n                   AND to_jsonb(NEW) <> to_jsonb(OLD) THEN\n                    RAISE EXCEPTION 'release %: signatures and times change with the state only', OLD.slug\n                        USING ERRCODE = 'restrict_violation';\n                END IF;\n                RETURN NEW;\n                ", hash='cca94b4883e39d87766bc78d1ce92be7b48430ff', operation='UPDATE OR DELETE', pgid='pgtrigger_never_rewritten_6b439', table='portal_release', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='release',
            trigger=pgtrigger.compiler.Trigger(name='second_person_decides', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."decided_by_id" IS NOT NULL)', func="\n                IF NEW.decided_by_id = NEW.submitted_by_id OR EXISTS (\n                    SELECT 1 FROM portal_releaseeditor e\n                    WHERE e.release_id = NEW.id AND e.user_id = NEW.decided_by_id\n                ) THEN\n                    RAISE EXCEPTION 'release %: whoever edited or submitted it cannot decide on it', NEW.slug\n                        USING ERRCODE = 'check_violation';\n                END IF;\n                IF NOT EXISTS (\n                    SELECT 1 FROM portal_user u\n                    WHERE u.id = NEW.decided_by_id AND (u.department_id = NEW.department_id\n                        OR TG_OP = 'UPDATE' AND OLD.decided_by_id = NEW.decided_by_id)\n                ) THEN\n                    RAISE EXCEPTION 'release %: decided on by the publishing department only', NEW.slug\n                        USING ERRCODE = 'check_violation';\n                END IF;\n                RETURN NEW;\n                ", hash='a3fa4dd6131450ec3c13d2b437231be540be09eb', operation='INSERT OR UPDATE', pgid='pgtrigger_second_person_decides_4843b', table='portal_release', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='release',
            trigger=pgtrigger.compiler.Trigger(name='submitted_with_every_part', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."state" = \'submitted\' AND OLD."state" IN (\'draft\', \'returned\'))', func="\n                IF EXISTS (SELECT 1 FROM portal_contribution c\n                           WHERE c.release_id = NEW.id AND c.state <> 'submitted') THEN\n                    RAISE EXCEPTION 'release %: parts of it are not in yet', NEW.slug\n                        USING ERRCODE = 'check_violation';\n                END IF;\n                RETURN NEW;\n                ", hash='8d3a02f7e081f6263259e739e7a1ba274808bc0d', operation='UPDATE', pgid='pgtrigger_submitted_with_every_part_25034', table='portal_release', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='release',
            trigger=pgtrigger.compiler.Trigger(name='public_when_announced', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."released_at" IS NOT NULL AND OLD."released_at" IS NULL)', constraint='CONSTRAINT', func="\n                IF EXISTS (\n                    SELECT 1 FROM portal_release r, LATERAL (\n                        SELECT scheduled_for, confirmed FROM portal_announcement a\n                        WHERE a.release_id = r.id ORDER BY a.id DESC LIMIT 1\n                    ) AS standing\n                    WHERE r.id = NEW.id AND r.released_at <> standing.scheduled_for AND standing.confirmed\n                ) THEN\n                    RAISE EXCEPTION 'release %: the public was told another time', NEW.slug\n                        USING ERRCODE = 'check_violation';\n                END IF;\n                RETURN NULL;\n                ", hash='98ab27d67660d5bfdf898b217af4222432f4b2a4', operation='UPDATE', pgid='pgtrigger_public_when_announced_22f56', table='portal_release', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='release',
            trigger=pgtrigger.compiler.Trigger(name='remember_editor', sql=pgtrigger.compiler.UpsertTriggerSql(declare="DECLARE actor bigint; part jsonb; ignored text[] = '{state,submitted_by_id,submitted_at,decision,decided_by_id,decided_at,decision_reason,released_at,withdrawn_by_id,withdrawn_at,withdrawal_reason_zh,withdrawal_reason_en}';", func="\n        actor := (nullif(current_setting('pghistory.context_metadata', true), '')::jsonb ->> 'user')::bigint;\n        IF actor IS NULL OR (TG_OP = 'UPDATE' AND to_jsonb(NEW) - ignored = to_jsonb(OLD) - ignored) THEN\n            RETURN NULL;\n        END IF;\n        part := to_jsonb(CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END);\n        INSERT INTO portal_releaseeditor (release_id, user_id, since)\n            SELECT id, actor, clock_timestamp() FROM portal_release WHERE id = (part ->> 'id')::bigint\n            ON CONFLICT DO NOTHING;\n        RETURN NULL;\n        ", hash='67263c77c138ad01c2316832ab1b8388f5e7e6cc', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_remember_editor_51741', table='portal_release', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='release',
            trigger=pgtrigger.compiler.Trigger(name='public_change', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', declare='DECLARE since timestamptz;', func="\n        IF (TG_OP = 'UPDATE' AND NEW.released_at IS NOT DISTINCT FROM OLD.released_at\n                AND NEW.withdrawn_at IS NOT DISTINCT FROM OLD.withdrawn_at)\n           OR coalesce(NEW.released_at, OLD.released_at) IS NULL THEN\n            RETURN NULL;\n        END IF;\n        \nsince := nullif(current_setting('portal.window_since', true), '')::timestamptz;\nIF since IS NULL THEN\n    since := clock_timestamp();\n    PERFORM pg_advisory_xact_lock_shared(\n        (1237::bigint << 52) | (extract(epoch FROM since) * 1000000)::bigint);\n    PERFORM set_config('portal.window_since', since::text, true);\nEND IF;\n\n        IF TG_OP <> 'INSERT' AND OLD.released_at IS DISTINCT FROM NEW.released_at THEN\n            DELETE FROM portal_publicchange WHERE release_id = OLD.id;\n        END IF;\n        IF TG_OP <> 'DELETE' THEN\n            \n    INSERT INTO portal_publicchange (at, is_late, release_id)\n        SELECT NEW.released_at, NEW.released_at < since, NEW.id\n        WHERE NEW.released_at IS NOT NULL AND NOT EXISTS (\n            SELECT FROM portal_publicchange\n            WHERE at = NEW.released_at AND release_id IS NOT DISTINCT FROM NEW.id);\n    \n            \n    INSERT INTO portal_publicchange (at, is_late, release_id)\n        SELECT NEW.withdrawn_at, NEW.withdrawn_at < since, NEW.id\n        WHERE NEW.withdrawn_at IS NOT NULL AND NOT EXISTS (\n            SELECT FROM portal_publicchange\n            WHERE at = NEW.withdrawn_at AND release_id IS NOT DISTINCT FROM NEW.id);\n    \n        END IF;\n         RETURN NULL;", hash='f487e128e072f8dec73b5fa549175eaf92353828', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_public_change_087e1', table='portal_release', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='release',
            trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '%: never truncated', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='c7aa16bc19b6b41449ba956285ef7b32a0f2f313', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_d086a', table='portal_release', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='release',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "portal_releaseevent" ("category_en", "category_zh", "corrects_id", "decided_at", "decided_by_id", "decision", "decision_reason", "department_id", "disclosure", "document_date", "expires_on", "id", "index_number", "issuing_body_en", "issuing_body_zh", "kind", "note_en", "note_zh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_on", "published_on_estimated", "reason_en", "reason_zh", "released_at", "slug", "source_document", "state", "submitted_at", "submitted_by_id", "summary_en", "summary_zh", "title_en", "title_zh", "validity", "withdrawal_reason_en", "withdrawal_reason_zh", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."category_en", NEW."category_zh", NEW."corrects_id", NEW."decided_at", NEW."decided_by_id", NEW."decision", NEW."decision_reason", NEW."department_id", NEW."disclosure", NEW."document_date", NEW."expires_on", NEW."id", NEW."index_number", NEW."issuing_body_en", NEW."issuing_body_zh", NEW."kind", NEW."note_en", NEW."note_zh", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."published_on", NEW."published_on_estimated", NEW."reason_en", NEW."reason_zh", NEW."released_at", NEW."slug", NEW."source_document", NEW."state", NEW."submitted_at", NEW."submitted_by_id", NEW."summary_en", NEW."summary_zh", NEW."title_en", NEW."title_zh", NEW."validity", NEW."withdrawal_reason_en", NEW."withdrawal_reason_zh", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;', hash='606e51f98e4a7e62aff0a5d59091c3c1a589c45e', operation='INSERT', pgid='pgtrigger_insert_insert_da677', table='portal_release', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='release',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "portal_releaseevent" ("category_en", "category_zh", "corrects_id", "decided_at", "decided_by_id", "decision", "decision_reason", "department_id", "disclosure", "document_date", "expires_on", "id", "index_number", "issuing_body_en", "issuing_body_zh", "kind", "note_en", "note_zh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_on", "published_on_estimated", "reason_en", "reason_zh", "released_at", "slug", "source_document", "state", "submitted_at", "submitted_by_id", "summary_en", "summary_zh", "title_en", "title_zh", "validity", "withdrawal_reason_en", "withdrawal_reason_zh", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."category_en", NEW."category_zh", NEW."corrects_id", NEW."decided_at", NEW."decided_by_id", NEW."decision", NEW."decision_reason", NEW."department_id", NEW."disclosure", NEW."document_date", NEW."expires_on", NEW."id", NEW."index_number", NEW."issuing_body_en", NEW."issuing_body_zh", NEW."kind", NEW."note_en", NEW."note_zh", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."published_on", NEW."published_on_estimated", NEW."reason_en", NEW."reason_zh", NEW."released_at", NEW."slug", NEW."source_document", NEW."state", NEW."submitted_at", NEW."submitted_by_id", NEW."summary_en", NEW."summary_zh", NEW."title_en", NEW."title_zh", NEW."validity", NEW."withdrawal_reason_en", NEW."withdrawal_reason_zh", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;', hash='bf65c86e5b8f8390c8fc5036ceae656872fa6704', operation='UPDATE', pgid='pgtrigger_update_update_e252c', table='portal_release', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='release',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "portal_releaseevent" ("category_en", "category_zh", "corrects_id", "decided_at", "decided_by_id", "decision", "decision_reason", "department_id", "disclosure", "document_date", "expires_on", "id", "index_number", "issuing_body_en", "issuing_body_zh", "kind", "note_en", "note_zh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_on", "published_on_estimated", "reason_en", "reason_zh", "released_at", "slug", "source_document", "state", "submitted_at", "submitted_by_id", "summary_en", "summary_zh", "title_en", "title_zh", "validity", "withdrawal_reason_en", "withdrawal_reason_zh", "withdrawn_at", "withdrawn_by_id") VALUES (OLD."category_en", OLD."category_zh", OLD."corrects_id", OLD."decided_at", OLD."decided_by_id", OLD."decision", OLD."decision_reason", OLD."department_id", OLD."disclosure", OLD."document_date", OLD."expires_on", OLD."id", OLD."index_number", OLD."issuing_body_en", OLD."issuing_body_zh", OLD."kind", OLD."note_en", OLD."note_zh", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."published_on", OLD."published_on_estimated", OLD."reason_en", OLD."reason_zh", OLD."released_at", OLD."slug", OLD."source_document", OLD."state", OLD."submitted_at", OLD."submitted_by_id", OLD."summary_en", OLD."summary_zh", OLD."title_en", OLD."title_zh", OLD."validity", OLD."withdrawal_reason_en", OLD."withdrawal_reason_zh", OLD."withdrawn_at", OLD."withdrawn_by_id"); RETURN NULL;', hash='dd83510450ba473b83d2fc03937faac518d166df', operation='DELETE', pgid='pgtrigger_delete_delete_97b22', table='portal_release', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='releaseeditorevent',
            trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '%: never truncated', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='73b7960225330cdd3ef0c357593a862348b0679b', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_f3b7f', table='portal_releaseeditorevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='releaseeditorevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='9f64811e4ae2e2353e63e4a0b77572ab23d85437', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_48512', table='portal_releaseeditorevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='releaseevent',
            trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '%: never truncated', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='77a8b43a53dbba6903d075090d5da349709446f5', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_720d9', table='portal_releaseevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='releaseevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='ab7d6e7221c7f3c8ff6780de84d1fb40c006975d', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_3e5a8', table='portal_releaseevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='questionevent',
            trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '%: never truncated', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='a4e5e90dd70c1bf6ee705bb0df1f36c817c43020', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_e5ea2', table='portal_questionevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='questionevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='f1126c021235b732a8e7d2d6dd95a3b7c184fdaf', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_13fe7', table='portal_questionevent', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='question',
            index=django.contrib.postgres.indexes.GinIndex(portal.records.search_index.SearchVector(portal.records.search_index.TextArray('question_zh', 'question_en'), portal.records.search_index.TextArray(), portal.records.search_index.TextArray('answer_zh', 'answer_en', 'outlet_zh', 'outlet_en', 'speaker_zh', 'speaker_en')), name='question_search'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.UniqueConstraint(fields=('release', 'number'), name='question_number_in_release'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='question',
            trigger=pgtrigger.compiler.Trigger(name='frozen_with_release', sql=pgtrigger.compiler.UpsertTriggerSql(declare="DECLARE closed boolean; range_columns text[] = '{released_at,superseded_at}';", func="\n        SELECT count(*) FILTER (WHERE state NOT IN ('draft', 'returned')) > 0 INTO closed FROM (\n            SELECT state FROM portal_release\n            WHERE id IN (CASE WHEN TG_OP <> 'INSERT' THEN OLD.release_id END,\n                         CASE WHEN TG_OP <> 'DELETE' THEN NEW.release_id END)\n            FOR SHARE\n        ) AS touched;\n        IF closed THEN\n            IF TG_OP <> 'UPDATE' OR to_jsonb(NEW) - range_columns <> to_jsonb(OLD) - range_columns THEN\n                RAISE EXCEPTION '%: what has been submitted or released is never rewritten', TG_TABLE_NAME\n                    USING ERRCODE = 'restrict_violation';\n            END IF;\n            IF to_jsonb(NEW) ? 'released_at'\n               AND (to_jsonb(OLD) ->> 'released_at')::timestamptz <= clock_timestamp()\n               AND to_jsonb(NEW) -> 'released_at' <> to_jsonb(OLD) -> 'released_at' THEN\n                RAISE EXCEPTION '%: the time of a release that has passed is never changed', TG_TABLE_NAME\n                    USING ERRCODE = 'restrict_violation';\n            END IF;\n        END IF;\n        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;\n        ", hash='ae7370f3f9b266aff8c62e7c7adb97b1cd0808db', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_frozen_with_release_2b833', table='portal_question', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='question',
            trigger=pgtrigger.compiler.Trigger(name='closed_with_part', sql=pgtrigger.compiler.UpsertTriggerSql(declare="DECLARE part jsonb; found text; range_columns text[] = '{released_at,superseded_at}';", func="\n        IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - range_columns = to_jsonb(OLD) - range_columns THEN\n            RETURN NEW;\n        END IF;\n        FOREACH part IN ARRAY ARRAY[CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END,\n                                    CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END] LOOP\n            IF part IS NULL OR NOT EXISTS (\n                SELECT 1 FROM portal_contribution WHERE release_id = (part ->> 'release_id')::bigint\n            ) THEN\n                CONTINUE;\n            END IF;\n            SELECT state INTO found FROM portal_contribution\n                WHERE release_id = (part ->> 'release_id')::bigint AND department_id = ((SELECT department_id FROM portal_section WHERE id = (part ->> 'section_id')::bigint)) FOR SHARE;\n            IF found = 'submitted' THEN\n                RAISE EXCEPTION '%: its department has handed its part of the release in', TG_TABLE_NAME\n                    USING ERRCODE = 'restrict_violation';\n            END IF;\n        END LOOP;\n        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;\n        ", hash='170e3433da7920693c4229f1c3c5882306b92906', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_closed_with_part_3081a', table='portal_question', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='question',
            trigger=pgtrigger.compiler.Trigger(name='remember_editor', sql=pgtrigger.compiler.UpsertTriggerSql(declare="DECLARE actor bigint; part jsonb; ignored text[] = '{}';", func="\n        actor := (nullif(current_setting('pghistory.context_metadata', true), '')::jsonb ->> 'user')::bigint;\n        IF actor IS NULL OR (TG_OP = 'UPDATE' AND to_jsonb(NEW) - ignored = to_jsonb(OLD) - ignored) THEN\n            RETURN NULL;\n        END IF;\n        part := to_jsonb(CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END);\n        INSERT INTO portal_releaseeditor (release_id, user_id, since)\n            SELECT id, actor, clock_timestamp() FROM portal_release WHERE id = (part ->> 'release_id')::bigint\n            ON CONFLICT DO NOTHING;\n        RETURN NULL;\n        ", hash='454f35d5a23d24f5e5f97aa3647949181a70d794', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_remember_editor_4a267', table='portal_question', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='question',
            trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '%: never truncated', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='94ffb7f4f01395f36eb615d86e2ae3722fb75486', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_09053', table='portal_question', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='question',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "portal_questionevent" ("answer_en", "answer_zh", "id", "number", "outlet_en", "outlet_zh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question_en", "question_zh", "release_id", "section_id", "speaker_en", "speaker_zh") VALUES (NEW."answer_en", NEW."answer_zh", NEW."id", NEW."number", NEW."outlet_en", NEW."outlet_zh", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."question_en", NEW."question_zh", NEW."release_id", NEW."section_id", NEW."speaker_en", NEW."speaker_zh"); RETURN NULL;', hash='87b949ff1ea9c16df54ae2408b67eb5ffe38afd1', operation='INSERT', pgid='pgtrigger_insert_insert_7ed50', table='portal_question', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='question',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "portal_questionevent" ("answer_en", "answer_zh", "id", "number", "outlet_en", "outlet_zh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question_en", "question_zh", "release_id", "section_id", "speaker_en", "speaker_zh") VALUES (NEW."answer_en", NEW."answer_zh", NEW."id", NEW."number", NEW."outlet_en", NEW."outlet_zh", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."question_en", NEW."question_zh", NEW."release_id", NEW."section_id", NEW."speaker_en", NEW."speaker_zh"); RETURN NULL;', hash='511923d1ecaf1b4692db04239c93dc4768c6104e', operation='UPDATE', pgid='pgtrigger_update_update_6935d', table='portal_question', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='question',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "portal_questionevent" ("answer_en", "answer_zh", "id", "number", "outlet_en", "outlet_zh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question_en", "question_zh", "release_id", "section_id", "speaker_en", "speaker_zh") VALUES (OLD."answer_en", OLD."answer_zh", OLD."id", OLD."number", OLD."outlet_en", OLD."outlet_zh", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."question_en", OLD."question_zh", OLD."release_id", OLD."section_id", OLD."speaker_en", OLD."speaker_zh"); RETURN NULL;', hash='407b4183339dc4df0784c84dbae9c3cef8d9ce9d', operation='DELETE', pgid='pgtrigger_delete_delete_6b876', table='portal_question', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='commitmentupdateevent',
            trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '%: never truncated', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='5d40f1eec3d492972032b9bf7f67608a2d44cb70', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_ec3a5', table='portal_commitmentupdateevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='commitmentupdateevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='504df073345757af115fc8be69b9a88d76166026', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_25a01', table='portal_commitmentupdateevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='commitmentupdate',
            constraint=models.UniqueConstraint(fields=('release', 'commitment'), name='commitment_reported_once_in_release'),
        ),
        migrations.AddConstraint(
            model_name='commitmentupdate',
            constraint=models.CheckConstraint(condition=models.Q(('new_due__isnull', True), ('outcome', 'changed'), _connector='OR'), name='commitment_update_new_due_when_changed', violation_error_message='Only a changed commitment has a new due date.'),
        ),
        migrations.AddConstraint(
            model_name='commitmentupdate',
            constraint=models.CheckConstraint(condition=models.Q(('completed_on__isnull', True), ('outcome__in', ['kept', 'kept_late']), _connector='OR'), name='commitment_update_completed_when_kept', violation_error_message='Only a commitment that was kept has a day of completion.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='commitmentupdate',
            trigger=pgtrigger.compiler.Trigger(name='frozen_with_release', sql=pgtrigger.compiler.UpsertTriggerSql(declare="DECLARE closed boolean; range_columns text[] = '{released_at,superseded_at}';", func="\n        SELECT count(*) FILTER (WHERE state NOT IN ('draft', 'returned')) > 0 INTO closed FROM (\n            SELECT state FROM portal_release\n            WHERE id IN (CASE WHEN TG_OP <> 'INSERT' THEN OLD.release_id END,\n                         CASE WHEN TG_OP <> 'DELETE' THEN NEW.release_id END)\n            FOR SHARE\n        ) AS touched;\n        IF closed THEN\n            IF TG_OP <> 'UPDATE' OR to_jsonb(NEW) - range_columns <> to_jsonb(OLD) - range_columns THEN\n                RAISE EXCEPTION '%: what has been submitted or released is never rewritten', TG_TABLE_NAME\n                    USING ERRCODE = 'restrict_violation';\n            END IF;\n            IF to_jsonb(NEW) ? 'released_at'\n               AND (to_jsonb(OLD) ->> 'released_at')::timestamptz <= clock_timestamp()\n               AND to_jsonb(NEW) -> 'released_at' <> to_jsonb(OLD) -> 'released_at' THEN\n                RAISE EXCEPTION '%: the time of a release that has passed is never changed', TG_TABLE_NAME\n                    USING ERRCODE = 'restrict_violation';\n            END IF;\n        END IF;\n        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;\n        ", hash='1958f675d1702607759d44e64cfff8c15ed66409', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_frozen_with_release_472cf', table='portal_commitmentupdate', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='commitmentupdate',
            trigger=pgtrigger.compiler.Trigger(name='closed_with_part', sql=pgtrigger.compiler.UpsertTriggerSql(declare="DECLARE part jsonb; found text; range_columns text[] = '{released_at,superseded_at}';", func="\n        IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - range_columns = to_jsonb(OLD) - range_columns THEN\n            RETURN NEW;\n        END IF;\n        FOREACH part IN ARRAY ARRAY[CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END,\n                                    CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END] LOOP\n            IF part IS NULL OR NOT EXISTS (\n                SELECT 1 FROM portal_contribution WHERE release_id = (part ->> 'release_id')::bigint\n            ) THEN\n                CONTINUE;\n            END IF;\n            SELECT state INTO found FROM portal_contribution\n                WHERE release_id = (part ->> 'release_id')::bigint AND department_id = ((SELECT department_id FROM portal_section WHERE id = (part ->> 'section_id')::bigint)) FOR SHARE;\n            IF found = 'submitted' THEN\n                RAISE EXCEPTION '%: its department has handed its part of the release in', TG_TABLE_NAME\n                    USING ERRCODE = 'restrict_violation';\n            END IF;\n        END LOOP;\n        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;\n        ", hash='197cdc813fc2b9cfef02bd9436aea3673679b87f', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_closed_with_part_0a22f', table='portal_commitmentupdate', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='commitmentupdate',
            trigger=pgtrigger.compiler.Trigger(name='known_range_follows_releases', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."released_at" IS NOT NULL)', constraint='CONSTRAINT', func="\n        IF EXISTS (\n            SELECT 1 FROM portal_commitmentupdate mine JOIN portal_release r ON r.id = mine.release_id\n            WHERE mine.id = NEW.id AND (\n                mine.released_at IS DISTINCT FROM r.released_at\n                OR mine.superseded_at IS DISTINCT FROM LEAST(\n                    r.withdrawn_at,\n                    (SELECT min(other.released_at) FROM portal_commitmentupdate other\n                     WHERE false AND other.released_at > mine.released_at),\n                    'infinity'))\n        ) THEN\n            RAISE EXCEPTION 'portal_commitmentupdate: the known range of row % does not follow from the releases', NEW.id\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NULL;\n        ", hash='aa345f2da54a77402c574272e750d598a8a17ba5', operation='INSERT OR UPDATE', pgid='pgtrigger_known_range_follows_releases_0b714', table='portal_commitmentupdate', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='commitmentupdate',
            trigger=pgtrigger.compiler.Trigger(name='remember_editor', sql=pgtrigger.compiler.UpsertTriggerSql(declare="DECLARE actor bigint; part jsonb; ignored text[] = '{released_at,superseded_at}';", func="\n        actor := (nullif(current_setting('pghistory.context_metadata', true), '')::jsonb ->> 'user')::bigint;\n        IF actor IS NULL OR (TG_OP = 'UPDATE' AND to_jsonb(NEW) - ignored = to_jsonb(OLD) - ignored) THEN\n            RETURN NULL;\n        END IF;\n        part := to_jsonb(CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END);\n        INSERT INTO portal_releaseeditor (release_id, user_id, since)\n            SELECT id, actor, clock_timestamp() FROM portal_release WHERE id = (part ->> 'release_id')::bigint\n            ON CONFLICT DO NOTHING;\n        RETURN NULL;\n        ", hash='4ee3487c73ad334eb3e4c934d179a4cb6f5d3718', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_remember_editor_1a029', table='portal_commitmentupdate', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='commitmentupdate',
            trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '%: never truncated', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='b68f576b0470cd82ab342411484efb0b04067ed5', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_b546d', table='portal_commitmentupdate', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='commitmentupdate',
            trigger=pgtrigger.compiler.Trigger(name='public_change', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."new_due" IS NOT NULL AND NEW."released_at" IS NOT NULL)', constraint='CONSTRAINT', declare='DECLARE since timestamptz;', func="\n        IF TG_OP = 'UPDATE' AND NEW.released_at IS NOT DISTINCT FROM OLD.released_at THEN\n            RETURN NULL;\n        END IF;\n        \nsince := nullif(current_setting('portal.window_since', true), '')::timestamptz;\nIF since IS NULL THEN\n    since := clock_timestamp();\n    PERFORM pg_advisory_xact_lock_shared(\n        (1237::bigint << 52) | (extract(epoch FROM since) * 1000000)::bigint);\n    PERFORM set_config('portal.window_since', since::text, true);\nEND IF;\n\n        \n    INSERT INTO portal_publicchange (at, is_late, release_id)\n        SELECT greatest(NEW.released_at, (NEW.new_due + 1)::timestamp AT TIME ZONE 'Asia/Shanghai'), greatest(NEW.released_at, (NEW.new_due + 1)::timestamp AT TIME ZONE 'Asia/Shanghai') < since, NEW.release_id\n        WHERE greatest(NEW.released_at, (NEW.new_due + 1)::timestamp AT TIME ZONE 'Asia/Shanghai') IS NOT NULL AND NOT EXISTS (\n            SELECT FROM portal_publicchange\n            WHERE at = greatest(NEW.released_at, (NEW.new_due + 1)::timestamp AT TIME ZONE 'Asia/Shanghai') AND release_id IS NOT DISTINCT FROM NEW.release_id);\n    \n         RETURN NULL;", hash='f73dece72121325f618500ddcb21c8a61e0fca35', operation='INSERT OR UPDATE', pgid='pgtrigger_public_change_c291c', table='portal_commitmentupdate', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='commitmentupdate',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "portal_commitmentupdateevent" ("commitment_id", "completed_on", "id", "new_due", "note_en", "note_zh", "outcome", "paragraph", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_id", "released_at", "section_id", "superseded_at") VALUES (NEW."commitment_id", NEW."completed_on", NEW."id", NEW."new_due", NEW."note_en", NEW."note_zh", NEW."outcome", NEW."paragraph", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."release_id", NEW."released_at", NEW."section_id", NEW."superseded_at"); RETURN NULL;', hash='3663109694272ccbe5978b4c2f8901bf4f5c7f8a', operation='INSERT', pgid='pgtrigger_insert_insert_d3e6a', table='portal_commitmentupdate', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='commitmentupdate',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "portal_commitmentupdateevent" ("commitment_id", "completed_on", "id", "new_due", "note_en", "note_zh", "outcome", "paragraph", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_id", "released_at", "section_id", "superseded_at") VALUES (NEW."commitment_id", NEW."completed_on", NEW."id", NEW."new_due", NEW."note_en", NEW."note_zh", NEW."outcome", NEW."paragraph", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."release_id", NEW."released_at", NEW."section_id", NEW."superseded_at"); RETURN NULL;', hash='5d722ed9a9d7abc9bef435a55a9e25587874ccbf', operation='UPDATE', pgid='pgtrigger_update_update_789cd', table='portal_commitmentupdate', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='commitmentupdate',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "portal_commitmentupdateevent" ("commitment_id", "completed_on", "id", "new_due", "note_en", "note_zh", "outcome", "paragraph", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_id", "released_at", "section_id", "superseded_at") VALUES (OLD."commitment_id", OLD."completed_on", OLD."id", OLD."new_due", OLD."note_en", OLD."note_zh", OLD."outcome", OLD."paragraph", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."release_id", OLD."released_at", OLD."section_id", OLD."superseded_at"); RETURN NULL;', hash='b1aca3ba16420613edaa4cfc48cb9c7b9438b2bd', operation='DELETE', pgid='pgtrigger_delete_delete_081e8', table='portal_commitmentupdate', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sectionevent',
            trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '%: never truncated', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='f7caf3a59256d8fd26d7f55af04535f4fbe2bf68', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_0f7f7', table='portal_sectionevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sectionevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='5ae530c7a2b6e667ac228c50cb19164eb59e4c53', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_93282', table='portal_sectionevent', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='section',
            index=django.contrib.postgres.indexes.GinIndex(portal.records.search_index.SearchVector(portal.records.search_index.TextArray('title_zh', 'title_en'), portal.records.search_index.TextArray(), portal.records.search_index.TextArray('summary_zh', 'summary_en')), name='section_search'),
        ),
        migrations.AddConstraint(
            model_name='section',
            constraint=models.UniqueConstraint(fields=('release', 'number'), name='section_number_in_release'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='section',
            trigger=pgtrigger.compiler.Trigger(name='frozen_with_release', sql=pgtrigger.compiler.UpsertTriggerSql(declare="DECLARE closed boolean; range_columns text[] = '{released_at,superseded_at}';", func="\n        SELECT count(*) FILTER (WHERE state NOT IN ('draft', 'returned')) > 0 INTO closed FROM (\n            SELECT state FROM portal_release\n            WHERE id IN (CASE WHEN TG_OP <> 'INSERT' THEN OLD.release_id END,\n                         CASE WHEN TG_OP <> 'DELETE' THEN NEW.release_id END)\n            FOR SHARE\n        ) AS touched;\n        IF closed THEN\n            IF TG_OP <> 'UPDATE' OR to_jsonb(NEW) - range_columns <> to_jsonb(OLD) - range_columns THEN\n                RAISE EXCEPTION '%: what has been submitted or released is never rewritten', TG_TABLE_NAME\n                    USING ERRCODE = 'restrict_violation';\n            END IF;\n            IF to_jsonb(NEW) ? 'released_at'\n               AND (to_jsonb(OLD) ->> 'released_at')::timestamptz <= clock_timestamp()\n               AND to_jsonb(NEW) -> 'released_at' <> to_jsonb(OLD) -> 'released_at' THEN\n                RAISE EXCEPTION '%: the time of a release that has passed is never changed', TG_TABLE_NAME\n                    USING ERRCODE = 'restrict_violation';\n            END IF;\n        END IF;\n        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;\n        ", hash='9029ba064dacc5309233ccd3b946e5904548ef23', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_frozen_with_release_1cf55', table='portal_section', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='section',
            trigger=pgtrigger.compiler.Trigger(name='closed_with_part', sql=pgtrigger.compiler.UpsertTriggerSql(declare="DECLARE part jsonb; found text; range_columns text[] = '{released_at,superseded_at}';", func="\n        IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - range_columns = to_jsonb(OLD) - range_columns THEN\n            RETURN NEW;\n        END IF;\n        FOREACH part IN ARRAY ARRAY[CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END,\n                                    CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END] LOOP\n            IF part IS NULL OR NOT EXISTS (\n                SELECT 1 FROM portal_contribution WHERE release_id = (part ->> 'release_id')::bigint\n            ) THEN\n                CONTINUE;\n            END IF;\n            SELECT state INTO found FROM portal_contribution\n                WHERE release_id = (part ->> 'release_id')::bigint AND department_id = ((part ->> 'department_id')::bigint) FOR SHARE;\n            IF found = 'submitted' THEN\n                RAISE EXCEPTION '%: its department has handed its part of the release in', TG_TABLE_NAME\n                    USING ERRCODE = 'restrict_violation';\n            END IF;\n        END LOOP;\n        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;\n        ", hash='8c3926b4e3839ace870c05877fa24cb63c31550f', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_closed_with_part_940b4', table='portal_section', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='section',
            trigger=pgtrigger.compiler.Trigger(name='remember_editor', sql=pgtrigger.compiler.UpsertTriggerSql(declare="DECLARE actor bigint; part jsonb; ignored text[] = '{}';", func="\n        actor := (nullif(current_setting('pghistory.context_metadata', true), '')::jsonb ->> 'user')::bigint;\n        IF actor IS NULL OR (TG_OP = 'UPDATE' AND to_jsonb(NEW) - ignored = to_jsonb(OLD) - ignored) THEN\n            RETURN NULL;\n        END IF;\n        part := to_jsonb(CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END);\n        INSERT INTO portal_releaseeditor (release_id, user_id, since)\n            SELECT id, actor, clock_timestamp() FROM portal_release WHERE id = (part ->> 'release_id')::bigint\n            ON CONFLICT DO NOTHING;\n        RETURN NULL;\n        ", hash='f45d9e6a5f07e80a606108027f4e929ed0af18de', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_remember_editor_6f212', table='portal_section', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='section',
            trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '%: never truncated', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='df928bc2fb94c722dfc5bb1a0f31af89171a1531', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_390dd', table='portal_section', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='section',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "portal_sectionevent" ("department_id", "id", "number", "order", "paragraphs", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_id", "sector_id", "summary_en", "summary_zh", "title_en", "title_zh") VALUES (NEW."department_id", NEW."id", NEW."number", NEW."order", NEW."paragraphs", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."release_id", NEW."sector_id", NEW."summary_en", NEW."summary_zh", NEW."title_en", NEW."title_zh"); RETURN NULL;', hash='5d99cfa3e2102cf7d4ff449ebd9f03d9093883c5', operation='INSERT', pgid='pgtrigger_insert_insert_476eb', table='portal_section', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='section',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "portal_sectionevent" ("department_id", "id", "number", "order", "paragraphs", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_id", "sector_id", "summary_en", "summary_zh", "title_en", "title_zh") VALUES (NEW."department_id", NEW."id", NEW."number", NEW."order", NEW."paragraphs", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."release_id", NEW."sector_id", NEW."summary_en", NEW."summary_zh", NEW."title_en", NEW."title_zh"); RETURN NULL;', hash='ac3e4230af7af5e68bfd8710ef9c4005c5b086c3', operation='UPDATE', pgid='pgtrigger_update_update_2c538', table='portal_section', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='section',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "portal_sectionevent" ("department_id", "id", "number", "order", "paragraphs", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_id", "sector_id", "summary_en", "summary_zh", "title_en", "title_zh") VALUES (OLD."department_id", OLD."id", OLD."number", OLD."order", OLD."paragraphs", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."release_id", OLD."sector_id", OLD."summary_en", OLD."summary_zh", OLD."title_en", OLD."title_zh"); RETURN NULL;', hash='60717393b184e28ad9c061d1fc7c5b495b2162a3', operation='DELETE', pgid='pgtrigger_delete_delete_5367d', table='portal_section', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='glossarytermevent',
            trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '%: never truncated', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='284e59a2d38236232ff22f221945787acd6a43d0', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_fd421', table='portal_glossarytermevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='glossarytermevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='d6ff7165bda1a95b6c2f104b530d3f1c6dae437c', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_000d3', table='portal_glossarytermevent', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='glossaryterm',
            index=django.contrib.postgres.indexes.GinIndex(portal.records.search_index.SearchVector(portal.records.search_index.TextArray('name_zh', 'name_en'), models.F('aliases'), portal.records.search_index.TextArray('explanation_zh', 'explanation_en')), name='glossary_search'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='glossaryterm',
            trigger=pgtrigger.compiler.Trigger(name='public_change', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', declare='DECLARE since timestamptz;', func="\n        IF TG_OP = 'UPDATE' AND NEW IS NOT DISTINCT FROM OLD THEN\n            RETURN NULL;\n        END IF;\n        \nsince := nullif(current_setting('portal.window_since', true), '')::timestamptz;\nIF since IS NULL THEN\n    since := clock_timestamp();\n    PERFORM pg_advisory_xact_lock_shared(\n        (1237::bigint << 52) | (extract(epoch FROM since) * 1000000)::bigint);\n    PERFORM set_config('portal.window_since', since::text, true);\nEND IF;\n\n        IF (TG_OP <> 'INSERT' AND (OLD.is_public AND (OLD.release_id IS NULL OR EXISTS (\n    SELECT FROM portal_release r WHERE r.id = OLD.release_id AND r.released_at <= clock_timestamp())))) OR (TG_OP <> 'DELETE' AND (NEW.is_public AND (NEW.release_id IS NULL OR EXISTS (\n    SELECT FROM portal_release r WHERE r.id = NEW.release_id AND r.released_at <= clock_timestamp())))) THEN\n            \nIF current_setting('portal.logged_with', true) IS DISTINCT FROM statement_timestamp()::text THEN\n    INSERT INTO portal_publicchange (at, is_late) VALUES (clock_timestamp(), false);\n    PERFORM set_config('portal.logged_with', statement_timestamp()::text, true);\nEND IF;\n\n        END IF;\n         RETURN NULL;", hash='1c599fbb3e6e6e623d0cb7c57f8f18491cd46c9b', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_public_change_815d8', table='portal_glossaryterm', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='glossaryterm',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "portal_glossarytermevent" ("aliases", "code", "department_id", "explanation_en", "explanation_zh", "id", "indicators", "is_explained", "is_public", "name_en", "name_zh", "paragraph", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pinyin", "reading", "release_id", "section", "sector_id") VALUES (NEW."aliases", NEW."code", NEW."department_id", NEW."explanation_en", NEW."explanation_zh", NEW."id", NEW."indicators", NEW."is_explained", NEW."is_public", NEW."name_en", NEW."name_zh", NEW."paragraph", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."pinyin", NEW."reading", NEW."release_id", NEW."section", NEW."sector_id"); RETURN NULL;', hash='b56f4b0075148cdde877334779ce5f26614cacac', operation='INSERT', pgid='pgtrigger_insert_insert_76b63', table='portal_glossaryterm', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='glossaryterm',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "portal_glossarytermevent" ("aliases", "code", "department_id", "explanation_en", "explanation_zh", "id", "indicators", "is_explained", "is_public", "name_en", "name_zh", "paragraph", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pinyin", "reading", "release_id", "section", "sector_id") VALUES (NEW."aliases", NEW."code", NEW."department_id", NEW."explanation_en", NEW."explanation_zh", NEW."id", NEW."indicators", NEW."is_explained", NEW."is_public", NEW."name_en", NEW."name_zh", NEW."paragraph", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."pinyin", NEW."reading", NEW."release_id", NEW."section", NEW."sector_id"); RETURN NULL;', hash='b1ce29bc3bbf753aa91d775c739cf9a9d4576b59', operation='UPDATE', pgid='pgtrigger_update_update_ad3a9', table='portal_glossaryterm', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='glossaryterm',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "portal_glossarytermevent" ("aliases", "code", "department_id", "explanation_en", "explanation_zh", "id", "indicators", "is_explained", "is_public", "name_en", "name_zh", "paragraph", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pinyin", "reading", "release_id", "section", "sector_id") VALUES (OLD."aliases", OLD."code", OLD."department_id", OLD."explanation_en", OLD."explanation_zh", OLD."id", OLD."indicators", OLD."is_explained", OLD."is_public", OLD."name_en", OLD."name_zh", OLD."paragraph", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."pinyin", OLD."reading", OLD."release_id", OLD."section", OLD."sector_id"); RETURN NULL;', hash='4d87699656e48762c33705b1450c4d5e3f6caf08', operation='DELETE', pgid='pgtrigger_delete_delete_d45d6', table='portal_glossaryterm', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='facilityevent',
            trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '%: never truncated', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='d7fde96d28f94be854b1ffc8377a983c8426daa9', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_122e7', table='portal_facilityevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='facilityevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='37fde1bc6353769e1aad8c93810c88e3ab474d74', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_71f37', table='portal_facilityevent', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='facility',
            index=django.contrib.postgres.indexes.GinIndex(portal.records.search_index.SearchVector(portal.records.search_index.TextArray('name_zh', 'name_en'), models.F('aliases'), portal.records.search_index.TextArray('address_zh', 'address_en', 'hours_zh', 'hours_en', 'note_zh', 'note_en', 'phone')), name='facility_search'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='facility',
            trigger=pgtrigger.compiler.Trigger(name='public_change', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', declare='DECLARE since timestamptz;', func="\n        IF TG_OP = 'UPDATE' AND NEW IS NOT DISTINCT FROM OLD THEN\n            RETURN NULL;\n        END IF;\n        \nsince := nullif(current_setting('portal.window_since', true), '')::timestamptz;\nIF since IS NULL THEN\n    since := clock_timestamp();\n    PERFORM pg_advisory_xact_lock_shared(\n        (1237::bigint << 52) | (extract(epoch FROM since) * 1000000)::bigint);\n    PERFORM set_config('portal.window_since', since::text, true);\nEND IF;\n\n        IF (TG_OP <> 'INSERT' AND (OLD.is_public AND (OLD.release_id IS NULL OR EXISTS (\n    SELECT FROM portal_release r WHERE r.id = OLD.release_id AND r.released_at <= clock_timestamp())))) OR (TG_OP <> 'DELETE' AND (NEW.is_public AND (NEW.release_id IS NULL OR EXISTS (\n    SELECT FROM portal_release r WHERE r.id = NEW.release_id AND r.released_at <= clock_timestamp())))) THEN\n            \nIF current_setting('portal.logged_with', true) IS DISTINCT FROM statement_timestamp()::text THEN\n    INSERT INTO portal_publicchange (at, is_late) VALUES (clock_timestamp(), false);\n    PERFORM set_config('portal.logged_with', statement_timestamp()::text, true);\nEND IF;\n\n        END IF;\n         RETURN NULL;", hash='24c61d8fa8fa85549af4df452dbaa0a9797cd712', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_public_change_a7026', table='portal_facility', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='facility',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "portal_facilityevent" ("address_en", "address_zh", "aliases", "area_id", "code", "department_id", "hours_en", "hours_zh", "id", "is_public", "kind", "name_en", "name_zh", "note_en", "note_zh", "paragraph", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "pinyin", "release_id", "section", "sector_id") VALUES (NEW."address_en", NEW."address_zh", NEW."aliases", NEW."area_id", NEW."code", NEW."department_id", NEW."hours_en", NEW."hours_zh", NEW."id", NEW."is_public", NEW."kind", NEW."name_en", NEW."name_zh", NEW."note_en", NEW."note_zh", NEW."paragraph", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone", NEW."pinyin", NEW."release_id", NEW."section", NEW."sector_id"); RETURN NULL;', hash='d42dcdafeed3c905f9ee1eaf64af19ce09bcdb29', operation='INSERT', pgid='pgtrigger_insert_insert_d9a55', table='portal_facility', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='facility',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "portal_facilityevent" ("address_en", "address_zh", "aliases", "area_id", "code", "department_id", "hours_en", "hours_zh", "id", "is_public", "kind", "name_en", "name_zh", "note_en", "note_zh", "paragraph", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "pinyin", "release_id", "section", "sector_id") VALUES (NEW."address_en", NEW."address_zh", NEW."aliases", NEW."area_id", NEW."code", NEW."department_id", NEW."hours_en", NEW."hours_zh", NEW."id", NEW."is_public", NEW."kind", NEW."name_en", NEW."name_zh", NEW."note_en", NEW."note_zh", NEW."paragraph", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."pinyin", NEW."release_id", NEW."section", NEW."sector_id"); RETURN NULL;', hash='a1f446d7be1f9288c0f04eef62ef9cce0e115265', operation='UPDATE', pgid='pgtrigger_update_update_abcf7', table='portal_facility', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='facility',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "portal_facilityevent" ("address_en", "address_zh", "aliases", "area_id", "code", "department_id", "hours_en", "hours_zh", "id", "is_public", "kind", "name_en", "name_zh", "note_en", "note_zh", "paragraph", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "pinyin", "release_id", "section", "sector_id") VALUES (OLD."address_en", OLD."address_zh", OLD."aliases", OLD."area_id", OLD."code", OLD."department_id", OLD."hours_en", OLD."hours_zh", OLD."id", OLD."is_public", OLD."kind", OLD."name_en", OLD."name_zh", OLD."note_en", OLD."note_zh", OLD."paragraph", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."phone", OLD."pinyin", OLD."release_id", OLD."section", OLD."sector_id"); RETURN NULL;', hash='18e5ae1495b1d39ff0cb7450bec90d877bd8cc1c', operation='DELETE', pgid='pgtrigger_delete_delete_328ab', table='portal_facility', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='series',
            constraint=models.UniqueConstraint(fields=('indicator', 'area', 'dimensions'), name='series_key_unique'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='series',
            trigger=pgtrigger.compiler.Trigger(name='key_never_changes', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."indicator_id" IS DISTINCT FROM (NEW."indicator_id") OR OLD."area_id" IS DISTINCT FROM (NEW."area_id") OR OLD."dimensions" IS DISTINCT FROM (NEW."dimensions"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='a6e095ddd46563e13e93b0eeffc395a3c9d2c0e8', operation='UPDATE', pgid='pgtrigger_key_never_changes_075af', table='portal_series', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='series',
            trigger=pgtrigger.compiler.Trigger(name='dimensions_are_codes', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                IF (SELECT coalesce(array_agg(key ORDER BY key), '{}') FROM jsonb_object_keys(NEW.dimensions) key)\n                   <> (SELECT array(SELECT d FROM unnest(i.dimensions) d ORDER BY d)::text[]\n                       FROM portal_indicator i WHERE i.id = NEW.indicator_id)\n                   OR EXISTS (\n                    SELECT 1 FROM jsonb_each_text(NEW.dimensions) pair\n                    WHERE NOT EXISTS (SELECT 1 FROM portal_code c\n                                      WHERE c.dimension_id = pair.key AND c.code = pair.value)\n                ) THEN\n                    RAISE EXCEPTION 'series: % are not values of the dimensions of its indicator', NEW.dimensions\n                        USING ERRCODE = 'check_violation';\n                END IF;\n                RETURN NEW;\n                ", hash='0baf83143aff2e41802465512e9bf26a6c8a6fa9', operation='INSERT', pgid='pgtrigger_dimensions_are_codes_b28ee', table='portal_series', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='series',
            trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '%: never truncated', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='9ec39bf2abd828dca1e8bf8daa57284a8c36df4f', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_9ba22', table='portal_series', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='series',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "portal_seriesevent" ("area_id", "dimensions", "id", "indicator_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."area_id", NEW."dimensions", NEW."id", NEW."indicator_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='533bac25ff33a02f600bcac94367967f04cdbeaa', operation='INSERT', pgid='pgtrigger_insert_insert_545b3', table='portal_series', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='series',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "portal_seriesevent" ("area_id", "dimensions", "id", "indicator_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."area_id", NEW."dimensions", NEW."id", NEW."indicator_id", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;', hash='ec0bf0ba69dcbf32c906d17100895329c47fa236', operation='UPDATE', pgid='pgtrigger_update_update_91fe4', table='portal_series', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='series',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "portal_seriesevent" ("area_id", "dimensions", "id", "indicator_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."area_id", OLD."dimensions", OLD."id", OLD."indicator_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='c8eb34aaa9b032044755b1c5447c3970547b69ef', operation='DELETE', pgid='pgtrigger_delete_delete_e3051', table='portal_series', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='observationevent',
            trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '%: never truncated', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='92e87b77bb819ad6e66d6c13b6cc3c74498cf5c0', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_130ee', table='portal_observationevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='observationevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='99f60e668080029121c50f17ab3882f2086cd2f6', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_b33d3', table='portal_observationevent', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='observation',
            index=models.Index(fields=['series', 'period_end', 'released_at'], include=('superseded_at',), name='observation_by_series'),
        ),
        migrations.AddIndex(
            model_name='observation',
            index=django.contrib.postgres.indexes.GinIndex(portal.records.search_index.SearchVector(portal.records.search_index.TextArray(), portal.records.search_index.TextArray(), portal.records.search_index.TextArray('as_printed', 'note_zh', 'note_en')), name='observation_search'),
        ),
        migrations.AddConstraint(
            model_name='observation',
            constraint=models.CheckConstraint(condition=models.Q(('period_start__isnull', True), ('period_start__lte', models.F('period_end')), _connector='OR'), name='observation_period_in_order', violation_error_message='The first day of a period is not after its last.'),
        ),
        migrations.AddConstraint(
            model_name='observation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['suppressed', 'missing']), ('value__isnull', True)), models.Q(('value__isnull', False), models.Q(('status__in', ['suppressed', 'missing']), _negated=True)), _connector='OR'), name='observation_value_unless_withheld', violation_error_message='A value is left out exactly when it is suppressed or missing.'),
        ),
        migrations.AddConstraint(
            model_name='observation',
            constraint=models.UniqueConstraint(fields=('release', 'series', 'period_start', 'period_end', 'kind'), name='observation_once_in_release', nulls_distinct=False, violation_error_message='The release already has a figure of this series, period and kind.'),
        ),
        migrations.AddConstraint(
            model_name='observation',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('released_at__isnull', False)), deferrable=django.db.models.constraints.Deferrable['DEFERRED'], expressions=[('series', '='), (portal.statistics.models.observation.DateRange('period_start', 'period_end'), '='), ('kind', '='), (portal.publishing.models.released.TstzRange('released_at', 'superseded_at'), '&&')], name='observation_known_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='observation',
            trigger=pgtrigger.compiler.Trigger(name='fits_its_indicator', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE i record;', func="\n                SELECT ind.* INTO i FROM portal_indicator ind\n                    JOIN portal_series s ON s.indicator_id = ind.id WHERE s.id = NEW.series_id;\n                IF (i.basis IN ('point', 'since_start')) <> (NEW.period_start IS NULL)\n                   OR i.basis = 'ytd' AND NEW.period_start <> date_trunc('year', NEW.period_end)::date THEN\n                    RAISE EXCEPTION 'observation: period %..% does not fit basis % of %',\n                        NEW.period_start, NEW.period_end, i.basis, i.code USING ERRCODE = 'check_violation';\n                END IF;\n                IF NEW.value <> round(NEW.value, i.decimals) THEN\n                    RAISE EXCEPTION 'observation: % has more than % decimals', NEW.value, i.decimals\n                        USING ERRCODE = 'check_violation';\n                END IF;\n                IF NEW.value < 0 AND NOT (SELECT u.below_zero FROM portal_unit u WHERE u.code = i.unit_id) THEN\n                    RAISE EXCEPTION 'observation: % is below zero, as no % can be', NEW.value, i.unit_id\n                        USING ERRCODE = 'check_violation';\n                END IF;\n                IF NEW.kind = 'actual' AND NEW.value > 0 AND NEW.value < i.smallest_count THEN\n                    RAISE EXCEPTION 'observation: % is below the smallest count of %', NEW.value, i.code\n                        USING ERRCODE = 'check_violation';\n                END IF;\n                RETURN NEW;\n                ", hash='f9e97f5385cd6f434572f66c91b9b96889ccf690', operation='INSERT OR UPDATE', pgid='pgtrigger_fits_its_indicator_805c8', table='portal_observation', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='observation',
            trigger=pgtrigger.compiler.Trigger(name='frozen_with_release', sql=pgtrigger.compiler.UpsertTriggerSql(declare="DECLARE closed boolean; range_columns text[] = '{released_at,superseded_at}';", func="\n        SELECT count(*) FILTER (WHERE state NOT IN ('draft', 'returned')) > 0 INTO closed FROM (\n            SELECT state FROM portal_release\n            WHERE id IN (CASE WHEN TG_OP <> 'INSERT' THEN OLD.release_id END,\n                         CASE WHEN TG_OP <> 'DELETE' THEN NEW.release_id END)\n            FOR SHARE\n        ) AS touched;\n        IF closed THEN\n            IF TG_OP <> 'UPDATE' OR to_jsonb(NEW) - range_columns <> to_jsonb(OLD) - range_columns THEN\n                RAISE EXCEPTION '%: what has been submitted or released is never rewritten', TG_TABLE_NAME\n                    USING ERRCODE = 'restrict_violation';\n            END IF;\n            IF to_jsonb(NEW) ? 'released_at'\n               AND (to_jsonb(OLD) ->> 'released_at')::timestamptz <= clock_timestamp()\n               AND to_jsonb(NEW) -> 'released_at' <> to_jsonb(OLD) -> 'released_at' THEN\n                RAISE EXCEPTION '%: the time of a release that has passed is never changed', TG_TABLE_NAME\n                    USING ERRCODE = 'restrict_violation';\n            END IF;\n        END IF;\n        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;\n        ", hash='da3a39cb056a10da429b87b1310fd5e96bd42cfc', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_frozen_with_release_a4b52', table='portal_observation', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='observation',
            trigger=pgtrigger.compiler.Trigger(name='closed_with_part', sql=pgtrigger.compiler.UpsertTriggerSql(declare="DECLARE part jsonb; found text; range_columns text[] = '{released_at,superseded_at}';", func="\n        IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - range_columns = to_jsonb(OLD) - range_columns THEN\n            RETURN NEW;\n        END IF;\n        FOREACH part IN ARRAY ARRAY[CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END,\n                                    CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END] LOOP\n            IF part IS NULL OR NOT EXISTS (\n                SELECT 1 FROM portal_contribution WHERE release_id = (part ->> 'release_id')::bigint\n            ) THEN\n                CONTINUE;\n            END IF;\n            SELECT state INTO found FROM portal_contribution\n                WHERE release_id = (part ->> 'release_id')::bigint AND department_id = ((SELECT i.department_id FROM portal_series s JOIN portal_indicator i ON i.id = s.indicator_id\n                 WHERE s.id = (part ->> 'series_id')::bigint)) FOR SHARE;\n            IF found = 'submitted' THEN\n                RAISE EXCEPTION '%: its department has handed its part of the release in', TG_TABLE_NAME\n                    USING ERRCODE = 'restrict_violation';\n            END IF;\n        END LOOP;\n        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;\n        ", hash='975feff2849b62502c587e2614f9153500872e23', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_closed_with_part_61b15', table='portal_observation', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='observation',
            trigger=pgtrigger.compiler.Trigger(name='known_range_follows_releases', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."released_at" IS NOT NULL)', constraint='CONSTRAINT', func="\n        IF EXISTS (\n            SELECT 1 FROM portal_observation mine JOIN portal_release r ON r.id = mine.release_id\n            WHERE mine.id = NEW.id AND (\n                mine.released_at IS DISTINCT FROM r.released_at\n                OR mine.superseded_at IS DISTINCT FROM LEAST(\n                    r.withdrawn_at,\n                    (SELECT min(other.released_at) FROM portal_observation other\n                     WHERE other.series_id = mine.series_id AND other.period_start IS NOT DISTINCT FROM mine.period_start AND other.period_end = mine.period_end AND other.kind = mine.kind AND other.released_at > mine.released_at),\n                    'infinity'))\n        ) THEN\n            RAISE EXCEPTION 'portal_observation: the known range of row % does not follow from the releases', NEW.id\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NULL;\n        ", hash='37478459b8d27beb15ce8077182d2262ba6be224', operation='INSERT OR UPDATE', pgid='pgtrigger_known_range_follows_releases_8b24c', table='portal_observation', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='observation',
            trigger=pgtrigger.compiler.Trigger(name='remember_editor', sql=pgtrigger.compiler.UpsertTriggerSql(declare="DECLARE actor bigint; part jsonb; ignored text[] = '{released_at,superseded_at}';", func="\n        actor := (nullif(current_setting('pghistory.context_metadata', true), '')::jsonb ->> 'user')::bigint;\n        IF actor IS NULL OR (TG_OP = 'UPDATE' AND to_jsonb(NEW) - ignored = to_jsonb(OLD) - ignored) THEN\n            RETURN NULL;\n        END IF;\n        part := to_jsonb(CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END);\n        INSERT INTO portal_releaseeditor (release_id, user_id, since)\n            SELECT id, actor, clock_timestamp() FROM portal_release WHERE id = (part ->> 'release_id')::bigint\n            ON CONFLICT DO NOTHING;\n        RETURN NULL;\n        ", hash='292f5a8892564a87371745ca5457d1a6f2e6fc1a', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_remember_editor_5f803', table='portal_observation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='observation',
            trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '%: never truncated', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='2ba0a1f49af6927a4f5b36dabb40f5c3f2d10e77', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_5fd7d', table='portal_observation', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='observation',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "portal_observationevent" ("as_printed", "id", "kind", "note_en", "note_zh", "paragraph", "period_end", "period_start", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "qualifier", "release_id", "released_at", "section_id", "series_id", "status", "superseded_at", "value") VALUES (NEW."as_printed", NEW."id", NEW."kind", NEW."note_en", NEW."note_zh", NEW."paragraph", NEW."period_end", NEW."period_start", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."qualifier", NEW."release_id", NEW."released_at", NEW."section_id", NEW."series_id", NEW."status", NEW."superseded_at", NEW."value"); RETURN NULL;', hash='4787c4d4a521f0f8a0f350ad5ad3700a01a483c0', operation='INSERT', pgid='pgtrigger_insert_insert_f6cd1', table='portal_observation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='observation',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "portal_observationevent" ("as_printed", "id", "kind", "note_en", "note_zh", "paragraph", "period_end", "period_start", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "qualifier", "release_id", "released_at", "section_id", "series_id", "status", "superseded_at", "value") VALUES (NEW."as_printed", NEW."id", NEW."kind", NEW."note_en", NEW."note_zh", NEW."paragraph", NEW."period_end", NEW."period_start", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."qualifier", NEW."release_id", NEW."released_at", NEW."section_id", NEW."series_id", NEW."status", NEW."superseded_at", NEW."value"); RETURN NULL;', hash='2709b01b6c2cbe7f131a146c51bf4c3e7ab4a5c2', operation='UPDATE', pgid='pgtrigger_update_update_7d8d7', table='portal_observation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='observation',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "portal_observationevent" ("as_printed", "id", "kind", "note_en", "note_zh", "paragraph", "period_end", "period_start", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "qualifier", "release_id", "released_at", "section_id", "series_id", "status", "superseded_at", "value") VALUES (OLD."as_printed", OLD."id", OLD."kind", OLD."note_en", OLD."note_zh", OLD."paragraph", OLD."period_end", OLD."period_start", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."qualifier", OLD."release_id", OLD."released_at", OLD."section_id", OLD."series_id", OLD."status", OLD."superseded_at", OLD."value"); RETURN NULL;', hash='ab76c7db69c9fe7e36538075f2e4e96093bd6ba0', operation='DELETE', pgid='pgtrigger_delete_delete_9c24b', table='portal_observation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='commitmentevent',
            trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '%: never truncated', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='eea961c09adf83784bccefa75641a73f478e83cb', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_29f7e', table='portal_commitmentevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='commitmentevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='0ddc8b52e28f5bc5ce1eb3998b2e35fb789ba830', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_f739f', table='portal_commitmentevent', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='commitment',
            index=django.contrib.postgres.indexes.GinIndex(portal.records.search_index.SearchVector(portal.records.search_index.TextArray('title_zh', 'title_en'), portal.records.search_index.TextArray(), portal.records.search_index.TextArray('detail_zh', 'detail_en', 'due_printed_zh', 'due_printed_en')), name='commitment_search'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='commitment',
            trigger=pgtrigger.compiler.Trigger(name='frozen_with_release', sql=pgtrigger.compiler.UpsertTriggerSql(declare="DECLARE closed boolean; range_columns text[] = '{released_at,superseded_at}';", func="\n        SELECT count(*) FILTER (WHERE state NOT IN ('draft', 'returned')) > 0 INTO closed FROM (\n            SELECT state FROM portal_release\n            WHERE id IN (CASE WHEN TG_OP <> 'INSERT' THEN OLD.release_id END,\n                         CASE WHEN TG_OP <> 'DELETE' THEN NEW.release_id END)\n            FOR SHARE\n        ) AS touched;\n        IF closed THEN\n            IF TG_OP <> 'UPDATE' OR to_jsonb(NEW) - range_columns <> to_jsonb(OLD) - range_columns THEN\n                RAISE EXCEPTION '%: what has been submitted or released is never rewritten', TG_TABLE_NAME\n                    USING ERRCODE = 'restrict_violation';\n            END IF;\n            IF to_jsonb(NEW) ? 'released_at'\n               AND (to_jsonb(OLD) ->> 'released_at')::timestamptz <= clock_timestamp()\n               AND to_jsonb(NEW) -> 'released_at' <> to_jsonb(OLD) -> 'released_at' THEN\n                RAISE EXCEPTION '%: the time of a release that has passed is never changed', TG_TABLE_NAME\n                    USING ERRCODE = 'restrict_violation';\n            END IF;\n        END IF;\n        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;\n        ", hash='060e45e8123bc06493a11ba6c54d41ccd015bf5e', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_frozen_with_release_43da6', table='portal_commitment', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='commitment',
            trigger=pgtrigger.compiler.Trigger(name='closed_with_part', sql=pgtrigger.compiler.UpsertTriggerSql(declare="DECLARE part jsonb; found text; range_columns text[] = '{released_at,superseded_at}';", func="\n        IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - range_columns = to_jsonb(OLD) - range_columns THEN\n            RETURN NEW;\n        END IF;\n        FOREACH part IN ARRAY ARRAY[CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END,\n                                    CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END] LOOP\n            IF part IS NULL OR NOT EXISTS (\n                SELECT 1 FROM portal_contribution WHERE release_id = (part ->> 'release_id')::bigint\n            ) THEN\n                CONTINUE;\n            END IF;\n            SELECT state INTO found FROM portal_contribution\n                WHERE release_id = (part ->> 'release_id')::bigint AND department_id = ((SELECT department_id FROM portal_section WHERE id = (part ->> 'section_id')::bigint)) FOR SHARE;\n            IF found = 'submitted' THEN\n                RAISE EXCEPTION '%: its department has handed its part of the release in', TG_TABLE_NAME\n                    USING ERRCODE = 'restrict_violation';\n            END IF;\n        END LOOP;\n        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;\n        ", hash='eb0e7772de93a9e53a94b96915bb3741806744c6', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_closed_with_part_c1e5e', table='portal_commitment', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='commitment',
            trigger=pgtrigger.compiler.Trigger(name='known_range_follows_releases', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."released_at" IS NOT NULL)', constraint='CONSTRAINT', func="\n        IF EXISTS (\n            SELECT 1 FROM portal_commitment mine JOIN portal_release r ON r.id = mine.release_id\n            WHERE mine.id = NEW.id AND (\n                mine.released_at IS DISTINCT FROM r.released_at\n                OR mine.superseded_at IS DISTINCT FROM LEAST(\n                    r.withdrawn_at,\n                    (SELECT min(other.released_at) FROM portal_commitment other\n                     WHERE false AND other.released_at > mine.released_at),\n                    'infinity'))\n        ) THEN\n            RAISE EXCEPTION 'portal_commitment: the known range of row % does not follow from the releases', NEW.id\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NULL;\n        ", hash='6a4c2b1a93b50866de65ceae46fec9cd42ea57c9', operation='INSERT OR UPDATE', pgid='pgtrigger_known_range_follows_releases_92658', table='portal_commitment', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='commitment',
            trigger=pgtrigger.compiler.Trigger(name='remember_editor', sql=pgtrigger.compiler.UpsertTriggerSql(declare="DECLARE actor bigint; part jsonb; ignored text[] = '{released_at,superseded_at}';", func="\n        actor := (nullif(current_setting('pghistory.context_metadata', true), '')::jsonb ->> 'user')::bigint;\n        IF actor IS NULL OR (TG_OP = 'UPDATE' AND to_jsonb(NEW) - ignored = to_jsonb(OLD) - ignored) THEN\n            RETURN NULL;\n        END IF;\n        part := to_jsonb(CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END);\n        INSERT INTO portal_releaseeditor (release_id, user_id, since)\n            SELECT id, actor, clock_timestamp() FROM portal_release WHERE id = (part ->> 'release_id')::bigint\n            ON CONFLICT DO NOTHING;\n        RETURN NULL;\n        ", hash='b051559d94540a310a95fc4ce914dbe469b0e525', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_remember_editor_f5d25', table='portal_commitment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='commitment',
            trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '%: never truncated', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='6b1aac0cc353b1ffe902f870c33f444855957f6b', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_0946d', table='portal_commitment', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='commitment',
            trigger=pgtrigger.compiler.Trigger(name='public_change', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."due" IS NOT NULL AND NEW."released_at" IS NOT NULL)', constraint='CONSTRAINT', declare='DECLARE since timestamptz;', func="\n        IF TG_OP = 'UPDATE' AND NEW.released_at IS NOT DISTINCT FROM OLD.released_at THEN\n            RETURN NULL;\n        END IF;\n        \nsince := nullif(current_setting('portal.window_since', true), '')::timestamptz;\nIF since IS NULL THEN\n    since := clock_timestamp();\n    PERFORM pg_advisory_xact_lock_shared(\n        (1237::bigint << 52) | (extract(epoch FROM since) * 1000000)::bigint);\n    PERFORM set_config('portal.window_since', since::text, true);\nEND IF;\n\n        \n    INSERT INTO portal_publicchange (at, is_late, release_id)\n        SELECT greatest(NEW.released_at, (NEW.due + 1)::timestamp AT TIME ZONE 'Asia/Shanghai'), greatest(NEW.released_at, (NEW.due + 1)::timestamp AT TIME ZONE 'Asia/Shanghai') < since, NEW.release_id\n        WHERE greatest(NEW.released_at, (NEW.due + 1)::timestamp AT TIME ZONE 'Asia/Shanghai') IS NOT NULL AND NOT EXISTS (\n            SELECT FROM portal_publicchange\n            WHERE at = greatest(NEW.released_at, (NEW.due + 1)::timestamp AT TIME ZONE 'Asia/Shanghai') AND release_id IS NOT DISTINCT FROM NEW.release_id);\n    \n         RETURN NULL;", hash='1305842a4b3f79d0dc1bb31a730b0a7e0a802701', operation='INSERT OR UPDATE', pgid='pgtrigger_public_change_d447f', table='portal_commitment', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='commitment',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "portal_commitmentevent" ("code", "department_id", "detail_en", "detail_zh", "due", "due_printed_en", "due_printed_zh", "id", "paragraph", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_id", "released_at", "section_id", "sector_id", "series_id", "superseded_at", "title_en", "title_zh") VALUES (NEW."code", NEW."department_id", NEW."detail_en", NEW."detail_zh", NEW."due", NEW."due_printed_en", NEW."due_printed_zh", NEW."id", NEW."paragraph", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."release_id", NEW."released_at", NEW."section_id", NEW."sector_id", NEW."series_id", NEW."superseded_at", NEW."title_en", NEW."title_zh"); RETURN NULL;', hash='f0f254e3dce57bf1eaab09549c76e6081e4de574', operation='INSERT', pgid='pgtrigger_insert_insert_30173', table='portal_commitment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='commitment',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "portal_commitmentevent" ("code", "department_id", "detail_en", "detail_zh", "due", "due_printed_en", "due_printed_zh", "id", "paragraph", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_id", "released_at", "section_id", "sector_id", "series_id", "superseded_at", "title_en", "title_zh") VALUES (NEW."code", NEW."department_id", NEW."detail_en", NEW."detail_zh", NEW."due", NEW."due_printed_en", NEW."due_printed_zh", NEW."id", NEW."paragraph", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."release_id", NEW."released_at", NEW."section_id", NEW."sector_id", NEW."series_id", NEW."superseded_at", NEW."title_en", NEW."title_zh"); RETURN NULL;', hash='3333dcfe1cca348d4ac9f318e24690f5d0e07b37', operation='UPDATE', pgid='pgtrigger_update_update_79dd4', table='portal_commitment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='commitment',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "portal_commitmentevent" ("code", "department_id", "detail_en", "detail_zh", "due", "due_printed_en", "due_printed_zh", "id", "paragraph", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_id", "released_at", "section_id", "sector_id", "series_id", "superseded_at", "title_en", "title_zh") VALUES (OLD."code", OLD."department_id", OLD."detail_en", OLD."detail_zh", OLD."due", OLD."due_printed_en", OLD."due_printed_zh", OLD."id", OLD."paragraph", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."release_id", OLD."released_at", OLD."section_id", OLD."sector_id", OLD."series_id", OLD."superseded_at", OLD."title_en", OLD."title_zh"); RETURN NULL;', hash='6d3b7a6116e106988dbb881124860dea62f7c4bc', operation='DELETE', pgid='pgtrigger_delete_delete_199e0', table='portal_commitment', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='checktermevent',
            trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '%: never truncated', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='8fa1362cf0712f98660793c98f2dfd8abf64ea1c', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_a3ae4', table='portal_checktermevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='checktermevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='e2b3153d9e6e8f1271041d4a6d200f38a472f9be', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_5f8e1', table='portal_checktermevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='checkterm',
            constraint=models.UniqueConstraint(fields=('check_rule', 'series'), name='check_term_once'),
        ),
        migrations.AddConstraint(
            model_name='checkterm',
            constraint=models.UniqueConstraint(condition=models.Q(('role', 'part'), _negated=True), fields=('check_rule', 'role'), name='check_role_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='checkterm',
            trigger=pgtrigger.compiler.Trigger(name='public_change', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', declare='DECLARE since timestamptz;', func="\n        IF TG_OP = 'UPDATE' AND NEW IS NOT DISTINCT FROM OLD THEN\n            RETURN NULL;\n        END IF;\n        \nsince := nullif(current_setting('portal.window_since', true), '')::timestamptz;\nIF since IS NULL THEN\n    since := clock_timestamp();\n    PERFORM pg_advisory_xact_lock_shared(\n        (1237::bigint << 52) | (extract(epoch FROM since) * 1000000)::bigint);\n    PERFORM set_config('portal.window_since', since::text, true);\nEND IF;\n\n        IF (TG_OP <> 'INSERT' AND EXISTS (\n    SELECT FROM portal_checkresult r WHERE r.check_id = OLD.check_id AND r.released_at <= clock_timestamp()\n    AND NOT EXISTS (\n        SELECT FROM portal_checkoperand p JOIN portal_observation o ON o.id = p.observation_id\n        WHERE p.result_id = r.id AND coalesce(o.released_at, 'infinity') > clock_timestamp()))) OR (TG_OP <> 'DELETE' AND EXISTS (\n    SELECT FROM portal_checkresult r WHERE r.check_id = NEW.check_id AND r.released_at <= clock_timestamp()\n    AND NOT EXISTS (\n        SELECT FROM portal_checkoperand p JOIN portal_observation o ON o.id = p.observation_id\n        WHERE p.result_id = r.id AND coalesce(o.released_at, 'infinity') > clock_timestamp()))) THEN\n            \nIF current_setting('portal.logged_with', true) IS DISTINCT FROM statement_timestamp()::text THEN\n    INSERT INTO portal_publicchange (at, is_late) VALUES (clock_timestamp(), false);\n    PERFORM set_config('portal.logged_with', statement_timestamp()::text, true);\nEND IF;\n\n        END IF;\n         RETURN NULL;", hash='c25cc2fed913eb2bce22c4b9944e52a701454a56', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_public_change_024b6', table='portal_checkterm', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='checkterm',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "portal_checktermevent" ("check_id", "id", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "series_id") VALUES (NEW."check_id", NEW."id", NEW."order", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."role", NEW."series_id"); RETURN NULL;', hash='32e421939e179b0520f9fa7384fcbbb550ed3675', operation='INSERT', pgid='pgtrigger_insert_insert_a40e6', table='portal_checkterm', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='checkterm',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "portal_checktermevent" ("check_id", "id", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "series_id") VALUES (NEW."check_id", NEW."id", NEW."order", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."role", NEW."series_id"); RETURN NULL;', hash='2c9b64db684460b0373300a3e02ead862a6bb135', operation='UPDATE', pgid='pgtrigger_update_update_e4589', table='portal_checkterm', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='checkterm',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "portal_checktermevent" ("check_id", "id", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "series_id") VALUES (OLD."check_id", OLD."id", OLD."order", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."role", OLD."series_id"); RETURN NULL;', hash='4b06806b8f0c566123aa45da07866d3ef89193e0', operation='DELETE', pgid='pgtrigger_delete_delete_311e9', table='portal_checkterm', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='checkresultevent',
            trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '%: never truncated', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='7bbd404813141d3863e16038316437ba88b4b0d2', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_468a1', table='portal_checkresultevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='checkresultevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='46038ea887b7bfcad780518e4b0754c1d07f938b', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_cdd43', table='portal_checkresultevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='checkresult',
            constraint=models.CheckConstraint(condition=models.Q(('difference', django.db.models.expressions.CombinedExpression(models.F('stated'), '-', models.F('computed')))), name='check_result_difference'),
        ),
        migrations.AddConstraint(
            model_name='checkresult',
            constraint=models.CheckConstraint(condition=models.Q(('passed', True), ('released_at__isnull', True), models.Q(models.Q(('reason_zh', ''), _negated=True), models.Q(('reason_en', ''), _negated=True)), _connector='OR'), name='check_result_failure_explained'),
        ),
        migrations.AddConstraint(
            model_name='checkresult',
            constraint=models.UniqueConstraint(fields=('key', 'release'), name='check_result_once_in_release'),
        ),
        migrations.AddConstraint(
            model_name='checkresult',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('released_at__isnull', False)), deferrable=django.db.models.constraints.Deferrable['DEFERRED'], expressions=[('key', '='), (portal.publishing.models.released.TstzRange('released_at', 'superseded_at'), '&&')], name='check_result_known_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='checkresult',
            trigger=pgtrigger.compiler.Trigger(name='frozen_with_release', sql=pgtrigger.compiler.UpsertTriggerSql(declare="DECLARE closed boolean; range_columns text[] = '{released_at,superseded_at}';", func="\n        SELECT count(*) FILTER (WHERE state NOT IN ('draft', 'returned', 'submitted')) > 0 INTO closed FROM (\n            SELECT state FROM portal_release\n            WHERE id IN (CASE WHEN TG_OP <> 'INSERT' THEN OLD.release_id END,\n                         CASE WHEN TG_OP <> 'DELETE' THEN NEW.release_id END)\n            FOR SHARE\n        ) AS touched;\n        IF closed THEN\n            IF TG_OP <> 'UPDATE' OR to_jsonb(NEW) - range_columns <> to_jsonb(OLD) - range_columns THEN\n                RAISE EXCEPTION '%: what has been submitted or released is never rewritten', TG_TABLE_NAME\n                    USING ERRCODE = 'restrict_violation';\n            END IF;\n            IF to_jsonb(NEW) ? 'released_at'\n               AND (to_jsonb(OLD) ->> 'released_at')::timestamptz <= clock_timestamp()\n               AND to_jsonb(NEW) -> 'released_at' <> to_jsonb(OLD) -> 'released_at' THEN\n                RAISE EXCEPTION '%: the time of a release that has passed is never changed', TG_TABLE_NAME\n                    USING ERRCODE = 'restrict_violation';\n            END IF;\n        END IF;\n        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;\n        ", hash='0c938f0ab69e7e8dcfbc3fbe1a71edd2c810d570', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_frozen_with_release_bd358', table='portal_checkresult', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='checkresult',
            trigger=pgtrigger.compiler.Trigger(name='known_range_follows_releases', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."released_at" IS NOT NULL)', constraint='CONSTRAINT', func="\n        IF EXISTS (\n            SELECT 1 FROM portal_checkresult mine JOIN portal_release r ON r.id = mine.release_id\n            WHERE mine.id = NEW.id AND (\n                mine.released_at IS DISTINCT FROM r.released_at\n                OR mine.superseded_at IS DISTINCT FROM LEAST(\n                    r.withdrawn_at,\n                    (SELECT min(other.released_at) FROM portal_checkresult other\n                     WHERE other.key = mine.key AND other.released_at > mine.released_at),\n                    'infinity'))\n        ) THEN\n            RAISE EXCEPTION 'portal_checkresult: the known range of row % does not follow from the releases', NEW.id\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NULL;\n        ", hash='3b9bdb6811c4568761ad4debe0a65a8f28423352', operation='INSERT OR UPDATE', pgid='pgtrigger_known_range_follows_releases_8c816', table='portal_checkresult', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='checkresult',
            trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '%: never truncated', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='80901e023116eaea113cbb2cbdf725586b98afca', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_e9ce5', table='portal_checkresult', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='checkresult',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "portal_checkresultevent" ("check_id", "computed", "difference", "id", "key", "kind", "paragraph", "passed", "period_end", "period_start", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason_en", "reason_zh", "release_id", "released_at", "section_id", "series_id", "stated", "superseded_at") VALUES (NEW."check_id", NEW."computed", NEW."difference", NEW."id", NEW."key", NEW."kind", NEW."paragraph", NEW."passed", NEW."period_end", NEW."period_start", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason_en", NEW."reason_zh", NEW."release_id", NEW."released_at", NEW."section_id", NEW."series_id", NEW."stated", NEW."superseded_at"); RETURN NULL;', hash='38dd54f3533733a3a6911a88a2f76da5a6233688', operation='INSERT', pgid='pgtrigger_insert_insert_153d8', table='portal_checkresult', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='checkresult',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "portal_checkresultevent" ("check_id", "computed", "difference", "id", "key", "kind", "paragraph", "passed", "period_end", "period_start", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason_en", "reason_zh", "release_id", "released_at", "section_id", "series_id", "stated", "superseded_at") VALUES (NEW."check_id", NEW."computed", NEW."difference", NEW."id", NEW."key", NEW."kind", NEW."paragraph", NEW."passed", NEW."period_end", NEW."period_start", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason_en", NEW."reason_zh", NEW."release_id", NEW."released_at", NEW."section_id", NEW."series_id", NEW."stated", NEW."superseded_at"); RETURN NULL;', hash='13d9ed38bf28d96c980cb9bf33966d6f2c524867', operation='UPDATE', pgid='pgtrigger_update_update_c60d8', table='portal_checkresult', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='checkresult',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "portal_checkresultevent" ("check_id", "computed", "difference", "id", "key", "kind", "paragraph", "passed", "period_end", "period_start", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason_en", "reason_zh", "release_id", "released_at", "section_id", "series_id", "stated", "superseded_at") VALUES (OLD."check_id", OLD."computed", OLD."difference", OLD."id", OLD."key", OLD."kind", OLD."paragraph", OLD."passed", OLD."period_end", OLD."period_start", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."reason_en", OLD."reason_zh", OLD."release_id", OLD."released_at", OLD."section_id", OLD."series_id", OLD."stated", OLD."superseded_at"); RETURN NULL;', hash='6887c7f07c788fb46c948b51c56d323f59582ee1', operation='DELETE', pgid='pgtrigger_delete_delete_bf143', table='portal_checkresult', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='seriesevent',
            trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '%: never truncated', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='4114e9f1b11bff6280cabba4a97d49ce7f47f706', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_d17e7', table='portal_seriesevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='seriesevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='d3796d139c7556adbdc67ddd221862df29f74fd0', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_91f0d', table='portal_seriesevent', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='digest',
            index=models.Index(models.F('next_attempt_at'), models.F('id'), condition=models.Q(('state', 'waiting')), name='digest_to_be_sent'),
        ),
        migrations.AddConstraint(
            model_name='digest',
            constraint=models.UniqueConstraint(fields=('subscriber', 'occasion'), name='digest_once_of_occasion'),
        ),
        migrations.AddConstraint(
            model_name='digest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('settled_at__isnull', False), ('state__in', ['sent', 'failed'])), models.Q(('settled_at__isnull', True), ('state__in', ['waiting', 'sending', 'unknown'])), _connector='OR'), name='digest_settled_when_sent_or_given_up'),
        ),
        migrations.AddIndex(
            model_name='subscription',
            index=models.Index(fields=['kind', 'reference'], name='subscription_by_topic'),
        ),
        migrations.AddConstraint(
            model_name='subscription',
            constraint=models.UniqueConstraint(fields=('subscriber', 'kind', 'reference'), name='subscribed_once_to_topic'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='indicatorevent',
            trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '%: never truncated', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='3d25f55a64b7c9742fe8e29a3610a4c32195f024', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_adf48', table='portal_indicatorevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='indicatorevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='05756e54ef9644ac03f1a832b51e6407296bc3a3', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_22aff', table='portal_indicatorevent', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='indicator',
            index=django.contrib.postgres.indexes.GinIndex(portal.records.search_index.SearchVector(portal.records.search_index.TextArray('name_zh', 'name_en'), portal.records.search_index.TextArray(), portal.records.search_index.TextArray('definition_zh', 'definition_en', 'code')), name='indicator_search'),
        ),
        migrations.AddConstraint(
            model_name='indicator',
            constraint=models.CheckConstraint(condition=models.Q(('decimals__lte', 6)), name='indicator_decimals'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='indicator',
            trigger=pgtrigger.compiler.Trigger(name='meaning_fixed_by_release', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."basis" IS DISTINCT FROM (NEW."basis") OR OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."decimals" IS DISTINCT FROM (NEW."decimals") OR OLD."dimensions" IS DISTINCT FROM (NEW."dimensions") OR OLD."unit_id" IS DISTINCT FROM (NEW."unit_id"))', func="\n                IF EXISTS (\n                    SELECT 1 FROM portal_observation o JOIN portal_series s ON s.id = o.series_id\n                    WHERE s.indicator_id = OLD.id AND o.released_at IS NOT NULL\n                ) THEN\n                    RAISE EXCEPTION 'indicator %: code, unit, basis … of released figures are fixed', OLD.code\n                        USING ERRCODE = 'restrict_violation';\n                END IF;\n                RETURN NEW;\n                ", hash='32dced96aa862ee1782af5e7dec75b82cd4371e6', operation='UPDATE', pgid='pgtrigger_meaning_fixed_by_release_702b5', table='portal_indicator', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='indicator',
            trigger=pgtrigger.compiler.Trigger(name='public_change', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', declare='DECLARE since timestamptz;', func="\n        IF TG_OP = 'UPDATE' AND NEW IS NOT DISTINCT FROM OLD THEN\n            RETURN NULL;\n        END IF;\n        \nsince := nullif(current_setting('portal.window_since', true), '')::timestamptz;\nIF since IS NULL THEN\n    since := clock_timestamp();\n    PERFORM pg_advisory_xact_lock_shared(\n        (1237::bigint << 52) | (extract(epoch FROM since) * 1000000)::bigint);\n    PERFORM set_config('portal.window_since', since::text, true);\nEND IF;\n\n        IF (TG_OP <> 'INSERT' AND EXISTS (\n    SELECT FROM portal_series s WHERE s.indicator_id = OLD.id AND (\n        EXISTS (SELECT FROM portal_observation o WHERE o.series_id = s.id AND o.released_at <= clock_timestamp())\n        OR EXISTS (SELECT FROM portal_commitment c WHERE c.series_id = s.id AND c.released_at <= clock_timestamp())))) OR (TG_OP <> 'DELETE' AND EXISTS (\n    SELECT FROM portal_series s WHERE s.indicator_id = NEW.id AND (\n        EXISTS (SELECT FROM portal_observation o WHERE o.series_id = s.id AND o.released_at <= clock_timestamp())\n        OR EXISTS (SELECT FROM portal_commitment c WHERE c.series_id = s.id AND c.released_at <= clock_timestamp())))) THEN\n            \nIF current_setting('portal.logged_with', true) IS DISTINCT FROM statement_timestamp()::text THEN\n    INSERT INTO portal_publicchange (at, is_late) VALUES (clock_timestamp(), false);\n    PERFORM set_config('portal.logged_with', statement_timestamp()::text, true);\nEND IF;\n\n        END IF;\n         RETURN NULL;", hash='78a714635c2b44dfaa922f89b9af3ba732a50492', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_public_change_c584b', table='portal_indicator', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='indicator',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "portal_indicatorevent" ("basis", "code", "decimals", "definition_en", "definition_zh", "department_id", "dimensions", "expected_after", "frequency", "headline", "id", "name_en", "name_zh", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sector_id", "smallest_count", "unit_id") VALUES (NEW."basis", NEW."code", NEW."decimals", NEW."definition_en", NEW."definition_zh", NEW."department_id", NEW."dimensions", NEW."expected_after", NEW."frequency", NEW."headline", NEW."id", NEW."name_en", NEW."name_zh", NEW."order", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."sector_id", NEW."smallest_count", NEW."unit_id"); RETURN NULL;', hash='caaf3c70e3e5f410f4e4433c6de5e8d6d127db4b', operation='INSERT', pgid='pgtrigger_insert_insert_8c433', table='portal_indicator', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='indicator',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "portal_indicatorevent" ("basis", "code", "decimals", "definition_en", "definition_zh", "department_id", "dimensions", "expected_after", "frequency", "headline", "id", "name_en", "name_zh", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sector_id", "smallest_count", "unit_id") VALUES (NEW."basis", NEW."code", NEW."decimals", NEW."definition_en", NEW."definition_zh", NEW."department_id", NEW."dimensions", NEW."expected_after", NEW."frequency", NEW."headline", NEW."id", NEW."name_en", NEW."name_zh", NEW."order", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."sector_id", NEW."smallest_count", NEW."unit_id"); RETURN NULL;', hash='f0d0b98fb0a504facb2c201a47a753566f20375d', operation='UPDATE', pgid='pgtrigger_update_update_7e038', table='portal_indicator', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='indicator',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "portal_indicatorevent" ("basis", "code", "decimals", "definition_en", "definition_zh", "department_id", "dimensions", "expected_after", "frequency", "headline", "id", "name_en", "name_zh", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sector_id", "smallest_count", "unit_id") VALUES (OLD."basis", OLD."code", OLD."decimals", OLD."definition_en", OLD."definition_zh", OLD."department_id", OLD."dimensions", OLD."expected_after", OLD."frequency", OLD."headline", OLD."id", OLD."name_en", OLD."name_zh", OLD."order", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."sector_id", OLD."smallest_count", OLD."unit_id"); RETURN NULL;', hash='1eba27c6788b8449f88ce85cac7ea8dbf3924135', operation='DELETE', pgid='pgtrigger_delete_delete_6df11', table='portal_indicator', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='unitevent',
            trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '%: never truncated', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='89d173ec845edf4935e93f32196b03178779ea7e', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_7a53a', table='portal_unitevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='unitevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='d0699aa37c28b2a44d6644acb84566c3f7c9c9e2', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_a56d2', table='portal_unitevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='userevent',
            trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '%: never truncated', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='9b713c558b70343528d2033a440dec835cb57662', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_bc8da', table='portal_userevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='userevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='c1c76022d6e0a8a23ec74ad56dc65be5b415e644', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_6bdd8', table='portal_userevent', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='workbookjob',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('finished_at__isnull', True), ('state', 'running')), models.Q(models.Q(('state', 'running'), _negated=True), ('finished_at__isnull', False)), _connector='OR'), name='workbook_job_ends_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='membership',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "portal_membershipevent" ("group_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "user_id") VALUES (NEW."group_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."user_id"); RETURN NULL;', hash='7821283ee6b08d6a7c3116fe662ab3714f88cf3d', operation='INSERT', pgid='pgtrigger_insert_insert_49698', table='portal_user_groups', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='membership',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "portal_membershipevent" ("group_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "user_id") VALUES (OLD."group_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."user_id"); RETURN NULL;', hash='c64e091ec25a38eb3b02e08882928b39309277ba', operation='DELETE', pgid='pgtrigger_delete_delete_15c5f', table='portal_user_groups', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='commitmentarea',
            trigger=pgtrigger.compiler.Trigger(name='frozen_with_its_record', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF EXISTS (\n            SELECT 1 FROM portal_release r JOIN portal_commitment record ON record.release_id = r.id\n            WHERE record.id IN (CASE WHEN TG_OP <> 'INSERT' THEN OLD.commitment_id END,\n                                CASE WHEN TG_OP <> 'DELETE' THEN NEW.commitment_id END)\n            AND r.state NOT IN ('draft', 'returned')\n            FOR SHARE OF r\n        ) THEN\n            RAISE EXCEPTION '%: what has been released is never rewritten', TG_TABLE_NAME\n                USING ERRCODE = 'restrict_violation';\n        END IF;\n        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;\n        ", hash='b9458b163578ba2eeea4c1ccf2d638218c1b1721', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_frozen_with_its_record_e4612', table='portal_commitment_areas', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='commitmentarea',
            trigger=pgtrigger.compiler.Trigger(name='closed_with_part', sql=pgtrigger.compiler.UpsertTriggerSql(declare="DECLARE part jsonb; found text; range_columns text[] = '{released_at,superseded_at}';", func="\n        IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - range_columns = to_jsonb(OLD) - range_columns THEN\n            RETURN NEW;\n        END IF;\n        FOREACH part IN ARRAY ARRAY[CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END,\n                                    CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END] LOOP\n            IF part IS NULL OR NOT EXISTS (\n                SELECT 1 FROM portal_contribution WHERE release_id = (SELECT release_id FROM portal_commitment WHERE id = (part ->> 'commitment_id')::bigint)\n            ) THEN\n                CONTINUE;\n            END IF;\n            SELECT state INTO found FROM portal_contribution\n                WHERE release_id = (SELECT release_id FROM portal_commitment WHERE id = (part ->> 'commitment_id')::bigint) AND department_id = ((SELECT s.department_id FROM portal_commitment c JOIN portal_section s ON s.id = c.section_id WHERE c.id = (part ->> 'commitment_id')::bigint)) FOR SHARE;\n            IF found = 'submitted' THEN\n                RAISE EXCEPTION '%: its department has handed its part of the release in', TG_TABLE_NAME\n                    USING ERRCODE = 'restrict_violation';\n            END IF;\n        END LOOP;\n        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;\n        ", hash='bf3d344f18f3d042dc4dc2dade4de31f30274d3f', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_closed_with_part_1c7ab', table='portal_commitment_areas', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='commitmentarea',
            trigger=pgtrigger.compiler.Trigger(name='remember_editor', sql=pgtrigger.compiler.UpsertTriggerSql(declare="DECLARE actor bigint; part jsonb; ignored text[] = '{}';", func="\n        actor := (nullif(current_setting('pghistory.context_metadata', true), '')::jsonb ->> 'user')::bigint;\n        IF actor IS NULL OR (TG_OP = 'UPDATE' AND to_jsonb(NEW) - ignored = to_jsonb(OLD) - ignored) THEN\n            RETURN NULL;\n        END IF;\n        part := to_jsonb(CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END);\n        INSERT INTO portal_releaseeditor (release_id, user_id, since)\n            SELECT id, actor, clock_timestamp() FROM portal_release WHERE id = (SELECT release_id FROM portal_commitment WHERE id = (part ->> 'commitment_id')::bigint)\n            ON CONFLICT DO NOTHING;\n        RETURN NULL;\n        ", hash='e2f9211021e97e6d022844c62ca134edc82ee71d', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_remember_editor_a363f', table='portal_commitment_areas', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='commitmentarea',
            trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '%: never truncated', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='852625d19863aef1101485737dfd50e8690809e4', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_ca54f', table='portal_commitment_areas', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='commitmentarea',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "portal_commitmentareaevent" ("area_id", "commitment_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label") VALUES (NEW."area_id", NEW."commitment_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\'); RETURN NULL;', hash='7f77b0718f94b1c3960e425205bde113aa368fb4', operation='INSERT', pgid='pgtrigger_insert_insert_c1be7', table='portal_commitment_areas', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='commitmentarea',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "portal_commitmentareaevent" ("area_id", "commitment_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label") VALUES (OLD."area_id", OLD."commitment_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\'); RETURN NULL;', hash='f7e68531c96a8d3a3b5f6241003edad75e45a5e7', operation='DELETE', pgid='pgtrigger_delete_delete_0fbf2', table='portal_commitment_areas', when='AFTER')),
        ),
    ]
