"""Schools, awards and networks, with their constraints and triggers."""

import django.contrib.postgres.constraints
import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.constraints
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import portal.publishing.models.released
import portal.records.fields
import portal.records.search_index
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('pghistory', '0007_auto_20250421_0444'),
        ('portal', '0002_second_factors'),
    ]

    operations = [
        migrations.CreateModel(
            name='Award',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('paragraph', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='paragraph')),
                ('released_at', models.DateTimeField(editable=False, null=True, verbose_name='released')),
                ('superseded_at', portal.records.fields.OpenEndField(default=None, editable=False, verbose_name='superseded')),
                ('as_printed', models.CharField(blank=True, max_length=120, verbose_name='as printed')),
                ('note_zh', models.TextField(blank=True, verbose_name='note (Chinese)')),
                ('note_en', models.TextField(blank=True, verbose_name='note (English)')),
                ('code', models.CharField(max_length=80, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(-[a-z0-9]+)*$', 'Use lower-case letters, digits and single hyphens, for example “old-estates”.')], verbose_name='code')),
                ('name_zh', models.CharField(max_length=100, verbose_name='award (Chinese)')),
                ('name_en', models.CharField(max_length=200, verbose_name='award (English)')),
                ('level', models.CharField(choices=[('national', 'national'), ('provincial', 'provincial'), ('city', 'of the city'), ('district', 'of the district')], max_length=12, verbose_name='level')),
                ('rank', models.CharField(blank=True, choices=[('grand', 'grand prize'), ('first', 'first prize'), ('second', 'second prize'), ('third', 'third prize'), ('merit', 'award of merit')], help_text='Empty if it is not stated.', max_length=8, verbose_name='rank')),
                ('year', models.PositiveSmallIntegerField(blank=True, help_text='Empty if it is not stated.', null=True, verbose_name='year')),
                ('work_zh', models.CharField(blank=True, max_length=200, verbose_name='awarded for (Chinese)')),
                ('work_en', models.CharField(blank=True, max_length=300, verbose_name='awarded for (English)')),
                ('contest_zh', models.CharField(blank=True, max_length=100, verbose_name='contest (Chinese)')),
                ('contest_en', models.CharField(blank=True, max_length=200, verbose_name='contest (English)')),
                ('body_zh', models.CharField(blank=True, max_length=100, verbose_name='awarding body (Chinese)')),
                ('body_en', models.CharField(blank=True, max_length=200, verbose_name='awarding body (English)')),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='awards', to='portal.department', verbose_name='department')),
                ('release', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='portal.release', verbose_name='release')),
                ('section', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='+', to='portal.section', verbose_name='section')),
            ],
            options={
                'triggers': [pgtrigger.compiler.Trigger(name='frozen_with_release', sql=pgtrigger.compiler.UpsertTriggerSql(declare="DECLARE closed boolean; range_columns text[] = '{released_at,superseded_at}';", func="\n        SELECT count(*) FILTER (WHERE state NOT IN ('draft', 'returned')) > 0 INTO closed FROM (\n            SELECT state FROM portal_release\n            WHERE id IN (CASE WHEN TG_OP <> 'INSERT' THEN OLD.release_id END,\n                         CASE WHEN TG_OP <> 'DELETE' THEN NEW.release_id END)\n            FOR SHARE\n        ) AS touched;\n        IF closed THEN\n            IF TG_OP <> 'UPDATE' OR to_jsonb(NEW) - range_columns <> to_jsonb(OLD) - range_columns THEN\n                RAISE EXCEPTION '%: what has been submitted or released is never rewritten', TG_TABLE_NAME\n                    USING ERRCODE = 'restrict_violation';\n            END IF;\n            IF to_jsonb(NEW) ? 'released_at'\n               AND (to_jsonb(OLD) ->> 'released_at')::timestamptz <= clock_timestamp()\n               AND to_jsonb(NEW) -> 'released_at' <> to_jsonb(OLD) -> 'released_at' THEN\n                RAISE EXCEPTION '%: the time of a release that has passed is never changed', TG_TABLE_NAME\n                    USING ERRCODE = 'restrict_violation';\n            END IF;\n        END IF;\n        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;\n        ", hash='28b11d403441d492416b70de82f6368dd4780030', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_frozen_with_release_f78f8', table='education_award', when='BEFORE')), pgtrigger.compiler.Trigger(name='closed_with_part', sql=pgtrigger.compiler.UpsertTriggerSql(declare="DECLARE part jsonb; found text; range_columns text[] = '{released_at,superseded_at}';", func="\n        IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - range_columns = to_jsonb(OLD) - range_columns THEN\n            RETURN NEW;\n        END IF;\n        FOREACH part IN ARRAY ARRAY[CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END,\n                                    CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END] LOOP\n            IF part IS NULL OR NOT EXISTS (\n                SELECT 1 FROM portal_contribution WHERE release_id = (part ->> 'release_id')::bigint\n            ) THEN\n                CONTINUE;\n            END IF;\n            SELECT state INTO found FROM portal_contribution\n                WHERE release_id = (part ->> 'release_id')::bigint AND department_id = ((part ->> 'department_id')::bigint) FOR SHARE;\n            IF found = 'submitted' THEN\n                RAISE EXCEPTION '%: its department has handed its part of the release in', TG_TABLE_NAME\n                    USING ERRCODE = 'restrict_violation';\n            END IF;\n        END LOOP;\n        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;\n        ", hash='256304d784f67caf7111a1a32b35bc6b313b82c7', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_closed_with_part_f907c', table='education_award', when='BEFORE')), pgtrigger.compiler.Trigger(name='known_range_follows_releases', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."released_at" IS NOT NULL)', constraint='CONSTRAINT', func="\n        IF EXISTS (\n            SELECT 1 FROM education_award mine JOIN portal_release r ON r.id = mine.release_id\n            WHERE mine.id = NEW.id AND (\n                mine.released_at IS DISTINCT FROM r.released_at\n                OR mine.superseded_at IS DISTINCT FROM LEAST(\n                    r.withdrawn_at,\n                    (SELECT min(other.released_at) FROM education_award other\n                     WHERE other.code = mine.code AND other.released_at > mine.released_at),\n                    \n(SELECT min(w.released_at) FROM portal_rowwithdrawal w WHERE w.record = 'education_award' AND w.row_id = mine.id),\n                    'infinity'))\n        ) THEN\n            RAISE EXCEPTION 'education_award: the known range of row % does not follow from the releases', NEW.id\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NULL;\n        ", hash='14cafdc21b789da2630df36d72afd1100bb05953', operation='INSERT OR UPDATE', pgid='pgtrigger_known_range_follows_releases_4e52b', table='education_award', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')), pgtrigger.compiler.Trigger(name='remember_editor', sql=pgtrigger.compiler.UpsertTriggerSql(declare="DECLARE actor bigint; part jsonb; ignored text[] = '{released_at,superseded_at}';", func="\n        actor := (nullif(current_setting('pghistory.context_metadata', true), '')::jsonb ->> 'user')::bigint;\n        IF actor IS NULL OR (TG_OP = 'UPDATE' AND to_jsonb(NEW) - ignored = to_jsonb(OLD) - ignored) THEN\n            RETURN NULL;\n        END IF;\n        part := to_jsonb(CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END);\n        INSERT INTO portal_releaseeditor (release_id, user_id, since)\n            SELECT id, actor, clock_timestamp() FROM portal_release WHERE id = (part ->> 'release_id')::bigint\n            ON CONFLICT DO NOTHING;\n        RETURN NULL;\n        ", hash='d5e95993358da3cddd7297ab18503c6daa49819c', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_remember_editor_e0722', table='education_award', when='AFTER')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '%: never truncated', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='aaa3d5306b710d9580b19c26b9c2794154e138d5', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_072a4', table='education_award', when='BEFORE')), pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "education_awardevent" ("as_printed", "body_en", "body_zh", "code", "contest_en", "contest_zh", "department_id", "id", "level", "name_en", "name_zh", "note_en", "note_zh", "paragraph", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rank", "release_id", "released_at", "section_id", "superseded_at", "work_en", "work_zh", "year") VALUES (NEW."as_printed", NEW."body_en", NEW."body_zh", NEW."code", NEW."contest_en", NEW."contest_zh", NEW."department_id", NEW."id", NEW."level", NEW."name_en", NEW."name_zh", NEW."note_en", NEW."note_zh", NEW."paragraph", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."rank", NEW."release_id", NEW."released_at", NEW."section_id", NEW."superseded_at", NEW."work_en", NEW."work_zh", NEW."year"); RETURN NULL;', hash='480ac11df2c6265329f2a0a3065e964c8d38a5f7', operation='INSERT', pgid='pgtrigger_insert_insert_c3591', table='education_award', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "education_awardevent" ("as_printed", "body_en", "body_zh", "code", "contest_en", "contest_zh", "department_id", "id", "level", "name_en", "name_zh", "note_en", "note_zh", "paragraph", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rank", "release_id", "released_at", "section_id", "superseded_at", "work_en", "work_zh", "year") VALUES (NEW."as_printed", NEW."body_en", NEW."body_zh", NEW."code", NEW."contest_en", NEW."contest_zh", NEW."department_id", NEW."id", NEW."level", NEW."name_en", NEW."name_zh", NEW."note_en", NEW."note_zh", NEW."paragraph", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."rank", NEW."release_id", NEW."released_at", NEW."section_id", NEW."superseded_at", NEW."work_en", NEW."work_zh", NEW."year"); RETURN NULL;', hash='719b754c4b9614bbf8480112d5ec12f0baf1e32d', operation='UPDATE', pgid='pgtrigger_update_update_b671f', table='education_award', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "education_awardevent" ("as_printed", "body_en", "body_zh", "code", "contest_en", "contest_zh", "department_id", "id", "level", "name_en", "name_zh", "note_en", "note_zh", "paragraph", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "rank", "release_id", "released_at", "section_id", "superseded_at", "work_en", "work_zh", "year") VALUES (OLD."as_printed", OLD."body_en", OLD."body_zh", OLD."code", OLD."contest_en", OLD."contest_zh", OLD."department_id", OLD."id", OLD."level", OLD."name_en", OLD."name_zh", OLD."note_en", OLD."note_zh", OLD."paragraph", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."rank", OLD."release_id", OLD."released_at", OLD."section_id", OLD."superseded_at", OLD."work_en", OLD."work_zh", OLD."year"); RETURN NULL;', hash='f40881f073f04f589b9dba64bfce0535126db71b', operation='DELETE', pgid='pgtrigger_delete_delete_052bb', table='education_award', when='AFTER'))],
                'verbose_name': 'award',
                'verbose_name_plural': 'awards',
                'ordering': ('code', 'id'),
            },
        ),
        migrations.CreateModel(
            name='AwardEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('paragraph', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='paragraph')),
                ('released_at', models.DateTimeField(editable=False, null=True, verbose_name='released')),
                ('superseded_at', portal.records.fields.OpenEndField(default=None, editable=False, verbose_name='superseded')),
                ('as_printed', models.CharField(blank=True, max_length=120, verbose_name='as printed')),
                ('note_zh', models.TextField(blank=True, verbose_name='note (Chinese)')),
                ('note_en', models.TextField(blank=True, verbose_name='note (English)')),
                ('code', models.CharField(max_length=80, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(-[a-z0-9]+)*$', 'Use lower-case letters, digits and single hyphens, for example “old-estates”.')], verbose_name='code')),
                ('name_zh', models.CharField(max_length=100, verbose_name='award (Chinese)')),
                ('name_en', models.CharField(max_length=200, verbose_name='award (English)')),
                ('level', models.CharField(choices=[('national', 'national'), ('provincial', 'provincial'), ('city', 'of the city'), ('district', 'of the district')], max_length=12, verbose_name='level')),
                ('rank', models.CharField(blank=True, choices=[('grand', 'grand prize'), ('first', 'first prize'), ('second', 'second prize'), ('third', 'third prize'), ('merit', 'award of merit')], help_text='Empty if it is not stated.', max_length=8, verbose_name='rank')),
                ('year', models.PositiveSmallIntegerField(blank=True, help_text='Empty if it is not stated.', null=True, verbose_name='year')),
                ('work_zh', models.CharField(blank=True, max_length=200, verbose_name='awarded for (Chinese)')),
                ('work_en', models.CharField(blank=True, max_length=300, verbose_name='awarded for (English)')),
                ('contest_zh', models.CharField(blank=True, max_length=100, verbose_name='contest (Chinese)')),
                ('contest_en', models.CharField(blank=True, max_length=200, verbose_name='contest (English)')),
                ('body_zh', models.CharField(blank=True, max_length=100, verbose_name='awarding body (Chinese)')),
                ('body_en', models.CharField(blank=True, max_length=200, verbose_name='awarding body (English)')),
                ('department', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='portal.department', verbose_name='department')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='education.award')),
                ('release', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='portal.release', verbose_name='release')),
                ('section', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='portal.section', verbose_name='section')),
            ],
            options={
                'triggers': [pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '%: never truncated', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='1eac2c82f39c0633c4869daf38e0b7f26a93bd17', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_bf59b', table='education_awardevent', when='BEFORE')), pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='874ad3b7169de9977e47eac9013c0e51f2217a8e', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_160ca', table='education_awardevent', when='BEFORE'))],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='School',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('paragraph', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='paragraph')),
                ('released_at', models.DateTimeField(editable=False, null=True, verbose_name='released')),
                ('superseded_at', portal.records.fields.OpenEndField(default=None, editable=False, verbose_name='superseded')),
                ('as_printed', models.CharField(blank=True, max_length=120, verbose_name='as printed')),
                ('note_zh', models.TextField(blank=True, verbose_name='note (Chinese)')),
                ('note_en', models.TextField(blank=True, verbose_name='note (English)')),
                ('code', models.CharField(max_length=80, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(-[a-z0-9]+)*$', 'Use lower-case letters, digits and single hyphens, for example “old-estates”.')], verbose_name='code')),
                ('name_zh', models.CharField(max_length=100, verbose_name='name (Chinese)')),
                ('name_en', models.CharField(max_length=200, verbose_name='name (English)')),
                ('level', models.CharField(choices=[('kindergarten', 'kindergarten'), ('primary', 'primary school'), ('junior', 'junior secondary school'), ('nine_year', 'nine-year school'), ('senior', 'senior secondary school'), ('vocational', 'vocational school'), ('special', 'special school')], max_length=12, verbose_name='stage of education')),
                ('as_at', models.DateField(verbose_name='as at')),
                ('places', models.PositiveIntegerField(blank=True, null=True, verbose_name='places')),
                ('places_planned', models.PositiveIntegerField(blank=True, null=True, verbose_name='places planned')),
                ('places_added', models.PositiveIntegerField(blank=True, null=True, verbose_name='places added')),
                ('works', models.CharField(blank=True, choices=[('new', 'newly built'), ('extension', 'extended'), ('renovation', 'renovated'), ('none', 'no works')], help_text='Empty if it is not stated.', max_length=12, verbose_name='works')),
                ('sports_ground', models.CharField(blank=True, choices=[('open', 'open to the public'), ('closed', 'not open to the public')], help_text='Empty if it is not stated.', max_length=8, verbose_name='sports ground')),
                ('programme', models.CharField(blank=True, help_text='Code of the programme of projects under which it is built.', max_length=80, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(-[a-z0-9]+)*$', 'Use lower-case letters, digits and single hyphens, for example “old-estates”.')], verbose_name='programme')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='schools', to='portal.area', verbose_name='area')),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='schools', to='portal.department', verbose_name='department')),
                ('release', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='portal.release', verbose_name='release')),
                ('section', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='+', to='portal.section', verbose_name='section')),
            ],
            options={
                'triggers': [pgtrigger.compiler.Trigger(name='frozen_with_release', sql=pgtrigger.compiler.UpsertTriggerSql(declare="DECLARE closed boolean; range_columns text[] = '{released_at,superseded_at}';", func="\n        SELECT count(*) FILTER (WHERE state NOT IN ('draft', 'returned')) > 0 INTO closed FROM (\n            SELECT state FROM portal_release\n            WHERE id IN (CASE WHEN TG_OP <> 'INSERT' THEN OLD.release_id END,\n                         CASE WHEN TG_OP <> 'DELETE' THEN NEW.release_id END)\n            FOR SHARE\n        ) AS touched;\n        IF closed THEN\n            IF TG_OP <> 'UPDATE' OR to_jsonb(NEW) - range_columns <> to_jsonb(OLD) - range_columns THEN\n                RAISE EXCEPTION '%: what has been submitted or released is never rewritten', TG_TABLE_NAME\n                    USING ERRCODE = 'restrict_violation';\n            END IF;\n            IF to_jsonb(NEW) ? 'released_at'\n               AND (to_jsonb(OLD) ->> 'released_at')::timestamptz <= clock_timestamp()\n               AND to_jsonb(NEW) -> 'released_at' <> to_jsonb(OLD) -> 'released_at' THEN\n                RAISE EXCEPTION '%: the time of a release that has passed is never changed', TG_TABLE_NAME\n                    USING ERRCODE = 'restrict_violation';\n            END IF;\n        END IF;\n        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;\n        ", hash='a193ef97193c7721e2253ff56261063250aa820f', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_frozen_with_release_8a241', table='education_school', when='BEFORE')), pgtrigger.compiler.Trigger(name='closed_with_part', sql=pgtrigger.compiler.UpsertTriggerSql(declare="DECLARE part jsonb; found text; range_columns text[] = '{released_at,superseded_at}';", func="\n        IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - range_columns = to_jsonb(OLD) - range_columns THEN\n            RETURN NEW;\n        END IF;\n        FOREACH part IN ARRAY ARRAY[CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END,\n                                    CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END] LOOP\n            IF part IS NULL OR NOT EXISTS (\n                SELECT 1 FROM portal_contribution WHERE release_id = (part ->> 'release_id')::bigint\n            ) THEN\n                CONTINUE;\n            END IF;\n            SELECT state INTO found FROM portal_contribution\n                WHERE release_id = (part ->> 'release_id')::bigint AND department_id = ((part ->> 'department_id')::bigint) FOR SHARE;\n            IF found = 'submitted' THEN\n                RAISE EXCEPTION '%: its department has handed its part of the release in', TG_TABLE_NAME\n                    USING ERRCODE = 'restrict_violation';\n            END IF;\n        END LOOP;\n        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;\n        ", hash='41051cb1b73f57da85c6dbcdfc773a2b428039c5', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_closed_with_part_5e163', table='education_school', when='BEFORE')), pgtrigger.compiler.Trigger(name='known_range_follows_releases', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."released_at" IS NOT NULL)', constraint='CONSTRAINT', func="\n        IF EXISTS (\n            SELECT 1 FROM education_school mine JOIN portal_release r ON r.id = mine.release_id\n            WHERE mine.id = NEW.id AND (\n                mine.released_at IS DISTINCT FROM r.released_at\n                OR mine.superseded_at IS DISTINCT FROM LEAST(\n                    r.withdrawn_at,\n                    (SELECT min(other.released_at) FROM education_school other\n                     WHERE other.code = mine.code AND other.released_at > mine.released_at),\n                    \n(SELECT min(w.released_at) FROM portal_rowwithdrawal w WHERE w.record = 'education_school' AND w.row_id = mine.id),\n                    'infinity'))\n        ) THEN\n            RAISE EXCEPTION 'education_school: the known range of row % does not follow from the releases', NEW.id\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NULL;\n        ", hash='f9ecfde40f2174ddfcb6c0ee9cd3e8c0060d226c', operation='INSERT OR UPDATE', pgid='pgtrigger_known_range_follows_releases_ce147', table='education_school', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')), pgtrigger.compiler.Trigger(name='remember_editor', sql=pgtrigger.compiler.UpsertTriggerSql(declare="DECLARE actor bigint; part jsonb; ignored text[] = '{released_at,superseded_at}';", func="\n        actor := (nullif(current_setting('pghistory.context_metadata', true), '')::jsonb ->> 'user')::bigint;\n        IF actor IS NULL OR (TG_OP = 'UPDATE' AND to_jsonb(NEW) - ignored = to_jsonb(OLD) - ignored) THEN\n            RETURN NULL;\n        END IF;\n        part := to_jsonb(CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END);\n        INSERT INTO portal_releaseeditor (release_id, user_id, since)\n            SELECT id, actor, clock_timestamp() FROM portal_release WHERE id = (part ->> 'release_id')::bigint\n            ON CONFLICT DO NOTHING;\n        RETURN NULL;\n        ", hash='90d70719fb7e8aadbe548ff8e4da25a2fbd84703', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_remember_editor_461d2', table='education_school', when='AFTER')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '%: never truncated', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='cab9960252481c1696cf10fec8d19676d1d38e97', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_5a8ab', table='education_school', when='BEFORE')), pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "education_schoolevent" ("area_id", "as_at", "as_printed", "code", "department_id", "id", "level", "name_en", "name_zh", "note_en", "note_zh", "paragraph", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "places", "places_added", "places_planned", "programme", "release_id", "released_at", "section_id", "sports_ground", "superseded_at", "works") VALUES (NEW."area_id", NEW."as_at", NEW."as_printed", NEW."code", NEW."department_id", NEW."id", NEW."level", NEW."name_en", NEW."name_zh", NEW."note_en", NEW."note_zh", NEW."paragraph", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."places", NEW."places_added", NEW."places_planned", NEW."programme", NEW."release_id", NEW."released_at", NEW."section_id", NEW."sports_ground", NEW."superseded_at", NEW."works"); RETURN NULL;', hash='86c14e99e412af7c6b51d28fee05fe8a8d9f39c7', operation='INSERT', pgid='pgtrigger_insert_insert_1b9bc', table='education_school', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "education_schoolevent" ("area_id", "as_at", "as_printed", "code", "department_id", "id", "level", "name_en", "name_zh", "note_en", "note_zh", "paragraph", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "places", "places_added", "places_planned", "programme", "release_id", "released_at", "section_id", "sports_ground", "superseded_at", "works") VALUES (NEW."area_id", NEW."as_at", NEW."as_printed", NEW."code", NEW."department_id", NEW."id", NEW."level", NEW."name_en", NEW."name_zh", NEW."note_en", NEW."note_zh", NEW."paragraph", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."places", NEW."places_added", NEW."places_planned", NEW."programme", NEW."release_id", NEW."released_at", NEW."section_id", NEW."sports_ground", NEW."superseded_at", NEW."works"); RETURN NULL;', hash='8c5df18db42075f08f7974fdd8a4d1e0e8b9b685', operation='UPDATE', pgid='pgtrigger_update_update_ce1b0', table='education_school', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "education_schoolevent" ("area_id", "as_at", "as_printed", "code", "department_id", "id", "level", "name_en", "name_zh", "note_en", "note_zh", "paragraph", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "places", "places_added", "places_planned", "programme", "release_id", "released_at", "section_id", "sports_ground", "superseded_at", "works") VALUES (OLD."area_id", OLD."as_at", OLD."as_printed", OLD."code", OLD."department_id", OLD."id", OLD."level", OLD."name_en", OLD."name_zh", OLD."note_en", OLD."note_zh", OLD."paragraph", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."places", OLD."places_added", OLD."places_planned", OLD."programme", OLD."release_id", OLD."released_at", OLD."section_id", OLD."sports_ground", OLD."superseded_at", OLD."works"); RETURN NULL;', hash='b13a8eacf5f4cc7a1864e2a51dac0c5b5303ff9e', operation='DELETE', pgid='pgtrigger_delete_delete_b8b02', table='education_school', when='AFTER'))],
                'verbose_name': 'school',
                'verbose_name_plural': 'schools and kindergartens',
                'ordering': ('code', 'id'),
            },
        ),
        migrations.CreateModel(
            name='SchoolEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('paragraph', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='paragraph')),
                ('released_at', models.DateTimeField(editable=False, null=True, verbose_name='released')),
                ('superseded_at', portal.records.fields.OpenEndField(default=None, editable=False, verbose_name='superseded')),
                ('as_printed', models.CharField(blank=True, max_length=120, verbose_name='as printed')),
                ('note_zh', models.TextField(blank=True, verbose_name='note (Chinese)')),
                ('note_en', models.TextField(blank=True, verbose_name='note (English)')),
                ('code', models.CharField(max_length=80, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(-[a-z0-9]+)*$', 'Use lower-case letters, digits and single hyphens, for example “old-estates”.')], verbose_name='code')),
                ('name_zh', models.CharField(max_length=100, verbose_name='name (Chinese)')),
                ('name_en', models.CharField(max_length=200, verbose_name='name (English)')),
                ('level', models.CharField(choices=[('kindergarten', 'kindergarten'), ('primary', 'primary school'), ('junior', 'junior secondary school'), ('nine_year', 'nine-year school'), ('senior', 'senior secondary school'), ('vocational', 'vocational school'), ('special', 'special school')], max_length=12, verbose_name='stage of education')),
                ('as_at', models.DateField(verbose_name='as at')),
                ('places', models.PositiveIntegerField(blank=True, null=True, verbose_name='places')),
                ('places_planned', models.PositiveIntegerField(blank=True, null=True, verbose_name='places planned')),
                ('places_added', models.PositiveIntegerField(blank=True, null=True, verbose_name='places added')),
                ('works', models.CharField(blank=True, choices=[('new', 'newly built'), ('extension', 'extended'), ('renovation', 'renovated'), ('none', 'no works')], help_text='Empty if it is not stated.', max_length=12, verbose_name='works')),
                ('sports_ground', models.CharField(blank=True, choices=[('open', 'open to the public'), ('closed', 'not open to the public')], help_text='Empty if it is not stated.', max_length=8, verbose_name='sports ground')),
                ('programme', models.CharField(blank=True, help_text='Code of the programme of projects under which it is built.', max_length=80, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(-[a-z0-9]+)*$', 'Use lower-case letters, digits and single hyphens, for example “old-estates”.')], verbose_name='programme')),
                ('area', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='portal.area', verbose_name='area')),
                ('department', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='portal.department', verbose_name='department')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='education.school')),
                ('release', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='portal.release', verbose_name='release')),
                ('section', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='portal.section', verbose_name='section')),
            ],
            options={
                'triggers': [pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '%: never truncated', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='6c612b33de32b3b3f6ccf4fbb5de4ee0a2b46db0', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_c919c', table='education_schoolevent', when='BEFORE')), pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='153ad2d9329071b26d5293019f12083a4f4c180b', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_f7b99', table='education_schoolevent', when='BEFORE'))],
                'abstract': False,
            },
        ),
        migrations.AddIndex(
            model_name='award',
            index=django.contrib.postgres.indexes.GinIndex(portal.records.search_index.SearchVector(portal.records.search_index.TextArray('name_zh', 'name_en'), portal.records.search_index.TextArray(), portal.records.search_index.TextArray('work_zh', 'work_en', 'contest_zh', 'contest_en', 'body_zh', 'body_en')), name='award_search'),
        ),
        migrations.AddConstraint(
            model_name='award',
            constraint=models.CheckConstraint(condition=models.Q(('year__isnull', True), ('year__range', (1949, 2100)), _connector='OR'), name='award_year_is_plausible', violation_error_message='Write the year of the award with four digits.'),
        ),
        migrations.AddConstraint(
            model_name='award',
            constraint=models.UniqueConstraint(fields=('release', 'code'), name='award_once_in_release', violation_error_message='The release already states this award.'),
        ),
        migrations.AddConstraint(
            model_name='award',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('released_at__isnull', False)), deferrable=django.db.models.constraints.Deferrable['DEFERRED'], expressions=[('code', '='), (portal.publishing.models.released.TstzRange('released_at', 'superseded_at'), '&&')], name='award_known_once'),
        ),
        migrations.AddIndex(
            model_name='school',
            index=django.contrib.postgres.indexes.GinIndex(portal.records.search_index.SearchVector(portal.records.search_index.TextArray('name_zh', 'name_en'), portal.records.search_index.TextArray(), portal.records.search_index.TextArray('note_zh', 'note_en')), name='school_search'),
        ),
        migrations.AddConstraint(
            model_name='school',
            constraint=models.UniqueConstraint(fields=('release', 'code'), name='school_once_in_release', violation_error_message='The release already describes this school.'),
        ),
        migrations.AddConstraint(
            model_name='school',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('released_at__isnull', False)), deferrable=django.db.models.constraints.Deferrable['DEFERRED'], expressions=[('code', '='), (portal.publishing.models.released.TstzRange('released_at', 'superseded_at'), '&&')], name='school_known_once'),
        ),
    ]
