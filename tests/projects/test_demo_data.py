"""Generated projects: deterministic, marked, never mixed, and true by the rules of the database."""

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from portal.publishing.models import Release
from portal.publishing.models.released import record_models
from projects import demo, status_history
from projects.models import ABOUT_UNDERTAKINGS, Project, UndertakingState
from tests.world import make_release

pytestmark = pytest.mark.django_db


@pytest.fixture
def few(monkeypatch) -> None:
    """Ten originals and thirteen copies."""
    monkeypatch.setattr(demo, "ORIGINALS", 10)
    call_command("make_demo_data", projects=23, verbosity=0)


def content() -> list[list[tuple]]:
    """Everything that was generated, without the numbers that the database gives."""
    models = [Project, *ABOUT_UNDERTAKINGS]
    return [
        sorted(
            tuple(
                str(getattr(row, f.attname))
                for f in model._meta.concrete_fields
                if not f.is_relation and not f.primary_key
            )
            for row in model.objects.all()
        )
        for model in models
    ]


def test_as_many_projects_as_wanted_are_public(few):
    assert Project.objects.known_at(timezone.now()).count() == 23


def test_everything_says_that_it_is_generated(few):
    assert all(release.title_zh.endswith(demo.MARK_ZH) for release in Release.objects.all())
    assert all(project.name_en.endswith(demo.MARK_EN) for project in Project.objects.all())


def test_known_ranges_and_states_follow_from_the_releases(few):
    kept = list(
        UndertakingState.objects.order_by("undertaking", "known_from").values_list(
            "undertaking", "known_from", "known_until", "stage", "percent", "due"
        )
    )

    status_history.rebuild(Project.objects.values_list("pk", flat=True))

    rebuilt = UndertakingState.objects.order_by("undertaking", "known_from").values_list(
        "undertaking", "known_from", "known_until", "stage", "percent", "due"
    )
    assert list(rebuilt) == kept
    with connection.cursor() as cursor:
        for model in record_models():
            if model._meta.app_label == "projects":  # the deferred triggers look at each row
                cursor.execute(f"UPDATE {model._meta.db_table} SET superseded_at = superseded_at")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_data_is_never_mixed_with_what_was_published(db):
    make_release()

    with pytest.raises(CommandError, match="never mixed"):
        call_command("make_demo_data", projects=5)


def test_number_of_projects_is_at_least_one(db):
    with pytest.raises(CommandError, match="at least 1"):
        call_command("make_demo_data", projects=0)


def test_same_number_makes_the_same_data(few):
    first = content()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for model in apps.get_app_config("projects").get_models():
            if not model._meta.proxy:
                cursor.execute(f"DELETE FROM {model._meta.db_table}")
        cursor.execute("DELETE FROM portal_section; DELETE FROM portal_release; DELETE FROM portal_user")
        cursor.execute("DELETE FROM portal_area; DELETE FROM portal_department")
        cursor.execute("SET LOCAL session_replication_role = origin")

    call_command("make_demo_data", projects=23, verbosity=0)

    assert content() == first
