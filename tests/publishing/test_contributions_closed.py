"""What is handed in stays as it is, down to the details of its records, whatever the database is asked to do."""

import pytest
from django.db import DatabaseError, connection, transaction

from portal.commitments.models import Commitment
from portal.publishing.actions import contributions, releases
from portal.publishing.models import Contribution
from tests.world import make_area, make_commitment, make_department, make_release, make_section

pytestmark = pytest.mark.django_db

#: Tables that refer to rows of a part and are none of it, with the reason.
NO_PART = {
    "portal_checkoperand": "found by the portal itself whenever the checks of the whole are evaluated",
    "portal_checkresult": "found by the portal itself whenever the checks of the whole are evaluated",
}


@pytest.fixture
def commitment(editor) -> Commitment:
    """One of the health department in a release that another department publishes."""
    release = make_release("conference", by=editor)
    theirs = make_section(release, "2", department=make_department("health"))
    commitment = make_commitment(release, "clinics", section=theirs)
    commitment.areas.add(make_area("first", "subdistrict"))
    contributions.ask(release=release, department=theirs.department, by=editor)
    return commitment


@pytest.fixture
def handed_in(commitment, outsider) -> Contribution:
    return contributions.hand_in(contribution=commitment.release.contributions.get(), by=outsider)


def refused_by(statement: str, *values: object) -> str:
    """What the database says to the statement; empty if it does it."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
    except DatabaseError as error:
        return str(error)
    return ""


def changes_of_areas(commitment: Commitment) -> list[str]:
    """What the database says to changing, adding and taking away an area of the commitment."""
    table, pk = "portal_commitment_areas", commitment.pk
    second, third = (make_area(code, "subdistrict").pk for code in ("second", "third"))
    return [
        refused_by(f"UPDATE {table} SET area_id = %s WHERE commitment_id = %s", second, pk),
        refused_by(f"INSERT INTO {table} (commitment_id, area_id) VALUES (%s, %s)", pk, third),
        refused_by(f"DELETE FROM {table} WHERE commitment_id = %s", pk),
    ]


def test_areas_of_a_commitment_are_closed_with_its_part(commitment, handed_in):
    refusals = changes_of_areas(commitment)

    assert ["has handed its part" in refusal for refusal in refusals] == [True, True, True]
    assert [area.code for area in commitment.areas.all()] == ["first"]


def test_area_is_not_moved_to_or_from_a_commitment_of_a_part_that_is_in(commitment, handed_in):
    own = make_commitment(commitment.release, "roads", section=make_section(commitment.release, "3"))
    own.areas.add(make_area("second", "subdistrict"))
    statement = "UPDATE portal_commitment_areas SET commitment_id = %s WHERE commitment_id = %s"

    refusals = [refused_by(statement, own.pk, commitment.pk), refused_by(statement, commitment.pk, own.pk)]

    assert all("has handed its part" in refusal for refusal in refusals)


def test_areas_of_a_commitment_change_while_its_part_is_open(commitment, outsider):
    contributions.hand_in(contribution=commitment.release.contributions.get(), by=outsider)
    contributions.recall(contribution=commitment.release.contributions.get(), by=outsider)

    assert changes_of_areas(commitment) == ["", "", ""]


def test_areas_of_the_publisher_change_while_the_part_of_another_is_in(commitment, handed_in):
    own = make_commitment(commitment.release, "roads", section=make_section(commitment.release, "3"))

    assert changes_of_areas(own) == ["", "", ""]


def test_draft_with_details_in_a_part_that_is_in_can_be_deleted(commitment, handed_in, editor):
    releases.delete_draft(release=commitment.release, by=editor)

    assert not Commitment.objects.exists()


def test_every_detail_of_a_record_that_is_closed_with_its_part_is_closed_too():
    """A table added later that hangs on such a record fails here until it is closed, or named in NO_PART."""
    with connection.cursor() as cursor:
        cursor.execute("""
            WITH closed AS (SELECT tgrelid FROM pg_trigger WHERE tgname LIKE 'pgtrigger_closed_with_part%')
            SELECT DISTINCT conrelid::regclass::text FROM pg_constraint
            WHERE contype = 'f' AND confrelid IN (TABLE closed) AND conrelid NOT IN (TABLE closed)
        """)
        open_details = {table for (table,) in cursor.fetchall()}

    assert open_details == set(NO_PART)
