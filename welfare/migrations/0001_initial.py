"""Schemes and disbursements, with their constraints and triggers."""

import django.contrib.postgres.constraints
import django.core.validators
import django.db.models.constraints
import django.db.models.deletion
import pgtrigger.compiler
import portal.publishing.models.released
import portal.records.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('pghistory', '0007_auto_20250421_0444'),
        ('portal', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Scheme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_zh', models.CharField(max_length=200, verbose_name='name (Chinese)')),
                ('name_en', models.CharField(max_length=300, verbose_name='name (English)')),
                ('code', models.CharField(max_length=80, unique=True, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(-[a-z0-9]+)*$', 'Use lower-case letters, digits and single hyphens, for example “old-estates”.')], verbose_name='code')),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='schemes', to='portal.department', verbose_name='department')),
            ],
            options={
                'verbose_name': 'scheme',
                'verbose_name_plural': 'schemes',
                'ordering': ('code',),
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "welfare_schemeevent" ("code", "department_id", "id", "name_en", "name_zh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."code", NEW."department_id", NEW."id", NEW."name_en", NEW."name_zh", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='603b4704edf14887b3c6807569e313958d68e894', operation='INSERT', pgid='pgtrigger_insert_insert_73fc0', table='welfare_scheme', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "welfare_schemeevent" ("code", "department_id", "id", "name_en", "name_zh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."code", NEW."department_id", NEW."id", NEW."name_en", NEW."name_zh", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;', hash='9d486aabdd7b198db2e38974b7f9d9e4c04fdc5d', operation='UPDATE', pgid='pgtrigger_update_update_cc83c', table='welfare_scheme', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "welfare_schemeevent" ("code", "department_id", "id", "name_en", "name_zh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."code", OLD."department_id", OLD."id", OLD."name_en", OLD."name_zh", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='118022e1e13888dce6317e16a160f2905ccfea7c', operation='DELETE', pgid='pgtrigger_delete_delete_66fd0', table='welfare_scheme', when='AFTER')), pgtrigger.compiler.Trigger(name='public_change', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', declare='DECLARE since timestamptz;', func="\n        IF TG_OP = 'UPDATE' AND NEW IS NOT DISTINCT FROM OLD THEN\n            RETURN NULL;\n        END IF;\n        \nsince := nullif(current_setting('portal.window_since', true), '')::timestamptz;\nIF since IS NULL THEN\n    since := clock_timestamp();\n    PERFORM pg_advisory_xact_lock_shared(\n        (1237::bigint << 52) | (extract(epoch FROM since) * 1000000)::bigint);\n    PERFORM set_config('portal.window_since', since::text, true);\nEND IF;\n\n        IF (TG_OP <> 'INSERT' AND true) OR (TG_OP <> 'DELETE' AND true) THEN\n            \nIF current_setting('portal.logged_with', true) IS DISTINCT FROM statement_timestamp()::text THEN\n    INSERT INTO portal_publicchange (at, is_late) VALUES (clock_timestamp(), false);\n    PERFORM set_config('portal.logged_with', statement_timestamp()::text, true);\nEND IF;\n\n        END IF;\n         RETURN NULL;", hash='dd1cd99f9922ffc701c3bc444a3eef5bccaa166e', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_public_change_9aa33', table='welfare_scheme', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='Disbursement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('release', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='portal.release', verbose_name='release')),
                ('section', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='+', to='portal.section', verbose_name='section')),
                ('paragraph', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='paragraph')),
                ('released_at', models.DateTimeField(editable=False, null=True, verbose_name='released')),
                ('superseded_at', portal.records.fields.OpenEndField(default=None, editable=False, verbose_name='superseded')),
                ('as_printed', models.CharField(blank=True, max_length=120, verbose_name='as printed')),
                ('note_zh', models.TextField(blank=True, verbose_name='note (Chinese)')),
                ('note_en', models.TextField(blank=True, verbose_name='note (English)')),
                ('scheme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='disbursements', to='welfare.scheme', verbose_name='scheme')),
                ('group_zh', models.CharField(max_length=100, verbose_name='group (Chinese)')),
                ('group_en', models.CharField(max_length=200, verbose_name='group (English)')),
                ('period_start', models.DateField(verbose_name='first day')),
                ('period_end', models.DateField(verbose_name='last day')),
                ('persons', models.PositiveIntegerField(blank=True, null=True, verbose_name='number of persons')),
                ('households', models.PositiveIntegerField(blank=True, null=True, verbose_name='number of households')),
                ('amount', models.DecimalField(blank=True, decimal_places=6, max_digits=24, null=True, verbose_name='amount in yuan')),
                ('qualifier', models.CharField(blank=True, choices=[('about', 'about'), ('over', 'over'), ('nearly', 'nearly'), ('at_least', 'at least')], max_length=8, verbose_name='qualifier')),
            ],
            options={
                'verbose_name': 'disbursement',
                'verbose_name_plural': 'disbursements',
                'ordering': ('scheme', 'period_end', 'id'),
                'constraints': [models.CheckConstraint(condition=models.Q(('period_start__lte', models.F('period_end'))), name='disbursement_period_in_order', violation_error_message='The first day of a period is not after its last.'), models.CheckConstraint(condition=models.Q(('persons__isnull', False), ('households__isnull', False), ('amount__isnull', False), _connector='OR'), name='disbursement_states_something', violation_error_message='Give persons, households or an amount.'), models.CheckConstraint(condition=models.Q(('amount__isnull', True), ('amount__gte', 0), _connector='OR'), name='disbursement_not_negative', violation_error_message='An amount of money is not negative.'), models.UniqueConstraint(fields=('release', 'scheme', 'group_zh', 'period_start', 'period_end'), name='disbursement_once_in_release', violation_error_message='The release already states this disbursement.'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('released_at__isnull', False)), deferrable=django.db.models.constraints.Deferrable['DEFERRED'], expressions=[('scheme', '='), ('group_zh', '='), ('period_start', '='), ('period_end', '='), (portal.publishing.models.released.TstzRange('released_at', 'superseded_at'), '&&')], name='disbursement_known_once')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "welfare_disbursementevent" ("amount", "as_printed", "group_en", "group_zh", "households", "id", "note_en", "note_zh", "paragraph", "period_end", "period_start", "persons", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "qualifier", "release_id", "released_at", "scheme_id", "section_id", "superseded_at") VALUES (NEW."amount", NEW."as_printed", NEW."group_en", NEW."group_zh", NEW."households", NEW."id", NEW."note_en", NEW."note_zh", NEW."paragraph", NEW."period_end", NEW."period_start", NEW."persons", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."qualifier", NEW."release_id", NEW."released_at", NEW."scheme_id", NEW."section_id", NEW."superseded_at"); RETURN NULL;', hash='3d295e7e2def5078eca325df4a2d27471cd9cb98', operation='INSERT', pgid='pgtrigger_insert_insert_78066', table='welfare_disbursement', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "welfare_disbursementevent" ("amount", "as_printed", "group_en", "group_zh", "households", "id", "note_en", "note_zh", "paragraph", "period_end", "period_start", "persons", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "qualifier", "release_id", "released_at", "scheme_id", "section_id", "superseded_at") VALUES (NEW."amount", NEW."as_printed", NEW."group_en", NEW."group_zh", NEW."households", NEW."id", NEW."note_en", NEW."note_zh", NEW."paragraph", NEW."period_end", NEW."period_start", NEW."persons", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."qualifier", NEW."release_id", NEW."released_at", NEW."scheme_id", NEW."section_id", NEW."superseded_at"); RETURN NULL;', hash='8be8ba558b7f5677732cef8f30a5ac562a25b708', operation='UPDATE', pgid='pgtrigger_update_update_838a7', table='welfare_disbursement', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "welfare_disbursementevent" ("amount", "as_printed", "group_en", "group_zh", "households", "id", "note_en", "note_zh", "paragraph", "period_end", "period_start", "persons", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "qualifier", "release_id", "released_at", "scheme_id", "section_id", "superseded_at") VALUES (OLD."amount", OLD."as_printed", OLD."group_en", OLD."group_zh", OLD."households", OLD."id", OLD."note_en", OLD."note_zh", OLD."paragraph", OLD."period_end", OLD."period_start", OLD."persons", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."qualifier", OLD."release_id", OLD."released_at", OLD."scheme_id", OLD."section_id", OLD."superseded_at"); RETURN NULL;', hash='91217315811b6db1bf6e20983c4de6c04b703fca', operation='DELETE', pgid='pgtrigger_delete_delete_11c8b', table='welfare_disbursement', when='AFTER')), pgtrigger.compiler.Trigger(name='frozen_with_release', sql=pgtrigger.compiler.UpsertTriggerSql(declare="DECLARE closed boolean; range_columns text[] = '{released_at,superseded_at}';", func="\n        SELECT count(*) FILTER (WHERE state NOT IN ('draft', 'returned')) > 0 INTO closed FROM (\n            SELECT state FROM portal_release\n            WHERE id IN (CASE WHEN TG_OP <> 'INSERT' THEN OLD.release_id END,\n                         CASE WHEN TG_OP <> 'DELETE' THEN NEW.release_id END)\n            FOR SHARE\n        ) AS touched;\n        IF closed THEN\n            IF TG_OP <> 'UPDATE' OR to_jsonb(NEW) - range_columns <> to_jsonb(OLD) - range_columns THEN\n                RAISE EXCEPTION '%: what has been submitted or released is never rewritten', TG_TABLE_NAME\n                    USING ERRCODE = 'restrict_violation';\n            END IF;\n            IF to_jsonb(NEW) ? 'released_at'\n               AND (to_jsonb(OLD) ->> 'released_at')::timestamptz <= clock_timestamp()\n               AND to_jsonb(NEW) -> 'released_at' <> to_jsonb(OLD) -> 'released_at' THEN\n                RAISE EXCEPTION '%: the time of a release that has passed is never changed', TG_TABLE_NAME\n                    USING ERRCODE = 'restrict_violation';\n            END IF;\n        END IF;\n        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;\n        ", hash='3916d0467d2dbc1cddfdd3a426da6d29747808d2', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_frozen_with_release_535be', table='welfare_disbursement', when='BEFORE')), pgtrigger.compiler.Trigger(name='closed_with_part', sql=pgtrigger.compiler.UpsertTriggerSql(declare="DECLARE part jsonb; found text; range_columns text[] = '{released_at,superseded_at}';", func="\n        IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - range_columns = to_jsonb(OLD) - range_columns THEN\n            RETURN NEW;\n        END IF;\n        FOREACH part IN ARRAY ARRAY[CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END,\n                                    CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END] LOOP\n            IF part IS NULL OR NOT EXISTS (\n                SELECT 1 FROM portal_contribution WHERE release_id = (part ->> 'release_id')::bigint\n            ) THEN\n                CONTINUE;\n            END IF;\n            SELECT state INTO found FROM portal_contribution\n                WHERE release_id = (part ->> 'release_id')::bigint AND department_id = ((SELECT department_id FROM welfare_scheme WHERE id = (part ->> 'scheme_id')::bigint)) FOR SHARE;\n            IF found = 'submitted' THEN\n                RAISE EXCEPTION '%: its department has handed its part of the release in', TG_TABLE_NAME\n                    USING ERRCODE = 'restrict_violation';\n            END IF;\n        END LOOP;\n        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;\n        ", hash='e8c1ceb698bfa2cbd6adc023e0945063b25b6581', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_closed_with_part_9a420', table='welfare_disbursement', when='BEFORE')), pgtrigger.compiler.Trigger(name='known_range_follows_releases', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."released_at" IS NOT NULL)', constraint='CONSTRAINT', func="\n        IF EXISTS (\n            SELECT 1 FROM welfare_disbursement mine JOIN portal_release r ON r.id = mine.release_id\n            WHERE mine.id = NEW.id AND (\n                mine.released_at IS DISTINCT FROM r.released_at\n                OR mine.superseded_at IS DISTINCT FROM LEAST(\n                    r.withdrawn_at,\n                    (SELECT min(other.released_at) FROM welfare_disbursement other\n                     WHERE other.scheme_id = mine.scheme_id AND other.group_zh = mine.group_zh AND other.period_start = mine.period_start AND other.period_end = mine.period_end AND other.released_at > mine.released_at),\n                    'infinity'))\n        ) THEN\n            RAISE EXCEPTION 'welfare_disbursement: the known range of row % does not follow from the releases', NEW.id\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NULL;\n        ", hash='b7b86de490ba4181d276361f913251e04506bd6c', operation='INSERT OR UPDATE', pgid='pgtrigger_known_range_follows_releases_d4fbe', table='welfare_disbursement', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')), pgtrigger.compiler.Trigger(name='remember_editor', sql=pgtrigger.compiler.UpsertTriggerSql(declare="DECLARE actor bigint; part jsonb; ignored text[] = '{released_at,superseded_at}';", func="\n        actor := (nullif(current_setting('pghistory.context_metadata', true), '')::jsonb ->> 'user')::bigint;\n        IF actor IS NULL OR (TG_OP = 'UPDATE' AND to_jsonb(NEW) - ignored = to_jsonb(OLD) - ignored) THEN\n            RETURN NULL;\n        END IF;\n        part := to_jsonb(CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END);\n        INSERT INTO portal_releaseeditor (release_id, user_id, since)\n            SELECT id, actor, clock_timestamp() FROM portal_release WHERE id = (part ->> 'release_id')::bigint\n            ON CONFLICT DO NOTHING;\n        RETURN NULL;\n        ", hash='7686fc76b6cdf19c49ac30fe7b50aefd3eb8f622', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_remember_editor_f46ee', table='welfare_disbursement', when='AFTER')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '%: never truncated', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='8dd39da7b99fc606d6521f8130b9e2d1322a8b79', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_af114', table='welfare_disbursement', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='DisbursementEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='welfare.disbursement')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('release', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='portal.release', verbose_name='release')),
                ('section', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='portal.section', verbose_name='section')),
                ('paragraph', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='paragraph')),
                ('released_at', models.DateTimeField(editable=False, null=True, verbose_name='released')),
                ('superseded_at', portal.records.fields.OpenEndField(default=None, editable=False, verbose_name='superseded')),
                ('as_printed', models.CharField(blank=True, max_length=120, verbose_name='as printed')),
                ('note_zh', models.TextField(blank=True, verbose_name='note (Chinese)')),
                ('note_en', models.TextField(blank=True, verbose_name='note (English)')),
                ('scheme', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='welfare.scheme', verbose_name='scheme')),
                ('group_zh', models.CharField(max_length=100, verbose_name='group (Chinese)')),
                ('group_en', models.CharField(max_length=200, verbose_name='group (English)')),
                ('period_start', models.DateField(verbose_name='first day')),
                ('period_end', models.DateField(verbose_name='last day')),
                ('persons', models.PositiveIntegerField(blank=True, null=True, verbose_name='number of persons')),
                ('households', models.PositiveIntegerField(blank=True, null=True, verbose_name='number of households')),
                ('amount', models.DecimalField(blank=True, decimal_places=6, max_digits=24, null=True, verbose_name='amount in yuan')),
                ('qualifier', models.CharField(blank=True, choices=[('about', 'about'), ('over', 'over'), ('nearly', 'nearly'), ('at_least', 'at least')], max_length=8, verbose_name='qualifier')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '%: never truncated', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='7390af16f959c19bc0695623627c4e2a65e8b265', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_2f5dd', table='welfare_disbursementevent', when='BEFORE')), pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='947b90d0181cfceaadd9a8d6da34ed18471fd061', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_065a2', table='welfare_disbursementevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='SchemeEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='welfare.scheme')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('name_zh', models.CharField(max_length=200, verbose_name='name (Chinese)')),
                ('name_en', models.CharField(max_length=300, verbose_name='name (English)')),
                ('code', models.CharField(max_length=80, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(-[a-z0-9]+)*$', 'Use lower-case letters, digits and single hyphens, for example “old-estates”.')], verbose_name='code')),
                ('department', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='portal.department', verbose_name='department')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '%: never truncated', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='f4b45fbbefa6cfdc9484ead13dd6845995cacee6', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_7dbee', table='welfare_schemeevent', when='BEFORE')), pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='308965268ff71ed2cf155a9c2f98f9307940de01', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_efb44', table='welfare_schemeevent', when='BEFORE'))],
            },
        ),
    ]
