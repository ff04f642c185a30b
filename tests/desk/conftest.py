"""What the tests of workbooks on the desk share."""

from collections.abc import Iterator

import pytest
from django.utils import translation

from portal.publishing.models import Release
from tests.world import (
    make_figure,
    make_indicator,
    make_release,
)


@pytest.fixture
def uploads_in_english(client, settings, tmp_path) -> Iterator[None]:
    on_disk = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"default": on_disk}
    client.cookies["django_language"] = "en"
    with translation.override("en"):
        yield


@pytest.fixture
def draft(editor) -> Release:
    release = make_release("draft", by=editor, summary_zh="摘要", summary_en="Summary")
    make_figure(release, make_indicator("cases"), 5, as_printed="若干人")
    return release
