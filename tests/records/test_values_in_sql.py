"""Words that stand in SQL are those of the enums and sets in Python."""

import json
import re

import pytest
from django.db import connection

from portal.areas.models import Area
from portal.areas.validation import RANKS
from portal.commitments.models import CommitmentUpdate
from portal.commitments.validation import COMPLETED
from portal.publishing.models import Release
from portal.statistics.codes import DECLARED, OPEN_START, VALUELESS, Basis, ObservationKind, ObservationStatus
from portal.statistics.validation import ROLES
from projects.models import Stage, Undertaking, stages_of

pytestmark = pytest.mark.django_db

QUOTED = re.compile(r"'([a-z_]+)'")


def trigger(name: str) -> str:
    """The source of a trigger; several tables may have one of the name, with the same words."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname LIKE %s", [f"pgtrigger\\_{name}\\_%"])
        return "\n".join(source for (source,) in cursor.fetchall())


def constraint(name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = %s", [name])
        return cursor.fetchone()[0]


def words(sql: str, column: str) -> list[set[str]]:
    """The sets of words that a column is compared with, one for each comparison."""
    column = rf"\(?\b{column}\)?(?:::text)?"
    listed = re.findall(rf"{column}\s*(?:=|<>)\s*(?:ANY|ALL)\s*\(\(?ARRAY\[(.*?)\]", sql)
    listed += re.findall(rf"{column}\s+(?:NOT )?IN\s*\((.*?)\)", sql)
    listed += re.findall(rf"{column}\s*(?:=|<>)\s*('[a-z_]+')", sql)
    return [set(QUOTED.findall(one)) for one in listed]


def test_ranks_of_areas_are_those_of_the_trigger():
    (ranks,) = re.findall(r"\{.*?\}", trigger("parent_is_wider"), re.DOTALL)

    assert json.loads(ranks) == RANKS
    assert set(RANKS) == set(Area.Kind.values)


def test_bases_are_those_of_the_trigger():
    source = trigger("fits_its_indicator")

    assert words(source, r"i\.basis") == [set(OPEN_START)]
    assert set(re.findall(r"WHEN '([a-z_]+)'", source)) == {*Basis} - {*OPEN_START, Basis.PERIOD}
    assert words(trigger("fits_its_indicator"), r"NEW\.kind") == [{ObservationKind.ACTUAL}]


def test_statuses_without_a_value_are_those_of_the_constraint():
    found = words(constraint("observation_value_unless_withheld"), "status")

    assert found
    assert all(statuses == set(VALUELESS) for statuses in found)


def test_statuses_of_progress_are_all_but_suppressed():
    (found,) = words(constraint("progress_status_known"), "status")

    assert found == set(ObservationStatus.values) - {ObservationStatus.SUPPRESSED}


def test_outcomes_with_a_date_are_those_of_the_constraints():
    (kept,) = words(constraint("commitment_update_completed_when_kept"), "outcome")
    (changed,) = words(constraint("commitment_update_new_due_when_changed"), "outcome")

    assert (kept, changed) == (set(COMPLETED), {CommitmentUpdate.Outcome.CHANGED})


def test_kinds_of_checks_are_those_of_the_constraint():
    (kinds,) = words(constraint("check_kind_declared"), "kind")

    assert kinds == set(DECLARED) == set(ROLES)


def test_states_of_releases_are_those_of_the_triggers():
    decided = set().union(*words(constraint("release_state_follows_decision"), "state"))
    rewritten = set().union(*words(trigger("never_rewritten"), r"(?:OLD|NEW)\.state"))
    (listed,) = re.findall(r"'\{(.*?)\}'::text", trigger("state_moves"))
    moves = set(re.split("[:,]", listed))

    assert decided == set(Release.State.values)
    assert rewritten == decided
    assert moves == decided


def test_stages_of_micro_projects_are_those_of_the_trigger():
    (stages,) = words(trigger("fits_its_undertaking"), r"NEW\.stage\b(?=\s+IN)")
    (kinds,) = words(constraint("undertaking_kind_known"), "kind")

    assert stages == set(stages_of("micro"))
    assert kinds == set(Undertaking.Kind.values)
    assert set(Stage.values) == {*stages_of("micro"), *stages_of("project")}
