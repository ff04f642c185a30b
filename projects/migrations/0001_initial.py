"""Programmes, projects and what releases state of them, with their constraints and triggers."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.constraints
import django.db.models.deletion
import django.db.models.functions.comparison
import pgtrigger.compiler
import pgtrigger.migrations
import portal.publishing.models.released
import portal.records.fields
import portal.records.search_index
from decimal import Decimal
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('pghistory', '0007_auto_20250421_0444'),
        ('portal', '0002_second_factors'),
    ]

    operations = [
        migrations.CreateModel(
            name='Category',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_zh', models.CharField(max_length=200, verbose_name='name (Chinese)')),
                ('name_en', models.CharField(max_length=300, verbose_name='name (English)')),
                ('former_names', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=300), blank=True, default=list, editable=False, size=None)),
                ('change_day', models.DateField(blank=True, help_text='The day on which the last change took effect; empty if that is not known.', null=True, verbose_name='in effect since')),
                ('change_reason_zh', models.TextField(blank=True, help_text='Published with the change of a name or a meaning.', verbose_name='reason of the last change (Chinese)')),
                ('change_reason_en', models.TextField(blank=True, verbose_name='reason of the last change (English)')),
                ('code', models.CharField(max_length=60, unique=True, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(-[a-z0-9]+)*$', 'Use lower-case letters, digits and single hyphens, for example “old-estates”.')], verbose_name='code')),
                ('oc4ids_sector', models.CharField(max_length=60, verbose_name='sector in OC4IDS')),
                ('oc4ids_type', models.CharField(blank=True, max_length=60, verbose_name='type in OC4IDS')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
            ],
            options={
                'triggers': [pgtrigger.compiler.Trigger(name='former_names_stay', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n            NEW.former_names := OLD.former_names;\n            IF (NEW.name_zh, NEW.name_en) <> (OLD.name_zh, OLD.name_en) AND true THEN\n                NEW.former_names := array(\n                    SELECT DISTINCT name FROM unnest(OLD.former_names || ARRAY[OLD.name_zh, OLD.name_en]::text[]) name\n                    WHERE name NOT IN (NEW.name_zh, NEW.name_en) ORDER BY name);\n            END IF;\n            RETURN NEW;\n            ', hash='0e5d7584e90bdb6e6322ee479377810fdae174a2', operation='UPDATE', pgid='pgtrigger_former_names_stay_26106', table='projects_category', when='BEFORE')), pgtrigger.compiler.Trigger(name='public_change', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', declare='DECLARE since timestamptz; last "projects_category"%ROWTYPE; former jsonb; latter jsonb; key text; opened boolean; published timestamptz;', func='\n        IF TG_OP = \'UPDATE\' AND NEW IS NOT DISTINCT FROM OLD THEN\n            RETURN NULL;\n        END IF;\n        \nsince := nullif(current_setting(\'portal.window_since\', true), \'\')::timestamptz;\nIF since IS NULL THEN\n    since := clock_timestamp();\n    PERFORM pg_advisory_xact_lock_shared(\n        (1237::bigint << 52) | (extract(epoch FROM since) * 1000000)::bigint);\n    PERFORM set_config(\'portal.window_since\', since::text, true);\nEND IF;\n\n        IF TG_OP <> \'INSERT\' AND true THEN\n            former := to_jsonb(OLD);\n        END IF;\n        IF TG_OP <> \'DELETE\' THEN\n            SELECT * INTO last FROM "projects_category" WHERE "id" = NEW."id";\n            IF FOUND AND true THEN\n                latter := to_jsonb(last);\n            END IF;\n        END IF;\n        IF former IS NULL AND latter IS NULL THEN\n            RETURN NULL;\n        END IF;\n        \nIF current_setting(\'portal.logged_with\', true) IS DISTINCT FROM statement_timestamp()::text THEN\n    INSERT INTO portal_publicchange (at, is_late) VALUES (clock_timestamp(), false) RETURNING at INTO since;\n    PERFORM set_config(\'portal.logged_with\', statement_timestamp()::text, true);\n    PERFORM set_config(\'portal.logged_at\', since::text, true);\nEND IF;\nsince := current_setting(\'portal.logged_at\')::timestamptz;\n\n        opened := EXISTS (SELECT FROM portal_opening);\n        key := coalesce(former, latter) ->> \'id\';\n        \n        INSERT INTO portal_formerrow ("table", row, until, before, after, is_change, fields)\n            SELECT TG_TABLE_NAME, key, since, former, latter, former IS NOT NULL OR opened OR EXISTS (\n            SELECT FROM portal_formerrow f WHERE f."table" = TG_TABLE_NAME\n            AND (f.row = key OR f.after IS NULL AND f.before ->> \'code\' = latter ->> \'code\')), coalesce(array(\n                SELECT name FROM jsonb_each(former) AS was (name, value)\n                WHERE latter -> name <> value ORDER BY name), \'{}\')\n            WHERE NOT EXISTS (\n                SELECT FROM portal_formerrow f WHERE f."table" = TG_TABLE_NAME AND f.row = key AND f.until = since);\n        RETURN NULL;\n        ', hash='dee4edfebb04b16c2e1e5d6fb2c65279beb0230e', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_public_change_fbb12', table='projects_category', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')), pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "projects_categoryevent" ("change_day", "change_reason_en", "change_reason_zh", "code", "former_names", "id", "name_en", "name_zh", "oc4ids_sector", "oc4ids_type", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."change_day", NEW."change_reason_en", NEW."change_reason_zh", NEW."code", NEW."former_names", NEW."id", NEW."name_en", NEW."name_zh", NEW."oc4ids_sector", NEW."oc4ids_type", NEW."order", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;', hash='38d02c206a99180730cab8741eb8081b7929df23', operation='INSERT', pgid='pgtrigger_insert_insert_3a799', table='projects_category', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "projects_categoryevent" ("change_day", "change_reason_en", "change_reason_zh", "code", "former_names", "id", "name_en", "name_zh", "oc4ids_sector", "oc4ids_type", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."change_day", NEW."change_reason_en", NEW."change_reason_zh", NEW."code", NEW."former_names", NEW."id", NEW."name_en", NEW."name_zh", NEW."oc4ids_sector", NEW."oc4ids_type", NEW."order", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;', hash='00128fa03de1af2fb8f5203992e57a9fa1af4103', operation='UPDATE', pgid='pgtrigger_update_update_f80f3', table='projects_category', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "projects_categoryevent" ("change_day", "change_reason_en", "change_reason_zh", "code", "former_names", "id", "name_en", "name_zh", "oc4ids_sector", "oc4ids_type", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."change_day", OLD."change_reason_en", OLD."change_reason_zh", OLD."code", OLD."former_names", OLD."id", OLD."name_en", OLD."name_zh", OLD."oc4ids_sector", OLD."oc4ids_type", OLD."order", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;', hash='f9237bb04a4c0acf819b5f9da9219ab43e26d0ac', operation='DELETE', pgid='pgtrigger_delete_delete_6802c', table='projects_category', when='AFTER'))],
                'verbose_name': 'category of projects',
                'verbose_name_plural': 'categories of projects',
                'ordering': ('order', 'code'),
            },
        ),
        migrations.CreateModel(
            name='CategoryEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('name_zh', models.CharField(max_length=200, verbose_name='name (Chinese)')),
                ('name_en', models.CharField(max_length=300, verbose_name='name (English)')),
                ('former_names', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=300), blank=True, default=list, editable=False, size=None)),
                ('change_day', models.DateField(blank=True, help_text='The day on which the last change took effect; empty if that is not known.', null=True, verbose_name='in effect since')),
                ('change_reason_zh', models.TextField(blank=True, help_text='Published with the change of a name or a meaning.', verbose_name='reason of the last change (Chinese)')),
                ('change_reason_en', models.TextField(blank=True, verbose_name='reason of the last change (English)')),
                ('code', models.CharField(max_length=60, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(-[a-z0-9]+)*$', 'Use lower-case letters, digits and single hyphens, for example “old-estates”.')], verbose_name='code')),
                ('oc4ids_sector', models.CharField(max_length=60, verbose_name='sector in OC4IDS')),
                ('oc4ids_type', models.CharField(blank=True, max_length=60, verbose_name='type in OC4IDS')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
            ],
            options={
                'triggers': [pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '%: never truncated', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='7d24329df0ffdb30f645fcd49e2e74bcd13fb0f9', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_3a3ab', table='projects_categoryevent', when='BEFORE')), pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='d8a4a937247c4295351bf66b5a14c7c0a3faeefe', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_dc0e4', table='projects_categoryevent', when='BEFORE'))],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Funding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('paragraph', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='paragraph')),
                ('released_at', models.DateTimeField(editable=False, null=True, verbose_name='released')),
                ('superseded_at', portal.records.fields.OpenEndField(default=None, editable=False, verbose_name='superseded')),
                ('as_printed', models.CharField(blank=True, max_length=120, verbose_name='as printed')),
                ('note_zh', models.TextField(blank=True, verbose_name='note (Chinese)')),
                ('note_en', models.TextField(blank=True, verbose_name='note (English)')),
                ('source', models.CharField(choices=[('total', 'total'), ('government', 'government'), ('society', 'society'), ('property', 'property management'), ('residents', 'residents'), ('other', 'other sources')], max_length=10, verbose_name='source of money')),
                ('kind', models.CharField(choices=[('estimated', 'estimated'), ('planned', 'planned'), ('cost', 'cost'), ('invested', 'invested'), ('subsidised', 'subsidised'), ('paid', 'paid')], help_text='The word that the document prints; money that is only said to be invested is not paid.', max_length=10, verbose_name='what the money is')),
                ('amount', models.DecimalField(decimal_places=6, max_digits=24, verbose_name='amount in yuan')),
                ('qualifier', models.CharField(blank=True, choices=[('about', 'about'), ('over', 'over'), ('nearly', 'nearly'), ('at_least', 'at least')], max_length=8, verbose_name='qualifier')),
            ],
            options={
                'triggers': [pgtrigger.compiler.Trigger(name='frozen_with_release', sql=pgtrigger.compiler.UpsertTriggerSql(declare="DECLARE closed boolean; range_columns text[] = '{released_at,superseded_at}';", func="\n        SELECT count(*) FILTER (WHERE state NOT IN ('draft', 'returned')) > 0 INTO closed FROM (\n            SELECT state FROM portal_release\n            WHERE id IN (CASE WHEN TG_OP <> 'INSERT' THEN OLD.release_id END,\n                         CASE WHEN TG_OP <> 'DELETE' THEN NEW.release_id END)\n            FOR SHARE\n        ) AS touched;\n        IF closed THEN\n            IF TG_OP <> 'UPDATE' OR to_jsonb(NEW) - range_columns <> to_jsonb(OLD) - range_columns THEN\n                RAISE EXCEPTION '%: what has been submitted or released is never rewritten', TG_TABLE_NAME\n                    USING ERRCODE = 'restrict_violation';\n            END IF;\n            IF to_jsonb(NEW) ? 'released_at'\n               AND (to_jsonb(OLD) ->> 'released_at')::timestamptz <= clock_timestamp()\n               AND to_jsonb(NEW) -> 'released_at' <> to_jsonb(OLD) -> 'released_at' THEN\n                RAISE EXCEPTION '%: the time of a release that has passed is never changed', TG_TABLE_NAME\n                    USING ERRCODE = 'restrict_violation';\n            END IF;\n        END IF;\n        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;\n        ", hash='a6ebca55b087d6b0254f81893b03ad01d1b19ca8', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_frozen_with_release_084fd', table='projects_funding', when='BEFORE')), pgtrigger.compiler.Trigger(name='closed_with_part', sql=pgtrigger.compiler.UpsertTriggerSql(declare="DECLARE part jsonb; found text; range_columns text[] = '{released_at,superseded_at}';", func="\n        IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - range_columns = to_jsonb(OLD) - range_columns THEN\n            RETURN NEW;\n        END IF;\n        FOREACH part IN ARRAY ARRAY[CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END,\n                                    CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END] LOOP\n            IF part IS NULL OR NOT EXISTS (\n                SELECT 1 FROM portal_contribution WHERE release_id = (part ->> 'release_id')::bigint\n            ) THEN\n                CONTINUE;\n            END IF;\n            SELECT state INTO found FROM portal_contribution\n                WHERE release_id = (part ->> 'release_id')::bigint AND department_id = ((SELECT department_id FROM projects_undertaking WHERE id = (part ->> 'undertaking_id')::bigint)) FOR SHARE;\n            IF found = 'submitted' THEN\n                RAISE EXCEPTION '%: its department has handed its part of the release in', TG_TABLE_NAME\n                    USING ERRCODE = 'restrict_violation';\n            END IF;\n        END LOOP;\n        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;\n        ", hash='7243ebd6b5a4bf0bc01890ce0d93ae2d0b850f17', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_closed_with_part_6e377', table='projects_funding', when='BEFORE')), pgtrigger.compiler.Trigger(name='known_range_follows_releases', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."released_at" IS NOT NULL)', constraint='CONSTRAINT', func="\n        IF EXISTS (\n            SELECT 1 FROM projects_funding mine JOIN portal_release r ON r.id = mine.release_id\n            WHERE mine.id = NEW.id AND (\n                mine.released_at IS DISTINCT FROM r.released_at\n                OR mine.superseded_at IS DISTINCT FROM LEAST(\n                    r.withdrawn_at,\n                    (SELECT min(other.released_at) FROM projects_funding other\n                     WHERE other.undertaking_id = mine.undertaking_id AND other.source = mine.source AND other.kind = mine.kind AND other.released_at > mine.released_at),\n                    \n(SELECT min(w.released_at) FROM portal_rowwithdrawal w WHERE w.record = 'projects_funding' AND w.row_id = mine.id),\n                    'infinity'))\n        ) THEN\n            RAISE EXCEPTION 'projects_funding: the known range of row % does not follow from the releases', NEW.id\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NULL;\n        ", hash='80104f506e35d3f305b2a1480915fd9f0d5097b2', operation='INSERT OR UPDATE', pgid='pgtrigger_known_range_follows_releases_04969', table='projects_funding', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')), pgtrigger.compiler.Trigger(name='remember_editor', sql=pgtrigger.compiler.UpsertTriggerSql(declare="DECLARE actor bigint; part jsonb; ignored text[] = '{released_at,superseded_at}';", func="\n        actor := (nullif(current_setting('pghistory.context_metadata', true), '')::jsonb ->> 'user')::bigint;\n        IF actor IS NULL OR (TG_OP = 'UPDATE' AND to_jsonb(NEW) - ignored = to_jsonb(OLD) - ignored) THEN\n            RETURN NULL;\n        END IF;\n        part := to_jsonb(CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END);\n        INSERT INTO portal_releaseeditor (release_id, user_id, since)\n            SELECT id, actor, clock_timestamp() FROM portal_release WHERE id = (part ->> 'release_id')::bigint\n            ON CONFLICT DO NOTHING;\n        RETURN NULL;\n        ", hash='d958b63816d8c0256373648e098c06367396994a', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_remember_editor_30b21', table='projects_funding', when='AFTER')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '%: never truncated', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='8e971f2fe82dc94a771067f24d8ee021fd2e21ae', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_a807d', table='projects_funding', when='BEFORE')), pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "projects_fundingevent" ("amount", "as_printed", "id", "kind", "note_en", "note_zh", "paragraph", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "qualifier", "release_id", "released_at", "section_id", "source", "superseded_at", "undertaking_id") VALUES (NEW."amount", NEW."as_printed", NEW."id", NEW."kind", NEW."note_en", NEW."note_zh", NEW."paragraph", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."qualifier", NEW."release_id", NEW."released_at", NEW."section_id", NEW."source", NEW."superseded_at", NEW."undertaking_id"); RETURN NULL;', hash='54e72605ced084230e193383e7212beedf509f99', operation='INSERT', pgid='pgtrigger_insert_insert_d6d2b', table='projects_funding', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "projects_fundingevent" ("amount", "as_printed", "id", "kind", "note_en", "note_zh", "paragraph", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "qualifier", "release_id", "released_at", "section_id", "source", "superseded_at", "undertaking_id") VALUES (NEW."amount", NEW."as_printed", NEW."id", NEW."kind", NEW."note_en", NEW."note_zh", NEW."paragraph", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."qualifier", NEW."release_id", NEW."released_at", NEW."section_id", NEW."source", NEW."superseded_at", NEW."undertaking_id"); RETURN NULL;', hash='c198071ee445745c3b07a3b5ba5463803d2c7d29', operation='UPDATE', pgid='pgtrigger_update_update_63b60', table='projects_funding', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "projects_fundingevent" ("amount", "as_printed", "id", "kind", "note_en", "note_zh", "paragraph", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "qualifier", "release_id", "released_at", "section_id", "source", "superseded_at", "undertaking_id") VALUES (OLD."amount", OLD."as_printed", OLD."id", OLD."kind", OLD."note_en", OLD."note_zh", OLD."paragraph", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."qualifier", OLD."release_id", OLD."released_at", OLD."section_id", OLD."source", OLD."superseded_at", OLD."undertaking_id"); RETURN NULL;', hash='4943ef0cb4ee0b6ee0d1240eb3c9d72d470c7bbf', operation='DELETE', pgid='pgtrigger_delete_delete_7310e', table='projects_funding', when='AFTER'))],
                'verbose_name': 'funding',
                'verbose_name_plural': 'funding',
                'ordering': ('undertaking', 'kind', 'id'),
            },
        ),
        migrations.CreateModel(
            name='FundingEvent',
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
                ('source', models.CharField(choices=[('total', 'total'), ('government', 'government'), ('society', 'society'), ('property', 'property management'), ('residents', 'residents'), ('other', 'other sources')], max_length=10, verbose_name='source of money')),
                ('kind', models.CharField(choices=[('estimated', 'estimated'), ('planned', 'planned'), ('cost', 'cost'), ('invested', 'invested'), ('subsidised', 'subsidised'), ('paid', 'paid')], help_text='The word that the document prints; money that is only said to be invested is not paid.', max_length=10, verbose_name='what the money is')),
                ('amount', models.DecimalField(decimal_places=6, max_digits=24, verbose_name='amount in yuan')),
                ('qualifier', models.CharField(blank=True, choices=[('about', 'about'), ('over', 'over'), ('nearly', 'nearly'), ('at_least', 'at least')], max_length=8, verbose_name='qualifier')),
            ],
            options={
                'triggers': [pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '%: never truncated', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='585bb3fe2de1b9219894e6bdf1acaa69c61d9b9a', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_dfc0c', table='projects_fundingevent', when='BEFORE')), pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='164013d96b570958a69e132cbf758714dc7b5740', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_5abe9', table='projects_fundingevent', when='BEFORE'))],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Milestone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('paragraph', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='paragraph')),
                ('released_at', models.DateTimeField(editable=False, null=True, verbose_name='released')),
                ('superseded_at', portal.records.fields.OpenEndField(default=None, editable=False, verbose_name='superseded')),
                ('as_printed', models.CharField(blank=True, max_length=120, verbose_name='as printed')),
                ('note_zh', models.TextField(blank=True, verbose_name='note (Chinese)')),
                ('note_en', models.TextField(blank=True, verbose_name='note (English)')),
                ('code', models.CharField(max_length=60, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(-[a-z0-9]+)*$', 'Use lower-case letters, digits and single hyphens, for example “old-estates”.')], verbose_name='code')),
                ('kind', models.CharField(choices=[('approval', 'approval'), ('design', 'design'), ('start', 'start of works'), ('completion', 'completion'), ('handover', 'handover'), ('other', 'other')], max_length=10, verbose_name='kind')),
                ('name_zh', models.CharField(max_length=200, verbose_name='name (Chinese)')),
                ('name_en', models.CharField(max_length=300, verbose_name='name (English)')),
                ('due', models.DateField(blank=True, null=True, verbose_name='due')),
                ('due_printed_zh', models.CharField(blank=True, max_length=100, verbose_name='due, as stated (Chinese)')),
                ('due_printed_en', models.CharField(blank=True, max_length=200, verbose_name='due, as stated (English)')),
                ('is_met', models.BooleanField(default=False, verbose_name='met')),
                ('met_on', models.DateField(blank=True, null=True, verbose_name='met on')),
            ],
            options={
                'triggers': [pgtrigger.compiler.Trigger(name='frozen_with_release', sql=pgtrigger.compiler.UpsertTriggerSql(declare="DECLARE closed boolean; range_columns text[] = '{released_at,superseded_at}';", func="\n        SELECT count(*) FILTER (WHERE state NOT IN ('draft', 'returned')) > 0 INTO closed FROM (\n            SELECT state FROM portal_release\n            WHERE id IN (CASE WHEN TG_OP <> 'INSERT' THEN OLD.release_id END,\n                         CASE WHEN TG_OP <> 'DELETE' THEN NEW.release_id END)\n            FOR SHARE\n        ) AS touched;\n        IF closed THEN\n            IF TG_OP <> 'UPDATE' OR to_jsonb(NEW) - range_columns <> to_jsonb(OLD) - range_columns THEN\n                RAISE EXCEPTION '%: what has been submitted or released is never rewritten', TG_TABLE_NAME\n                    USING ERRCODE = 'restrict_violation';\n            END IF;\n            IF to_jsonb(NEW) ? 'released_at'\n               AND (to_jsonb(OLD) ->> 'released_at')::timestamptz <= clock_timestamp()\n               AND to_jsonb(NEW) -> 'released_at' <> to_jsonb(OLD) -> 'released_at' THEN\n                RAISE EXCEPTION '%: the time of a release that has passed is never changed', TG_TABLE_NAME\n                    USING ERRCODE = 'restrict_violation';\n            END IF;\n        END IF;\n        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;\n        ", hash='b486c0e59424f60378740d579ea39c65c7380157', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_frozen_with_release_80541', table='projects_milestone', when='BEFORE')), pgtrigger.compiler.Trigger(name='closed_with_part', sql=pgtrigger.compiler.UpsertTriggerSql(declare="DECLARE part jsonb; found text; range_columns text[] = '{released_at,superseded_at}';", func="\n        IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - range_columns = to_jsonb(OLD) - range_columns THEN\n            RETURN NEW;\n        END IF;\n        FOREACH part IN ARRAY ARRAY[CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END,\n                                    CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END] LOOP\n            IF part IS NULL OR NOT EXISTS (\n                SELECT 1 FROM portal_contribution WHERE release_id = (part ->> 'release_id')::bigint\n            ) THEN\n                CONTINUE;\n            END IF;\n            SELECT state INTO found FROM portal_contribution\n                WHERE release_id = (part ->> 'release_id')::bigint AND department_id = ((SELECT department_id FROM projects_undertaking WHERE id = (part ->> 'undertaking_id')::bigint)) FOR SHARE;\n            IF found = 'submitted' THEN\n                RAISE EXCEPTION '%: its department has handed its part of the release in', TG_TABLE_NAME\n                    USING ERRCODE = 'restrict_violation';\n            END IF;\n        END LOOP;\n        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;\n        ", hash='a2e54944e20c369921d10c724878dbea8c55c427', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_closed_with_part_7d76c', table='projects_milestone', when='BEFORE')), pgtrigger.compiler.Trigger(name='known_range_follows_releases', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."released_at" IS NOT NULL)', constraint='CONSTRAINT', func="\n        IF EXISTS (\n            SELECT 1 FROM projects_milestone mine JOIN portal_release r ON r.id = mine.release_id\n            WHERE mine.id = NEW.id AND (\n                mine.released_at IS DISTINCT FROM r.released_at\n                OR mine.superseded_at IS DISTINCT FROM LEAST(\n                    r.withdrawn_at,\n                    (SELECT min(other.released_at) FROM projects_milestone other\n                     WHERE other.undertaking_id = mine.undertaking_id AND other.code = mine.code AND other.released_at > mine.released_at),\n                    \n(SELECT min(w.released_at) FROM portal_rowwithdrawal w WHERE w.record = 'projects_milestone' AND w.row_id = mine.id),\n                    'infinity'))\n        ) THEN\n            RAISE EXCEPTION 'projects_milestone: the known range of row % does not follow from the releases', NEW.id\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NULL;\n        ", hash='646a30d7bf0e7cbab952e2f8cfeebd7265218d4f', operation='INSERT OR UPDATE', pgid='pgtrigger_known_range_follows_releases_1cfdc', table='projects_milestone', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')), pgtrigger.compiler.Trigger(name='remember_editor', sql=pgtrigger.compiler.UpsertTriggerSql(declare="DECLARE actor bigint; part jsonb; ignored text[] = '{released_at,superseded_at}';", func="\n        actor := (nullif(current_setting('pghistory.context_metadata', true), '')::jsonb ->> 'user')::bigint;\n        IF actor IS NULL OR (TG_OP = 'UPDATE' AND to_jsonb(NEW) - ignored = to_jsonb(OLD) - ignored) THEN\n            RETURN NULL;\n        END IF;\n        part := to_jsonb(CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END);\n        INSERT INTO portal_releaseeditor (release_id, user_id, since)\n            SELECT id, actor, clock_timestamp() FROM portal_release WHERE id = (part ->> 'release_id')::bigint\n            ON CONFLICT DO NOTHING;\n        RETURN NULL;\n        ", hash='ac19cb49bcbbd7b2b75683a78b96eb2a9ebc0e3b', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_remember_editor_fda17', table='projects_milestone', when='AFTER')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '%: never truncated', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='a191451194312a96ed625d797763d4d3cc00433a', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_9becc', table='projects_milestone', when='BEFORE')), pgtrigger.compiler.Trigger(name='public_change', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."due" IS NOT NULL AND NEW."released_at" IS NOT NULL)', constraint='CONSTRAINT', declare='DECLARE since timestamptz;', func="\n        IF TG_OP = 'UPDATE' AND NEW.released_at IS NOT DISTINCT FROM OLD.released_at THEN\n            RETURN NULL;\n        END IF;\n        \nsince := nullif(current_setting('portal.window_since', true), '')::timestamptz;\nIF since IS NULL THEN\n    since := clock_timestamp();\n    PERFORM pg_advisory_xact_lock_shared(\n        (1237::bigint << 52) | (extract(epoch FROM since) * 1000000)::bigint);\n    PERFORM set_config('portal.window_since', since::text, true);\nEND IF;\n\n        \n    INSERT INTO portal_publicchange (at, is_late, release_id)\n        SELECT greatest(NEW.released_at, (NEW.due + 1)::timestamp AT TIME ZONE 'Asia/Shanghai'), greatest(NEW.released_at, (NEW.due + 1)::timestamp AT TIME ZONE 'Asia/Shanghai') < since, NEW.release_id\n        WHERE greatest(NEW.released_at, (NEW.due + 1)::timestamp AT TIME ZONE 'Asia/Shanghai') IS NOT NULL AND NOT EXISTS (\n            SELECT FROM portal_publicchange\n            WHERE at = greatest(NEW.released_at, (NEW.due + 1)::timestamp AT TIME ZONE 'Asia/Shanghai') AND release_id IS NOT DISTINCT FROM NEW.release_id);\n    \n         RETURN NULL;", hash='c925e6e3a4c17bafd264e6e23f8d1a67419df80c', operation='INSERT OR UPDATE', pgid='pgtrigger_public_change_00466', table='projects_milestone', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')), pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "projects_milestoneevent" ("as_printed", "code", "due", "due_printed_en", "due_printed_zh", "id", "is_met", "kind", "met_on", "name_en", "name_zh", "note_en", "note_zh", "paragraph", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_id", "released_at", "section_id", "superseded_at", "undertaking_id") VALUES (NEW."as_printed", NEW."code", NEW."due", NEW."due_printed_en", NEW."due_printed_zh", NEW."id", NEW."is_met", NEW."kind", NEW."met_on", NEW."name_en", NEW."name_zh", NEW."note_en", NEW."note_zh", NEW."paragraph", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."release_id", NEW."released_at", NEW."section_id", NEW."superseded_at", NEW."undertaking_id"); RETURN NULL;', hash='ccde1dc2c14fc9fcff3fc2e3063c4643ae95fe7e', operation='INSERT', pgid='pgtrigger_insert_insert_2945c', table='projects_milestone', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "projects_milestoneevent" ("as_printed", "code", "due", "due_printed_en", "due_printed_zh", "id", "is_met", "kind", "met_on", "name_en", "name_zh", "note_en", "note_zh", "paragraph", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_id", "released_at", "section_id", "superseded_at", "undertaking_id") VALUES (NEW."as_printed", NEW."code", NEW."due", NEW."due_printed_en", NEW."due_printed_zh", NEW."id", NEW."is_met", NEW."kind", NEW."met_on", NEW."name_en", NEW."name_zh", NEW."note_en", NEW."note_zh", NEW."paragraph", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."release_id", NEW."released_at", NEW."section_id", NEW."superseded_at", NEW."undertaking_id"); RETURN NULL;', hash='2c45286fdf4374d8b77ceef541daecc7851907a0', operation='UPDATE', pgid='pgtrigger_update_update_96e58', table='projects_milestone', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "projects_milestoneevent" ("as_printed", "code", "due", "due_printed_en", "due_printed_zh", "id", "is_met", "kind", "met_on", "name_en", "name_zh", "note_en", "note_zh", "paragraph", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_id", "released_at", "section_id", "superseded_at", "undertaking_id") VALUES (OLD."as_printed", OLD."code", OLD."due", OLD."due_printed_en", OLD."due_printed_zh", OLD."id", OLD."is_met", OLD."kind", OLD."met_on", OLD."name_en", OLD."name_zh", OLD."note_en", OLD."note_zh", OLD."paragraph", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."release_id", OLD."released_at", OLD."section_id", OLD."superseded_at", OLD."undertaking_id"); RETURN NULL;', hash='c650fef8749932d50f55ed188116069531b4f2cb', operation='DELETE', pgid='pgtrigger_delete_delete_fed44', table='projects_milestone', when='AFTER'))],
                'verbose_name': 'milestone',
                'verbose_name_plural': 'milestones',
                'ordering': ('undertaking', 'due', 'id'),
            },
        ),
        migrations.CreateModel(
            name='MilestoneEvent',
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
                ('code', models.CharField(max_length=60, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(-[a-z0-9]+)*$', 'Use lower-case letters, digits and single hyphens, for example “old-estates”.')], verbose_name='code')),
                ('kind', models.CharField(choices=[('approval', 'approval'), ('design', 'design'), ('start', 'start of works'), ('completion', 'completion'), ('handover', 'handover'), ('other', 'other')], max_length=10, verbose_name='kind')),
                ('name_zh', models.CharField(max_length=200, verbose_name='name (Chinese)')),
                ('name_en', models.CharField(max_length=300, verbose_name='name (English)')),
                ('due', models.DateField(blank=True, null=True, verbose_name='due')),
                ('due_printed_zh', models.CharField(blank=True, max_length=100, verbose_name='due, as stated (Chinese)')),
                ('due_printed_en', models.CharField(blank=True, max_length=200, verbose_name='due, as stated (English)')),
                ('is_met', models.BooleanField(default=False, verbose_name='met')),
                ('met_on', models.DateField(blank=True, null=True, verbose_name='met on')),
            ],
            options={
                'triggers': [pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '%: never truncated', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='0d24ae559c72a91d0294167ae6ea09e8183600ff', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_08816', table='projects_milestoneevent', when='BEFORE')), pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='3650ccc777918a130ef41c08626f724bf1940708', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_bab76', table='projects_milestoneevent', when='BEFORE'))],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ProgressReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('paragraph', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='paragraph')),
                ('released_at', models.DateTimeField(editable=False, null=True, verbose_name='released')),
                ('superseded_at', portal.records.fields.OpenEndField(default=None, editable=False, verbose_name='superseded')),
                ('as_printed', models.CharField(blank=True, max_length=120, verbose_name='as printed')),
                ('note_zh', models.TextField(blank=True, verbose_name='note (Chinese)')),
                ('note_en', models.TextField(blank=True, verbose_name='note (English)')),
                ('work_item', models.CharField(blank=True, max_length=60, verbose_name='work item')),
                ('as_at', models.DateField(verbose_name='as at')),
                ('stage', models.CharField(blank=True, choices=[('planned', 'planned'), ('identification', 'approval'), ('preparation', 'design'), ('implementation', 'implementation'), ('completion', 'completed'), ('handover', 'handed over'), ('cancelled', 'cancelled'), ('collected', 'proposed'), ('screened', 'chosen'), ('drawings', 'drawings'), ('carried_out', 'carried out'), ('built', 'built'), ('declined', 'not chosen')], max_length=14, verbose_name='stage')),
                ('percent', models.DecimalField(blank=True, decimal_places=4, max_digits=7, null=True, verbose_name='per cent done')),
                ('quantity', models.DecimalField(blank=True, decimal_places=6, max_digits=24, null=True, verbose_name='quantity done')),
                ('qualifier', models.CharField(blank=True, choices=[('about', 'about'), ('over', 'over'), ('nearly', 'nearly'), ('at_least', 'at least')], max_length=8, verbose_name='qualifier')),
                ('status', models.CharField(choices=[('normal', 'normal value'), ('provisional', 'provisional'), ('estimated', 'estimated'), ('low_reliability', 'uncertain reading'), ('suppressed', 'suppressed'), ('missing', 'missing')], default='normal', max_length=16, verbose_name='status')),
            ],
            options={
                'triggers': [pgtrigger.compiler.Trigger(name='fits_its_undertaking', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                IF NEW.work_item <> '' AND NOT EXISTS (\n                    SELECT 1 FROM projects_workitem w\n                    WHERE w.undertaking_id = NEW.undertaking_id AND w.code = NEW.work_item\n                ) THEN\n                    RAISE EXCEPTION 'progress report: no work item %', NEW.work_item USING ERRCODE = 'check_violation';\n                END IF;\n                IF NEW.stage <> '' AND (NEW.stage IN ('collected', 'screened', 'drawings', 'carried_out', 'built', 'declined')) <> (\n                    SELECT u.kind = 'micro' FROM projects_undertaking u WHERE u.id = NEW.undertaking_id\n                ) THEN\n                    RAISE EXCEPTION 'progress report: the stage % is not one of this kind of project', NEW.stage\n                        USING ERRCODE = 'check_violation';\n                END IF;\n                RETURN NEW;\n                ", hash='be2a23dc55a8adda46572811d1be84ef00e669de', operation='INSERT OR UPDATE', pgid='pgtrigger_fits_its_undertaking_e0d7e', table='projects_progressreport', when='BEFORE')), pgtrigger.compiler.Trigger(name='frozen_with_release', sql=pgtrigger.compiler.UpsertTriggerSql(declare="DECLARE closed boolean; range_columns text[] = '{released_at,superseded_at}';", func="\n        SELECT count(*) FILTER (WHERE state NOT IN ('draft', 'returned')) > 0 INTO closed FROM (\n            SELECT state FROM portal_release\n            WHERE id IN (CASE WHEN TG_OP <> 'INSERT' THEN OLD.release_id END,\n                         CASE WHEN TG_OP <> 'DELETE' THEN NEW.release_id END)\n            FOR SHARE\n        ) AS touched;\n        IF closed THEN\n            IF TG_OP <> 'UPDATE' OR to_jsonb(NEW) - range_columns <> to_jsonb(OLD) - range_columns THEN\n                RAISE EXCEPTION '%: what has been submitted or released is never rewritten', TG_TABLE_NAME\n                    USING ERRCODE = 'restrict_violation';\n            END IF;\n            IF to_jsonb(NEW) ? 'released_at'\n               AND (to_jsonb(OLD) ->> 'released_at')::timestamptz <= clock_timestamp()\n               AND to_jsonb(NEW) -> 'released_at' <> to_jsonb(OLD) -> 'released_at' THEN\n                RAISE EXCEPTION '%: the time of a release that has passed is never changed', TG_TABLE_NAME\n                    USING ERRCODE = 'restrict_violation';\n            END IF;\n        END IF;\n        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;\n        ", hash='ec73f798490cea92ee419aceabb3dce29a02c2e1', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_frozen_with_release_531b7', table='projects_progressreport', when='BEFORE')), pgtrigger.compiler.Trigger(name='closed_with_part', sql=pgtrigger.compiler.UpsertTriggerSql(declare="DECLARE part jsonb; found text; range_columns text[] = '{released_at,superseded_at}';", func="\n        IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - range_columns = to_jsonb(OLD) - range_columns THEN\n            RETURN NEW;\n        END IF;\n        FOREACH part IN ARRAY ARRAY[CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END,\n                                    CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END] LOOP\n            IF part IS NULL OR NOT EXISTS (\n                SELECT 1 FROM portal_contribution WHERE release_id = (part ->> 'release_id')::bigint\n            ) THEN\n                CONTINUE;\n            END IF;\n            SELECT state INTO found FROM portal_contribution\n                WHERE release_id = (part ->> 'release_id')::bigint AND department_id = ((SELECT department_id FROM projects_undertaking WHERE id = (part ->> 'undertaking_id')::bigint)) FOR SHARE;\n            IF found = 'submitted' THEN\n                RAISE EXCEPTION '%: its department has handed its part of the release in', TG_TABLE_NAME\n                    USING ERRCODE = 'restrict_violation';\n            END IF;\n        END LOOP;\n        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;\n        ", hash='d6f30966538cbb84a7cc0be388f540377aebc8b1', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_closed_with_part_e2b0b', table='projects_progressreport', when='BEFORE')), pgtrigger.compiler.Trigger(name='known_range_follows_releases', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."released_at" IS NOT NULL)', constraint='CONSTRAINT', func="\n        IF EXISTS (\n            SELECT 1 FROM projects_progressreport mine JOIN portal_release r ON r.id = mine.release_id\n            WHERE mine.id = NEW.id AND (\n                mine.released_at IS DISTINCT FROM r.released_at\n                OR mine.superseded_at IS DISTINCT FROM LEAST(\n                    r.withdrawn_at,\n                    (SELECT min(other.released_at) FROM projects_progressreport other\n                     WHERE other.undertaking_id = mine.undertaking_id AND other.work_item = mine.work_item AND other.as_at = mine.as_at AND other.released_at > mine.released_at),\n                    \n(SELECT min(w.released_at) FROM portal_rowwithdrawal w WHERE w.record = 'projects_progressreport' AND w.row_id = mine.id),\n                    'infinity'))\n        ) THEN\n            RAISE EXCEPTION 'projects_progressreport: the known range of row % does not follow from the releases', NEW.id\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NULL;\n        ", hash='f5d5f7ece1b43d518c4f57965fd22452b31e92c7', operation='INSERT OR UPDATE', pgid='pgtrigger_known_range_follows_releases_98a61', table='projects_progressreport', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')), pgtrigger.compiler.Trigger(name='remember_editor', sql=pgtrigger.compiler.UpsertTriggerSql(declare="DECLARE actor bigint; part jsonb; ignored text[] = '{released_at,superseded_at}';", func="\n        actor := (nullif(current_setting('pghistory.context_metadata', true), '')::jsonb ->> 'user')::bigint;\n        IF actor IS NULL OR (TG_OP = 'UPDATE' AND to_jsonb(NEW) - ignored = to_jsonb(OLD) - ignored) THEN\n            RETURN NULL;\n        END IF;\n        part := to_jsonb(CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END);\n        INSERT INTO portal_releaseeditor (release_id, user_id, since)\n            SELECT id, actor, clock_timestamp() FROM portal_release WHERE id = (part ->> 'release_id')::bigint\n            ON CONFLICT DO NOTHING;\n        RETURN NULL;\n        ", hash='6a1afed364e97a5efcc6f6d7b8f2a67adaaaad82', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_remember_editor_2a77e', table='projects_progressreport', when='AFTER')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '%: never truncated', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='4c3df7ef9693d1eb556613add5e6e17112072e4a', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_518df', table='projects_progressreport', when='BEFORE')), pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "projects_progressreportevent" ("as_at", "as_printed", "id", "note_en", "note_zh", "paragraph", "percent", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "qualifier", "quantity", "release_id", "released_at", "section_id", "stage", "status", "superseded_at", "undertaking_id", "work_item") VALUES (NEW."as_at", NEW."as_printed", NEW."id", NEW."note_en", NEW."note_zh", NEW."paragraph", NEW."percent", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."qualifier", NEW."quantity", NEW."release_id", NEW."released_at", NEW."section_id", NEW."stage", NEW."status", NEW."superseded_at", NEW."undertaking_id", NEW."work_item"); RETURN NULL;', hash='6be69eb2ba8ef0c4fc8533af1f37e460492019f7', operation='INSERT', pgid='pgtrigger_insert_insert_8c31e', table='projects_progressreport', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "projects_progressreportevent" ("as_at", "as_printed", "id", "note_en", "note_zh", "paragraph", "percent", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "qualifier", "quantity", "release_id", "released_at", "section_id", "stage", "status", "superseded_at", "undertaking_id", "work_item") VALUES (NEW."as_at", NEW."as_printed", NEW."id", NEW."note_en", NEW."note_zh", NEW."paragraph", NEW."percent", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."qualifier", NEW."quantity", NEW."release_id", NEW."released_at", NEW."section_id", NEW."stage", NEW."status", NEW."superseded_at", NEW."undertaking_id", NEW."work_item"); RETURN NULL;', hash='85f7680408dd975a943ae1a01da73ca1c9105c31', operation='UPDATE', pgid='pgtrigger_update_update_b88c6', table='projects_progressreport', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "projects_progressreportevent" ("as_at", "as_printed", "id", "note_en", "note_zh", "paragraph", "percent", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "qualifier", "quantity", "release_id", "released_at", "section_id", "stage", "status", "superseded_at", "undertaking_id", "work_item") VALUES (OLD."as_at", OLD."as_printed", OLD."id", OLD."note_en", OLD."note_zh", OLD."paragraph", OLD."percent", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."qualifier", OLD."quantity", OLD."release_id", OLD."released_at", OLD."section_id", OLD."stage", OLD."status", OLD."superseded_at", OLD."undertaking_id", OLD."work_item"); RETURN NULL;', hash='77744f2b965eb610d72519e85c471b698e2213a3', operation='DELETE', pgid='pgtrigger_delete_delete_15e54', table='projects_progressreport', when='AFTER'))],
                'verbose_name': 'progress report',
                'verbose_name_plural': 'progress reports',
                'ordering': ('undertaking', 'as_at', 'id'),
            },
        ),
        migrations.CreateModel(
            name='ProgressReportEvent',
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
                ('work_item', models.CharField(blank=True, max_length=60, verbose_name='work item')),
                ('as_at', models.DateField(verbose_name='as at')),
                ('stage', models.CharField(blank=True, choices=[('planned', 'planned'), ('identification', 'approval'), ('preparation', 'design'), ('implementation', 'implementation'), ('completion', 'completed'), ('handover', 'handed over'), ('cancelled', 'cancelled'), ('collected', 'proposed'), ('screened', 'chosen'), ('drawings', 'drawings'), ('carried_out', 'carried out'), ('built', 'built'), ('declined', 'not chosen')], max_length=14, verbose_name='stage')),
                ('percent', models.DecimalField(blank=True, decimal_places=4, max_digits=7, null=True, verbose_name='per cent done')),
                ('quantity', models.DecimalField(blank=True, decimal_places=6, max_digits=24, null=True, verbose_name='quantity done')),
                ('qualifier', models.CharField(blank=True, choices=[('about', 'about'), ('over', 'over'), ('nearly', 'nearly'), ('at_least', 'at least')], max_length=8, verbose_name='qualifier')),
                ('status', models.CharField(choices=[('normal', 'normal value'), ('provisional', 'provisional'), ('estimated', 'estimated'), ('low_reliability', 'uncertain reading'), ('suppressed', 'suppressed'), ('missing', 'missing')], default='normal', max_length=16, verbose_name='status')),
            ],
            options={
                'triggers': [pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '%: never truncated', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='d7673601e284008a19fb1847fe5a3f115080500a', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_e6891', table='projects_progressreportevent', when='BEFORE')), pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='434502b4043e93b6dbb106a6f7916c65785edf51', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_30213', table='projects_progressreportevent', when='BEFORE'))],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ProjectCommitment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('paragraph', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='paragraph')),
                ('released_at', models.DateTimeField(editable=False, null=True, verbose_name='released')),
                ('superseded_at', portal.records.fields.OpenEndField(default=None, editable=False, verbose_name='superseded')),
            ],
            options={
                'triggers': [pgtrigger.compiler.Trigger(name='frozen_with_release', sql=pgtrigger.compiler.UpsertTriggerSql(declare="DECLARE closed boolean; range_columns text[] = '{released_at,superseded_at}';", func="\n        SELECT count(*) FILTER (WHERE state NOT IN ('draft', 'returned')) > 0 INTO closed FROM (\n            SELECT state FROM portal_release\n            WHERE id IN (CASE WHEN TG_OP <> 'INSERT' THEN OLD.release_id END,\n                         CASE WHEN TG_OP <> 'DELETE' THEN NEW.release_id END)\n            FOR SHARE\n        ) AS touched;\n        IF closed THEN\n            IF TG_OP <> 'UPDATE' OR to_jsonb(NEW) - range_columns <> to_jsonb(OLD) - range_columns THEN\n                RAISE EXCEPTION '%: what has been submitted or released is never rewritten', TG_TABLE_NAME\n                    USING ERRCODE = 'restrict_violation';\n            END IF;\n            IF to_jsonb(NEW) ? 'released_at'\n               AND (to_jsonb(OLD) ->> 'released_at')::timestamptz <= clock_timestamp()\n               AND to_jsonb(NEW) -> 'released_at' <> to_jsonb(OLD) -> 'released_at' THEN\n                RAISE EXCEPTION '%: the time of a release that has passed is never changed', TG_TABLE_NAME\n                    USING ERRCODE = 'restrict_violation';\n            END IF;\n        END IF;\n        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;\n        ", hash='c67237977ab1d8f5a409c4c79bc218ebf555f9bf', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_frozen_with_release_e7b5b', table='projects_projectcommitment', when='BEFORE')), pgtrigger.compiler.Trigger(name='closed_with_part', sql=pgtrigger.compiler.UpsertTriggerSql(declare="DECLARE part jsonb; found text; range_columns text[] = '{released_at,superseded_at}';", func="\n        IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - range_columns = to_jsonb(OLD) - range_columns THEN\n            RETURN NEW;\n        END IF;\n        FOREACH part IN ARRAY ARRAY[CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END,\n                                    CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END] LOOP\n            IF part IS NULL OR NOT EXISTS (\n                SELECT 1 FROM portal_contribution WHERE release_id = (part ->> 'release_id')::bigint\n            ) THEN\n                CONTINUE;\n            END IF;\n            SELECT state INTO found FROM portal_contribution\n                WHERE release_id = (part ->> 'release_id')::bigint AND department_id = ((SELECT department_id FROM projects_undertaking WHERE id = (part ->> 'undertaking_id')::bigint)) FOR SHARE;\n            IF found = 'submitted' THEN\n                RAISE EXCEPTION '%: its department has handed its part of the release in', TG_TABLE_NAME\n                    USING ERRCODE = 'restrict_violation';\n            END IF;\n        END LOOP;\n        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;\n        ", hash='f4f8451f78490f61ec79a30a042aeb8e9aef56f6', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_closed_with_part_0d495', table='projects_projectcommitment', when='BEFORE')), pgtrigger.compiler.Trigger(name='known_range_follows_releases', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."released_at" IS NOT NULL)', constraint='CONSTRAINT', func="\n        IF EXISTS (\n            SELECT 1 FROM projects_projectcommitment mine JOIN portal_release r ON r.id = mine.release_id\n            WHERE mine.id = NEW.id AND (\n                mine.released_at IS DISTINCT FROM r.released_at\n                OR mine.superseded_at IS DISTINCT FROM LEAST(\n                    r.withdrawn_at,\n                    (SELECT min(other.released_at) FROM projects_projectcommitment other\n                     WHERE other.undertaking_id = mine.undertaking_id AND other.commitment_id = mine.commitment_id AND other.released_at > mine.released_at),\n                    \n(SELECT min(w.released_at) FROM portal_rowwithdrawal w WHERE w.record = 'projects_projectcommitment' AND w.row_id = mine.id),\n                    'infinity'))\n        ) THEN\n            RAISE EXCEPTION 'projects_projectcommitment: the known range of row % does not follow from the releases', NEW.id\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NULL;\n        ", hash='f29eec2c977ca5f310d95fc237a8a19364594fc7', operation='INSERT OR UPDATE', pgid='pgtrigger_known_range_follows_releases_5876c', table='projects_projectcommitment', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')), pgtrigger.compiler.Trigger(name='remember_editor', sql=pgtrigger.compiler.UpsertTriggerSql(declare="DECLARE actor bigint; part jsonb; ignored text[] = '{released_at,superseded_at}';", func="\n        actor := (nullif(current_setting('pghistory.context_metadata', true), '')::jsonb ->> 'user')::bigint;\n        IF actor IS NULL OR (TG_OP = 'UPDATE' AND to_jsonb(NEW) - ignored = to_jsonb(OLD) - ignored) THEN\n            RETURN NULL;\n        END IF;\n        part := to_jsonb(CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END);\n        INSERT INTO portal_releaseeditor (release_id, user_id, since)\n            SELECT id, actor, clock_timestamp() FROM portal_release WHERE id = (part ->> 'release_id')::bigint\n            ON CONFLICT DO NOTHING;\n        RETURN NULL;\n        ", hash='1682300c1d8a23f2f038da755419f08c03adc037', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_remember_editor_3741d', table='projects_projectcommitment', when='AFTER')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '%: never truncated', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='1f0f1dd2354e968c89a4274e91e515958d3528a6', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_3ff46', table='projects_projectcommitment', when='BEFORE')), pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "projects_projectcommitmentevent" ("commitment_id", "id", "paragraph", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_id", "released_at", "section_id", "superseded_at", "undertaking_id") VALUES (NEW."commitment_id", NEW."id", NEW."paragraph", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."release_id", NEW."released_at", NEW."section_id", NEW."superseded_at", NEW."undertaking_id"); RETURN NULL;', hash='536f245cde8393e451ce0380aefa81747697af50', operation='INSERT', pgid='pgtrigger_insert_insert_3e316', table='projects_projectcommitment', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "projects_projectcommitmentevent" ("commitment_id", "id", "paragraph", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_id", "released_at", "section_id", "superseded_at", "undertaking_id") VALUES (NEW."commitment_id", NEW."id", NEW."paragraph", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."release_id", NEW."released_at", NEW."section_id", NEW."superseded_at", NEW."undertaking_id"); RETURN NULL;', hash='9b1b26b30700472cc78136a6096605f51379856a', operation='UPDATE', pgid='pgtrigger_update_update_1ba38', table='projects_projectcommitment', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "projects_projectcommitmentevent" ("commitment_id", "id", "paragraph", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_id", "released_at", "section_id", "superseded_at", "undertaking_id") VALUES (OLD."commitment_id", OLD."id", OLD."paragraph", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."release_id", OLD."released_at", OLD."section_id", OLD."superseded_at", OLD."undertaking_id"); RETURN NULL;', hash='4a97a4bbe10a6b9cfafcc88db0b528ba07d00294', operation='DELETE', pgid='pgtrigger_delete_delete_d0db3', table='projects_projectcommitment', when='AFTER'))],
                'verbose_name': 'commitment of a project',
                'verbose_name_plural': 'commitments of projects',
                'ordering': ('undertaking', 'id'),
            },
        ),
        migrations.CreateModel(
            name='ProjectCommitmentEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('paragraph', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='paragraph')),
                ('released_at', models.DateTimeField(editable=False, null=True, verbose_name='released')),
                ('superseded_at', portal.records.fields.OpenEndField(default=None, editable=False, verbose_name='superseded')),
            ],
            options={
                'triggers': [pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '%: never truncated', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='b670b7cca1700032587a3385299e5b956dfc687e', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_c7a59', table='projects_projectcommitmentevent', when='BEFORE')), pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='94b377302349dc9c034fb177008cfe4bc1e56f7d', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_33033', table='projects_projectcommitmentevent', when='BEFORE'))],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ProjectDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('paragraph', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='paragraph')),
                ('released_at', models.DateTimeField(editable=False, null=True, verbose_name='released')),
                ('superseded_at', portal.records.fields.OpenEndField(default=None, editable=False, verbose_name='superseded')),
                ('kind', models.CharField(choices=[('photo', 'photograph'), ('plan', 'plan'), ('drawing', 'drawing'), ('report', 'report'), ('contract', 'contract'), ('other', 'other document')], max_length=8, verbose_name='kind')),
            ],
            options={
                'triggers': [pgtrigger.compiler.Trigger(name='of_the_same_release', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                IF (SELECT a.release_id FROM portal_attachment a WHERE a.id = NEW.attachment_id)\n                   IS DISTINCT FROM NEW.release_id THEN\n                    RAISE EXCEPTION 'document of a project: the attachment belongs to another release'\n                        USING ERRCODE = 'check_violation';\n                END IF;\n                RETURN NEW;\n                ", hash='1eeb445bcbfb41aed431c0f608fbf9964ca35431', operation='INSERT OR UPDATE', pgid='pgtrigger_of_the_same_release_3803d', table='projects_projectdocument', when='BEFORE')), pgtrigger.compiler.Trigger(name='frozen_with_release', sql=pgtrigger.compiler.UpsertTriggerSql(declare="DECLARE closed boolean; range_columns text[] = '{released_at,superseded_at}';", func="\n        SELECT count(*) FILTER (WHERE state NOT IN ('draft', 'returned')) > 0 INTO closed FROM (\n            SELECT state FROM portal_release\n            WHERE id IN (CASE WHEN TG_OP <> 'INSERT' THEN OLD.release_id END,\n                         CASE WHEN TG_OP <> 'DELETE' THEN NEW.release_id END)\n            FOR SHARE\n        ) AS touched;\n        IF closed THEN\n            IF TG_OP <> 'UPDATE' OR to_jsonb(NEW) - range_columns <> to_jsonb(OLD) - range_columns THEN\n                RAISE EXCEPTION '%: what has been submitted or released is never rewritten', TG_TABLE_NAME\n                    USING ERRCODE = 'restrict_violation';\n            END IF;\n            IF to_jsonb(NEW) ? 'released_at'\n               AND (to_jsonb(OLD) ->> 'released_at')::timestamptz <= clock_timestamp()\n               AND to_jsonb(NEW) -> 'released_at' <> to_jsonb(OLD) -> 'released_at' THEN\n                RAISE EXCEPTION '%: the time of a release that has passed is never changed', TG_TABLE_NAME\n                    USING ERRCODE = 'restrict_violation';\n            END IF;\n        END IF;\n        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;\n        ", hash='c740c6ac714ed2e18b4a0c7db62e2d4eb124b6cf', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_frozen_with_release_73d2b', table='projects_projectdocument', when='BEFORE')), pgtrigger.compiler.Trigger(name='closed_with_part', sql=pgtrigger.compiler.UpsertTriggerSql(declare="DECLARE part jsonb; found text; range_columns text[] = '{released_at,superseded_at}';", func="\n        IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - range_columns = to_jsonb(OLD) - range_columns THEN\n            RETURN NEW;\n        END IF;\n        FOREACH part IN ARRAY ARRAY[CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END,\n                                    CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END] LOOP\n            IF part IS NULL OR NOT EXISTS (\n                SELECT 1 FROM portal_contribution WHERE release_id = (part ->> 'release_id')::bigint\n            ) THEN\n                CONTINUE;\n            END IF;\n            SELECT state INTO found FROM portal_contribution\n                WHERE release_id = (part ->> 'release_id')::bigint AND department_id = ((SELECT department_id FROM projects_undertaking WHERE id = (part ->> 'undertaking_id')::bigint)) FOR SHARE;\n            IF found = 'submitted' THEN\n                RAISE EXCEPTION '%: its department has handed its part of the release in', TG_TABLE_NAME\n                    USING ERRCODE = 'restrict_violation';\n            END IF;\n        END LOOP;\n        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;\n        ", hash='3344767d08f7c4b21362386ba800c29c1c438985', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_closed_with_part_c7914', table='projects_projectdocument', when='BEFORE')), pgtrigger.compiler.Trigger(name='known_range_follows_releases', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."released_at" IS NOT NULL)', constraint='CONSTRAINT', func="\n        IF EXISTS (\n            SELECT 1 FROM projects_projectdocument mine JOIN portal_release r ON r.id = mine.release_id\n            WHERE mine.id = NEW.id AND (\n                mine.released_at IS DISTINCT FROM r.released_at\n                OR mine.superseded_at IS DISTINCT FROM LEAST(\n                    r.withdrawn_at,\n                    (SELECT min(other.released_at) FROM projects_projectdocument other\n                     WHERE false AND other.released_at > mine.released_at),\n                    \n(SELECT min(w.released_at) FROM portal_rowwithdrawal w WHERE w.record = 'projects_projectdocument' AND w.row_id = mine.id),\n                    'infinity'))\n        ) THEN\n            RAISE EXCEPTION 'projects_projectdocument: the known range of row % does not follow from the releases', NEW.id\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NULL;\n        ", hash='2bb7b014a552452e059913201efa218f1c936315', operation='INSERT OR UPDATE', pgid='pgtrigger_known_range_follows_releases_919d4', table='projects_projectdocument', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')), pgtrigger.compiler.Trigger(name='remember_editor', sql=pgtrigger.compiler.UpsertTriggerSql(declare="DECLARE actor bigint; part jsonb; ignored text[] = '{released_at,superseded_at}';", func="\n        actor := (nullif(current_setting('pghistory.context_metadata', true), '')::jsonb ->> 'user')::bigint;\n        IF actor IS NULL OR (TG_OP = 'UPDATE' AND to_jsonb(NEW) - ignored = to_jsonb(OLD) - ignored) THEN\n            RETURN NULL;\n        END IF;\n        part := to_jsonb(CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END);\n        INSERT INTO portal_releaseeditor (release_id, user_id, since)\n            SELECT id, actor, clock_timestamp() FROM portal_release WHERE id = (part ->> 'release_id')::bigint\n            ON CONFLICT DO NOTHING;\n        RETURN NULL;\n        ", hash='757b0bfac0a3b27e0139a7dfeeb33110835f4b89', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_remember_editor_8c5e0', table='projects_projectdocument', when='AFTER')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '%: never truncated', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='d9ca91a1f6bf7b42e26687f01c5e5beb601b2c54', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_6143f', table='projects_projectdocument', when='BEFORE')), pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "projects_projectdocumentevent" ("attachment_id", "id", "kind", "paragraph", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_id", "released_at", "section_id", "superseded_at", "undertaking_id") VALUES (NEW."attachment_id", NEW."id", NEW."kind", NEW."paragraph", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."release_id", NEW."released_at", NEW."section_id", NEW."superseded_at", NEW."undertaking_id"); RETURN NULL;', hash='05595019751d9ffd06cad50c5103f62d725c08c3', operation='INSERT', pgid='pgtrigger_insert_insert_693d1', table='projects_projectdocument', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "projects_projectdocumentevent" ("attachment_id", "id", "kind", "paragraph", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_id", "released_at", "section_id", "superseded_at", "undertaking_id") VALUES (NEW."attachment_id", NEW."id", NEW."kind", NEW."paragraph", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."release_id", NEW."released_at", NEW."section_id", NEW."superseded_at", NEW."undertaking_id"); RETURN NULL;', hash='1b302c9842e7857d55bc14a955f5ed65c630d31d', operation='UPDATE', pgid='pgtrigger_update_update_3f849', table='projects_projectdocument', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "projects_projectdocumentevent" ("attachment_id", "id", "kind", "paragraph", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_id", "released_at", "section_id", "superseded_at", "undertaking_id") VALUES (OLD."attachment_id", OLD."id", OLD."kind", OLD."paragraph", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."release_id", OLD."released_at", OLD."section_id", OLD."superseded_at", OLD."undertaking_id"); RETURN NULL;', hash='01a37ca73f6d9767f994b127221d23eece98bded', operation='DELETE', pgid='pgtrigger_delete_delete_7731d', table='projects_projectdocument', when='AFTER'))],
                'verbose_name': 'document of a project',
                'verbose_name_plural': 'documents of projects',
                'ordering': ('undertaking', 'id'),
            },
        ),
        migrations.CreateModel(
            name='ProjectDocumentEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('paragraph', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='paragraph')),
                ('released_at', models.DateTimeField(editable=False, null=True, verbose_name='released')),
                ('superseded_at', portal.records.fields.OpenEndField(default=None, editable=False, verbose_name='superseded')),
                ('kind', models.CharField(choices=[('photo', 'photograph'), ('plan', 'plan'), ('drawing', 'drawing'), ('report', 'report'), ('contract', 'contract'), ('other', 'other document')], max_length=8, verbose_name='kind')),
            ],
            options={
                'triggers': [pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '%: never truncated', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='d35d08e7e35cc9be1852e06a2899089d9f240ea2', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_8e64f', table='projects_projectdocumentevent', when='BEFORE')), pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='3a2ee1244ac1b7990e937107c681bfcb65cc124b', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_d4f52', table='projects_projectdocumentevent', when='BEFORE'))],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Undertaking',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_zh', models.CharField(max_length=200, verbose_name='name (Chinese)')),
                ('name_en', models.CharField(max_length=300, verbose_name='name (English)')),
                ('former_names', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=300), blank=True, default=list, editable=False, size=None)),
                ('change_day', models.DateField(blank=True, help_text='The day on which the last change took effect; empty if that is not known.', null=True, verbose_name='in effect since')),
                ('change_reason_zh', models.TextField(blank=True, help_text='Published with the change of a name or a meaning.', verbose_name='reason of the last change (Chinese)')),
                ('change_reason_en', models.TextField(blank=True, verbose_name='reason of the last change (English)')),
                ('kind', models.CharField(choices=[('programme', 'programme'), ('project', 'project'), ('micro', 'micro-project')], max_length=9, verbose_name='kind')),
                ('code', models.CharField(max_length=80, unique=True, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(-[a-z0-9]+)*$', 'Use lower-case letters, digits and single hyphens, for example “old-estates”.')], verbose_name='code')),
                ('aliases', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), blank=True, default=list, size=None, verbose_name='other names')),
                ('pinyin', models.CharField(blank=True, editable=False, max_length=400)),
                ('summary_zh', models.TextField(verbose_name='summary (Chinese)')),
                ('summary_en', models.TextField(verbose_name='summary (English)')),
                ('continued', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), blank=True, default=list, editable=False, size=None, verbose_name='continues')),
                ('plan_year', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1990), django.core.validators.MaxValueValidator(2099)], verbose_name='year of the plan')),
            ],
            options={
                'triggers': [pgtrigger.compiler.Trigger(name='kind_never_changes', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."kind" IS DISTINCT FROM (NEW."kind"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='6a658611e847a080365f075207b466fbe5f66a30', operation='UPDATE', pgid='pgtrigger_kind_never_changes_76baa', table='projects_undertaking', when='BEFORE')), pgtrigger.compiler.Trigger(name='continued_are_those_of_the_links', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n                NEW.continued := array(\n                    SELECT link.to_undertaking_id FROM projects_undertaking_predecessors link\n                    WHERE link.from_undertaking_id = NEW.id ORDER BY 1);\n                RETURN NEW;\n                ', hash='abe6880ca7025b22bb686d066dd32b5a6332fe4e', operation='UPDATE', pgid='pgtrigger_continued_are_those_of_the_links_481eb', table='projects_undertaking', when='BEFORE')), pgtrigger.compiler.Trigger(name='former_names_stay', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n            NEW.former_names := OLD.former_names;\n            IF (NEW.name_zh, NEW.name_en) <> (OLD.name_zh, OLD.name_en) AND (EXISTS (\n    SELECT FROM projects_undertakingstate s WHERE s.undertaking_id = OLD.id AND s.known_from <= clock_timestamp()\n) OR EXISTS (\n    SELECT FROM projects_undertakingstate s JOIN projects_undertaking u ON u.id = s.undertaking_id\n    WHERE u.programme_id = OLD.id AND s.known_from <= clock_timestamp())) THEN\n                NEW.former_names := array(\n                    SELECT DISTINCT name FROM unnest(OLD.former_names || ARRAY[OLD.name_zh, OLD.name_en]::text[]) name\n                    WHERE name NOT IN (NEW.name_zh, NEW.name_en) ORDER BY name);\n            END IF;\n            RETURN NEW;\n            ', hash='b1c30c6c5a12913e9033ff6bf4be8e153ee37d08', operation='UPDATE', pgid='pgtrigger_former_names_stay_ed1c3', table='projects_undertaking', when='BEFORE')), pgtrigger.compiler.Trigger(name='public_change', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', declare='DECLARE since timestamptz; last "projects_undertaking"%ROWTYPE; former jsonb; latter jsonb; key text; opened boolean; published timestamptz;', func='\n        IF TG_OP = \'UPDATE\' AND NEW IS NOT DISTINCT FROM OLD THEN\n            RETURN NULL;\n        END IF;\n        \nsince := nullif(current_setting(\'portal.window_since\', true), \'\')::timestamptz;\nIF since IS NULL THEN\n    since := clock_timestamp();\n    PERFORM pg_advisory_xact_lock_shared(\n        (1237::bigint << 52) | (extract(epoch FROM since) * 1000000)::bigint);\n    PERFORM set_config(\'portal.window_since\', since::text, true);\nEND IF;\n\n        IF TG_OP <> \'INSERT\' AND (EXISTS (\n    SELECT FROM projects_undertakingstate s WHERE s.undertaking_id = OLD.id AND s.known_from <= clock_timestamp()\n) OR EXISTS (\n    SELECT FROM projects_undertakingstate s JOIN projects_undertaking u ON u.id = s.undertaking_id\n    WHERE u.programme_id = OLD.id AND s.known_from <= clock_timestamp())) THEN\n            former := to_jsonb(OLD);\n        END IF;\n        IF TG_OP <> \'DELETE\' THEN\n            SELECT * INTO last FROM "projects_undertaking" WHERE "id" = NEW."id";\n            IF FOUND AND (EXISTS (\n    SELECT FROM projects_undertakingstate s WHERE s.undertaking_id = last.id AND s.known_from <= clock_timestamp()\n) OR EXISTS (\n    SELECT FROM projects_undertakingstate s JOIN projects_undertaking u ON u.id = s.undertaking_id\n    WHERE u.programme_id = last.id AND s.known_from <= clock_timestamp())) THEN\n                latter := to_jsonb(last);\n            END IF;\n        END IF;\n        IF former IS NULL AND latter IS NULL THEN\n            RETURN NULL;\n        END IF;\n        \nIF current_setting(\'portal.logged_with\', true) IS DISTINCT FROM statement_timestamp()::text THEN\n    INSERT INTO portal_publicchange (at, is_late) VALUES (clock_timestamp(), false) RETURNING at INTO since;\n    PERFORM set_config(\'portal.logged_with\', statement_timestamp()::text, true);\n    PERFORM set_config(\'portal.logged_at\', since::text, true);\nEND IF;\nsince := current_setting(\'portal.logged_at\')::timestamptz;\n\n        opened := EXISTS (SELECT FROM portal_opening);\n        key := coalesce(former, latter) ->> \'id\';\n        \n        INSERT INTO portal_formerrow ("table", row, until, before, after, is_change, fields)\n            SELECT TG_TABLE_NAME, key, since, former, latter, former IS NOT NULL OR opened OR EXISTS (\n            SELECT FROM portal_formerrow f WHERE f."table" = TG_TABLE_NAME\n            AND (f.row = key OR f.after IS NULL AND f.before ->> \'code\' = latter ->> \'code\')), coalesce(array(\n                SELECT name FROM jsonb_each(former) AS was (name, value)\n                WHERE latter -> name <> value ORDER BY name), \'{}\')\n            WHERE NOT EXISTS (\n                SELECT FROM portal_formerrow f WHERE f."table" = TG_TABLE_NAME AND f.row = key AND f.until = since);\n        RETURN NULL;\n        ', hash='17800c3a29c4e9441935d07b095c910ba004ec73', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_public_change_c4db9', table='projects_undertaking', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '%: never truncated', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='b1b1fa38c4caecb384c37fc859d062fe4fb61fa3', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_305a2', table='projects_undertaking', when='BEFORE')), pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "projects_undertakingevent" ("aliases", "category_id", "change_day", "change_reason_en", "change_reason_zh", "code", "continued", "department_id", "former_names", "id", "kind", "name_en", "name_zh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pinyin", "plan_year", "programme_id", "sector_id", "summary_en", "summary_zh") VALUES (NEW."aliases", NEW."category_id", NEW."change_day", NEW."change_reason_en", NEW."change_reason_zh", NEW."code", NEW."continued", NEW."department_id", NEW."former_names", NEW."id", NEW."kind", NEW."name_en", NEW."name_zh", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."pinyin", NEW."plan_year", NEW."programme_id", NEW."sector_id", NEW."summary_en", NEW."summary_zh"); RETURN NULL;', hash='9f5370affdb2f5802c515ac2f6d413af379c4862', operation='INSERT', pgid='pgtrigger_insert_insert_0c8ba', table='projects_undertaking', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "projects_undertakingevent" ("aliases", "category_id", "change_day", "change_reason_en", "change_reason_zh", "code", "continued", "department_id", "former_names", "id", "kind", "name_en", "name_zh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pinyin", "plan_year", "programme_id", "sector_id", "summary_en", "summary_zh") VALUES (NEW."aliases", NEW."category_id", NEW."change_day", NEW."change_reason_en", NEW."change_reason_zh", NEW."code", NEW."continued", NEW."department_id", NEW."former_names", NEW."id", NEW."kind", NEW."name_en", NEW."name_zh", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."pinyin", NEW."plan_year", NEW."programme_id", NEW."sector_id", NEW."summary_en", NEW."summary_zh"); RETURN NULL;', hash='03e07a3851daf5489b1b74e42332ae2809e92112', operation='UPDATE', pgid='pgtrigger_update_update_83459', table='projects_undertaking', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "projects_undertakingevent" ("aliases", "category_id", "change_day", "change_reason_en", "change_reason_zh", "code", "continued", "department_id", "former_names", "id", "kind", "name_en", "name_zh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pinyin", "plan_year", "programme_id", "sector_id", "summary_en", "summary_zh") VALUES (OLD."aliases", OLD."category_id", OLD."change_day", OLD."change_reason_en", OLD."change_reason_zh", OLD."code", OLD."continued", OLD."department_id", OLD."former_names", OLD."id", OLD."kind", OLD."name_en", OLD."name_zh", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."pinyin", OLD."plan_year", OLD."programme_id", OLD."sector_id", OLD."summary_en", OLD."summary_zh"); RETURN NULL;', hash='7f8d50b3c6906285312d3df1f387544b6bafd337', operation='DELETE', pgid='pgtrigger_delete_delete_42794', table='projects_undertaking', when='AFTER'))],
                'verbose_name': 'undertaking',
                'verbose_name_plural': 'undertakings',
                'ordering': ('pinyin', 'code'),
            },
        ),
        migrations.CreateModel(
            name='UndertakingAreaEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
            ],
            options={
                'triggers': [pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '%: never truncated', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='0b12b0c420c945ccaea79094dbb7936f5e817fa7', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_a313d', table='projects_undertakingareaevent', when='BEFORE')), pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='58b0d9bb90ab0e7f25d2637ff6717af4df8e5582', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_ee783', table='projects_undertakingareaevent', when='BEFORE'))],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='UndertakingEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('name_zh', models.CharField(max_length=200, verbose_name='name (Chinese)')),
                ('name_en', models.CharField(max_length=300, verbose_name='name (English)')),
                ('former_names', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=300), blank=True, default=list, editable=False, size=None)),
                ('change_day', models.DateField(blank=True, help_text='The day on which the last change took effect; empty if that is not known.', null=True, verbose_name='in effect since')),
                ('change_reason_zh', models.TextField(blank=True, help_text='Published with the change of a name or a meaning.', verbose_name='reason of the last change (Chinese)')),
                ('change_reason_en', models.TextField(blank=True, verbose_name='reason of the last change (English)')),
                ('kind', models.CharField(choices=[('programme', 'programme'), ('project', 'project'), ('micro', 'micro-project')], max_length=9, verbose_name='kind')),
                ('code', models.CharField(max_length=80, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(-[a-z0-9]+)*$', 'Use lower-case letters, digits and single hyphens, for example “old-estates”.')], verbose_name='code')),
                ('aliases', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), blank=True, default=list, size=None, verbose_name='other names')),
                ('pinyin', models.CharField(blank=True, editable=False, max_length=400)),
                ('summary_zh', models.TextField(verbose_name='summary (Chinese)')),
                ('summary_en', models.TextField(verbose_name='summary (English)')),
                ('continued', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), blank=True, default=list, editable=False, size=None, verbose_name='continues')),
                ('plan_year', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1990), django.core.validators.MaxValueValidator(2099)], verbose_name='year of the plan')),
            ],
            options={
                'triggers': [pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '%: never truncated', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='0089401e73ae8652fd03b925e3e8eb8240f8df6f', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_d03de', table='projects_undertakingevent', when='BEFORE')), pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='9e8134d65d81565b6027c6dd534d1cacea274cdc', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_33b69', table='projects_undertakingevent', when='BEFORE'))],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='UndertakingIndicatorEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
            ],
            options={
                'triggers': [pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '%: never truncated', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='eda2640fe2fa4942eca804574027bf28908034aa', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_630dc', table='projects_undertakingindicatorevent', when='BEFORE')), pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='17517e0adf59347754e2cd307e94c782743feccb', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_2ad62', table='projects_undertakingindicatorevent', when='BEFORE'))],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='UndertakingPredecessorEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
            ],
            options={
                'triggers': [pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '%: never truncated', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='7d725eb1eb62f3fab3e74308152e98d9693ce25e', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_9da33', table='projects_undertakingpredecessorevent', when='BEFORE')), pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='60dcef58fffb43fb9b3740d969be98bbc5b28f1e', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_7a28c', table='projects_undertakingpredecessorevent', when='BEFORE'))],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='UndertakingState',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('known_from', models.DateTimeField(verbose_name='known from')),
                ('known_until', portal.records.fields.OpenEndField(default=None, verbose_name='known until')),
                ('stage', models.CharField(blank=True, choices=[('planned', 'planned'), ('identification', 'approval'), ('preparation', 'design'), ('implementation', 'implementation'), ('completion', 'completed'), ('handover', 'handed over'), ('cancelled', 'cancelled'), ('collected', 'proposed'), ('screened', 'chosen'), ('drawings', 'drawings'), ('carried_out', 'carried out'), ('built', 'built'), ('declined', 'not chosen')], max_length=14, verbose_name='stage')),
                ('percent', models.DecimalField(decimal_places=4, max_digits=7, null=True, verbose_name='per cent done')),
                ('is_computed', models.BooleanField(default=False, verbose_name='computed from work items')),
                ('as_at', models.DateField(null=True, verbose_name='as at')),
                ('reported_at', models.DateTimeField(verbose_name='last reported')),
                ('reported_on', models.DateField(verbose_name='day of the last report')),
                ('due', models.DateField(null=True, verbose_name='due')),
                ('is_finished', models.BooleanField(default=False, verbose_name='finished')),
                ('steps', models.JSONField(default=list, verbose_name='steps')),
            ],
            options={
                'verbose_name': 'state of an undertaking',
                'verbose_name_plural': 'states of undertakings',
                'ordering': ('undertaking', 'known_from'),
            },
        ),
        migrations.CreateModel(
            name='WorkItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('paragraph', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='paragraph')),
                ('released_at', models.DateTimeField(editable=False, null=True, verbose_name='released')),
                ('superseded_at', portal.records.fields.OpenEndField(default=None, editable=False, verbose_name='superseded')),
                ('as_printed', models.CharField(blank=True, max_length=120, verbose_name='as printed')),
                ('note_zh', models.TextField(blank=True, verbose_name='note (Chinese)')),
                ('note_en', models.TextField(blank=True, verbose_name='note (English)')),
                ('code', models.CharField(max_length=60, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(-[a-z0-9]+)*$', 'Use lower-case letters, digits and single hyphens, for example “old-estates”.')], verbose_name='code')),
                ('name_zh', models.CharField(max_length=200, verbose_name='name (Chinese)')),
                ('name_en', models.CharField(max_length=300, verbose_name='name (English)')),
                ('planned_quantity', models.DecimalField(blank=True, decimal_places=6, max_digits=24, null=True, verbose_name='planned quantity')),
                ('qualifier', models.CharField(blank=True, choices=[('about', 'about'), ('over', 'over'), ('nearly', 'nearly'), ('at_least', 'at least')], max_length=8, verbose_name='qualifier')),
                ('weight', models.DecimalField(blank=True, decimal_places=4, max_digits=9, null=True, verbose_name='weight')),
            ],
            options={
                'triggers': [pgtrigger.compiler.Trigger(name='unit_never_changes', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                IF EXISTS (\n                    SELECT 1 FROM projects_workitem other\n                    WHERE other.undertaking_id = NEW.undertaking_id AND other.code = NEW.code\n                    AND other.id <> NEW.id AND other.unit_id <> NEW.unit_id AND other.released_at IS NOT NULL\n                ) THEN\n                    RAISE EXCEPTION 'work item %: released quantities are in another unit', NEW.code\n                        USING ERRCODE = 'check_violation';\n                END IF;\n                RETURN NEW;\n                ", hash='9709e892baaf5e4a2d45bc44ce9a9daf6f68884e', operation='INSERT OR UPDATE', pgid='pgtrigger_unit_never_changes_6594f', table='projects_workitem', when='BEFORE')), pgtrigger.compiler.Trigger(name='frozen_with_release', sql=pgtrigger.compiler.UpsertTriggerSql(declare="DECLARE closed boolean; range_columns text[] = '{released_at,superseded_at}';", func="\n        SELECT count(*) FILTER (WHERE state NOT IN ('draft', 'returned')) > 0 INTO closed FROM (\n            SELECT state FROM portal_release\n            WHERE id IN (CASE WHEN TG_OP <> 'INSERT' THEN OLD.release_id END,\n                         CASE WHEN TG_OP <> 'DELETE' THEN NEW.release_id END)\n            FOR SHARE\n        ) AS touched;\n        IF closed THEN\n            IF TG_OP <> 'UPDATE' OR to_jsonb(NEW) - range_columns <> to_jsonb(OLD) - range_columns THEN\n                RAISE EXCEPTION '%: what has been submitted or released is never rewritten', TG_TABLE_NAME\n                    USING ERRCODE = 'restrict_violation';\n            END IF;\n            IF to_jsonb(NEW) ? 'released_at'\n               AND (to_jsonb(OLD) ->> 'released_at')::timestamptz <= clock_timestamp()\n               AND to_jsonb(NEW) -> 'released_at' <> to_jsonb(OLD) -> 'released_at' THEN\n                RAISE EXCEPTION '%: the time of a release that has passed is never changed', TG_TABLE_NAME\n                    USING ERRCODE = 'restrict_violation';\n            END IF;\n        END IF;\n        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;\n        ", hash='d2bbdad8294ba62a549e5d3d01a70cefdf7cd426', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_frozen_with_release_2f397', table='projects_workitem', when='BEFORE')), pgtrigger.compiler.Trigger(name='closed_with_part', sql=pgtrigger.compiler.UpsertTriggerSql(declare="DECLARE part jsonb; found text; range_columns text[] = '{released_at,superseded_at}';", func="\n        IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - range_columns = to_jsonb(OLD) - range_columns THEN\n            RETURN NEW;\n        END IF;\n        FOREACH part IN ARRAY ARRAY[CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END,\n                                    CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END] LOOP\n            IF part IS NULL OR NOT EXISTS (\n                SELECT 1 FROM portal_contribution WHERE release_id = (part ->> 'release_id')::bigint\n            ) THEN\n                CONTINUE;\n            END IF;\n            SELECT state INTO found FROM portal_contribution\n                WHERE release_id = (part ->> 'release_id')::bigint AND department_id = ((SELECT department_id FROM projects_undertaking WHERE id = (part ->> 'undertaking_id')::bigint)) FOR SHARE;\n            IF found = 'submitted' THEN\n                RAISE EXCEPTION '%: its department has handed its part of the release in', TG_TABLE_NAME\n                    USING ERRCODE = 'restrict_violation';\n            END IF;\n        END LOOP;\n        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;\n        ", hash='04e9bbbf8c4d967a189f9c056041ae743e231171', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_closed_with_part_642c8', table='projects_workitem', when='BEFORE')), pgtrigger.compiler.Trigger(name='known_range_follows_releases', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."released_at" IS NOT NULL)', constraint='CONSTRAINT', func="\n        IF EXISTS (\n            SELECT 1 FROM projects_workitem mine JOIN portal_release r ON r.id = mine.release_id\n            WHERE mine.id = NEW.id AND (\n                mine.released_at IS DISTINCT FROM r.released_at\n                OR mine.superseded_at IS DISTINCT FROM LEAST(\n                    r.withdrawn_at,\n                    (SELECT min(other.released_at) FROM projects_workitem other\n                     WHERE other.undertaking_id = mine.undertaking_id AND other.code = mine.code AND other.released_at > mine.released_at),\n                    \n(SELECT min(w.released_at) FROM portal_rowwithdrawal w WHERE w.record = 'projects_workitem' AND w.row_id = mine.id),\n                    'infinity'))\n        ) THEN\n            RAISE EXCEPTION 'projects_workitem: the known range of row % does not follow from the releases', NEW.id\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NULL;\n        ", hash='bbd16f62fdbbc11b99ad920d96fd16ceb9447e96', operation='INSERT OR UPDATE', pgid='pgtrigger_known_range_follows_releases_90d6d', table='projects_workitem', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')), pgtrigger.compiler.Trigger(name='remember_editor', sql=pgtrigger.compiler.UpsertTriggerSql(declare="DECLARE actor bigint; part jsonb; ignored text[] = '{released_at,superseded_at}';", func="\n        actor := (nullif(current_setting('pghistory.context_metadata', true), '')::jsonb ->> 'user')::bigint;\n        IF actor IS NULL OR (TG_OP = 'UPDATE' AND to_jsonb(NEW) - ignored = to_jsonb(OLD) - ignored) THEN\n            RETURN NULL;\n        END IF;\n        part := to_jsonb(CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END);\n        INSERT INTO portal_releaseeditor (release_id, user_id, since)\n            SELECT id, actor, clock_timestamp() FROM portal_release WHERE id = (part ->> 'release_id')::bigint\n            ON CONFLICT DO NOTHING;\n        RETURN NULL;\n        ", hash='54d3ab4c8c83abc47cc54af642bf9844bff97d5e', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_remember_editor_7464b', table='projects_workitem', when='AFTER')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '%: never truncated', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='8e28a35ad44b355b5a70ced10feb8171a8f1a950', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_28bab', table='projects_workitem', when='BEFORE')), pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "projects_workitemevent" ("as_printed", "code", "id", "name_en", "name_zh", "note_en", "note_zh", "paragraph", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned_quantity", "qualifier", "release_id", "released_at", "section_id", "superseded_at", "undertaking_id", "unit_id", "weight") VALUES (NEW."as_printed", NEW."code", NEW."id", NEW."name_en", NEW."name_zh", NEW."note_en", NEW."note_zh", NEW."paragraph", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."planned_quantity", NEW."qualifier", NEW."release_id", NEW."released_at", NEW."section_id", NEW."superseded_at", NEW."undertaking_id", NEW."unit_id", NEW."weight"); RETURN NULL;', hash='fda901a792a738b86e9509ed77a44c6d44bd5b8a', operation='INSERT', pgid='pgtrigger_insert_insert_c1660', table='projects_workitem', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "projects_workitemevent" ("as_printed", "code", "id", "name_en", "name_zh", "note_en", "note_zh", "paragraph", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned_quantity", "qualifier", "release_id", "released_at", "section_id", "superseded_at", "undertaking_id", "unit_id", "weight") VALUES (NEW."as_printed", NEW."code", NEW."id", NEW."name_en", NEW."name_zh", NEW."note_en", NEW."note_zh", NEW."paragraph", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."planned_quantity", NEW."qualifier", NEW."release_id", NEW."released_at", NEW."section_id", NEW."superseded_at", NEW."undertaking_id", NEW."unit_id", NEW."weight"); RETURN NULL;', hash='bc2006bbe54aac359dee8b7fd5781e6ff4cdca15', operation='UPDATE', pgid='pgtrigger_update_update_b190f', table='projects_workitem', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "projects_workitemevent" ("as_printed", "code", "id", "name_en", "name_zh", "note_en", "note_zh", "paragraph", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned_quantity", "qualifier", "release_id", "released_at", "section_id", "superseded_at", "undertaking_id", "unit_id", "weight") VALUES (OLD."as_printed", OLD."code", OLD."id", OLD."name_en", OLD."name_zh", OLD."note_en", OLD."note_zh", OLD."paragraph", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."planned_quantity", OLD."qualifier", OLD."release_id", OLD."released_at", OLD."section_id", OLD."superseded_at", OLD."undertaking_id", OLD."unit_id", OLD."weight"); RETURN NULL;', hash='51106dd07d17d821e741fbcd1b31a70ae2c50563', operation='DELETE', pgid='pgtrigger_delete_delete_32de1', table='projects_workitem', when='AFTER'))],
                'verbose_name': 'work item',
                'verbose_name_plural': 'work items',
                'ordering': ('undertaking', 'id'),
            },
        ),
        migrations.CreateModel(
            name='WorkItemEvent',
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
                ('code', models.CharField(max_length=60, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(-[a-z0-9]+)*$', 'Use lower-case letters, digits and single hyphens, for example “old-estates”.')], verbose_name='code')),
                ('name_zh', models.CharField(max_length=200, verbose_name='name (Chinese)')),
                ('name_en', models.CharField(max_length=300, verbose_name='name (English)')),
                ('planned_quantity', models.DecimalField(blank=True, decimal_places=6, max_digits=24, null=True, verbose_name='planned quantity')),
                ('qualifier', models.CharField(blank=True, choices=[('about', 'about'), ('over', 'over'), ('nearly', 'nearly'), ('at_least', 'at least')], max_length=8, verbose_name='qualifier')),
                ('weight', models.DecimalField(blank=True, decimal_places=4, max_digits=9, null=True, verbose_name='weight')),
            ],
            options={
                'triggers': [pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '%: never truncated', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='2e572654278509c1ed92287e930e3a7c218db05a', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_c12f7', table='projects_workitemevent', when='BEFORE')), pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='9d8d3a073544b0a46c101de61f7f61446808d411', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_157c3', table='projects_workitemevent', when='BEFORE'))],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Benefit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('paragraph', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='paragraph')),
                ('released_at', models.DateTimeField(editable=False, null=True, verbose_name='released')),
                ('superseded_at', portal.records.fields.OpenEndField(default=None, editable=False, verbose_name='superseded')),
                ('as_printed', models.CharField(blank=True, max_length=120, verbose_name='as printed')),
                ('note_zh', models.TextField(blank=True, verbose_name='note (Chinese)')),
                ('note_en', models.TextField(blank=True, verbose_name='note (English)')),
                ('kind', models.CharField(choices=[('planned', 'planned'), ('actual', 'reached')], max_length=7, verbose_name='planned or reached')),
                ('value', models.DecimalField(decimal_places=6, max_digits=24, verbose_name='value')),
                ('qualifier', models.CharField(blank=True, choices=[('about', 'about'), ('over', 'over'), ('nearly', 'nearly'), ('at_least', 'at least')], max_length=8, verbose_name='qualifier')),
                ('release', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='portal.release', verbose_name='release')),
                ('section', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='+', to='portal.section', verbose_name='section')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='portal.unit', verbose_name='unit')),
            ],
            options={
                'triggers': [pgtrigger.compiler.Trigger(name='frozen_with_release', sql=pgtrigger.compiler.UpsertTriggerSql(declare="DECLARE closed boolean; range_columns text[] = '{released_at,superseded_at}';", func="\n        SELECT count(*) FILTER (WHERE state NOT IN ('draft', 'returned')) > 0 INTO closed FROM (\n            SELECT state FROM portal_release\n            WHERE id IN (CASE WHEN TG_OP <> 'INSERT' THEN OLD.release_id END,\n                         CASE WHEN TG_OP <> 'DELETE' THEN NEW.release_id END)\n            FOR SHARE\n        ) AS touched;\n        IF closed THEN\n            IF TG_OP <> 'UPDATE' OR to_jsonb(NEW) - range_columns <> to_jsonb(OLD) - range_columns THEN\n                RAISE EXCEPTION '%: what has been submitted or released is never rewritten', TG_TABLE_NAME\n                    USING ERRCODE = 'restrict_violation';\n            END IF;\n            IF to_jsonb(NEW) ? 'released_at'\n               AND (to_jsonb(OLD) ->> 'released_at')::timestamptz <= clock_timestamp()\n               AND to_jsonb(NEW) -> 'released_at' <> to_jsonb(OLD) -> 'released_at' THEN\n                RAISE EXCEPTION '%: the time of a release that has passed is never changed', TG_TABLE_NAME\n                    USING ERRCODE = 'restrict_violation';\n            END IF;\n        END IF;\n        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;\n        ", hash='18e2e94a1e04c2f878be6ea842ab4681254a3485', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_frozen_with_release_714c6', table='projects_benefit', when='BEFORE')), pgtrigger.compiler.Trigger(name='closed_with_part', sql=pgtrigger.compiler.UpsertTriggerSql(declare="DECLARE part jsonb; found text; range_columns text[] = '{released_at,superseded_at}';", func="\n        IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - range_columns = to_jsonb(OLD) - range_columns THEN\n            RETURN NEW;\n        END IF;\n        FOREACH part IN ARRAY ARRAY[CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END,\n                                    CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END] LOOP\n            IF part IS NULL OR NOT EXISTS (\n                SELECT 1 FROM portal_contribution WHERE release_id = (part ->> 'release_id')::bigint\n            ) THEN\n                CONTINUE;\n            END IF;\n            SELECT state INTO found FROM portal_contribution\n                WHERE release_id = (part ->> 'release_id')::bigint AND department_id = ((SELECT department_id FROM projects_undertaking WHERE id = (part ->> 'undertaking_id')::bigint)) FOR SHARE;\n            IF found = 'submitted' THEN\n                RAISE EXCEPTION '%: its department has handed its part of the release in', TG_TABLE_NAME\n                    USING ERRCODE = 'restrict_violation';\n            END IF;\n        END LOOP;\n        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;\n        ", hash='f6feddeeb80b222b041b634630968e8cc2142ac0', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_closed_with_part_b8f24', table='projects_benefit', when='BEFORE')), pgtrigger.compiler.Trigger(name='known_range_follows_releases', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."released_at" IS NOT NULL)', constraint='CONSTRAINT', func="\n        IF EXISTS (\n            SELECT 1 FROM projects_benefit mine JOIN portal_release r ON r.id = mine.release_id\n            WHERE mine.id = NEW.id AND (\n                mine.released_at IS DISTINCT FROM r.released_at\n                OR mine.superseded_at IS DISTINCT FROM LEAST(\n                    r.withdrawn_at,\n                    (SELECT min(other.released_at) FROM projects_benefit other\n                     WHERE other.undertaking_id = mine.undertaking_id AND other.unit_id = mine.unit_id AND other.kind = mine.kind AND other.released_at > mine.released_at),\n                    \n(SELECT min(w.released_at) FROM portal_rowwithdrawal w WHERE w.record = 'projects_benefit' AND w.row_id = mine.id),\n                    'infinity'))\n        ) THEN\n            RAISE EXCEPTION 'projects_benefit: the known range of row % does not follow from the releases', NEW.id\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NULL;\n        ", hash='05bf43af6cf884a1eb9369983fafe013d7a3ae39', operation='INSERT OR UPDATE', pgid='pgtrigger_known_range_follows_releases_3d1b4', table='projects_benefit', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')), pgtrigger.compiler.Trigger(name='remember_editor', sql=pgtrigger.compiler.UpsertTriggerSql(declare="DECLARE actor bigint; part jsonb; ignored text[] = '{released_at,superseded_at}';", func="\n        actor := (nullif(current_setting('pghistory.context_metadata', true), '')::jsonb ->> 'user')::bigint;\n        IF actor IS NULL OR (TG_OP = 'UPDATE' AND to_jsonb(NEW) - ignored = to_jsonb(OLD) - ignored) THEN\n            RETURN NULL;\n        END IF;\n        part := to_jsonb(CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END);\n        INSERT INTO portal_releaseeditor (release_id, user_id, since)\n            SELECT id, actor, clock_timestamp() FROM portal_release WHERE id = (part ->> 'release_id')::bigint\n            ON CONFLICT DO NOTHING;\n        RETURN NULL;\n        ", hash='2d8710404898ebf191c74dc9c37741a277c8f87c', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_remember_editor_2fc63', table='projects_benefit', when='AFTER')), pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '%: never truncated', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='206800dd094c8700c51eeb3dd1d449e7af40cbcf', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_c30f9', table='projects_benefit', when='BEFORE')), pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "projects_benefitevent" ("as_printed", "id", "kind", "note_en", "note_zh", "paragraph", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "qualifier", "release_id", "released_at", "section_id", "superseded_at", "undertaking_id", "unit_id", "value") VALUES (NEW."as_printed", NEW."id", NEW."kind", NEW."note_en", NEW."note_zh", NEW."paragraph", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."qualifier", NEW."release_id", NEW."released_at", NEW."section_id", NEW."superseded_at", NEW."undertaking_id", NEW."unit_id", NEW."value"); RETURN NULL;', hash='fb8494221ff28e78580a703405c3c69ce34dfd76', operation='INSERT', pgid='pgtrigger_insert_insert_2de26', table='projects_benefit', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "projects_benefitevent" ("as_printed", "id", "kind", "note_en", "note_zh", "paragraph", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "qualifier", "release_id", "released_at", "section_id", "superseded_at", "undertaking_id", "unit_id", "value") VALUES (NEW."as_printed", NEW."id", NEW."kind", NEW."note_en", NEW."note_zh", NEW."paragraph", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."qualifier", NEW."release_id", NEW."released_at", NEW."section_id", NEW."superseded_at", NEW."undertaking_id", NEW."unit_id", NEW."value"); RETURN NULL;', hash='6cbddd9e3b1604674fb37e7fc7d18dcba1b2a7b1', operation='UPDATE', pgid='pgtrigger_update_update_548ee', table='projects_benefit', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "projects_benefitevent" ("as_printed", "id", "kind", "note_en", "note_zh", "paragraph", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "qualifier", "release_id", "released_at", "section_id", "superseded_at", "undertaking_id", "unit_id", "value") VALUES (OLD."as_printed", OLD."id", OLD."kind", OLD."note_en", OLD."note_zh", OLD."paragraph", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."qualifier", OLD."release_id", OLD."released_at", OLD."section_id", OLD."superseded_at", OLD."undertaking_id", OLD."unit_id", OLD."value"); RETURN NULL;', hash='95e7ce7027e4e2d27509d17924540f22cea279a0', operation='DELETE', pgid='pgtrigger_delete_delete_ffcd4', table='projects_benefit', when='AFTER'))],
                'verbose_name': 'beneficiaries',
                'verbose_name_plural': 'beneficiaries',
                'ordering': ('undertaking', 'kind', 'id'),
            },
        ),
        migrations.CreateModel(
            name='BenefitEvent',
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
                ('kind', models.CharField(choices=[('planned', 'planned'), ('actual', 'reached')], max_length=7, verbose_name='planned or reached')),
                ('value', models.DecimalField(decimal_places=6, max_digits=24, verbose_name='value')),
                ('qualifier', models.CharField(blank=True, choices=[('about', 'about'), ('over', 'over'), ('nearly', 'nearly'), ('at_least', 'at least')], max_length=8, verbose_name='qualifier')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='projects.benefit')),
                ('release', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='portal.release', verbose_name='release')),
                ('section', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='portal.section', verbose_name='section')),
                ('unit', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='portal.unit', verbose_name='unit')),
            ],
            options={
                'triggers': [pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '%: never truncated', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='47a9be35211791c13a2f1214f1189689b867ec2d', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_30e62', table='projects_benefitevent', when='BEFORE')), pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='1dba42dc9821dbf0529670e5be959633972f9880', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_124a3', table='projects_benefitevent', when='BEFORE'))],
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='categoryevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='categoryevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='projects.category'),
        ),
        migrations.AddField(
            model_name='funding',
            name='release',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='portal.release', verbose_name='release'),
        ),
        migrations.AddField(
            model_name='funding',
            name='section',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='+', to='portal.section', verbose_name='section'),
        ),
        migrations.AddField(
            model_name='fundingevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='fundingevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='projects.funding'),
        ),
        migrations.AddField(
            model_name='fundingevent',
            name='release',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='portal.release', verbose_name='release'),
        ),
        migrations.AddField(
            model_name='fundingevent',
            name='section',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='portal.section', verbose_name='section'),
        ),
        migrations.AddField(
            model_name='milestone',
            name='release',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='portal.release', verbose_name='release'),
        ),
        migrations.AddField(
            model_name='milestone',
            name='section',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='+', to='portal.section', verbose_name='section'),
        ),
        migrations.AddField(
            model_name='milestoneevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='milestoneevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='projects.milestone'),
        ),
        migrations.AddField(
            model_name='milestoneevent',
            name='release',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='portal.release', verbose_name='release'),
        ),
        migrations.AddField(
            model_name='milestoneevent',
            name='section',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='portal.section', verbose_name='section'),
        ),
        migrations.AddField(
            model_name='progressreport',
            name='release',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='portal.release', verbose_name='release'),
        ),
        migrations.AddField(
            model_name='progressreport',
            name='section',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='+', to='portal.section', verbose_name='section'),
        ),
        migrations.AddField(
            model_name='progressreportevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='progressreportevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='projects.progressreport'),
        ),
        migrations.AddField(
            model_name='progressreportevent',
            name='release',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='portal.release', verbose_name='release'),
        ),
        migrations.AddField(
            model_name='progressreportevent',
            name='section',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='portal.section', verbose_name='section'),
        ),
        migrations.AddField(
            model_name='projectcommitment',
            name='commitment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='undertakings', to='portal.commitment', verbose_name='commitment'),
        ),
        migrations.AddField(
            model_name='projectcommitment',
            name='release',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='portal.release', verbose_name='release'),
        ),
        migrations.AddField(
            model_name='projectcommitment',
            name='section',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='+', to='portal.section', verbose_name='section'),
        ),
        migrations.AddField(
            model_name='projectcommitmentevent',
            name='commitment',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='portal.commitment', verbose_name='commitment'),
        ),
        migrations.AddField(
            model_name='projectcommitmentevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='projectcommitmentevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='projects.projectcommitment'),
        ),
        migrations.AddField(
            model_name='projectcommitmentevent',
            name='release',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='portal.release', verbose_name='release'),
        ),
        migrations.AddField(
            model_name='projectcommitmentevent',
            name='section',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='portal.section', verbose_name='section'),
        ),
        migrations.AddField(
            model_name='projectdocument',
            name='attachment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='undertakings', to='portal.attachment', verbose_name='attachment'),
        ),
        migrations.AddField(
            model_name='projectdocument',
            name='release',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='portal.release', verbose_name='release'),
        ),
        migrations.AddField(
            model_name='projectdocument',
            name='section',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='+', to='portal.section', verbose_name='section'),
        ),
        migrations.AddField(
            model_name='projectdocumentevent',
            name='attachment',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='portal.attachment', verbose_name='attachment'),
        ),
        migrations.AddField(
            model_name='projectdocumentevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='projectdocumentevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='projects.projectdocument'),
        ),
        migrations.AddField(
            model_name='projectdocumentevent',
            name='release',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='portal.release', verbose_name='release'),
        ),
        migrations.AddField(
            model_name='projectdocumentevent',
            name='section',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='portal.section', verbose_name='section'),
        ),
        migrations.AddField(
            model_name='undertaking',
            name='areas',
            field=models.ManyToManyField(blank=True, related_name='undertakings', to='portal.area', verbose_name='areas'),
        ),
        migrations.AddField(
            model_name='undertaking',
            name='category',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='undertakings', to='projects.category', verbose_name='category'),
        ),
        migrations.AddField(
            model_name='undertaking',
            name='department',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='undertakings', to='portal.department', verbose_name='department'),
        ),
        migrations.AddField(
            model_name='undertaking',
            name='indicators',
            field=models.ManyToManyField(blank=True, related_name='undertakings', to='portal.indicator', verbose_name='statistics about it'),
        ),
        migrations.AddField(
            model_name='undertaking',
            name='predecessors',
            field=models.ManyToManyField(blank=True, related_name='successors', to='projects.undertaking', verbose_name='continues'),
        ),
        migrations.AddField(
            model_name='undertaking',
            name='programme',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='projects', to='projects.undertaking', verbose_name='programme'),
        ),
        migrations.AddField(
            model_name='undertaking',
            name='sector',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='undertakings', to='portal.sector', verbose_name='sector'),
        ),
        migrations.AddField(
            model_name='projectdocumentevent',
            name='undertaking',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='projects.undertaking', verbose_name='project or programme'),
        ),
        migrations.AddField(
            model_name='projectdocument',
            name='undertaking',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='projects.undertaking', verbose_name='project or programme'),
        ),
        migrations.AddField(
            model_name='projectcommitmentevent',
            name='undertaking',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='projects.undertaking', verbose_name='project or programme'),
        ),
        migrations.AddField(
            model_name='projectcommitment',
            name='undertaking',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='commitments', to='projects.undertaking', verbose_name='project or programme'),
        ),
        migrations.AddField(
            model_name='progressreportevent',
            name='undertaking',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='projects.undertaking', verbose_name='project or programme'),
        ),
        migrations.AddField(
            model_name='progressreport',
            name='undertaking',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='projects.undertaking', verbose_name='project or programme'),
        ),
        migrations.AddField(
            model_name='milestoneevent',
            name='undertaking',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='projects.undertaking', verbose_name='project or programme'),
        ),
        migrations.AddField(
            model_name='milestone',
            name='undertaking',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='projects.undertaking', verbose_name='project or programme'),
        ),
        migrations.AddField(
            model_name='fundingevent',
            name='undertaking',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='projects.undertaking', verbose_name='project or programme'),
        ),
        migrations.AddField(
            model_name='funding',
            name='undertaking',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='projects.undertaking', verbose_name='project or programme'),
        ),
        migrations.AddField(
            model_name='benefitevent',
            name='undertaking',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='projects.undertaking', verbose_name='project or programme'),
        ),
        migrations.AddField(
            model_name='benefit',
            name='undertaking',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='projects.undertaking', verbose_name='project or programme'),
        ),
        migrations.CreateModel(
            name='Programme',
            fields=[
            ],
            options={
                'verbose_name': 'programme',
                'verbose_name_plural': 'programmes',
                'ordering': ('pinyin', 'code'),
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('projects.undertaking',),
        ),
        migrations.CreateModel(
            name='Project',
            fields=[
            ],
            options={
                'verbose_name': 'project',
                'verbose_name_plural': 'projects',
                'ordering': ('pinyin', 'code'),
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('projects.undertaking',),
        ),
        migrations.AddField(
            model_name='undertakingareaevent',
            name='area',
            field=models.ForeignKey(db_constraint=False, db_tablespace='', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='portal.area'),
        ),
        migrations.AddField(
            model_name='undertakingareaevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='undertakingareaevent',
            name='undertaking',
            field=models.ForeignKey(db_constraint=False, db_tablespace='', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='projects.undertaking'),
        ),
        migrations.AddField(
            model_name='undertakingevent',
            name='category',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='projects.category', verbose_name='category'),
        ),
        migrations.AddField(
            model_name='undertakingevent',
            name='department',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='portal.department', verbose_name='department'),
        ),
        migrations.AddField(
            model_name='undertakingevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='undertakingevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='projects.undertaking'),
        ),
        migrations.AddField(
            model_name='undertakingevent',
            name='programme',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='projects.undertaking', verbose_name='programme'),
        ),
        migrations.AddField(
            model_name='undertakingevent',
            name='sector',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='portal.sector', verbose_name='sector'),
        ),
        migrations.AddField(
            model_name='undertakingindicatorevent',
            name='indicator',
            field=models.ForeignKey(db_constraint=False, db_tablespace='', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='portal.indicator'),
        ),
        migrations.AddField(
            model_name='undertakingindicatorevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='undertakingindicatorevent',
            name='undertaking',
            field=models.ForeignKey(db_constraint=False, db_tablespace='', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='projects.undertaking'),
        ),
        migrations.AddField(
            model_name='undertakingpredecessorevent',
            name='from_undertaking',
            field=models.ForeignKey(db_constraint=False, db_tablespace='', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='projects.undertaking'),
        ),
        migrations.AddField(
            model_name='undertakingpredecessorevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='undertakingpredecessorevent',
            name='to_undertaking',
            field=models.ForeignKey(db_constraint=False, db_tablespace='', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='projects.undertaking'),
        ),
        migrations.AddField(
            model_name='undertakingstate',
            name='undertaking',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='states', to='projects.undertaking'),
        ),
        migrations.AddField(
            model_name='workitem',
            name='release',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='portal.release', verbose_name='release'),
        ),
        migrations.AddField(
            model_name='workitem',
            name='section',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='+', to='portal.section', verbose_name='section'),
        ),
        migrations.AddField(
            model_name='workitem',
            name='undertaking',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)ss', to='projects.undertaking', verbose_name='project or programme'),
        ),
        migrations.AddField(
            model_name='workitem',
            name='unit',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='portal.unit', verbose_name='unit'),
        ),
        migrations.AddField(
            model_name='workitemevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='workitemevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='projects.workitem'),
        ),
        migrations.AddField(
            model_name='workitemevent',
            name='release',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='portal.release', verbose_name='release'),
        ),
        migrations.AddField(
            model_name='workitemevent',
            name='section',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='portal.section', verbose_name='section'),
        ),
        migrations.AddField(
            model_name='workitemevent',
            name='undertaking',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='projects.undertaking', verbose_name='project or programme'),
        ),
        migrations.AddField(
            model_name='workitemevent',
            name='unit',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='portal.unit', verbose_name='unit'),
        ),
        migrations.CreateModel(
            name='UndertakingArea',
            fields=[
            ],
            options={
                'verbose_name': 'area of an undertaking',
                'verbose_name_plural': 'areas of undertakings',
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('projects.undertaking_areas',),
        ),
        migrations.CreateModel(
            name='UndertakingIndicator',
            fields=[
            ],
            options={
                'verbose_name': 'statistic about an undertaking',
                'verbose_name_plural': 'statistics about undertakings',
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('projects.undertaking_indicators',),
        ),
        migrations.CreateModel(
            name='UndertakingPredecessor',
            fields=[
            ],
            options={
                'verbose_name': 'predecessor of an undertaking',
                'verbose_name_plural': 'predecessors of undertakings',
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('projects.undertaking_predecessors',),
        ),
        migrations.AddIndex(
            model_name='undertaking',
            index=django.contrib.postgres.indexes.GinIndex(portal.records.search_index.SearchVector(portal.records.search_index.TextArray('name_zh', 'name_en'), portal.records.search_index.Concatenated(django.db.models.functions.comparison.Cast('aliases', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)), django.db.models.functions.comparison.Cast('former_names', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None))), portal.records.search_index.TextArray('summary_zh', 'summary_en')), name='undertaking_search'),
        ),
        migrations.AddIndex(
            model_name='undertaking',
            index=models.Index(fields=['pinyin', 'code'], name='undertaking_by_name'),
        ),
        migrations.AddIndex(
            model_name='undertaking',
            index=models.Index(fields=['programme', 'pinyin', 'code'], name='undertaking_by_programme'),
        ),
        migrations.AddIndex(
            model_name='undertaking',
            index=models.Index(condition=models.Q(('kind', 'programme')), fields=['pinyin', 'code'], name='undertaking_is_programme'),
        ),
        migrations.AddConstraint(
            model_name='undertaking',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['programme', 'project', 'micro'])), name='undertaking_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='undertaking',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'programme'), _negated=True), ('programme', None), _connector='OR'), name='undertaking_programme_has_none', violation_error_message='A programme is not part of another.'),
        ),
        migrations.AddConstraint(
            model_name='undertaking',
            constraint=models.CheckConstraint(condition=models.Q(('plan_year', None), ('plan_year__range', (1990, 2099)), _connector='OR'), name='undertaking_plan_year'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='undertaking',
            trigger=pgtrigger.compiler.Trigger(name='part_of_a_programme', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."programme_id" IS NOT NULL)', func="\n                IF NOT EXISTS (\n                    SELECT 1 FROM projects_undertaking p WHERE p.id = NEW.programme_id AND p.kind = 'programme'\n                ) THEN\n                    RAISE EXCEPTION 'undertaking %: only a programme has projects', NEW.code\n                        USING ERRCODE = 'check_violation';\n                END IF;\n                RETURN NEW;\n                ", hash='d9423d056cf737e8482038b6636c7b520e0b2c0b', operation='INSERT OR UPDATE', pgid='pgtrigger_part_of_a_programme_94232', table='projects_undertaking', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='projectdocument',
            constraint=models.UniqueConstraint(fields=('undertaking', 'attachment'), name='project_document_once'),
        ),
        migrations.AddConstraint(
            model_name='projectcommitment',
            constraint=models.UniqueConstraint(fields=('release', 'undertaking', 'commitment'), name='project_commitment_once_in_release'),
        ),
        migrations.AddConstraint(
            model_name='projectcommitment',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('released_at__isnull', False)), deferrable=django.db.models.constraints.Deferrable['DEFERRED'], expressions=[('undertaking', '='), ('commitment', '='), (portal.publishing.models.released.TstzRange('released_at', 'superseded_at'), '&&')], name='project_commitment_known_once'),
        ),
        migrations.AddConstraint(
            model_name='progressreport',
            constraint=models.UniqueConstraint(fields=('release', 'undertaking', 'work_item', 'as_at'), name='progress_once_in_release', violation_error_message='The release already reports this progress as at that day.'),
        ),
        migrations.AddConstraint(
            model_name='progressreport',
            constraint=models.CheckConstraint(condition=models.Q(('percent', None), ('percent__range', (0, 100)), _connector='OR'), name='progress_percent_in_range', violation_error_message='Per cent done is between 0 and 100.'),
        ),
        migrations.AddConstraint(
            model_name='progressreport',
            constraint=models.CheckConstraint(condition=models.Q(('quantity', None), ('quantity__gte', 0), _connector='OR'), name='progress_quantity_not_negative', violation_error_message='A quantity done is not negative.'),
        ),
        migrations.AddConstraint(
            model_name='progressreport',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('stage', ''), _negated=True), ('percent__isnull', False), ('quantity__isnull', False), models.Q(('note_zh', ''), _negated=True), _connector='OR'), name='progress_says_something', violation_error_message='A report gives a stage, per cent, a quantity or a note.'),
        ),
        migrations.AddConstraint(
            model_name='progressreport',
            constraint=models.CheckConstraint(condition=models.Q(('quantity', None), models.Q(('work_item', ''), _negated=True), _connector='OR'), name='progress_quantity_of_work_item', violation_error_message='A quantity belongs to a work item, which gives its unit.'),
        ),
        migrations.AddConstraint(
            model_name='progressreport',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['normal', 'provisional', 'estimated', 'low_reliability', 'missing'])), name='progress_status_known'),
        ),
        migrations.AddConstraint(
            model_name='progressreport',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('released_at__isnull', False)), deferrable=django.db.models.constraints.Deferrable['DEFERRED'], expressions=[('undertaking', '='), ('work_item', '='), ('as_at', '='), (portal.publishing.models.released.TstzRange('released_at', 'superseded_at'), '&&')], name='progress_known_once'),
        ),
        migrations.AddConstraint(
            model_name='milestone',
            constraint=models.UniqueConstraint(fields=('release', 'undertaking', 'code'), name='milestone_once_in_release', violation_error_message='The release already has a milestone of this code.'),
        ),
        migrations.AddConstraint(
            model_name='milestone',
            constraint=models.CheckConstraint(condition=models.Q(('met_on', None), ('is_met', True), _connector='OR'), name='milestone_met_on_when_met', violation_error_message='Only a milestone that was met has the day of it.'),
        ),
        migrations.AddConstraint(
            model_name='milestone',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('released_at__isnull', False)), deferrable=django.db.models.constraints.Deferrable['DEFERRED'], expressions=[('undertaking', '='), ('code', '='), (portal.publishing.models.released.TstzRange('released_at', 'superseded_at'), '&&')], name='milestone_known_once'),
        ),
        migrations.AddConstraint(
            model_name='funding',
            constraint=models.UniqueConstraint(fields=('release', 'undertaking', 'source', 'kind'), name='funding_once_in_release', violation_error_message='The release already states the money from this source.'),
        ),
        migrations.AddConstraint(
            model_name='funding',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gte', 0)), name='funding_not_negative', violation_error_message='An amount of money is not negative.'),
        ),
        migrations.AddConstraint(
            model_name='funding',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['estimated', 'planned', 'cost', 'invested', 'subsidised', 'paid'])), name='funding_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='funding',
            constraint=models.CheckConstraint(condition=models.Q(('kind', 'subsidised'), ('source', 'total'), _negated=True), name='funding_subsidy_has_source', violation_error_message='A subsidy is the share of a source, not the whole cost: name the source.'),
        ),
        migrations.AddConstraint(
            model_name='funding',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('released_at__isnull', False)), deferrable=django.db.models.constraints.Deferrable['DEFERRED'], expressions=[('undertaking', '='), ('source', '='), ('kind', '='), (portal.publishing.models.released.TstzRange('released_at', 'superseded_at'), '&&')], name='funding_known_once'),
        ),
        migrations.AddConstraint(
            model_name='benefit',
            constraint=models.UniqueConstraint(fields=('release', 'undertaking', 'unit', 'kind'), name='benefit_once_in_release', violation_error_message='The release already states this number of beneficiaries.'),
        ),
        migrations.AddConstraint(
            model_name='benefit',
            constraint=models.CheckConstraint(condition=models.Q(('value__gte', 0)), name='benefit_not_negative', violation_error_message='A number of beneficiaries is not negative.'),
        ),
        migrations.AddConstraint(
            model_name='benefit',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('released_at__isnull', False)), deferrable=django.db.models.constraints.Deferrable['DEFERRED'], expressions=[('undertaking', '='), ('unit', '='), ('kind', '='), (portal.publishing.models.released.TstzRange('released_at', 'superseded_at'), '&&')], name='benefit_known_once'),
        ),
        migrations.AddIndex(
            model_name='undertakingstate',
            index=models.Index(fields=['undertaking', 'known_from'], include=('known_until',), name='state_by_undertaking'),
        ),
        migrations.AddIndex(
            model_name='undertakingstate',
            index=models.Index(fields=['stage', 'known_from'], include=('known_until',), name='state_by_stage'),
        ),
        migrations.AddIndex(
            model_name='undertakingstate',
            index=models.Index(models.OrderBy(models.F('reported_at'), descending=True), models.F('undertaking'), name='state_by_report'),
        ),
        migrations.AddIndex(
            model_name='undertakingstate',
            index=models.Index(models.F('due'), models.F('undertaking'), name='state_by_due'),
        ),
        migrations.AddIndex(
            model_name='undertakingstate',
            index=models.Index(models.OrderBy(django.db.models.functions.comparison.Coalesce('percent', Decimal('-1')), descending=True), models.F('undertaking'), name='state_by_percent'),
        ),
        migrations.AddConstraint(
            model_name='undertakingstate',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('undertaking', '='), (portal.publishing.models.released.TstzRange('known_from', 'known_until'), '&&')], name='undertaking_state_once'),
        ),
        migrations.AddConstraint(
            model_name='undertakingstate',
            constraint=models.CheckConstraint(condition=models.Q(('known_from__lt', models.F('known_until'))), name='undertaking_state_lasts'),
        ),
        migrations.AddConstraint(
            model_name='workitem',
            constraint=models.UniqueConstraint(fields=('release', 'undertaking', 'code'), name='work_item_once_in_release', violation_error_message='The release already has a work item of this code.'),
        ),
        migrations.AddConstraint(
            model_name='workitem',
            constraint=models.CheckConstraint(condition=models.Q(('planned_quantity', None), ('planned_quantity__gt', 0), _connector='OR'), name='work_item_quantity_positive', violation_error_message='A planned quantity is more than 0.'),
        ),
        migrations.AddConstraint(
            model_name='workitem',
            constraint=models.CheckConstraint(condition=models.Q(('planned_quantity', None), ('unit__isnull', False), _connector='OR'), name='work_item_quantity_has_unit', violation_error_message='A planned quantity needs its unit.'),
        ),
        migrations.AddConstraint(
            model_name='workitem',
            constraint=models.CheckConstraint(condition=models.Q(('weight', None), ('weight__gt', 0), _connector='OR'), name='work_item_weight_positive', violation_error_message='A weight is more than 0.'),
        ),
        migrations.AddConstraint(
            model_name='workitem',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('released_at__isnull', False)), deferrable=django.db.models.constraints.Deferrable['DEFERRED'], expressions=[('undertaking', '='), ('code', '='), (portal.publishing.models.released.TstzRange('released_at', 'superseded_at'), '&&')], name='work_item_known_once'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='undertakingarea',
            trigger=pgtrigger.compiler.Trigger(name='public_change', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', declare='DECLARE since timestamptz; last "projects_undertaking_areas"%ROWTYPE; former jsonb; latter jsonb; key text; opened boolean; published timestamptz;', func='\n        IF TG_OP = \'UPDATE\' AND NEW IS NOT DISTINCT FROM OLD THEN\n            RETURN NULL;\n        END IF;\n        \nsince := nullif(current_setting(\'portal.window_since\', true), \'\')::timestamptz;\nIF since IS NULL THEN\n    since := clock_timestamp();\n    PERFORM pg_advisory_xact_lock_shared(\n        (1237::bigint << 52) | (extract(epoch FROM since) * 1000000)::bigint);\n    PERFORM set_config(\'portal.window_since\', since::text, true);\nEND IF;\n\n        IF TG_OP <> \'INSERT\' AND (EXISTS (\n    SELECT FROM projects_undertakingstate s WHERE s.undertaking_id = OLD.undertaking_id AND s.known_from <= clock_timestamp()\n) OR EXISTS (\n    SELECT FROM projects_undertakingstate s JOIN projects_undertaking u ON u.id = s.undertaking_id\n    WHERE u.programme_id = OLD.undertaking_id AND s.known_from <= clock_timestamp())) THEN\n            former := to_jsonb(OLD);\n        END IF;\n        IF TG_OP <> \'DELETE\' THEN\n            SELECT * INTO last FROM "projects_undertaking_areas" WHERE "id" = NEW."id";\n            IF FOUND AND (EXISTS (\n    SELECT FROM projects_undertakingstate s WHERE s.undertaking_id = last.undertaking_id AND s.known_from <= clock_timestamp()\n) OR EXISTS (\n    SELECT FROM projects_undertakingstate s JOIN projects_undertaking u ON u.id = s.undertaking_id\n    WHERE u.programme_id = last.undertaking_id AND s.known_from <= clock_timestamp())) THEN\n                latter := to_jsonb(last);\n            END IF;\n        END IF;\n        IF former IS NULL AND latter IS NULL THEN\n            RETURN NULL;\n        END IF;\n        \nIF current_setting(\'portal.logged_with\', true) IS DISTINCT FROM statement_timestamp()::text THEN\n    INSERT INTO portal_publicchange (at, is_late) VALUES (clock_timestamp(), false) RETURNING at INTO since;\n    PERFORM set_config(\'portal.logged_with\', statement_timestamp()::text, true);\n    PERFORM set_config(\'portal.logged_at\', since::text, true);\nEND IF;\nsince := current_setting(\'portal.logged_at\')::timestamptz;\n\n        opened := EXISTS (SELECT FROM portal_opening);\n        key := coalesce(former, latter) ->> \'id\';\n        \n        INSERT INTO portal_formerrow ("table", row, until, before, after, is_change, fields)\n            SELECT TG_TABLE_NAME, key, since, former, latter, former IS NOT NULL OR opened OR NOT EXISTS (\n                SELECT FROM portal_formerrow f WHERE f."table" = \'projects_undertaking\' AND f.row = latter ->> \'undertaking_id\'\n                AND f.until = since AND f.before IS NULL), coalesce(array(\n                SELECT name FROM jsonb_each(former) AS was (name, value)\n                WHERE latter -> name <> value ORDER BY name), \'{}\')\n            WHERE NOT EXISTS (\n                SELECT FROM portal_formerrow f WHERE f."table" = TG_TABLE_NAME AND f.row = key AND f.until = since);\n        RETURN NULL;\n        ', hash='4a46cfc90cdfee146bcf9d0db750d0ed7c0986c8', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_public_change_84425', table='projects_undertaking_areas', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='undertakingarea',
            trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '%: never truncated', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='194492622d45066ce35e4a2291f140a713051290', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_e5774', table='projects_undertaking_areas', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='undertakingarea',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "projects_undertakingareaevent" ("area_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "undertaking_id") VALUES (NEW."area_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."undertaking_id"); RETURN NULL;', hash='cbc374ffb54a352bbfd5fa2a69133cb895c2f9dd', operation='INSERT', pgid='pgtrigger_insert_insert_336b4', table='projects_undertaking_areas', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='undertakingarea',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "projects_undertakingareaevent" ("area_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "undertaking_id") VALUES (OLD."area_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."undertaking_id"); RETURN NULL;', hash='df5a4e5f9d8f496b1ce0832ba7d4dec62cd10988', operation='DELETE', pgid='pgtrigger_delete_delete_c460f', table='projects_undertaking_areas', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='undertakingindicator',
            trigger=pgtrigger.compiler.Trigger(name='public_change', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', declare='DECLARE since timestamptz; last "projects_undertaking_indicators"%ROWTYPE; former jsonb; latter jsonb; key text; opened boolean; published timestamptz;', func='\n        IF TG_OP = \'UPDATE\' AND NEW IS NOT DISTINCT FROM OLD THEN\n            RETURN NULL;\n        END IF;\n        \nsince := nullif(current_setting(\'portal.window_since\', true), \'\')::timestamptz;\nIF since IS NULL THEN\n    since := clock_timestamp();\n    PERFORM pg_advisory_xact_lock_shared(\n        (1237::bigint << 52) | (extract(epoch FROM since) * 1000000)::bigint);\n    PERFORM set_config(\'portal.window_since\', since::text, true);\nEND IF;\n\n        IF TG_OP <> \'INSERT\' AND (EXISTS (\n    SELECT FROM projects_undertakingstate s WHERE s.undertaking_id = OLD.undertaking_id AND s.known_from <= clock_timestamp()\n) OR EXISTS (\n    SELECT FROM projects_undertakingstate s JOIN projects_undertaking u ON u.id = s.undertaking_id\n    WHERE u.programme_id = OLD.undertaking_id AND s.known_from <= clock_timestamp())) THEN\n            former := to_jsonb(OLD);\n        END IF;\n        IF TG_OP <> \'DELETE\' THEN\n            SELECT * INTO last FROM "projects_undertaking_indicators" WHERE "id" = NEW."id";\n            IF FOUND AND (EXISTS (\n    SELECT FROM projects_undertakingstate s WHERE s.undertaking_id = last.undertaking_id AND s.known_from <= clock_timestamp()\n) OR EXISTS (\n    SELECT FROM projects_undertakingstate s JOIN projects_undertaking u ON u.id = s.undertaking_id\n    WHERE u.programme_id = last.undertaking_id AND s.known_from <= clock_timestamp())) THEN\n                latter := to_jsonb(last);\n            END IF;\n        END IF;\n        IF former IS NULL AND latter IS NULL THEN\n            RETURN NULL;\n        END IF;\n        \nIF current_setting(\'portal.logged_with\', true) IS DISTINCT FROM statement_timestamp()::text THEN\n    INSERT INTO portal_publicchange (at, is_late) VALUES (clock_timestamp(), false) RETURNING at INTO since;\n    PERFORM set_config(\'portal.logged_with\', statement_timestamp()::text, true);\n    PERFORM set_config(\'portal.logged_at\', since::text, true);\nEND IF;\nsince := current_setting(\'portal.logged_at\')::timestamptz;\n\n        opened := EXISTS (SELECT FROM portal_opening);\n        key := coalesce(former, latter) ->> \'id\';\n        \n        INSERT INTO portal_formerrow ("table", row, until, before, after, is_change, fields)\n            SELECT TG_TABLE_NAME, key, since, former, latter, former IS NOT NULL OR opened OR NOT EXISTS (\n                SELECT FROM portal_formerrow f WHERE f."table" = \'projects_undertaking\' AND f.row = latter ->> \'undertaking_id\'\n                AND f.until = since AND f.before IS NULL), coalesce(array(\n                SELECT name FROM jsonb_each(former) AS was (name, value)\n                WHERE latter -> name <> value ORDER BY name), \'{}\')\n            WHERE NOT EXISTS (\n                SELECT FROM portal_formerrow f WHERE f."table" = TG_TABLE_NAME AND f.row = key AND f.until = since);\n        RETURN NULL;\n        ', hash='7432fd6c1f4a1f08482616cab1202ad9498f1389', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_public_change_fe647', table='projects_undertaking_indicators', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='undertakingindicator',
            trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '%: never truncated', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='ff2f3239f6829d9feee887b7b30dc1ea1695168d', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_0a23a', table='projects_undertaking_indicators', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='undertakingindicator',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "projects_undertakingindicatorevent" ("id", "indicator_id", "pgh_context_id", "pgh_created_at", "pgh_label", "undertaking_id") VALUES (NEW."id", NEW."indicator_id", _pgh_attach_context(), NOW(), \'insert\', NEW."undertaking_id"); RETURN NULL;', hash='55fa8bc33dfbf3b82ec3c8297ef37dfab87d1b8d', operation='INSERT', pgid='pgtrigger_insert_insert_e532a', table='projects_undertaking_indicators', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='undertakingindicator',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "projects_undertakingindicatorevent" ("id", "indicator_id", "pgh_context_id", "pgh_created_at", "pgh_label", "undertaking_id") VALUES (OLD."id", OLD."indicator_id", _pgh_attach_context(), NOW(), \'delete\', OLD."undertaking_id"); RETURN NULL;', hash='5495424e13d7cb1008d47efa29f30b411976e6e8', operation='DELETE', pgid='pgtrigger_delete_delete_581b6', table='projects_undertaking_indicators', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='undertakingpredecessor',
            trigger=pgtrigger.compiler.Trigger(name='predecessors_form_no_circle', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        PERFORM pg_advisory_xact_lock(hashtextextended('projects_undertaking_predecessors', 0));\n        IF EXISTS (\n            WITH RECURSIVE reached AS (\n                SELECT NEW.to_undertaking_id AS id\n                UNION\n                SELECT link.to_undertaking_id FROM projects_undertaking_predecessors link JOIN reached ON link.from_undertaking_id = reached.id\n            ) SELECT FROM reached WHERE id = NEW.from_undertaking_id\n        ) THEN\n            RAISE EXCEPTION 'undertakings: one continues one that continues it' USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NEW;\n        ", hash='6bf369b5b3cb73c7509874f4ec7656995de424fc', operation='INSERT OR UPDATE', pgid='pgtrigger_predecessors_form_no_circle_1c09a', table='projects_undertaking_predecessors', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='undertakingpredecessor',
            trigger=pgtrigger.compiler.Trigger(name='predecessors_are_described', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                IF TG_OP <> 'INSERT' THEN\n                    UPDATE projects_undertaking SET continued = continued WHERE id = OLD.from_undertaking_id;\n                END IF;\n                IF TG_OP <> 'DELETE' THEN\n                    UPDATE projects_undertaking SET continued = continued WHERE id = NEW.from_undertaking_id;\n                END IF;\n                RETURN NULL;\n                ", hash='52f246371a1db1fde0d74471bd36344b31ab8061', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_predecessors_are_described_f3ac6', table='projects_undertaking_predecessors', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='undertakingpredecessor',
            trigger=pgtrigger.compiler.Trigger(name='public_change', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', declare='DECLARE since timestamptz; last "projects_undertaking_predecessors"%ROWTYPE; former jsonb; latter jsonb; key text; opened boolean; published timestamptz;', func='\n        IF TG_OP = \'UPDATE\' AND NEW IS NOT DISTINCT FROM OLD THEN\n            RETURN NULL;\n        END IF;\n        \nsince := nullif(current_setting(\'portal.window_since\', true), \'\')::timestamptz;\nIF since IS NULL THEN\n    since := clock_timestamp();\n    PERFORM pg_advisory_xact_lock_shared(\n        (1237::bigint << 52) | (extract(epoch FROM since) * 1000000)::bigint);\n    PERFORM set_config(\'portal.window_since\', since::text, true);\nEND IF;\n\n        IF TG_OP <> \'INSERT\' AND (EXISTS (\n    SELECT FROM projects_undertakingstate s WHERE s.undertaking_id = OLD.from_undertaking_id AND s.known_from <= clock_timestamp()\n) OR EXISTS (\n    SELECT FROM projects_undertakingstate s JOIN projects_undertaking u ON u.id = s.undertaking_id\n    WHERE u.programme_id = OLD.from_undertaking_id AND s.known_from <= clock_timestamp())) THEN\n            former := to_jsonb(OLD);\n        END IF;\n        IF TG_OP <> \'DELETE\' THEN\n            SELECT * INTO last FROM "projects_undertaking_predecessors" WHERE "id" = NEW."id";\n            IF FOUND AND (EXISTS (\n    SELECT FROM projects_undertakingstate s WHERE s.undertaking_id = last.from_undertaking_id AND s.known_from <= clock_timestamp()\n) OR EXISTS (\n    SELECT FROM projects_undertakingstate s JOIN projects_undertaking u ON u.id = s.undertaking_id\n    WHERE u.programme_id = last.from_undertaking_id AND s.known_from <= clock_timestamp())) THEN\n                latter := to_jsonb(last);\n            END IF;\n        END IF;\n        IF former IS NULL AND latter IS NULL THEN\n            RETURN NULL;\n        END IF;\n        \nIF current_setting(\'portal.logged_with\', true) IS DISTINCT FROM statement_timestamp()::text THEN\n    INSERT INTO portal_publicchange (at, is_late) VALUES (clock_timestamp(), false) RETURNING at INTO since;\n    PERFORM set_config(\'portal.logged_with\', statement_timestamp()::text, true);\n    PERFORM set_config(\'portal.logged_at\', since::text, true);\nEND IF;\nsince := current_setting(\'portal.logged_at\')::timestamptz;\n\n        opened := EXISTS (SELECT FROM portal_opening);\n        key := coalesce(former, latter) ->> \'id\';\n        \n        INSERT INTO portal_formerrow ("table", row, until, before, after, is_change, fields)\n            SELECT TG_TABLE_NAME, key, since, former, latter, former IS NOT NULL OR opened OR NOT EXISTS (\n                SELECT FROM portal_formerrow f WHERE f."table" = \'projects_undertaking\' AND f.row = latter ->> \'from_undertaking_id\'\n                AND f.until = since AND f.before IS NULL), coalesce(array(\n                SELECT name FROM jsonb_each(former) AS was (name, value)\n                WHERE latter -> name <> value ORDER BY name), \'{}\')\n            WHERE NOT EXISTS (\n                SELECT FROM portal_formerrow f WHERE f."table" = TG_TABLE_NAME AND f.row = key AND f.until = since);\n        RETURN NULL;\n        ', hash='9c8d46bd9b2af7ebfc9ec8f2c93887aa2b3b4cc8', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_public_change_ea64e', table='projects_undertaking_predecessors', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='undertakingpredecessor',
            trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '%: never truncated', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='d9d99c65c3486631f2849fb87604b6f25ffd27d4', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_0e620', table='projects_undertaking_predecessors', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='undertakingpredecessor',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "projects_undertakingpredecessorevent" ("from_undertaking_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "to_undertaking_id") VALUES (NEW."from_undertaking_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."to_undertaking_id"); RETURN NULL;', hash='43dc73b13c36cd75ccb446144d67c7320bdf5eca', operation='INSERT', pgid='pgtrigger_insert_insert_2f6ef', table='projects_undertaking_predecessors', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='undertakingpredecessor',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "projects_undertakingpredecessorevent" ("from_undertaking_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "to_undertaking_id") VALUES (OLD."from_undertaking_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."to_undertaking_id"); RETURN NULL;', hash='20f17a065d2a8c0aa796d1f269c7426fcef1a5fd', operation='DELETE', pgid='pgtrigger_delete_delete_791cc', table='projects_undertaking_predecessors', when='AFTER')),
        ),
    ]
