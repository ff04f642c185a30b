"""What signing in keeps: wrong attempts, second factors as they come and go, when passwords changed."""

import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('mfa', '0003_authenticator_type_uniq'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('portal', '0003_release_desk'),
    ]

    operations = [
        migrations.CreateModel(
            name='SecondFactorEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('type', models.CharField(choices=[('recovery_codes', 'Recovery codes'), ('totp', 'TOTP Authenticator'), ('webauthn', 'WebAuthn')], max_length=20)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
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
            name='SecondFactor',
            fields=[
            ],
            options={
                'verbose_name': 'second factor',
                'verbose_name_plural': 'second factors',
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('mfa.authenticator',),
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='user',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='user',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='user',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='user',
            name='password_changed_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='password changed'),
        ),
        migrations.AddField(
            model_name='user',
            name='password_is_temporary',
            field=models.BooleanField(default=False, editable=False, help_text='An administrator has set it; the official chooses another at the next sign-in.', verbose_name='password to be changed'),
        ),
        migrations.AddField(
            model_name='user',
            name='sessions_ended',
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name='user',
            name='unlocked_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='unlocked'),
        ),
        migrations.AddField(
            model_name='userevent',
            name='password_changed_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='password changed'),
        ),
        migrations.AddField(
            model_name='userevent',
            name='password_is_temporary',
            field=models.BooleanField(default=False, editable=False, help_text='An administrator has set it; the official chooses another at the next sign-in.', verbose_name='password to be changed'),
        ),
        migrations.AddField(
            model_name='userevent',
            name='unlocked_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='unlocked'),
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
        migrations.AddField(
            model_name='secondfactorevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='secondfactorevent',
            name='user',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddIndex(
            model_name='signinfailure',
            index=models.Index(fields=['username', '-at'], name='portal_sign_usernam_330833_idx'),
        ),
        migrations.AddIndex(
            model_name='signinfailure',
            index=models.Index(fields=['at'], name='portal_sign_at_133f6b_idx'),
        ),
        migrations.AddField(
            model_name='secondfactorevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='portal.secondfactor'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='secondfactor',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "portal_secondfactorevent" ("created_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "type", "user_id") VALUES (NEW."created_at", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."type", NEW."user_id"); RETURN NULL;', hash='563eb743e4638501936f7326cc821bd6c270208f', operation='INSERT', pgid='pgtrigger_insert_insert_c50eb', table='mfa_authenticator', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='secondfactor',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "portal_secondfactorevent" ("created_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "type", "user_id") VALUES (OLD."created_at", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."type", OLD."user_id"); RETURN NULL;', hash='0671c42df9c75d2c0a3502a71b824d62ab3eaba5', operation='DELETE', pgid='pgtrigger_delete_delete_f9a12', table='mfa_authenticator', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='secondfactorevent',
            trigger=pgtrigger.compiler.Trigger(name='never_truncated', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION '%: never truncated', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';", hash='f10261b71f4b6fb1b09f605c4b97cabd00d752c5', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_never_truncated_7c53c', table='portal_secondfactorevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='secondfactorevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='62a207341aaa45eaf30b20572b22a3c027d46a73', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_c1ced', table='portal_secondfactorevent', when='BEFORE')),
        ),
    ]
