"""The migrations build what the models say."""

from django.core.management import call_command


def test_models_need_no_further_migration(db):
    call_command("makemigrations", check_changes=True, dry_run=True, verbosity=0)
