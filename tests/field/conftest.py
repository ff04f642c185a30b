"""What the cases from the field stand on: the shipped data, read in English."""

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.test import override_settings
from django.utils import translation

from tests.world import kept


@pytest.fixture(scope="module")
def seeds(django_db_blocker, django_db_setup, tmp_path_factory) -> Iterator[None]:
    """The shipped data, loaded once: the cases are about its codes."""
    with kept(django_db_blocker), override_settings(VAR=tmp_path_factory.mktemp("var")):
        call_command("load_seeds", verbosity=0)
        yield


@pytest.fixture
def english() -> Iterator[None]:
    with translation.override("en"):
        yield
