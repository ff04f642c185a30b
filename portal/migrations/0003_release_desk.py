"""What the release desk keeps: parts, comments, announcements, preview links, and reasons of checks."""


import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('contenttypes', '0002_remove_content_type_name'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('portal', '0002_notices'),
    ]

    operations = [
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
            name='Contribution',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due_at', models.DateTimeField(blank=True, null=True, verbose_name='wanted by')),
                ('note', models.TextField(blank=True, verbose_name='what is wanted')),
                ('state', models.CharField(choices=[('missing', 'not in yet'), ('submitted', 'handed in'), ('returned', 'returned to the department')], default='missing', editable=False, max_length=10, verbose_name='state')),
                ('submitted_at', models.DateTimeField(editable=False, null=True, verbose_name='handed in at')),
                ('returned_at', models.DateTimeField(editable=False, null=True, verbose_name='returned at')),
                ('return_reason', models.TextField(blank=True, editable=False, verbose_name='reason for returning')),
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
            ],
            options={
                'abstract': False,
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
        pgtrigger.migrations.RemoveTrigger(
            model_name='checkresult',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='checkresult',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='checkresult',
            name='delete_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='indicator',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='indicator',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='indicator',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='checkresult',
            name='reason_en',
            field=models.TextField(blank=True, verbose_name='why it is published all the same (English)'),
        ),
        migrations.AddField(
            model_name='checkresult',
            name='reason_zh',
            field=models.TextField(blank=True, verbose_name='why it is published all the same (Chinese)'),
        ),
        migrations.AddField(
            model_name='checkresultevent',
            name='reason_en',
            field=models.TextField(blank=True, verbose_name='why it is published all the same (English)'),
        ),
        migrations.AddField(
            model_name='checkresultevent',
            name='reason_zh',
            field=models.TextField(blank=True, verbose_name='why it is published all the same (Chinese)'),
        ),
        migrations.AddField(
            model_name='indicator',
            name='expected_after',
            field=models.PositiveSmallIntegerField(default=0, verbose_name='days after the end of a period by which its figure is expected'),
        ),
        migrations.AddField(
            model_name='indicator',
            name='frequency',
            field=models.CharField(blank=True, choices=[('A', 'every year'), ('S', 'every half-year'), ('Q', 'every quarter'), ('M', 'every month')], help_text='How often a new figure is expected; empty where nothing is promised.', max_length=1, verbose_name='frequency'),
        ),
        migrations.AddField(
            model_name='indicatorevent',
            name='expected_after',
            field=models.PositiveSmallIntegerField(default=0, verbose_name='days after the end of a period by which its figure is expected'),
        ),
        migrations.AddField(
            model_name='indicatorevent',
            name='frequency',
            field=models.CharField(blank=True, choices=[('A', 'every year'), ('S', 'every half-year'), ('Q', 'every quarter'), ('M', 'every month')], help_text='How often a new figure is expected; empty where nothing is promised.', max_length=1, verbose_name='frequency'),
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
            model_name='release',
            trigger=pgtrigger.compiler.Trigger(name='submitted_with_every_part', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."state" = \'submitted\' AND OLD."state" IN (\'draft\', \'returned\'))', func="\n                IF EXISTS (SELECT 1 FROM portal_contribution c\n                           WHERE c.release_id = NEW.id AND c.state <> 'submitted') THEN\n                    RAISE EXCEPTION 'release %: parts of it are not in yet', NEW.slug\n                        USING ERRCODE = 'check_violation';\n                END IF;\n                RETURN NEW;\n                ", hash='8d3a02f7e081f6263259e739e7a1ba274808bc0d', operation='UPDATE', pgid='pgtrigger_submitted_with_every_part_25034', table='portal_release', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='release',
            trigger=pgtrigger.compiler.Trigger(name='public_when_announced', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."released_at" IS NOT NULL AND OLD."released_at" IS NULL)', constraint='CONSTRAINT', func="\n                IF EXISTS (\n                    SELECT 1 FROM portal_release r, LATERAL (\n                        SELECT scheduled_for, confirmed FROM portal_announcement a\n                        WHERE a.release_id = r.id ORDER BY a.id DESC LIMIT 1\n                    ) AS standing\n                    WHERE r.id = NEW.id AND r.released_at <> standing.scheduled_for AND standing.confirmed\n                ) THEN\n                    RAISE EXCEPTION 'release %: the public was told another time', NEW.slug\n                        USING ERRCODE = 'check_violation';\n                END IF;\n                RETURN NULL;\n                ", hash='98ab27d67660d5bfdf898b217af4222432f4b2a4', operation='UPDATE', pgid='pgtrigger_public_when_announced_22f56', table='portal_release', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='checkresult',
            constraint=models.CheckConstraint(condition=models.Q(('passed', True), ('released_at__isnull', True), models.Q(models.Q(('reason_zh', ''), _negated=True), models.Q(('reason_en', ''), _negated=True)), _connector='OR'), name='check_result_failure_explained'),
        ),
        migrations.AddField(
            model_name='announcement',
            name='announced_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='announced by'),
        ),
        migrations.AddField(
            model_name='announcement',
            name='release',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='announcements', to='portal.release', verbose_name='release'),
        ),
        migrations.AddField(
            model_name='announcementevent',
            name='announced_by',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='announced by'),
        ),
        migrations.AddField(
            model_name='announcementevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='announcementevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='portal.announcement'),
        ),
        migrations.AddField(
            model_name='announcementevent',
            name='release',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='portal.release', verbose_name='release'),
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
            model_name='comment',
            name='release',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='comments', to='portal.release', verbose_name='release'),
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
            model_name='commentevent',
            name='release',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='portal.release', verbose_name='release'),
        ),
        migrations.AddField(
            model_name='contribution',
            name='department',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contributions', to='portal.department', verbose_name='department'),
        ),
        migrations.AddField(
            model_name='contribution',
            name='release',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contributions', to='portal.release', verbose_name='release'),
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
            name='department',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='portal.department', verbose_name='department'),
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
            name='release',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='portal.release', verbose_name='release'),
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
        migrations.AddField(
            model_name='previewlink',
            name='created_by',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='given by'),
        ),
        migrations.AddField(
            model_name='previewlink',
            name='release',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='preview_links', to='portal.release', verbose_name='release'),
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
            name='release',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='portal.release', verbose_name='release'),
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
        pgtrigger.migrations.AddTrigger(
            model_name='announcementevent',
            trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '%: never truncated', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='5c8139eb487c59f4888932f14ee2ac240895c4b5', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_1737c', table='portal_announcementevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='announcementevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='267fef3d773cde7b329d95b9f0128c506affd034', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_f00fb', table='portal_announcementevent', when='BEFORE')),
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
            model_name='commentevent',
            trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '%: never truncated', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='17403fb85af7a79c00d154bc3610502fe6d13443', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_de64d', table='portal_commentevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='commentevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='9d898a561060920b03589dd028684a4c0f7864ac', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_4c589', table='portal_commentevent', when='BEFORE')),
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
        pgtrigger.migrations.AddTrigger(
            model_name='contribution',
            trigger=pgtrigger.compiler.Trigger(name='frozen_with_release', sql=pgtrigger.compiler.UpsertTriggerSql(declare="DECLARE closed boolean; range_columns text[] = '{released_at,superseded_at}';", func="\n        SELECT count(*) FILTER (WHERE state NOT IN ('draft', 'returned')) > 0 INTO closed FROM (\n            SELECT state FROM portal_release\n            WHERE id IN (CASE WHEN TG_OP <> 'INSERT' THEN OLD.release_id END,\n                         CASE WHEN TG_OP <> 'DELETE' THEN NEW.release_id END)\n            FOR SHARE\n        ) AS touched;\n        IF closed THEN\n            IF TG_OP <> 'UPDATE' OR to_jsonb(NEW) - range_columns <> to_jsonb(OLD) - range_columns THEN\n                RAISE EXCEPTION '%: what has been submitted or released is never rewritten', TG_TABLE_NAME\n                    USING ERRCODE = 'restrict_violation';\n            END IF;\n            IF to_jsonb(NEW) ? 'released_at'\n               AND (to_jsonb(OLD) ->> 'released_at')::timestamptz <= clock_timestamp()\n               AND to_jsonb(NEW) -> 'released_at' <> to_jsonb(OLD) -> 'released_at' THEN\n                RAISE EXCEPTION '%: the time of a release that has passed is never changed', TG_TABLE_NAME\n                    USING ERRCODE = 'restrict_violation';\n            END IF;\n        END IF;\n        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;\n        ", hash='dab4158cd5ca9610ae6849303a4b39777fff5fee', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_frozen_with_release_1a850', table='portal_contribution', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='contribution',
            trigger=pgtrigger.compiler.Trigger(name='remember_editor', sql=pgtrigger.compiler.UpsertTriggerSql(declare="DECLARE actor bigint; part jsonb; ignored text[] = '{}';", func="\n        actor := (nullif(current_setting('pghistory.context_metadata', true), '')::jsonb ->> 'user')::bigint;\n        IF actor IS NULL OR (TG_OP = 'UPDATE' AND to_jsonb(NEW) - ignored = to_jsonb(OLD) - ignored) THEN\n            RETURN NULL;\n        END IF;\n        part := to_jsonb(CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END);\n        INSERT INTO portal_releaseeditor (release_id, user_id, since)\n            SELECT id, actor, clock_timestamp() FROM portal_release WHERE id = (part ->> 'release_id')::bigint\n            ON CONFLICT DO NOTHING;\n        RETURN NULL;\n        ", hash='9810ce572c409c59fb2bf09a6cc53d3114a67bb9', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_remember_editor_fc9ea', table='portal_contribution', when='AFTER')),
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
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "portal_contributionevent" ("department_id", "due_at", "id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_id", "return_reason", "returned_at", "returned_by_id", "state", "submitted_at", "submitted_by_id") VALUES (NEW."department_id", NEW."due_at", NEW."id", NEW."note", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."release_id", NEW."return_reason", NEW."returned_at", NEW."returned_by_id", NEW."state", NEW."submitted_at", NEW."submitted_by_id"); RETURN NULL;', hash='12c3ee457ea6817c8143ff4aa8fee414986a2f7a', operation='INSERT', pgid='pgtrigger_insert_insert_3dcc1', table='portal_contribution', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='contribution',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "portal_contributionevent" ("department_id", "due_at", "id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_id", "return_reason", "returned_at", "returned_by_id", "state", "submitted_at", "submitted_by_id") VALUES (NEW."department_id", NEW."due_at", NEW."id", NEW."note", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."release_id", NEW."return_reason", NEW."returned_at", NEW."returned_by_id", NEW."state", NEW."submitted_at", NEW."submitted_by_id"); RETURN NULL;', hash='7f4520b228061b04d89beffa81237b6b3803b9a0', operation='UPDATE', pgid='pgtrigger_update_update_cac2d', table='portal_contribution', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='contribution',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "portal_contributionevent" ("department_id", "due_at", "id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_id", "return_reason", "returned_at", "returned_by_id", "state", "submitted_at", "submitted_by_id") VALUES (OLD."department_id", OLD."due_at", OLD."id", OLD."note", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."release_id", OLD."return_reason", OLD."returned_at", OLD."returned_by_id", OLD."state", OLD."submitted_at", OLD."submitted_by_id"); RETURN NULL;', hash='0109ad83b744389474325ab37864819551d439f7', operation='DELETE', pgid='pgtrigger_delete_delete_71c85', table='portal_contribution', when='AFTER')),
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
        pgtrigger.migrations.AddTrigger(
            model_name='previewlinkevent',
            trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '%: never truncated', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='28b2b862cdf4a7b6453886c9205741af7ecdaed1', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_6abd3', table='portal_previewlinkevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='previewlinkevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='d76eb66b2b3a1fef0329c751096897a6ea0c8bc0', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_25ea1', table='portal_previewlinkevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='previewopening',
            trigger=pgtrigger.compiler.Trigger(name='never_rewritten', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='8c10cef3fc1818ca83ed154642548e7b1cdf1689', operation='UPDATE', pgid='pgtrigger_never_rewritten_46e1f', table='portal_previewopening', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='previewopening',
            trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '%: never truncated', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='93371d97f3fa81099d83d65a3a8a3a09989012c5', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_929ad', table='portal_previewopening', when='BEFORE')),
        ),
    ]
