"""The same row gets the same verdict at every door, whichever record it is of."""

from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from django.db.models import Model
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from portal.publishing.models import ReleasedRecord
from portal.records.findings import both_languages
from portal.records.registry import of_release, record_types
from tests.records.doors import doors_to
from tests.records.rows import ENTERED, Rows
from tests.world import commit, kept

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

PLACED = [model for model in ENTERED if issubclass(model, ReleasedRecord)]


@pytest.fixture(scope="module")
def rows(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Rows]:
    with pytest.MonkeyPatch.context() as patch, kept(django_db_blocker):
        patch.setattr("django.conf.settings.MEDIA_ROOT", str(tmp_path_factory.mktemp("media")))
        yield Rows()


def verdict(record: Model) -> set[tuple[str, str]]:
    """What the validator says, which asks the database nothing by itself."""
    record_type = record_types[type(record)]
    context = record_type.context([record], of_release([record]))
    with CaptureQueriesContext(connection) as queries:
        findings = [*both_languages(record, context), *record_type.validate(record, context)]
    assert [query["sql"] for query in queries] == []
    return {(finding.field, finding.message) for finding in findings}


def database_takes(record: Model) -> None:
    with transaction.atomic():
        record.save()
        commit()
        transaction.set_rollback(True)


def drawn(number: int) -> settings:
    """So many rows of a record are drawn."""
    return settings(
        max_examples=number,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


def every_door_agrees(rows: Rows, model: type[Model], data: st.DataObject) -> None:
    record = rows.make(model, lambda values: data.draw(st.sampled_from(values)))

    found = doors_to(record, rows.official(model))

    expected = verdict(record)
    assert found == dict.fromkeys(found, expected)
    assert found
    if not expected:
        database_takes(record)


@pytest.mark.parametrize("model", ENTERED, ids=lambda model: model.__name__)
@drawn(2)
@given(data=st.data())
def test_every_door_gives_the_same_verdict(rows, model, data):
    every_door_agrees(rows, model, data)


@pytest.mark.slow("3.5 s: draws very many rows")
@pytest.mark.parametrize("model", ENTERED, ids=lambda model: model.__name__)
@drawn(40)
@given(data=st.data())
def test_every_door_gives_the_same_verdict_on_many_rows(rows, model, data):
    every_door_agrees(rows, model, data)


@pytest.mark.parametrize("model", ENTERED, ids=lambda model: model.__name__)
def test_a_row_that_fits_is_taken_at_every_door(rows, model):
    record = rows.make(model, lambda values: values[0])

    found = doors_to(record, rows.official(model))

    assert [*found.values()] == [set()] * len(found)
    database_takes(record)


OUTSIDE = {("paragraph", "Section 1 has paragraphs 1 to 9.")}


@pytest.mark.parametrize("model", PLACED, ids=lambda model: model.__name__)
def test_paragraphs_count_from_one_and_need_their_section(rows, model):
    """Of an article the section has to be given anyway, which is said instead."""
    article, return_ = (
        next(one for one in rows.drafts if one.slug == kind) for kind in ("article", "return")
    )
    printed = {"as_printed": "14、3"} if hasattr(model, "as_printed") else {}
    section = return_.sections.get()

    found = []
    for draft, place, paragraph in [
        (return_, section, 1),
        (return_, section, 0),
        (return_, section, 10),
        (return_, None, 1),
        (article, None, 1),
    ]:
        told = {"release": draft, "section": place, "paragraph": paragraph, **printed}
        doors = doors_to(rows.make(model, lambda values: values[0], **told), rows.official(model))
        assert [*doors.values()] == [next(iter(doors.values()))] * len(doors)
        found.append({(field, words) for field, words in next(iter(doors.values())) if field != "attachment"})

    nowhere = ("A paragraph needs its section.", "Give the section of the document.")
    assert found == [set(), OUTSIDE, OUTSIDE, *({("section", words)} for words in nowhere)]
