"""A code is no word of the addresses: its page would be another one's."""

import pytest
from django.db.models import Model
from django.urls import resolve, reverse

from portal.commitments.models import Commitment
from portal.publishing.models import Release
from portal.records.codes import is_word_of_addresses
from portal.records.registry import sheets, verdicts
from projects.models import Programme, Project
from tests.records.doors import doors_to
from tests.records.rows import Rows
from tests.world import kept

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

MESSAGE = "“%s” is a word of the addresses of this portal; choose another code."


@pytest.fixture(scope="module")
def rows(django_db_setup, django_db_blocker, tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch, kept(django_db_blocker):
        patch.setattr("django.conf.settings.MEDIA_ROOT", str(tmp_path_factory.mktemp("media")))
        yield Rows()


def test_words_follow_from_the_routes():
    for word in ("micro", "programmes", "feed"):
        assert is_word_of_addresses(word)
        assert resolve(reverse("projects:project", args=[word])).view_name != "projects:project"
    for word in ("old-estates", "categories", "search", "", None):
        assert not is_word_of_addresses(word)


@pytest.mark.parametrize("model", [Project, Programme, Release, Commitment], ids=lambda model: model.__name__)
@pytest.mark.parametrize("word", ["micro", "feed"])
def test_word_of_addresses_is_refused_at_every_door(rows, model: type[Model], word):
    name = "slug" if model is Release else "code"
    record = rows.make(model, lambda values: values[0], **{name: word})

    found = doors_to(record, rows.official(model))

    assert found
    assert all((name, MESSAGE % word) in said for said in found.values())


def test_every_record_with_a_code_of_its_own_is_asked():
    models = {sheet.model for sheet in sheets() if "code" in sheet.key and len(sheet.key) == 1}
    # the code of a released record is that of all its versions, and stands in no address
    models = {model for model in models if model._meta.get_field("code").unique}

    for model in models:
        (found,) = verdicts(model, [model(code="feed")], beside=lambda _model: ())
        assert ("code", MESSAGE % "feed") in {(one.field, one.message) for one in found}, model
